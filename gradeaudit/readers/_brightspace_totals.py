"""What a Brightspace export calculated: finals, subtotals and calculated items, as shares of what could be had."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from gradeaudit import places
from gradeaudit.gradebook import TOTAL_KINDS, Array
from gradeaudit.marks import Dialect
from gradeaudit.readers import _grid as grid
from gradeaudit.readers._brightspace_columns import Columns, Pair


class _Part(NamedTuple):
    """One column of totals: the students (positions) whose cell is one, and what the cells hold."""

    students: Array
    category: int
    kind: int
    text: list[str]
    value: Array
    rows: Array
    column: int
    period: str


def brightspace_totals(
    lines: Sequence[list[str]], numbers: list[int], found: Columns, names: list[str], kind: str, dialect: Dialect
) -> dict[str, Any]:
    """Finals, subtotals and calculated items, in percent of their denominators; ``kind`` is the calculated final's.

    An adjusted final grade is an override only where it differs from the calculated one: releasing a grade copies it.
    """
    calculated = next((pair for pair in found.pairs if pair.kind == "calculated"), None)
    rows = np.array(numbers, np.int64) + 1
    parts: list[_Part] = []
    for pair in found.pairs:
        if pair.kind == "adjusted" and calculated is None:
            continue
        what = TOTAL_KINDS.index({"adjusted": "override", "item": "average"}.get(pair.kind, kind))
        category = names.index(pair.name) if pair.kind == "subtotal" else -1
        for column in (pair.numerator, pair.symbol):
            if column < 0:
                continue
            text = [line[column] for line in lines]
            shown = np.full(len(lines), np.nan)
            if column == pair.numerator:
                shown = _percents(lines, pair, dialect)
                kept = np.ones(len(lines), bool)
            else:  # a symbol may only restate the percent
                kept = ~np.fromiter((cell.rstrip().endswith("%") for cell in text), bool, len(text))
            if pair.kind == "adjusted" and calculated is not None:
                kept &= ~_same(lines, pair, calculated, column, dialect)
            period = pair.name if pair.kind == "item" else ""
            parts.append(_Part(np.flatnonzero(kept), category, what, text, shown, rows, column, period))
    return _joined(parts)


def _joined(parts: list[_Part]) -> dict[str, Any]:
    """The columns of totals one below the other."""
    counts = [len(part.students) for part in parts]

    def told(values: list[Any], kind: Any) -> Array:
        return np.repeat(np.array(values, kind), counts)

    empty = [np.zeros(0, np.int64)]
    return {
        "student": np.concatenate([part.students for part in parts] or empty),
        "category": told([part.category for part in parts], np.int64),
        "kind": told([part.kind for part in parts], np.int8),
        "text": [part.text[student] for part in parts for student in part.students.tolist()],
        "value": np.concatenate([part.value[part.students] for part in parts] or [np.zeros(0)]),
        "place": np.concatenate([places.pack(part.rows[part.students], part.column + 1) for part in parts] or empty),
        "period": [part.period for part, count in zip(parts, counts) for _ in range(count)],
    }


def _percents(lines: Sequence[list[str]], pair: Pair, dialect: Dialect) -> Array:
    """A pair's numerators in percent of their denominators, a student each; NaN where there is no denominator."""
    if pair.denominator < 0:
        return np.full(len(lines), np.nan)
    whole = grid.values(lines, pair.denominator, dialect)
    earned = grid.values(lines, pair.numerator, dialect)
    percents: Array = np.divide(100.0 * earned, whole, out=np.full(len(lines), np.nan), where=whole > 0)
    return percents


def _same(lines: Sequence[list[str]], pair: Pair, other: Pair, column: int, dialect: Dialect) -> Array:
    """Where an adjusted cell is blank or says what the calculated one says."""
    texts = grid.column(lines, column)
    same: Array = np.array([not text for text in texts], bool)
    if column != pair.symbol:
        same |= _percents(lines, pair, dialect) == _percents(lines, other, dialect)
    elif other.symbol >= 0:
        same |= np.array([text == said for text, said in zip(texts, grid.column(lines, other.symbol))], bool)
    return same
