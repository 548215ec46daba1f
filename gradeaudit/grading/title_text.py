"""What an assignment's title says once untidy characters are set aside, and whether it follows a pattern."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e") | frozenset(
    "\u2066\u2067\u2068\u2069"
)
"""Characters that take no room: soft hyphen, zero-width characters, and marks of the direction of writing."""
_REMOVED = dict.fromkeys(map(ord, INVISIBLE))


def distinct(titles: pd.Series[Any]) -> tuple[np.ndarray[Any, np.dtype[np.int64]], list[str]]:
    """Each row's title as a position in the list of distinct titles, and that list: a title is judged once."""
    numbers, texts = titles.factorize()
    return numbers.astype(np.int64), [str(text) for text in texts]


def tidy(title: str) -> str:
    """The title with single spaces, none at its ends, and no invisible or control characters; the letters stay."""
    if title.isascii() and title.isprintable():
        return " ".join(title.split())
    spaced = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in title.translate(_REMOVED))
    return unicodedata.normalize("NFC", " ".join(spaced.split()))


def same(title: str) -> str:
    """What two titles that look the same have in common: tidied, in compatibility form (NFKC), without case."""
    tidied = tidy(title)
    return tidied.casefold() if tidied.isascii() else unicodedata.normalize("NFKC", tidied).casefold()


def words(title: str) -> str:
    """The title's words without case, punctuation or a plural s, each between single spaces: ``" unit 3 test "``."""
    spaced = "".join(letter if letter.isalnum() else " " for letter in same(title))
    return f" {' '.join(map(_singular, spaced.split()))} "


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def matches(titles: Sequence[str], patterns: Sequence[str]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which patterns (RE2, anywhere in the tidied title) each title matches: one row a title, one column a pattern."""
    import re2  # only needed when the policy has patterns

    every = re2.Set.SearchSet()  # looks for all patterns in one pass
    for pattern in patterns:
        every.Add(pattern)
    every.Compile()
    single = [re2.compile(pattern) for pattern in patterns]
    found = np.zeros((len(titles), len(patterns)), np.bool_)
    for row, title in enumerate(titles):
        encoded = tidy(title).encode("utf-8", "replace")
        hits = every.Match(encoded)
        if hits:
            found[row, hits] = True
        else:  # the set gives up on very large patterns, a single pattern never does
            found[row] = [pattern.search(encoded) is not None for pattern in single]
    return found
