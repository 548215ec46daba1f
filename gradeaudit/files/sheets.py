"""A workbook's sheets as text cells, as a spreadsheet shows them; runs in the child process that reads workbooks."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from typing import Any

import python_calamine

from gradeaudit.errors import Problem, visible
from gradeaudit.files import biff, oasis, ooxml
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
    looks = _looks(data, kind)
    for number, (title, look) in enumerate(looks, 1):
        _check(f"the sheet {visible(title, 40) or f'number {number}'}", look, cells, columns)
    book = _book(data)
    if kind == "xls":
        looks = list(zip(book.sheet_names, (look for _, look in looks))) if len(looks) == len(book.sheet_names) else []
    seen = dict(looks)
    found: list[Sheet] = []
    notes: list[str] = []
    for about in book.sheets_metadata:
        if about.typ == python_calamine.SheetTypeEnum.WorkSheet:
            look = seen.get(about.name, Look())
            shown = about.visible == python_calamine.SheetVisibleEnum.Visible
            sheet = _sheet(book, about.name, look, not shown or look.hidden, cells)
            cells -= sum(map(len, sheet.rows))
            found.append(sheet)
            notes.extend(_notes(sheet, look))
    if not any(sheet.rows for sheet in found):
        raise Problem("the workbook has no sheet with cells", todo="export it again")
    if not seen:
        notes.append(f"percent formats and error values can't be seen in this .{kind}; save it as .xlsx to be sure")
    return found, notes


def _looks(data: bytes, kind: str) -> list[tuple[str, Look]]:
    """What there is to be seen of each sheet beside its values, with its name; an .xls tells only their order."""
    if kind == "xlsb":
        return []
    if kind == "xls":
        try:
            return [("", look) for look in biff.looks(data)]
        except ValueError:
            return []
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return list((ooxml if kind == "xlsx" else oasis).looks(parts).items())


def _book(data: bytes) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.PasswordError:
        raise Problem("the workbook is locked with a password", todo="save it without one") from None
    except python_calamine.CalamineError:  # whose words may quote a cell
        raise Problem("the workbook is damaged", todo=_SAVE) from None


def _sheet(book: python_calamine.CalamineWorkbook, name: str, look: Look, hidden: bool, cells: int) -> Sheet:
    """One sheet's cells and merged blocks; ``cells`` is how many may still be read."""
    try:
        sheet = book.get_sheet_by_name(name)
        if sheet.end and (sheet.end[0] + 1) * (sheet.end[1] + 1) > cells:
            raise Problem("the workbook has more cells than are read of a file", todo="raise --max-cells")
        values = sheet.to_python(skip_empty_area=False) if sheet.end else []
        merged = sheet.merged_cell_ranges or []
    except python_calamine.CalamineError:  # as above
        raise Problem(f"the sheet {visible(name, 40)} is damaged", todo=_SAVE) from None
    blocks = [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in merged]
    return Sheet(name, _texts(values, look), hidden, blocks or look.merged)


def _check(where: str, look: Look, cells: int, columns: int) -> None:
    """Refuses a sheet before calamine makes room for it."""
    if look.last_column > columns or look.last_row > 1_048_576:
        what = f"{where} has a cell in row {look.last_row}, column {look.last_column}: too far out (--max-columns)"
        raise Problem(what, todo="delete the rows and columns beyond the marks and save it again")
    if look.last_row * look.last_column > cells:
        what = f"{where} reaches to row {look.last_row}, column {look.last_column}: more cells than are read"
        raise Problem(what, todo="delete the empty rows and columns beyond the marks, or raise --max-cells")
    if look.unvalued:
        first = look.unvalued[0]
        count = f"{len(look.unvalued):,} formulas" if len(look.unvalued) > 1 else "a formula"
        what = f"{where} has {count} without a stored value (first in {first})"
        raise Problem(what, todo="open it in Excel or LibreOffice and save it first")


def _notes(sheet: Sheet, look: Look) -> list[str]:
    where, merged = f"sheet {visible(sheet.name, 40)}", len(sheet.merged)
    notes = []
    if sheet.hidden:
        notes.append(f"{where} is hidden; it was read")
    if merged:
        notes.append(f"{where} has {merged} merged {'block' if merged == 1 else 'blocks'} of cells")
    if look.hidden_rows or look.hidden_columns:
        notes.append(f"{where} has hidden rows or columns; they were read")
    if look.errors:
        count = f"{len(look.errors)} error values" if len(look.errors) > 1 else "an error value"
        notes.append(f"{where} has {count} such as {next(iter(look.errors.values()))}")
    if look.empty_formulas:
        count = f"{look.empty_formulas} formulas" if look.empty_formulas > 1 else "a formula"
        notes.append(f"{where} has {count} with an empty value; if marks are missing, save it again in Excel")
    return notes


def _texts(values: list[list[Any]], look: Look) -> list[list[str]]:
    """The cells as text, without the rows at the end that hold nothing, or nothing but blanks."""
    rows = [[value if type(value) is str else text(value) for value in row] for row in values]
    for (row, column), error in look.errors.items():
        _put(rows, row, column, error)
    for row, column in look.percents:
        value: Any = values[row - 1][column - 1] if row <= len(values) and column <= len(values[row - 1]) else ""
        if type(value) in (int, float):
            rows[row - 1][column - 1] = percent(value)
    while rows and not any(map(str.strip, rows[-1])):
        rows.pop()
    return rows


def _put(rows: list[list[str]], row: int, column: int, shown: str) -> None:
    while len(rows) < row:
        rows.append([])
    line = rows[row - 1]
    line.extend([""] * (column - len(line)))
    line[column - 1] = shown
