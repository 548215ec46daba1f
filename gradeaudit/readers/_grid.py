"""The cells of a wide gradebook: where its rows of students cross its columns of assignments."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

import numpy as np

from gradeaudit import places


def people(rows: Sequence[Sequence[str]], after: int) -> list[int]:
    """The numbers of the rows below the header that aren't blank."""
    return [number for number in range(after, len(rows)) if any(cell.strip() for cell in rows[number])]


def lines(rows: Sequence[list[str]], numbers: Sequence[int], width: int) -> list[list[str]]:
    """Those rows, the short ones filled up with blanks; never shifted."""
    return [rows[n] if len(rows[n]) >= width else rows[n] + [""] * (width - len(rows[n])) for n in numbers]


def column(rows: Sequence[Sequence[str]], position: int | None) -> list[str]:
    """One column's texts without surrounding blanks; blank where there is no such column."""
    return [""] * len(rows) if position is None else [row[position].strip() for row in rows]


def cells(rows: Sequence[Sequence[str]], numbers: Sequence[int], columns: Sequence[int]) -> dict[str, Any]:
    """All crossings row by row: ``student`` and ``assignment`` as positions in the two lists, ``text``, ``place``.

    ``rows`` are the lines of the students, ``numbers`` their row numbers in the file, counted from 0.
    """
    text: list[str] = []
    if len(columns) == 1:
        text = [row[columns[0]] for row in rows]
    elif columns:
        take = itemgetter(*columns)
        for row in rows:
            text.extend(take(row))
    across = np.array(columns, np.int64)[None, :] + 1
    return {
        "student": np.repeat(np.arange(len(rows)), len(columns)),
        "assignment": np.tile(np.arange(len(columns)), len(rows)),
        "text": text,
        "place": places.pack(np.array(numbers, np.int64)[:, None] + 1, across).ravel(),
    }
