"""What a Brightspace export calculated: finals, subtotals and calculated items, as shares of what could be had."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from gradeaudit import places
from gradeaudit.gradebook import TOTAL_KINDS, Array
from gradeaudit.marks import Dialect
from gradeaudit.readers._brightspace_columns import Columns, Pair
from gradeaudit.readers._grid import Cells
from gradeaudit.texts import Texts


class _Part(NamedTuple):
    """One column of totals: the students (positions) whose cell is one, and what the cells hold."""

    students: Array
    category: int
    kind: int
    text: Texts
    value: Array
    rows: Array
    column: int
    period: str


def brightspace_totals(
    cells: Cells, numbers: Sequence[int], found: Columns, names: list[str], kind: str, dialect: Dialect
) -> dict[str, Any]:
    """Finals, subtotals and calculated items, in percent of their denominators; ``kind`` is the calculated final's.

    An adjusted final grade is an override only where it differs from the calculated one: releasing a grade copies it.
    """
    calculated = next((pair for pair in found.pairs if pair.kind == "calculated"), None)
    rows = np.array(numbers, np.int64) + 1
    percents = {pair: _percents(cells, pair, dialect) for pair in found.pairs}
    parts: list[_Part] = []
    for pair in found.pairs:
        if pair.kind == "adjusted" and calculated is None:
            continue
        what = TOTAL_KINDS.index({"adjusted": "override", "item": "average"}.get(pair.kind, kind))
        category = names.index(pair.name) if pair.kind == "subtotal" else -1
        for column in (pair.numerator, pair.symbol):
            if column < 0:
                continue
            text = cells.at(column)
            shown = percents[pair] if column == pair.numerator else np.full(len(rows), np.nan)
            kept = np.ones(len(rows), bool)
            if column == pair.symbol:  # which may only restate the percent
                kept = ~text.each(lambda cell: cell.rstrip().endswith("%"), bool)
            if pair.kind == "adjusted" and calculated is not None:
                kept &= text.each(lambda cell: bool(cell.strip()), bool)
                if column == pair.numerator:
                    kept &= percents[pair] != percents[calculated]
                elif calculated.symbol >= 0:
                    kept &= text.each(str.strip, object) != cells.at(calculated.symbol).each(str.strip, object)
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
        "text": Texts(
            np.concatenate([part.text.numbers[part.students] for part in parts] or empty),
            parts[0].text.long if parts else (),
        ),
        "value": np.concatenate([part.value[part.students] for part in parts] or [np.zeros(0)]),
        "place": np.concatenate([places.pack(part.rows[part.students], part.column + 1) for part in parts] or empty),
        "period": told([part.period for part in parts], object).tolist(),
    }


def _percents(cells: Cells, pair: Pair, dialect: Dialect) -> Array:
    """A pair's numerators in percent of their denominators, a student each; NaN where there is no denominator."""
    if pair.denominator < 0 or pair.numerator < 0:
        return np.full(len(cells.texts.numbers), np.nan)
    whole = cells.at(pair.denominator).each(dialect.number, float)
    earned = cells.at(pair.numerator).each(dialect.number, float)
    percents: Array = np.divide(100.0 * earned, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return percents
