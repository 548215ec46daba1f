"""A sheet as rows of equal width, and the cells where its students' rows cross its assignments' columns."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

import numpy as np

from gradeaudit import places
from gradeaudit.export import Rows


def padded(rows: Rows, width: int) -> Rows:
    """The rows, the shorter ones filled with blank cells up to ``width``; no cell is moved or dropped."""
    return [row if len(row) >= width else row + [""] * (width - len(row)) for row in rows]


def filled(rows: Rows, after: int = 1) -> list[int]:
    """The numbers, from 0, of the rows from ``after`` on that have any text."""
    return [number for number, row in enumerate(rows[after:], after) if any(map(str.strip, row))]


def crossings(rows: Rows, numbers: Sequence[int], columns: Sequence[int], source: int = 0) -> dict[str, Any]:
    """The cells where rows and columns cross, row by row: ``row`` and ``column`` count within ``numbers`` and
    ``columns`` (int64 arrays), ``text`` is the cell's text, ``place`` its packed place.

    ``numbers`` and ``columns`` count from 0; every row must reach the last column (see ``padded``).
    """
    text: list[str] = []
    if len(columns) == 1:
        text = [rows[number][columns[0]] for number in numbers]
    elif columns:
        take = itemgetter(*columns)
        for number in numbers:
            text.extend(take(rows[number]))
    down = np.array(numbers, np.int64)[:, None] + 1
    across = np.array(columns, np.int64)[None, :] + 1
    return {
        "row": np.repeat(np.arange(len(numbers)), len(columns)),
        "column": np.tile(np.arange(len(columns)), len(numbers)),
        "text": text,
        "place": places.pack(down, across, source).ravel(),
    }
