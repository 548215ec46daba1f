"""Which assignments are a second try at another one: a retake, a redo, the corrections of a test."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from gradeaudit.grading.titles import folded_titles, holding

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks

Array = np.ndarray[Any, Any]

_STEMS = ("retak", "re-tak", "redo", "re-do", "retest", "re-test", "reassess", "re-assess", "resubmi", "re-submi",
          "correct", "revis", "rewrit", "second", "2nd", "makeup", "make-up", "make up")  # fmt: skip
_WORDS = re.compile(
    r"\b(?:re-?takes?|re-?dos?|re-?done|re-?tests?|re-?assess(?:ments?|ed)?|re-?submi(?:t|tted|ssions?)|corrections?"
    r"|corrected|revisions?|revised|re-?writes?|rewritten|(?:second|2nd) (?:try|attempt|chance)|make[- ]?ups?)\b"
)
_HEAD = re.compile(r"[:(\[–—]| - ")
_SPLIT = re.compile(r"[^\w%]+|_")


def retake_of(gradebooks: Gradebooks) -> Array:
    """For each assignment the row of the assignment that it repeats, or -1.

    A title repeats another of its gradebook when it says so (retake, redo, corrections …) and what is left of it is
    the other's title, or what stands before a colon, bracket or dash in exactly one other title.
    """
    titles = folded_titles(gradebooks.assignments["title"].tolist())
    books = gradebooks.assignments["book"].to_numpy()
    repeats = np.full(len(titles), -1, np.int32)
    spoken = _candidates(titles)
    if not spoken:
        return repeats
    of_book: dict[int, dict[tuple[str, ...], list[int]]] = defaultdict(lambda: defaultdict(list))
    wanted = np.isin(books, books[list(spoken)])
    for row in np.flatnonzero(wanted).tolist():
        if row not in spoken:
            others = of_book[int(books[row])]
            for name in dict.fromkeys((_parts(titles[row]), _parts(_HEAD.split(titles[row], maxsplit=1)[0]))):
                others[name].append(row)
    for row, left in spoken.items():
        repeats[row] = _original(left, of_book[int(books[row])])
    return repeats


def _candidates(folded: list[str]) -> dict[int, tuple[str, ...]]:
    """Row → what is left of a title that speaks of a second try."""
    return {row: _parts(_WORDS.sub(" ", folded[row])) for row in holding(folded, _STEMS) if _WORDS.search(folded[row])}


def _parts(folded: str) -> tuple[str, ...]:
    return tuple(part for part in _SPLIT.split(folded) if part)


def _original(left: tuple[str, ...], others: dict[tuple[str, ...], list[int]]) -> int:
    found = others.get(left, []) if left else []
    return found[0] if len(found) == 1 else -1
