"""The scores of some gradebooks laid out as arrays, a student down and an assignment across, and back again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.grading.grid import Grid
from gradeaudit.marks import STATES

CELLS = 400_000
"""Cells laid out at once, so that memory stays small however many gradebooks there are."""


class Columns(NamedTuple):
    """The books from ``first`` to ``last`` (not included); arrays have a row for each of their students.

    ``points`` and ``possible`` (students, assignments) are 0 where the cell takes no part, and a blank that takes part
    has 0 points. ``there``: it takes part (neither excused nor unassigned). ``blank``: it takes part and is blank.
    ``unknown``: a mark stands there whose points nobody can tell.
    ``width`` (books,): each book's assignments.
    """

    first: int
    last: int
    points: Array
    possible: Array
    there: Array
    blank: Array
    unknown: Array
    width: Array


def lay_out_scores(gradebooks: Gradebooks, grid: Grid, wanted: Array) -> Iterator[Columns]:
    """Chunks of neighbouring gradebooks that hold all that are ``wanted`` (one bool a book)."""
    books = np.arange(len(gradebooks) + 1)
    assignments = np.searchsorted(gradebooks.assignments["book"].to_numpy(), books)
    scores = np.searchsorted(gradebooks.scores["book"].to_numpy(), books)
    for first, last in _chunks(np.diff(grid.starts), np.diff(assignments), wanted):
        yield _laid_out(gradebooks, grid, first, last, assignments, scores)


def _chunks(students: Array, assignments: Array, wanted: Array) -> list[tuple[int, int]]:
    """Runs of books whose padded arrays stay below ``CELLS``; a run holds at least one wanted book."""
    chunks: list[tuple[int, int]] = []
    first, rows, width = -1, 0, 0
    for book in range(len(wanted)):
        more, wider = rows + int(students[book]), max(width, int(assignments[book]))
        if first >= 0 and (not wanted[book] or more * wider > CELLS):
            chunks.append((first, book))
            first = -1
        if wanted[book]:
            if first < 0:
                first, rows, width = book, 0, 0
            rows, width = rows + int(students[book]), max(width, int(assignments[book]))
    if first >= 0:
        chunks.append((first, len(wanted)))
    return chunks


def _laid_out(gradebooks: Gradebooks, grid: Grid, first: int, last: int, assignments: Array, scores: Array) -> Columns:
    table = gradebooks.scores
    cells = slice(int(scores[first]), int(scores[last]))
    assignment = table["assignment"].to_numpy()[cells]
    student = table["student"].to_numpy()[cells] - grid.starts[first]
    column = assignment - assignments[table["book"].to_numpy()[cells]]
    width = np.diff(assignments)[first:last]
    shape = (int(grid.starts[last] - grid.starts[first]), int(width.max(initial=0)))
    at = student * np.int64(shape[1]) + column
    state = table["state"].cat.codes.to_numpy()[cells]
    points = table["points"].to_numpy()[cells]
    known = ~np.isnan(points)
    takes_part = (state != STATES.index("not_assigned")) & ~table["excused"].to_numpy()[cells]
    empty = (state == STATES.index("blank")) | (state == STATES.index("waiting"))
    possible = np.nan_to_num(gradebooks.assignments["points_possible"].to_numpy()[assignment])
    return Columns(
        first,
        last,
        _placed(np.where(takes_part & known, points, 0.0), at, shape),
        _placed(np.where(takes_part, possible, 0.0), at, shape),
        _placed(takes_part, at, shape),
        _placed(takes_part & empty & ~known, at, shape),
        _placed(takes_part & ~empty & ~known, at, shape),
        width,
    )


def _placed(values: Array, at: Array, shape: tuple[int, int]) -> Array:
    whole = np.zeros(shape, values.dtype)
    whole.reshape(-1)[at] = values
    return whole
