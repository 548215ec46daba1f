"""Which gradebook, assignment, category or student of an earlier export is which one of a later export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.policy.matching import plain_name

_IDS = ("oneroster", "edfi")
"""Formats whose identity is an id of the LMS's own: it holds though course and section are called anew."""
_OF_HISTORY = ("recorded", "recorded-file")
"""A history knows no more of a gradebook than its identity, which for want of ids is the file that it lay in."""
_ABOUT = ("school", "course", "course_code", "section")
SHARED_NAME = "what it goes by is not enough to tell which gradebook of the other export it is"
NO_PARTNER = "nothing in the other export goes by its identity or its names"
NOTHING_SHARED = "the one that goes by its name in the other export shares no student and no assignment with it"


@dataclass(frozen=True)
class Side:
    """Some rows of one export: the number of the pair of gradebooks that each belongs to (-1: none), and its name.

    Rows may only be each other's where pair and name agree; a blank name agrees with none.
    """

    pair: Array
    name: Array

    def only(self, rows: Array) -> Side:
        """The same rows, with those that are not chosen (one bool a row) out of question."""
        return Side(np.where(rows, self.pair, -1), self.name)


@dataclass(frozen=True)
class Partners:
    """The row numbers of matched rows, before and after, in the same order."""

    before: Array
    after: Array

    def of_before(self, length: int) -> Array:
        """For each row before, the number of its match (a position in ``before`` and ``after``), or -1."""
        return _numbered(self.before, length)

    def of_after(self, length: int) -> Array:
        """For each row after, the number of its match, or -1."""
        return _numbered(self.after, length)

    def __add__(self, others: Partners) -> Partners:
        return Partners(np.append(self.before, others.before), np.append(self.after, others.after))


def _numbered(rows: Array, length: int) -> Array:
    numbers = np.full(length, -1, np.int64)
    numbers[rows] = np.arange(len(rows))
    return numbers


def names(texts: Sequence[str]) -> Array:
    """Texts as they are compared, each distinct one worked out once."""
    known = {text: plain_name(text) for text in dict.fromkeys(texts)}
    return np.array([known[text] for text in texts], object)


def partners(before: Side, after: Side) -> Partners:
    """Rows that agree in pair and name and are alone in that on both sides; what is there twice is never guessed."""
    old, new = _coded(before, after)
    (one, first), (other, second) = _single(old), _single(new)
    _, left, right = np.intersect1d(one, other, assume_unique=True, return_indices=True)
    return Partners(first[left], second[right])


def unmatched(before: Side, after: Side, found: Partners) -> tuple[Side, Side]:
    """What is left of both sides when those that were found are taken out."""
    return (
        before.only(found.of_before(len(before.pair)) < 0),
        after.only(found.of_after(len(after.pair)) < 0),
    )


def elsewhere(before: Side, after: Side) -> tuple[Array, Array]:
    """For each row of both sides, whether the other side has any row of its pair and name."""
    old, new = _coded(before, after)
    return (old >= 0) & np.isin(old, new), (new >= 0) & np.isin(new, old)


def _coded(before: Side, after: Side) -> tuple[Array, Array]:
    """One number for each pair and name, -1 for rows that are out of question."""
    every = np.append(before.name, after.name)
    distinct, code = np.unique(every.astype(str), return_inverse=True)
    pair = np.append(before.pair, after.pair).astype(np.int64)
    coded = np.where((pair < 0) | (every == ""), -1, pair * max(len(distinct), 1) + code)
    return coded[: len(before.name)], coded[len(before.name) :]


def _single(codes: Array) -> tuple[Array, Array]:
    """The codes that one row alone has, and that row."""
    rows = np.flatnonzero(codes >= 0)
    distinct, first, times = np.unique(codes[rows], return_index=True, return_counts=True)
    return distinct[times == 1], rows[first[times == 1]]


def same_books(before: Gradebooks, after: Gradebooks) -> tuple[Partners, list[str]]:
    """The gradebooks that both exports hold, and by what evidence (a key of ``changes.EVIDENCE``) each was found.

    First by the identity that the exports carry, then by the names of course and section; then, where that is not
    enough, by the name of the file as well; a single gradebook on either side is taken to be the one that is meant.
    Where both sides state a course and they differ, nothing but an id of the LMS makes them one.
    """
    found = Partners(np.zeros(0, np.int64), np.zeros(0, np.int64))
    evidence: list[str] = []
    for kind in _OF_HISTORY if _recorded(before) else ("identity", "names", "file", "only"):
        sides = [Side(np.zeros(len(books), np.int64), _named(books, kind)) for books in (before, after)]
        if kind == "only" and (len(before) != 1 or len(after) != 1):
            continue
        more = partners(*sides)
        fresh = (found.of_before(len(before))[more.before] < 0) & (found.of_after(len(after))[more.after] < 0)
        if kind != "names":
            fresh &= ~_contradicted(before, after, more, _ABOUT if kind != "identity" else _ABOUT[:-1])
        found += Partners(more.before[fresh], more.after[fresh])
        evidence += [kind] * int(fresh.sum())
    return found, evidence


def _recorded(books: Gradebooks) -> bool:
    """Whether gradebooks are set-ups of a history, which go by their identity alone."""
    return len(books) > 0 and bool((books.books["format"] == "history").all())


def _named(books: Gradebooks, kind: str) -> Array:
    """What each gradebook goes by, "" where it goes by nothing of that kind."""
    if kind == "only":
        return np.full(len(books), "the only one", object)
    if kind in _OF_HISTORY:
        identities = books.books["identity"].tolist()
        if kind == "recorded":
            return names(identities)
        return names([f"{system}:{_last(body)}" for system, _, body in (one.partition(":") for one in identities)])
    about = [books.books[name].tolist() for name in ("identity", "file", *_ABOUT)]
    told: list[str] = []
    for identity, file, school, *called in zip(*about):
        by_file = _by_file(identity, file)
        if kind == "names":
            told.append("|".join((school, *called)) if any(called) else "")
        elif kind == "identity":
            told.append("" if by_file else identity)
        else:
            system, _, body = identity.partition(":")  # some systems' exports go by their path, which may differ
            if by_file:
                told.append(f"{system}:{_last(body)}")
            else:
                told.append(f"{identity}|{_last(file)}")
    return names(told)


def _by_file(identity: str, file: str) -> bool:
    """Whether an identity is only the name of the file, for want of anything better in the export."""
    body = _last(identity.partition(":")[2]).partition("|")[0]
    name = _last(file)
    stem = name.rpartition(".")[0]
    return not body or body in (name, stem) or stem.startswith((f"{body} (", f"{body}_scores"))


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _contradicted(before: Gradebooks, after: Gradebooks, found: Partners, about: Sequence[str]) -> Array:
    """Where both gradebooks of a match state a school, a course or a section, and not the same.

    A section is no contradiction of an identity: one student from another section changes how a class is labelled.
    """
    differ = np.zeros(len(found.before), bool)
    for name in about:
        old = names(before.books[name].tolist())[found.before]
        new = names(after.books[name].tolist())[found.after]
        differ |= (old != "") & (new != "") & (old != new)
    ids = np.isin(before.books["format"].to_numpy()[found.before].astype(str), _IDS)
    return differ & ~ids


def shared_name(here: Gradebooks, there: Gradebooks) -> Array:
    """For each gradebook, whether one on the other side goes by something that it goes by."""
    shared = np.zeros(len(here), bool)
    for kind in ("identity", "names", "file"):
        mine, theirs = (Side(np.zeros(len(books), np.int64), _named(books, kind)) for books in (here, there))
        shared |= elsewhere(mine, theirs)[0]
    return shared
