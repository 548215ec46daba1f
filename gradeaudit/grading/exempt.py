"""Which of a student's blanks may be exempt, where a system counts blanks as zero and shows exempt work as a blank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from gradeaudit.gradebook import Array
from gradeaudit.grading.gaps import Choices, Standing
from gradeaudit.grading.grid import runs
from gradeaudit.grading.left_out import LeftOut, parts, without
from gradeaudit.grading.work import Work

_MOST = 8
"""Of so many blanks every choice is tried; of more any total between none and all of them exempt may be right."""


class _Tried(NamedTuple):
    """A ``student``'s totals (``rows``, n) under each choice of exempt blanks (``cells``: choices, blanks; -1: not
    exempt): their ``value`` (methods, choices, n), whether it can be told by a method that the class may follow,
    whether it is ``near`` what is printed, and whether that is by the class's own method (choices, n)."""

    student: int
    rows: Array
    cells: Array
    value: Array
    told: Array
    near: Array
    own: Array


def with_exempt(held: Standing, able: Array, wide: Array) -> Standing:
    """The same totals, where one choice of exempt blanks must explain all of a student's.

    ``able`` (methods, n) are the methods that a total's class may follow, ``wide`` (n,) is how near they must come.
    The choices that explain the most totals are put down as ``exempt``; what none of them explains is bad. The totals'
    values become those by the first of these choices.
    """
    bad, right, exempt, values = held.bad.copy(), held.right.copy(), {}, held.worked.value.copy()
    for student, rows, cells, value, told, near, own in _tried(held, able, wide):
        may = near | ~told
        category = held.worked.slot[rows] >= 0
        # of as many totals, categories come first, then what the class's own method explains
        best = _most(may.sum(axis=1), may[:, category].sum(axis=1), own.sum(axis=1))
        bad[rows], right[rows] = ~may[best].any(axis=0), near[best].all(axis=0)
        exempt[student] = Choices(cells[best], rows, value[:, best])
        values[:, rows] = value[:, best.argmax()]
    return held._replace(bad=bad, right=right, exempt=exempt, worked=held.worked._replace(value=values))


def _most(*counts: Array) -> Array:
    """Where the first count is greatest, of these the second, and so on."""
    best = np.ones(len(counts[0]), bool)
    for count in counts:
        best &= count == count[best].max()
    return best


def _tried(held: Standing, able: Array, wide: Array) -> Iterator[_Tried]:
    """Every choice for each student with a total that isn't as its class's method makes it without exempt work."""
    worked, work = held.worked, held.worked.works[0]
    zeros = np.array([way.excused is not None for way in worked.ways])
    open_ = (held.method >= 0) & ~held.right & (able & zeros[:, None]).any(axis=0)
    if not open_.any():
        return
    blank = np.flatnonzero(~work.graded & np.isin(work.student, held.student[open_]))
    blank = blank[np.argsort(work.student[blank], kind="stable")]
    students, start, number = np.unique(work.student[blank], return_index=True, return_counts=True)
    few = number <= _MOST
    students, own = students[few], [blank[a : a + n] for a, n in zip(start[few].tolist(), number[few].tolist())]
    choices = [np.where((np.arange(2 ** len(cells))[:, None] >> np.arange(len(cells))) & 1, cells, -1) for cells in own]
    for part in parts([len(cells) for cells in choices]):
        yield from _worked_out(held, able, wide, students[part], choices[part])


def _worked_out(held: Standing, able: Array, wide: Array, students: Array, choices: list[Array]) -> Iterator[_Tried]:
    most = max(cells.shape[1] for cells in choices)
    all_cells = np.concatenate([np.pad(one, ((0, 0), (0, most - one.shape[1])), constant_values=-1) for one in choices])
    owner = np.repeat(np.arange(len(students)), [len(one) for one in choices])

    def change(work: Work) -> LeftOut:
        return LeftOut(without(work, students[owner], all_cells), owner, all_cells)

    changed = held.worked.changed(change)
    judged = np.flatnonzero((held.method >= 0) & np.isin(held.student, students))
    judged = judged[np.argsort(held.student[judged], kind="stable")]
    start, end = (np.searchsorted(held.student[judged], students, side=side) for side in ("left", "right"))
    many = (end - start)[owner]
    copy, row = np.repeat(np.arange(len(owner)), many), judged[runs(start[owner], many)]
    value = changed.value(copy, row)
    gap = np.where(able[:, row], np.abs(value - held.printed[row]), np.nan)
    told, near = (np.asarray(some.any(axis=0)) for some in (~np.isnan(gap), gap <= wide[row]))
    own = gap[held.method[row], np.arange(len(row))] <= wide[row]
    done = 0
    for at, (student, cells) in enumerate(zip(students.tolist(), choices)):
        rows = judged[start[at] : end[at]]
        mine, shape = slice(done, done + len(cells) * len(rows)), (len(cells), len(rows))
        each = (flags[mine].reshape(shape) for flags in (told, near, own))
        yield _Tried(student, rows, cells, value[:, mine].reshape(-1, *shape), *each)
        done = mine.stop
