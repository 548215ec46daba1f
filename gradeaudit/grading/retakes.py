"""Which assignments are a second try at another one: a retake, a redo, the corrections of a test."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from gradeaudit.grading.titles import holding, titles

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
    told = titles(gradebooks)
    books = gradebooks.assignments["book"].to_numpy()
    repeats = np.full(len(books), -1, np.int32)
    left = _candidates(told.folded)
    if not left:
        return repeats
    spoken = told.are(left)
    number = told.number.tolist()
    of_book: dict[int, dict[tuple[str, ...], list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in np.flatnonzero(np.isin(books, books[spoken]) & ~spoken).tolist():
        title, others = told.folded[number[row]], of_book[int(books[row])]
        for name in dict.fromkeys((_parts(title), _parts(_HEAD.split(title, maxsplit=1)[0]))):
            others[name].append(row)
    for row in np.flatnonzero(spoken).tolist():
        repeats[row] = _original(left[number[row]], of_book[int(books[row])])
    return repeats


def _candidates(folded: list[str]) -> dict[int, tuple[str, ...]]:
    """What is left of each title that speaks of a second try, by the title's position."""
    return {at: _parts(_WORDS.sub(" ", folded[at])) for at in holding(folded, _STEMS) if _WORDS.search(folded[at])}


def _parts(folded: str) -> tuple[str, ...]:
    return tuple(part for part in _SPLIT.split(folded) if part)


def _original(left: tuple[str, ...], others: dict[tuple[str, ...], list[int]]) -> int:
    found = others.get(left, []) if left else []
    return found[0] if len(found) == 1 else -1
