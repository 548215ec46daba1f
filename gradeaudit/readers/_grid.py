"""The cells of a wide gradebook: where its rows of students cross its columns of assignments."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

import numpy as np

from gradeaudit import places
from gradeaudit.gradebook import Array
from gradeaudit.marks import Dialect


def people(rows: Sequence[Sequence[str]], after: int) -> list[int]:
    """The numbers of the rows below the header that aren't blank."""
    return [number for number in range(after, len(rows)) if any(map(str.strip, rows[number]))]


def lines(rows: Sequence[list[str]], numbers: Sequence[int], width: int) -> list[list[str]]:
    """Those rows, the short ones filled up with blanks; never shifted."""
    return [rows[n] if len(rows[n]) >= width else rows[n] + [""] * (width - len(rows[n])) for n in numbers]


def column(rows: Sequence[Sequence[str]], position: int | None) -> list[str]:
    """One column's texts without surrounding blanks; blank where there is no such column."""
    return [""] * len(rows) if position is None else list(map(str.strip, texts(rows, position)))


def texts(rows: Sequence[Sequence[str]], position: int) -> list[str]:
    """One column's texts as they stand."""
    return list(map(itemgetter(position), rows))


def values(rows: Sequence[Sequence[str]], position: int, dialect: Dialect) -> Array:
    """One column's numbers, NaN where a cell holds none; every distinct text is read once."""
    column = texts(rows, position)
    number = {text: dialect.number(text) for text in set(column)}
    return np.fromiter(map(number.__getitem__, column), np.float64, len(column))


def cells(rows: Sequence[Sequence[str]], numbers: Sequence[int], columns: Sequence[int]) -> dict[str, Any]:
    """All crossings row by row: ``student`` and ``assignment`` as positions in the two lists, ``text``, ``place``.

    ``rows`` are the lines of the students, ``numbers`` their row numbers in the file, counted from 0.
    """
    text: list[str] = []
    if len(columns) == 1:
        text = texts(rows, columns[0])
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
