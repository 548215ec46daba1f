"""Pairs of assignments in which every student has the same mark, where that can't well be chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradeaudit.grading.counted import counted

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

Array = np.ndarray[Any, Any]

BITS = 40.0
"""How surprising equal columns must be: the chance of them is less than one in two to this power."""
KINDS = 4
"""How many different scores a column must have; fewer are completion marks, or a short quiz."""


def alike(gradebooks: Gradebooks, policy: Policy) -> Array:
    """For each assignment the first one of its gradebook in which every student has the very same mark, or -1.

    A column of marks is compared when it has at least ``KINDS`` different scores, so different that another class with
    the same spread of scores would hardly ever have them student by student: the entropy of the spread, in bits, times
    the number of students is at least ``BITS``.
    """
    from pandas import factorize  # rules are listed without pandas

    scores, number = gradebooks.scores, len(gradebooks.assignments)
    assignment, student = scores["assignment"].to_numpy(), scores["student"].to_numpy()
    mark = scores["mark"].cat.codes.to_numpy()
    # each student and each text gets a number drawn once; the sum of their products tells columns apart, also those of
    # different gradebooks, whose students are others
    draw = np.random.default_rng(20)
    of_student, of_mark = draw.random(len(gradebooks.students)), draw.random(len(scores["mark"].cat.categories) + 1)
    sign = np.bincount(assignment, weights=of_student.take(student) * of_mark.take(mark), minlength=number)
    kind = factorize(np.round(sign, 9))[0]
    wanted = np.bincount(kind)[kind] > 1
    if not wanted.any():
        return np.full(number, -1)
    cells = np.flatnonzero(wanted.take(assignment) & counted(gradebooks, policy).recorded)
    wanted &= _surprising(assignment[cells], mark[cells], number)
    first = np.full(number, -1)
    rows = np.flatnonzero(wanted)
    columns = _columns(assignment, student, mark, wanted)
    leader: dict[int, tuple[int, Array]] = {}
    for row, column in zip(rows.tolist(), columns):
        sooner, other = leader.setdefault(int(kind[row]), (row, column))
        if sooner != row and np.array_equal(column, other):
            first[row] = sooner
    return first


def _surprising(assignment: Array, mark: Array, number: int) -> Array:
    """Which assignments' recorded marks are so different that equal columns would be no chance."""
    texts = int(mark.max(initial=0)) + 1
    cells, count = np.unique(assignment.astype(np.int64) * texts + mark, return_counts=True)
    column = cells // texts
    total = np.bincount(column, weights=count, minlength=number)
    bits = np.bincount(column, weights=-count * np.log2(count / total[column]), minlength=number)
    enough: Array = (bits >= BITS) & (np.bincount(column, minlength=number) >= KINDS)
    return enough


def _columns(assignment: Array, student: Array, mark: Array, wanted: Array) -> list[Array]:
    """Each wanted assignment's students and marks, ordered by student; all cells are sorted once."""
    cells = np.flatnonzero(wanted.take(assignment))
    cells = cells[np.lexsort((student[cells], assignment[cells]))]
    together = np.column_stack([student[cells], mark[cells]])
    ends = np.cumsum(np.bincount(assignment[cells], minlength=len(wanted))[wanted])
    return np.split(together, ends[:-1]) if len(ends) else []
