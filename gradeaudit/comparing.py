"""Holds two exports of the same gradebooks against each other: what changed in the set-up, the scores and the class.

Only what both exports carry is compared. Students are matched by their ids and only ever counted; the flags late and
missing are not compared, since systems set them by the clock.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gradeaudit.changes import KINDS, Change, Compared, Comparison, Unmatched
from gradeaudit.drift import (
    Matched,
    come_and_gone,
    renamed_categories,
    score_changes,
    setup_changes,
    student_changes,
)
from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.pairing import (
    NO_PARTNER,
    NOTHING_SHARED,
    SHARED_NAME,
    Partners,
    Side,
    names,
    partners,
    same_books,
    shared_name,
    unmatched,
)
from gradeaudit.policy.matching import plain_name

_CARRIED = {
    "categories.name": "categories",
    "categories.weight": "weights",
    "assignments.points_possible": "points possible",
    "assignments.due_on": "due dates",
    "scores.mark": "scores",
}


def compare(before: Gradebooks, after: Gradebooks) -> Comparison:
    """What changed from ``before`` to ``after``, both with weights recovered where their totals show them."""
    books, evidence = same_books(before, after)
    tasks, people = _assignments(before, after, books), _students(before, after, books)
    alike = _alike(before, after, books, tasks, people)
    strangers = (set(books.before[~alike].tolist()), set(books.after[~alike].tolist()))
    if not alike.all():
        books = Partners(books.before[alike], books.after[alike])
        evidence = [kind for kind, kept in zip(evidence, alike.tolist()) if kept]
        tasks, people = _assignments(before, after, books), _students(before, after, books)
    changes: list[list[Change]] = [[] for _ in evidence]
    reasons = [list(_not_carried(before, after, *rows)) for rows in zip(books.before.tolist(), books.after.tolist())]
    for pair, told in _told(before, after, books, tasks, people):
        if isinstance(told, Change):
            changes[pair].append(told)
        else:
            reasons[pair].append(told)
    about = [_about(after, row) for row in books.after.tolist()]
    compared = [
        Compared(
            before=_id(before, old),
            after=_id(after, new),
            course=about[pair][0],
            section=about[pair][1],
            matched_by=evidence[pair],
            changes=tuple(sorted(changes[pair], key=_order)),
            not_compared=tuple(reasons[pair]),
        )
        for pair, (old, new) in enumerate(zip(books.before.tolist(), books.after.tolist()))
    ]
    return Comparison(
        tuple(sorted(compared, key=lambda book: (book.course or "", book.section or "", book.after, book.before))),
        _alone(before, after, books.of_before(len(before)), strangers[0]),
        _alone(after, before, books.of_after(len(after)), strangers[1]),
    )


def _order(change: Change) -> tuple[int, str, str]:
    return KINDS.index(change.kind), plain_name(change.name), change.words


def _id(books: Gradebooks, row: int) -> str:
    file, sheet = (str(books.books[name].iat[row]) for name in ("file", "sheet"))
    return f"{file}#{sheet}" if sheet else file


def _about(books: Gradebooks, row: int) -> tuple[str | None, str | None]:
    course, code, section = (str(books.books[name].iat[row]) for name in ("course", "course_code", "section"))
    return course or code or None, section or None


def _alone(here: Gradebooks, there: Gradebooks, number: Array, strangers: set[int]) -> tuple[Unmatched, ...]:
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


def _sides(before: Gradebooks, after: Gradebooks, books: Partners, table: str, column: str) -> tuple[Side, Side]:
    """The rows of a table on both sides, each in its pair of gradebooks and going by a column's text."""
    old, new = getattr(before, table), getattr(after, table)
    return (
        Side(books.of_before(len(before))[old["book"].to_numpy()], names(old[column].tolist())),
        Side(books.of_after(len(after))[new["book"].to_numpy()], names(new[column].tolist())),
    )


def _one_system(before: Gradebooks, after: Gradebooks, books: Partners) -> Array:
    """For each pair, and a last entry for none, whether both exports are of one format: only then are ids the same."""
    old, new = before.books["format"].to_numpy()[books.before], after.books["format"].to_numpy()[books.after]
    return np.append(old == new, False)


def _assignments(before: Gradebooks, after: Gradebooks, books: Partners) -> Partners:
    """Assignments that are the same: by the LMS's id, then by title."""
    same = _one_system(before, after, books)
    old, new = _sides(before, after, books, "assignments", "key")
    found = partners(old.only(same[old.pair]), new.only(same[new.pair]))
    return found + partners(*unmatched(*_sides(before, after, books, "assignments", "title"), found))


def _ids(before: Gradebooks, after: Gradebooks, books: Partners) -> list[tuple[Side, Side]]:
    """The real students of both sides by their student ids, and by the LMS's own ids where it is the same LMS."""
    same = _one_system(before, after, books)
    real = [~gradebooks.students["is_test_student"].to_numpy() for gradebooks in (before, after)]
    sides = []
    for column in ("sis_id", "local_id"):
        old, new = (side.only(kept) for side, kept in zip(_sides(before, after, books, "students", column), real))
        sides.append((old, new) if column == "sis_id" else (old.only(same[old.pair]), new.only(same[new.pair])))
    return sides


def _students(before: Gradebooks, after: Gradebooks, books: Partners) -> Partners:
    by_sis, by_lms = _ids(before, after, books)
    found = partners(*by_sis)
    return found + partners(*unmatched(*by_lms, found))


def _alike(before: Gradebooks, after: Gradebooks, books: Partners, tasks: Partners, people: Partners) -> Array:
    """Whether the two gradebooks of each pair share an assignment or a student, or one of them is empty."""
    pairs = len(books.before)
    shared = np.zeros(pairs, bool)
    held = [np.zeros(pairs, bool), np.zeros(pairs, bool)]
    for table, found in (("assignments", tasks), ("students", people)):
        pair = books.of_before(len(before))[getattr(before, table)["book"].to_numpy()]
        shared[pair[found.before]] = True
        held[0][pair[pair >= 0]] = True
        pair = books.of_after(len(after))[getattr(after, table)["book"].to_numpy()]
        held[1][pair[pair >= 0]] = True
    return shared | ~held[0] | ~held[1]


def _told(
    before: Gradebooks, after: Gradebooks, books: Partners, tasks: Partners, people: Partners
) -> Iterator[tuple[int, Change | str]]:
    """Every change, and everything that can't be told, with the number of its pair of gradebooks."""
    groups = _sides(before, after, books, "categories", "name")
    named = partners(*groups)
    left = unmatched(*groups, named)
    lies = [gradebooks.assignments["category"].to_numpy() for gradebooks in (before, after)]
    renamed = renamed_categories((left[0], lies[0]), (left[1], lies[1]), tasks)
    held = Matched(before, after, books, named + renamed, renamed, tasks, people)
    yield from setup_changes(held)
    for kind, sides, column in (
        ("category", unmatched(*left, renamed), "name"),
        ("assignment", unmatched(*_sides(before, after, books, "assignments", "title"), tasks), "title"),
    ):
        if kind == "category":  # an export without categories hasn't lost them
            carried = np.append(held.carried("categories.name"), False)
            sides = (sides[0].only(carried[sides[0].pair]), sides[1].only(carried[sides[1].pair]))
        table = {"category": "categories", "assignment": "assignments"}[kind]
        texts = getattr(before, table)[column].to_numpy(), getattr(after, table)[column].to_numpy()
        yield from come_and_gone(kind, *sides, texts)
    yield from score_changes(held)
    yield from student_changes(_ids(before, after, books), people, len(books.before))


def _not_carried(before: Gradebooks, after: Gradebooks, old: int, new: int) -> Iterator[str]:
    """What can't be compared in a pair of gradebooks since an export carries nothing of it, and why."""
    for column, words in _CARRIED.items():
        absent = [column not in gradebooks.offers[row] for gradebooks, row in ((before, old), (after, new))]
        if any(absent):
            which = (
                "neither export carries"
                if all(absent)
                else f"the {'earlier' if absent[0] else 'later'} export doesn't carry"
            )
            lacks = (before.lacks[old] if absent[0] else after.lacks[new]).get(column)
            yield f"{words}: {which} them" + (f" ({lacks})" if lacks else "")
