"""Holds two exports of the same gradebooks against each other: what changed in the set-up, the scores and the class.

Only what both exports carry is compared. Students are matched by their ids and only ever counted; the flags late and
missing are not compared, since systems set them by the clock.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gradeaudit.changes import KINDS, Change, Compared, Comparison, Unmatched
from gradeaudit.drift import Told, setup_changes
from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.matched import Matched, matched
from gradeaudit.pairing import NO_PARTNER, NOTHING_SHARED, SHARED_NAME, shared_name
from gradeaudit.policy.matching import plain_name
from gradeaudit.score_drift import Cells, changed_cells, score_changes, student_changes

_CARRIED = {
    "categories.name": "categories",
    "assignments.title": "assignments",
    "categories.weight": "weights",
    "categories.drop_lowest": "drop rules",
    "assignments.points_possible": "points possible",
    "assignments.due_on": "due dates",
    "scores.mark": "scores",
}


def compare(before: Gradebooks, after: Gradebooks) -> Comparison:
    """What changed from ``before`` to ``after``, both with weights recovered where their totals show them."""
    held = matched(before, after)
    return comparison(held, told(held, changed_cells(held)))


def told(held: Matched, cells: Cells) -> list[Told]:
    """Every change, and everything that can't be told, with the number of its pair of gradebooks."""
    return [*setup_changes(held), *score_changes(held, cells), *student_changes(held)]


def comparison(held: Matched, every: Sequence[Told]) -> Comparison:
    """What was told, by gradebook, and the gradebooks that only one export holds."""
    before, after, books = held.before, held.after, held.books
    rows = list(zip(books.before.tolist(), books.after.tolist()))
    changes: list[list[Change]] = [[] for _ in rows]
    reasons = [list(not_carried(before, after, *pair).values()) for pair in rows]
    for one in every:
        if isinstance(one.what, Change):
            changes[one.pair].append(one.what)
        else:
            reasons[one.pair].append(one.what)
    compared = [
        Compared(
            _id(before, old),
            _id(after, new),
            *_about(after, new),
            matched_by=held.matched_by[pair],
            evidence=held.evidence[pair],
            changes=tuple(sorted(changes[pair], key=_order)),
            not_compared=tuple(reasons[pair]),
        )
        for pair, (old, new) in enumerate(rows)
    ]
    return Comparison(
        tuple(sorted(compared, key=lambda book: (book.course or "", book.section or "", book.after, book.before))),
        _alone(before, after, books.of_before(len(before)), held.strangers[0]),
        _alone(after, before, books.of_after(len(after)), held.strangers[1]),
    )


def _order(change: Change) -> tuple[int, str, str]:
    return KINDS.index(change.kind), plain_name(change.name), change.words


def _id(books: Gradebooks, row: int) -> str:
    file, sheet = (str(books.books[name].iat[row]) for name in ("file", "sheet"))
    return f"{file}#{sheet}" if sheet else file


def _about(books: Gradebooks, row: int) -> tuple[str | None, str | None]:
    course, code, section = (str(books.books[name].iat[row]) for name in ("course", "course_code", "section"))
    return course or code or None, section or None


def _alone(here: Gradebooks, there: Gradebooks, number: Array, strangers: frozenset[int]) -> tuple[Unmatched, ...]:
    """The gradebooks of one side that have no match, with the reason."""
    shared = shared_name(here, there)
    alone = [
        Unmatched(
            _id(here, row),
            *_about(here, row),
            NOTHING_SHARED if row in strangers else SHARED_NAME if shared[row] else NO_PARTNER,
        )
        for row in np.flatnonzero(number < 0).tolist()
    ]
    return tuple(sorted(alone, key=lambda one: (one.course or "", one.section or "", one.gradebook)))


def not_carried(before: Gradebooks, after: Gradebooks, old: int, new: int) -> dict[str, str]:
    """What can't be compared in a pair of gradebooks since an export carries nothing of it, and why, by column."""
    reasons = {}
    for column, words in _CARRIED.items():
        absent = [column not in gradebooks.offers[row] for gradebooks, row in ((before, old), (after, new))]
        if any(absent):
            which = (
                "neither export carries"
                if all(absent)
                else f"the {'earlier' if absent[0] else 'later'} export doesn't carry"
            )
            lacks = (before.lacks[old] if absent[0] else after.lacks[new]).get(column)
            reasons[column] = f"{words}: {which} them" + (f" ({lacks})" if lacks else "")
    return reasons
