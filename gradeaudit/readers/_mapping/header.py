"""Where a table's header stands, its sheet, and the maxima that teachers write into titles, such as “Quiz 1 (20)”."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from gradeaudit.errors import Problem, closest, quoted
from gradeaudit.export import Export, Rows, Table
from gradeaudit.readers._mapping.columns import folded
from gradeaudit.readers._mapping.schema import SheetMap

SEARCHED = 60
"""Rows from the top among which a header is looked for."""

_MAXIMUM = re.compile(
    r"(?P<title>.*?)\s*(?:[(\[]\s*(?:/|out of)?\s*(?P<inside>\d+(?:[.,]\d+)?)\s*(?:p(?:oin)?ts?\.?)?\s*[)\]]"
    r"|/\s*(?P<after>\d+(?:[.,]\d+)?))\s*",
    re.IGNORECASE | re.DOTALL,
)


def table_of(export: Export, sheet_map: SheetMap) -> Table:
    """The sheet that a mapping names, or the first visible one."""
    if not sheet_map.sheet:
        shown = [table for table in export.tables if not table.hidden]
        return (shown or list(export.tables) or [Table([])])[0]
    wanted = folded(sheet_map.sheet)
    for table in export.tables:
        if folded(table.sheet) == wanted:
            return table
    near = closest(wanted, [folded(table.sheet) for table in export.tables])
    raise Problem(
        f"there is no sheet {quoted(sheet_map.sheet)}",
        sheet_map.where("sheet"),
        f"did you mean {quoted(near)}?" if near else "check the sheet's name",
    )


def header_row(rows: Rows, sheet_map: SheetMap) -> int:
    """The header's row, from 0: as the mapping says, or the first that holds all columns it names by their headers."""
    if "header" in sheet_map.rows:
        row = sheet_map.rows["header"] - 1
        if row < len(rows):
            return row
        raise Problem(f"the table has no row {row + 1}", sheet_map.where("header"), f"its last row is row {len(rows)}")
    named = {folded(name) for name in (*sheet_map.student, *sheet_map.columns.values())}
    return max(
        range(min(len(rows), SEARCHED)),
        key=lambda number: (len(named & {folded(cell) for cell in rows[number]}), -number),
        default=0,
    )


def spread(table: Table, row: int, width: int) -> list[str]:
    """A row's texts, each spread over the cells that are merged with it; where a file has no merged cells in the row,
    over the blanks to its right. ``row`` counts from 0.
    """
    texts = [cell.strip() for cell in table.rows[row]] + [""] * (width - len(table.rows[row]))
    merged = [block for block in table.merged if block.row <= row + 1 <= block.last_row]
    for block in merged:
        for column in range(block.column, min(block.last_column, width)):
            texts[column] = texts[block.column - 1]
    if not merged:
        for column in range(1, width):
            texts[column] = texts[column] or texts[column - 1]
    return texts


def maximum(header: str) -> tuple[str, float]:
    """The title without the maximum that stands in it, and the maximum: ``Quiz 1 (20)`` is Quiz 1 with 20 points.

    Without one, the header itself and NaN. Whether it is one, the scores must show: ``Essay (2)`` may be the second.
    """
    match = _MAXIMUM.fullmatch(header.strip())
    if not match or not match["title"].strip():
        return header, math.nan
    return match["title"].strip(), float((match["inside"] or match["after"]).replace(",", "."))


def fits(points: float, numbers: Sequence[float]) -> bool:
    """Whether a number in a header can be the column's maximum: at least four in five of the scores are at most it.

    ``numbers`` are the column's cells as numbers, NaN for those that are none.
    """
    known = [number for number in numbers if not math.isnan(number)]
    return points > 0 and bool(known) and sum(number <= points for number in known) >= 0.8 * len(known)
