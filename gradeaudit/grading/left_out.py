"""Students copied with some of their scores left out: what their totals would be without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from gradeaudit.gradebook import Array
from gradeaudit.grading.grid import runs
from gradeaudit.grading.work import Work


class LeftOut(NamedTuple):
    """Students copied, each time with some graded cells left out: the copies as students of ``work``.

    ``owner`` (copies,) is the position of the copied student among those asked for, ``items`` (copies, number) the
    assignments left out.
    """

    work: Work
    owner: Array
    items: Array


def left_out(
    work: Work,
    students: Array,
    among: Array | None = None,
    number: int = 1,
    as_extra: bool = False,
    exempt: Mapping[int, Array] | None = None,
) -> LeftOut:
    """A copy of each of some students for each graded cell of theirs, without it, or with it as extra credit.

    ``among`` (one bool a cell) says which cells to leave out; ``number`` is 1, or 2 for every two of them at a time.
    ``exempt`` has, for some students, the sets of cells (sets, most; -1: none) each of which is left out besides, in a
    copy of its own.
    """
    order, start, length = _cells_of(work, students)
    cells = order[runs(start, length)]  # the students' cells, one student after the other
    owner = np.repeat(np.arange(len(students)), length)
    keep = work.graded[cells] if among is None else (work.graded & among)[cells]
    chosen, owner = cells[keep][:, None], owner[keep]
    if number == 2:
        after = np.searchsorted(owner, owner, side="right") - np.arange(len(owner)) - 1  # of the same student
        first, second = np.repeat(np.arange(len(owner)), after), runs(np.arange(len(owner)) + 1, after)
        chosen, owner = np.hstack([chosen[first], chosen[second]]), owner[first]
    cells = chosen
    if exempt:
        no_cell = np.full((1, 1), -1)
        sets = [exempt.get(student, no_cell) for student in students.tolist()]
        many = np.array([len(some) for some in sets])
        wide = np.full((int(many.sum()), max(some.shape[1] for some in sets)), -1)
        for first, some in zip((np.cumsum(many) - many).tolist(), sets):
            wide[first : first + len(some), : some.shape[1]] = some
        turn = runs((np.cumsum(many) - many)[owner], many[owner])
        chosen, owner = np.repeat(chosen, many[owner], axis=0), np.repeat(owner, many[owner])
        cells = np.hstack([chosen, wide[turn]])
    return LeftOut(without(work, students[owner], cells, as_extra), owner, work.item[chosen])


def without(work: Work, students: Array, cells: Array, as_extra: bool = False) -> Work:
    """Copies of students (copies,), each without some of its cells (copies, most; -1: none), or with them as extra
    credit."""
    order, start, length = _cells_of(work, students)
    copy, others = np.repeat(np.arange(len(students)), length), order[runs(start, length)]
    these = (others[:, None] == cells[copy]).any(axis=1)
    kept = ~these | as_extra
    flat = {name: getattr(work, name)[others[kept]] for name in _FLAT}
    flat["extra"] = flat["extra"] | these[kept]
    return replace(work, book=work.book[students], **{**flat, "student": copy[kept]})


_COPIES = 2000
"""So many copies of students are worked out at a time."""


def parts(sizes: list[int]) -> Iterator[slice]:
    """Cuts a list of students, of whom so many copies are made each, into pieces that are worked out at a time."""
    first = together = 0
    for at, size in enumerate(sizes):
        if together and together + size > _COPIES:
            yield slice(first, at)
            first, together = at, 0
        together += size
    if together:
        yield slice(first, len(sizes))


def _cells_of(work: Work, students: Array) -> tuple[Array, Array, Array]:
    """All cells ordered by student, and where those of each of some students start in them and how many they are."""
    order = np.argsort(work.student, kind="stable")
    start = np.searchsorted(work.student[order], students)
    return order, start, np.searchsorted(work.student[order], students, side="right") - start


_FLAT = (
    "item", "slot", "earned", "size", "points", "possible", "graded", "extra", "called_extra", "missing", "shares",
    "unclear", "unsized", "begun",
)  # fmt: skip
