"""The printed totals of many gradebooks laid out as arrays: a student down, a category across, one layer a kind."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gradeaudit.gradebook import TOTAL_KINDS, Array, Gradebooks

MOST_CATEGORIES = 40
"""Gradebooks with more categories than this are not laid out: no teacher has them, and the arrays stay small."""


class Grid(NamedTuple):
    """Totals as printed, NaN where the cell is blank, for all students of all gradebooks in their order.

    ``course``  (kinds, students): totals of the whole course, by position in ``TOTAL_KINDS``.
    ``group``   (kinds, students, slots): totals of a category; a slot counts from its gradebook's first category.
    ``first``   (books,): the row of each gradebook's first category; ``slots`` (books,): how many it has.
    ``book``    (students,): each student's gradebook; ``starts`` (books + 1,): where a gradebook's students begin.
    """

    course: Array
    group: Array
    first: Array
    slots: Array
    book: Array
    starts: Array

    def shows(self, name: str) -> bool:
        """Whether any total of one kind is printed."""
        number = TOTAL_KINDS.index(name)
        return not (np.isnan(self.course[number]).all() and np.isnan(self.group[number]).all())

    def kind(self, name: str) -> tuple[Array, Array]:
        """The course's (students,) and the categories' (students, slots) totals of one kind.

        An export that says nothing of unposted scores, or a column that its reader found to be the same, has them
        equal to the posted ones.
        """
        number = TOTAL_KINDS.index(name)
        if not name.startswith("unposted_"):
            return self.course[number], self.group[number]
        posted = TOTAL_KINDS.index(name.removeprefix("unposted_"))
        course = self._filled(self.course[number][:, None], self.course[posted][:, None])[:, 0]
        return course, self._filled(self.group[number], self.group[posted])

    def _filled(self, unposted: Array, posted: Array) -> Array:
        """Unposted columns, and the posted one where a gradebook has no unposted one."""
        told = np.zeros((len(self.slots), unposted.shape[1]), bool)
        some = np.flatnonzero(np.diff(self.starts))
        if len(some):
            told[some] = np.asarray(np.logical_or.reduceat(~np.isnan(unposted), self.starts[some], axis=0))
        filled: Array = np.where(told[self.book], unposted, posted)
        return filled


def lay_out(gradebooks: Gradebooks) -> Grid:
    """The totals of all gradebooks as arrays, each cell where its student and category say."""
    return gradebooks.shared(_lay_out, None)


def laid_out(gradebooks: Gradebooks, grid: Grid) -> Gradebooks:
    """The gradebooks, of which it is known how their totals are laid out: nothing of that is ever filled in."""
    gradebooks.known(_lay_out, None, grid)
    return gradebooks


def _lay_out(gradebooks: Gradebooks, terms: None) -> Grid:
    students = gradebooks.students["book"].to_numpy()
    categories = gradebooks.categories["book"].to_numpy()
    books = np.arange(len(gradebooks) + 1)
    first = np.searchsorted(categories, books)
    slots = np.diff(first)
    slots = np.where(slots > MOST_CATEGORIES, 0, slots)
    width = int(slots.max(initial=0)) + 1
    totals = gradebooks.totals
    value = totals["value"].to_numpy()
    student = totals["student"].to_numpy()
    category = totals["category"].to_numpy()
    slot = category - first.take(totals["book"].to_numpy()) + 1
    slot[category < 0] = 0
    told = np.flatnonzero(~np.isnan(value) & (slot < width) & (student >= 0))
    cells = np.full((len(TOTAL_KINDS), len(students), width), np.nan)
    at = (totals["kind"].cat.codes.to_numpy() * np.int64(len(students)) + student) * width + slot
    cells.reshape(-1)[at[told]] = value[told]
    return Grid(
        course=cells[:, :, 0],
        group=cells[:, :, 1:],
        first=first[:-1],
        slots=slots,
        book=students,
        starts=np.searchsorted(students, books),
    )


def of_a_period(gradebooks: Gradebooks) -> Array:
    """Which gradebooks were exported with a grading period chosen, so that not all their work is listed."""
    return gradebooks.shared(_of_a_period, None)


def _of_a_period(gradebooks: Gradebooks, terms: None) -> Array:
    chosen = np.zeros(len(gradebooks), bool)
    chosen[gradebooks.totals["book"].to_numpy()[gradebooks.totals["period"].to_numpy() != ""]] = True
    return chosen


def rows_of(starts: Array, books: Array) -> tuple[Array, Array]:
    """The rows (students) of some books, one book after the other, and for each row its position in ``books``."""
    lengths = starts[books + 1] - starts[books]
    which = np.repeat(np.arange(len(books)), lengths)
    return runs(starts[books], lengths), which


def runs(start: Array, length: Array) -> Array:
    """The positions start, start + 1, … of several runs, one after the other."""
    before = np.repeat(np.cumsum(length) - length, length)
    runs: Array = np.arange(int(length.sum())) - before + np.repeat(start, length)
    return runs
