"""Puts each assignment into its category, where the categories' scores show which run of columns is whose."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.grading import membership
from gradeaudit.grading.columns import Columns, lay_out_scores
from gradeaudit.grading.grid import Grid
from gradeaudit.grading.piles import rounding

_CANNOT = "which assignment is in which category can't be recovered: "
_WHY = {
    membership.NO_FIT: _CANNOT + "no runs of columns give the categories' scores",
    membership.SEVERAL: _CANNOT + "several arrangements give the same scores",
}
_SOURCES = np.array(["recovered", "unknown"], object)
_PERIOD = "the categories' scores span more than the grading period that was exported"


def with_membership(gradebooks: Gradebooks, grid: Grid, wanted: Array) -> Gradebooks:
    """The gradebooks with ``assignments.category`` and drop rules filled in for those wanted, or why they can't be."""
    assignments, categories = gradebooks.assignments, gradebooks.categories
    category = assignments["category"].to_numpy().copy()
    source = assignments["category_source"].to_numpy().copy()
    lowest, highest = (categories[name].to_numpy().copy() for name in ("drop_lowest", "drop_highest"))
    begin = np.searchsorted(assignments["book"].to_numpy(), np.arange(len(gradebooks) + 1))
    offers, lacks = list(gradebooks.offers), list(gradebooks.lacks)
    printed = grid.kind("unposted_final")[1]  # in these, hidden work counts as it is listed
    for columns in lay_out_scores(gradebooks, grid, wanted):
        counts, marks = _counting(columns, grid, printed)
        found = membership.partition(marks)
        students = np.diff(marks.starts)
        for number in range(columns.first, columns.last):
            outcome = int(found.outcome[number - columns.first])
            if outcome == membership.OK:
                offers[number] |= {"assignments.category", "categories.drop_lowest", "categories.drop_highest"}
                continue
            why = (
                f"{_CANNOT}{_students(int(students[number - columns.first]))}"
                if outcome == membership.FEW
                else (_CANNOT + _PERIOD if gradebooks.books["term"].iat[number] else _WHY[outcome])
            )
            lacks[number] = {**lacks[number], "assignments.category": why}
        row, slot = _categories(columns, counts, found, begin)
        category[row] = np.where(slot < 0, -1, grid.first[assignments["book"].to_numpy()[row]] + slot)
        source[row] = _SOURCES[(slot < 0).astype(np.int8)]
        book, place = np.nonzero(found.drops >= 0)
        at = grid.first[columns.first + book] + place
        kinds = np.array(membership.DROPS)[found.drops[book, place]]
        lowest[at], highest[at] = kinds[:, 0], kinds[:, 1]
    return replace(
        gradebooks,
        assignments=assignments.assign(category=category, category_source=source),
        categories=categories.assign(drop_lowest=lowest, drop_highest=highest),
        offers=tuple(offers),
        lacks=tuple(lacks),
    )


def _students(count: int) -> str:
    return f"{count} student{'' if count == 1 else 's'}"


def _counting(columns: Columns, grid: Grid, printed: Array) -> tuple[Array, membership.Marks]:
    """Which assignments (books, columns) count for anything, and the scores of those alone, closed up to the left."""
    books = slice(columns.first, columns.last)
    starts = grid.starts[columns.first : columns.last + 1] - grid.starts[columns.first]
    book = grid.book[grid.starts[columns.first] : grid.starts[columns.last]] - columns.first
    effect = np.asarray((columns.possible > 0) | (columns.points != 0) | columns.unknown)
    counts = np.zeros((len(columns.width), effect.shape[1]), bool)
    some = np.flatnonzero(np.diff(starts))
    if len(some):
        counts[some] = np.logical_or.reduceat(effect, starts[:-1][some], axis=0)
    width = counts.sum(axis=1)
    points, possible, there, unknown = columns.points, columns.possible, columns.there, columns.unknown
    if (width < columns.width).any():
        order = np.argsort(~counts, axis=1, kind="stable")[book]
        points, possible, there, unknown = (
            np.take_along_axis(layer, order, axis=1) for layer in (points, possible, there, unknown)
        )
    group = printed[grid.starts[columns.first] : grid.starts[columns.last]]
    slack = rounding(points)
    slack += possible * (membership.ROUNDING / 100.0)
    slack[unknown] = membership.ANYTHING
    slack[np.isnan(group).all(axis=1)] = membership.ANYTHING
    return counts, membership.Marks(
        points=points,
        possible=possible,
        there=there,
        slack=slack,
        group=group,
        starts=starts,
        width=width,
        slots=grid.slots[books],
    )


def _categories(columns: Columns, counts: Array, found: membership.Partition, begin: Array) -> tuple[Array, Array]:
    """The rows of all assignments of the gradebooks solved, and each one's category, -1 where nothing shows it.

    An assignment that counts for nothing is in the category of its neighbours, if both are in the same.
    """
    solved = np.flatnonzero(found.outcome == membership.OK)
    column = np.arange(counts.shape[1])
    inside = column < columns.width[solved][:, None]
    counted = counts[solved]
    before = np.cumsum(counted, axis=1) - counted
    ends = np.where(found.ends[solved] < 0, 1 << 30, found.ends[solved])
    # The run that holds the next counted column, and the one that holds the column before it.
    here, previous = _ended(ends, before), _ended(ends, before - 1)
    after_last = before >= counted.sum(axis=1)[:, None]
    slot = np.where(counted, here, np.where((here == previous) & (before > 0) & ~after_last, here, -1))
    book, at = np.nonzero(inside)
    row: Array = begin[columns.first + solved[book]] + at
    return row, slot[book, at]


def _ended(ends: Array, column: Array) -> Array:
    """How many of a gradebook's runs (books, slots) have ended at each of some columns (books, columns)."""
    number = np.zeros(column.shape, np.int64)
    for end in ends.T:  # numpy's own sum over the few slots takes several times as long
        number += end[:, None] <= column
    return number
