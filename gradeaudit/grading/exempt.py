"""Which of a student's blanks may be exempt, in a system that counts blanks as zero and shows exempt work as a blank."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gradeaudit.gradebook import Array
from gradeaudit.grading.gaps import Standing
from gradeaudit.grading.work import LeftOut, Work, runs, without

_MOST = 8
"""So many blanks may be exempt in this many combinations to the power of two; of more any total between is taken."""
_COPIES = 2000
"""So many combinations are worked out at a time."""


def with_exempt(held: Standing, able: Array, wide: Array) -> Standing:
    """The same totals, where one choice of exempt blanks must explain all of a student's.

    ``able`` (methods, n) are the methods that a total's class may follow, ``wide`` (n,) is how near they must come.
    The choices that explain the most totals are put down as ``exempt``; what none of them explains is bad.
    """
    bad, right, exempt = held.bad.copy(), held.right.copy(), {}
    for student, cells, near, rows in _tried(held, able, wide):
        course = held.worked.slot[rows] < 0
        number = near.sum(axis=1) * (len(rows) + 1) + near[:, ~course].sum(axis=1)  # of as many, categories come first
        best = number == number.max()
        bad[rows], right[rows] = ~near[best].any(axis=0), near[best].all(axis=0)
        exempt[student] = cells[best]
    return held._replace(bad=bad, right=right, exempt=exempt)


def _tried(held: Standing, able: Array, wide: Array) -> Iterator[tuple[int, Array, Array, Array]]:
    """For each student with a total that exempt work might explain: the combinations of blanks (sets, blanks; -1: not
    exempt), whether each total is right by each (sets, n), and which totals these are."""
    worked, work = held.worked, held.worked.works[0]
    zeros = np.array([way.excused is not None for way in worked.ways])
    open_ = (held.method >= 0) & ~held.right & (able & zeros[:, None]).any(axis=0)
    blank = np.flatnonzero(~work.graded & np.isin(work.student, held.student[open_]))
    blank = blank[np.argsort(work.student[blank], kind="stable")]
    students, start, number = np.unique(work.student[blank], return_index=True, return_counts=True)
    few = number <= _MOST
    students, cells = students[few], [blank[a : a + n] for a, n in zip(start[few].tolist(), number[few].tolist())]
    sets = [np.where((np.arange(2 ** len(own))[:, None] >> np.arange(len(own))) & 1, own, -1) for own in cells]
    for at in _batches([len(one) for one in sets]):
        yield from _judged(held, able, wide, students[at], sets[at])


def _batches(sizes: list[int]) -> Iterator[slice]:
    """Cuts a list into pieces of some size together."""
    first = together = 0
    for at, size in enumerate(sizes):
        if together and together + size > _COPIES:
            yield slice(first, at)
            first, together = at, 0
        together += size
    if together:
        yield slice(first, len(sizes))


def _judged(
    held: Standing, able: Array, wide: Array, students: Array, sets: list[Array]
) -> Iterator[tuple[int, Array, Array, Array]]:
    most = max(one.shape[1] for one in sets)
    cells = np.concatenate([np.pad(one, ((0, 0), (0, most - one.shape[1])), constant_values=-1) for one in sets])
    owner = np.repeat(np.arange(len(students)), [len(one) for one in sets])

    def change(work: Work) -> LeftOut:
        return LeftOut(without(work, students[owner], cells), owner, cells)

    changed = held.worked.changed(change)
    judged = np.flatnonzero((held.method >= 0) & np.isin(held.student, students))
    judged = judged[np.argsort(held.student[judged], kind="stable")]
    start, end = (np.searchsorted(held.student[judged], students, side=side) for side in ("left", "right"))
    many = (end - start)[owner]
    copy, row = np.repeat(np.arange(len(owner)), many), judged[runs(start[owner], many)]
    value = np.where(able[:, row], changed.value(copy, row), np.nan)
    near = (np.abs(value - held.printed[row]) <= wide[row]).any(axis=0) | np.isnan(value).all(axis=0)
    done = 0
    for at, student in enumerate(students.tolist()):
        rows = judged[start[at] : end[at]]
        size = len(sets[at]) * len(rows)
        yield student, sets[at], near[done : done + size].reshape(len(sets[at]), len(rows)), rows
        done += size
