"""A workbook's sheets as text cells, as a spreadsheet shows them; runs in the child process that reads workbooks."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from typing import Any

import python_calamine

from gradeaudit.errors import Problem, visible
from gradeaudit.files import oasis, ooxml
from gradeaudit.files.look import Look
from gradeaudit.files.shown import percent, text

_SAVE = "open it in Excel or LibreOffice and save it again"


@dataclass
class Sheet:
    """One sheet: its cells as text, whether it is hidden, and its merged blocks, each as row, column, row, column."""

    name: str
    rows: list[list[str]]
    hidden: bool = False
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def sheets(data: bytes, kind: str, cells: int, columns: int) -> tuple[list[Sheet], list[str]]:
    """All sheets with cells, and notes; raises ``Problem`` when the workbook is damaged, locked or too large.

    ``kind`` is xlsx, xlsb, ods or xls; ``cells`` and ``columns`` are the most that are read.
    """
    looks: dict[str, Look] = {}
    if kind in ("xlsx", "ods"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            looks = ooxml.looks(parts) if kind == "xlsx" else oasis.looks(parts)
    for name, look in looks.items():
        _check(name, look, cells, columns)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.PasswordError:
        raise Problem("the workbook is locked with a password", todo="save it without one") from None
    except python_calamine.CalamineError as error:
        raise Problem(f"the workbook is damaged ({_reason(error)})", todo=_SAVE) from None
    found: list[Sheet] = []
    notes: list[str] = []
    for about in book.sheets_metadata:
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        name = about.name
        try:
            sheet = book.get_sheet_by_name(name)
            values = sheet.to_python(skip_empty_area=False) if sheet.end else []
            merged = sheet.merged_cell_ranges or []
        except python_calamine.CalamineError as error:
            what = f"the sheet {visible(name, 40)} is damaged ({_reason(error)})"
            raise Problem(what, todo=_SAVE) from None
        look = looks.get(name, Look())
        cells -= sum(map(len, values))
        if cells < 0:
            raise Problem("the workbook has more cells than are read of a file", todo="raise --max-cells")
        blocks = [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in merged] or look.merged
        hidden = about.visible != python_calamine.SheetVisibleEnum.Visible or look.hidden
        found.append(Sheet(name, _texts(values, look), hidden, blocks))
        notes.extend(_notes(name, hidden, len(blocks), look))
    if not any(sheet.rows for sheet in found):
        raise Problem("the workbook has no sheet with cells", todo="export it again")
    if kind in ("xls", "xlsb"):
        notes.append(f"percent formats and error values can't be seen in an .{kind}; save it as .xlsx to be sure")
    return found, notes


def _check(name: str, look: Look, cells: int, columns: int) -> None:
    """Refuses a sheet before calamine makes room for it."""
    where = f"the sheet {visible(name, 40)}"
    if look.last_column > columns or look.last_row > 1_048_576:
        what = f"{where} has a cell in row {look.last_row:,}, column {look.last_column:,}: too far out (--max-columns)"
        raise Problem(what, todo="delete the rows and columns beyond the marks and save it again")
    if look.last_row * look.last_column > cells:
        what = f"{where} reaches to row {look.last_row:,}, column {look.last_column:,}: more cells than are read"
        raise Problem(what, todo="delete the empty rows and columns beyond the marks, or raise --max-cells")
    if look.unvalued:
        first = look.unvalued[0]
        count = f"{len(look.unvalued):,} formulas" if len(look.unvalued) > 1 else "a formula"
        what = f"{where} has {count} without a stored value (first in {first})"
        raise Problem(what, todo="open it in Excel or LibreOffice and save it first")


def _notes(name: str, hidden: bool, merged: int, look: Look) -> list[str]:
    where = f"sheet {visible(name, 40)}"
    notes = []
    if hidden:
        notes.append(f"{where} is hidden; it was read")
    if merged:
        notes.append(f"{where} has {merged} merged {'block' if merged == 1 else 'blocks'} of cells")
    if look.hidden_rows or look.hidden_columns:
        notes.append(f"{where} has hidden rows or columns; they were read")
    if look.errors:
        count = f"{len(look.errors)} error values" if len(look.errors) > 1 else "an error value"
        notes.append(f"{where} has {count} such as {next(iter(look.errors.values()))}")
    return notes


def _texts(values: list[list[Any]], look: Look) -> list[list[str]]:
    """The cells as text, without the empty rows at the end."""
    rows = [[value if type(value) is str else text(value) for value in row] for row in values]
    for (row, column), error in look.errors.items():
        _put(rows, row, column, error)
    for row, column in look.percents:
        if row <= len(values) and column <= len(values[row - 1]) and isinstance(values[row - 1][column - 1], float):
            rows[row - 1][column - 1] = percent(values[row - 1][column - 1])
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _put(rows: list[list[str]], row: int, column: int, shown: str) -> None:
    while len(rows) < row:
        rows.append([])
    line = rows[row - 1]
    line.extend([""] * (column - len(line)))
    line[column - 1] = shown


def _reason(error: Exception) -> str:
    """The library's own words, short and on one line."""
    return visible(" ".join(str(error).split()), 80) or type(error).__name__
