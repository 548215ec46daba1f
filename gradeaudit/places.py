"""Where something stands: the file, row and column that a spreadsheet shows, packed into one whole number.

A place is ``source << 44 | row << 14 | column``: 19 bits of source (a number in ``Gradebooks.sources``), 30 bits of
row and 14 bits of column, both counted from 1. Row 0 means the whole file, column 0 the whole row. The functions work
on whole numbers and, element by element, on numpy arrays of int64.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

MAX_COLUMNS = (1 << 14) - 1
MAX_ROWS = (1 << 30) - 1

Whole = TypeVar("Whole", bound=Any)


def pack(row: Whole, column: Whole, source: int = 0) -> Whole:
    """The place of a cell; ``row`` and ``column`` may be arrays (numpy int64) that broadcast."""
    return (source << 44) | (row << 14) | column  # type: ignore[no-any-return]


def source_of(place: Whole) -> Whole:
    """The number of the file in ``Gradebooks.sources``."""
    return place >> 44  # type: ignore[no-any-return]


def row_of(place: Whole) -> Whole:
    """The row as a spreadsheet counts, from 1; 0 for the whole file."""
    return (place >> 14) & MAX_ROWS  # type: ignore[no-any-return]


def column_of(place: Whole) -> Whole:
    """The column counted from 1; 0 for the whole row."""
    return place & MAX_COLUMNS  # type: ignore[no-any-return]


@cache  # a report names the same few columns in place after place
def column_name(column: int) -> str:
    """The letters a spreadsheet shows over a column: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """A cell as a spreadsheet names it, such as ``H12``; a whole row is ``row 12``; a whole file is empty."""
    if not row:
        return ""
    return f"{column_name(column)}{row}" if column else f"row {row}"
