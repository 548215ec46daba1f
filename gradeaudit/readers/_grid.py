"""The cells of a wide gradebook: where its rows of students cross its columns of assignments."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np

from gradeaudit import places
from gradeaudit.export import PlainRows, Rows
from gradeaudit.gradebook import Array, Crossing
from gradeaudit.marks import Dialect
from gradeaudit.texts import Numbering, Texts


def people(rows: Rows, after: int, blank: frozenset[str] = frozenset({""})) -> list[int]:
    """The numbers of the rows below the header that aren't blank."""
    first = list(map(str.strip, leads(rows)))  # so that a row needn't be read as a whole
    return [
        number
        for number in range(after, len(rows))
        if first[number] not in blank or not blank.issuperset(map(str.strip, rows[number]))
    ]


def leads(rows: Rows) -> list[str]:
    """The first cell of every row, blank where it has none."""
    return rows.column(0) if isinstance(rows, PlainRows) else [row[0] if row else "" for row in rows]


def cell(rows: Rows, number: int, position: int) -> str:
    """One cell without surrounding blanks; blank where its row is too short."""
    if isinstance(rows, PlainRows):
        return rows.cell(number, position).strip()
    return rows[number][position].strip() if position < len(rows[number]) else ""


def lines(rows: Rows, numbers: Sequence[int], width: int) -> Rows:
    """Those rows, the short ones filled up with blanks; never shifted."""
    if isinstance(rows, PlainRows):
        return rows.some(numbers)
    return [rows[n] if len(rows[n]) >= width else rows[n] + [""] * (width - len(rows[n])) for n in numbers]


def column(rows: Rows, position: int | None) -> list[str]:
    """One column's texts without surrounding blanks; blank where there is no such column."""
    return [""] * len(rows) if position is None else list(map(str.strip, texts(rows, position)))


def texts(rows: Rows, position: int) -> list[str]:
    """One column's texts as they stand."""
    return rows.column(position) if isinstance(rows, PlainRows) else list(map(itemgetter(position), rows))


def values(rows: Rows, position: int, dialect: Dialect) -> Array:
    """One column's numbers, NaN where a cell holds none; every distinct text is read once."""
    column = texts(rows, position)
    number = {text: dialect.number(text) for text in set(column)}
    return np.fromiter(map(number.__getitem__, column), np.float64, len(column))


def block(rows: Rows, columns: Sequence[int] | slice) -> Texts:
    """The texts where rows cross some columns, rows × columns, by their numbers; no row is shorter than that."""
    if isinstance(rows, PlainRows):
        return rows.texts(columns)
    parts = [row[columns] if isinstance(columns, slice) else [row[column] for column in columns] for row in rows]
    numbering = Numbering()
    numbers = numbering.of(chain.from_iterable(parts), sum(map(len, parts)))
    return Texts(numbers.reshape(len(parts), len(parts[0]) if parts else 0), tuple(numbering.long))


class Cells(NamedTuple):
    """A block of a file's columns from one, the ``first``, to the last: ``texts`` are rows × those columns."""

    texts: Texts
    first: int

    @staticmethod
    def of(rows: Rows, first: int, width: int) -> Cells:
        """The cells of rows that have ``width`` columns."""
        return Cells(block(rows, slice(first, width)), first)

    def at(self, columns: int | Sequence[int] | Array) -> Texts:
        """One column's texts, or those of several, rows × columns, by their numbers in the file."""
        chosen = self.texts.numbers.take(np.asarray(columns, np.int64) - self.first, axis=1)  # row by row in memory
        return Texts(chosen, self.texts.long)


def cells(rows: Rows, numbers: Sequence[int], columns: Sequence[int], **across: Sequence[int]) -> dict[str, Any]:
    """The crossing of some rows and columns with its ``text``; ``across`` are other columns' values, one a column.

    ``rows`` are the lines of the students, ``numbers`` their row numbers in the file, counted from 0.
    """
    return crossings(block(rows, columns), numbers, columns, **across)


def crossings(
    texts: Texts, numbers: Sequence[int] | Array, columns: Sequence[int] | Array, **across: Sequence[int]
) -> dict[str, Any]:
    """``cells`` whose texts, rows × columns, are at hand."""
    along = {name: np.asarray(values, np.int32) for name, values in across.items()}
    crossing = Crossing(np.asarray(numbers, np.int64) + 1, np.asarray(columns, np.int64) + 1, along)
    return {"crossing": crossing, "text": texts}


def first_cells(numbers: Sequence[int]) -> Array:
    """The places of the first cells of some rows, whose numbers count from 0."""
    below = np.array(numbers, np.int64) + 1
    return places.pack(below, np.ones_like(below))


def full_names(last: Sequence[str], first: Sequence[str]) -> list[str]:
    """``Last, First``, or the one that is there."""
    return [f"{family}, {given}" if family and given else family or given for family, given in zip(last, first)]
