"""Which of a student's blanks may be exempt, where a system counts blanks as zero and shows exempt work as a blank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from gradeaudit.gradebook import Array
from gradeaudit.grading.gaps import Standing
from gradeaudit.grading.work import LeftOut, Work, parts, runs, without

_MOST = 8
"""Of so many blanks every choice is tried; of more any total between none and all of them exempt may be right."""


class _Tried(NamedTuple):
    """A ``student``'s totals (``rows``, n) under each choice of exempt blanks (``cells``: choices, blanks; -1: not
    exempt): whether each can be told, and whether it is ``near`` what is printed (choices, n)."""

    student: int
    rows: Array
    cells: Array
    told: Array
    near: Array


def with_exempt(held: Standing, able: Array, wide: Array) -> Standing:
    """The same totals, where one choice of exempt blanks must explain all of a student's.

    ``able`` (methods, n) are the methods that a total's class may follow, ``wide`` (n,) is how near they must come.
    The choices that explain the most totals are put down as ``exempt``; what none of them explains is bad.
    """
    bad, right, exempt = held.bad.copy(), held.right.copy(), {}
    for student, rows, cells, told, near in _tried(held, able, wide):
        may = near | ~told
        category = held.worked.slot[rows] >= 0
        explained = may.sum(axis=1) * (len(rows) + 1) + may[:, category].sum(
            axis=1
        )  # of as many, categories come first
        best = explained == explained.max()
        bad[rows], right[rows] = ~may[best].any(axis=0), near[best].all(axis=0)
        exempt[student] = cells[best]
    return held._replace(bad=bad, right=right, exempt=exempt)


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
    value = np.where(able[:, row], changed.value(copy, row), np.nan)
    told, near = (
        np.asarray(some.any(axis=0)) for some in (np.isfinite(value), np.abs(value - held.printed[row]) <= wide[row])
    )
    done = 0
    for at, (student, cells) in enumerate(zip(students.tolist(), choices)):
        rows = judged[start[at] : end[at]]
        mine, shape = slice(done, done + len(cells) * len(rows)), (len(cells), len(rows))
        yield _Tried(student, rows, cells, told[mine].reshape(shape), near[mine].reshape(shape))
        done = mine.stop
