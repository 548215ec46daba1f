"""The scores of some gradebooks laid out as arrays, a student down and an assignment across, and back again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.grading.grid import Grid
from gradeaudit.marks import STATES

CELLS = 200_000
"""Cells laid out at once, so that memory stays small however many gradebooks there are."""


class Columns(NamedTuple):
    """The books from ``first`` to ``last`` (not included); arrays have a row for each of their students.

    ``points`` and ``possible`` (students, assignments) are 0 where the cell takes no part, and a blank that takes part
    has 0 points. ``there``: it takes part (neither excused nor unassigned). ``unknown``: a mark stands there whose
    points nobody can tell. ``width`` (books,): each book's assignments.
    """

    first: int
    last: int
    points: Array
    possible: Array
    there: Array
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
    width = np.diff(assignments)[first:last]
    book = grid.book[grid.starts[first] : grid.starts[last]]
    shape = (len(book), int(width.max(initial=0)))
    begins = np.arange(len(book)) * shape[1] - assignments[book]  # a student's cell of a book's first assignment
    at = begins.take(table["student"].to_numpy()[cells] - grid.starts[first])
    at += table["assignment"].to_numpy()[cells]
    whole = len(at) == shape[0] * shape[1] and bool((at[1:] > at[:-1]).all())
    to = slice(None) if whole else at  # in a whole grid every cell is in its place
    apart = STATES.index("not_assigned")
    state = table["state"].cat.codes.to_numpy()[cells].copy()
    state[table["excused"].to_numpy()[cells]] = apart
    state = _placed(state, to, shape, apart)
    points = _placed(table["points"].to_numpy()[cells], to, shape, np.nan)
    there, known = state != apart, ~np.isnan(points)
    unknown = there & ~known & (state != STATES.index("blank")) & (state != STATES.index("waiting"))
    points[~(there & known)] = 0.0
    worth = np.zeros((last - first, shape[1]))
    worth[np.arange(shape[1]) < width[:, None]] = np.nan_to_num(
        gradebooks.assignments["points_possible"].to_numpy()[assignments[first] : assignments[last]]
    )
    possible = worth[book - first]
    possible[~there] = 0.0
    return Columns(first, last, points, possible, there, unknown, width)


def _placed(values: Array, at: Array | slice, shape: tuple[int, int], empty: float) -> Array:
    whole = np.full(shape, empty, values.dtype)
    whole.reshape(-1)[at] = values
    return whole
