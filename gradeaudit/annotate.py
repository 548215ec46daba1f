"""A teacher's own gradebook as a workbook: cells with findings are coloured and say why, a second sheet lists them."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from gradeaudit.errors import Problem
from gradeaudit.escape import workbook as safe
from gradeaudit.export import Export
from gradeaudit.findings import SEVERITIES, Finding, Place, Report
from gradeaudit.places import cell_name
from gradeaudit.steady import MOMENT, steady
from gradeaudit.summary import shown
from gradeaudit.wording import SEVERITY_NOUNS, policy_name, sentence

MAX_ROWS = 1_048_576
_FILLS = {"error": "FFF4CCCC", "warning": "FFFFE8B3", "info": "FFD6E6F5"}
_HEAD = ("cell", "severity", "found", "fix", "why", "rule", "assignment", "policy line")
_WIDTHS = (16, 12, 60, 60, 50, 24, 30, 14)
_BAD = str.maketrans("[]:*?/\\'", "        ")
_NOTE = 1_500
"""The most characters of a cell's note; the list has every finding in full."""

Marks = Mapping[tuple[int, int], Sequence[Finding]]


def annotated(export: Export, report: Report) -> bytes:
    """The export's sheets with every cell as the text it was, marked, and a list of the findings with links.

    Raises ``Problem`` for a sheet with more rows than Excel holds. The workbook holds the students that the export
    holds.
    """
    from openpyxl import Workbook  # a quarter of a second to load, so only when a workbook is written

    book = Workbook(write_only=True)
    book.properties.creator, book.properties.title = "gradeaudit", safe(policy_name(report))
    book.properties.created = book.properties.modified = MOMENT
    tables = [table.held() for table in export.tables]
    names = _names([table.sheet for table in tables])
    marked: dict[str, dict[tuple[int, int], list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for found in shown(report):
        for place in dict.fromkeys(found.places):
            if _here(place, found, export.file) and place.row:
                marked[place.sheet][place.row, max(place.column, 1)].append(found)
    for number, table in enumerate(tables):
        marks = marked.get(table.sheet, {})
        if not number and table.sheet:
            marks = {**marked.get("", {}), **marks}
        if len(table.rows) > MAX_ROWS:
            raise Problem("the gradebook has more rows than a sheet of Excel holds", export.file, "split the export")
        _sheet(book, names[number], table.rows, marks)
    _list(book, report, export.file, dict(zip([table.sheet for table in tables], names)), names[0])
    out = io.BytesIO()
    book.save(out)
    return steady(out.getvalue())


def _here(place: Place, found: Finding, file: str) -> bool:
    return (place.file or found.file) == file


def _names(sheets: Sequence[str]) -> list[str]:
    """Names that Excel takes, each once: at most 31 characters, none of its signs, never that of the list."""
    names: list[str] = []
    taken = {"findings"}
    for number, sheet in enumerate(sheets, 1):
        name = safe(sheet).translate(_BAD).strip()[:31].strip() or "Gradebook"
        if name.casefold() in taken:
            name = f"{name[:25].strip()} {number}"
        taken.add(name.casefold())
        names.append(name)
    return names


def _sheet(book: Any, name: str, rows: Sequence[Sequence[str]], marks: Marks) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    fills = {severity: PatternFill("solid", fgColor=color) for severity, color in _FILLS.items()}
    sheet = book.create_sheet(name)
    by_row: dict[int, dict[int, Sequence[Finding]]] = defaultdict(dict)
    for (row, column), found in marks.items():
        by_row[row][column] = found
    for number in range(1, max(len(rows), *by_row.keys(), 1) + 1):
        texts = list(rows[number - 1]) if number <= len(rows) else []
        here = by_row.get(number, {})
        texts += [""] * (max(here, default=0) - len(texts))
        cells: list[Any] = []
        for column, text in enumerate(texts, 1):
            if not text and column not in here:
                cells.append(None)
                continue
            cell = WriteOnlyCell(sheet, safe(text))
            cell.data_type = "s"
            if column in here:
                cell.fill = fills[min((found.severity for found in here[column]), key=SEVERITIES.index)]
                cell.comment = Comment(_note(here[column]), "gradeaudit", height=160, width=320)
            cells.append(cell)
        sheet.append(cells)


def _note(findings: Sequence[Finding]) -> str:
    """What a cell's note says: of each finding its severity as a word, what is wrong and how to put it right."""
    parts = [f"{SEVERITY_NOUNS[f.severity].capitalize()}: {sentence(f)}.\nFix: {f.fix}" for f in findings]
    text = "\n\n".join("\n".join(safe(line) for line in part.split("\n")) for part in dict.fromkeys(parts))
    return text if len(text) <= _NOTE else text[: _NOTE - 1] + "…"


def _list(book: Any, report: Report, file: str, names: Mapping[str, str], first: str) -> None:
    """One row a place; the cell's name leads to the cell. A finding about the whole gradebook has no cell."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet("Findings")
    sheet.freeze_panes = "A3"
    for column, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    fills = {severity: PatternFill("solid", fgColor=color) for severity, color in _FILLS.items()}

    def text(value: str | None, **style: Any) -> Any:
        cell = WriteOnlyCell(sheet, safe(value or ""))
        cell.data_type = "s"
        for name, look in style.items():
            setattr(cell, name, look)
        return cell

    held = f"Held against {policy_name(report)} as of {report.run.as_of}."
    sheet.append([text(f"This workbook holds students and their grades. Treat it as a student record. {held}")])
    sheet.append([text(title, font=Font(bold=True)) for title in _HEAD])
    count = 2
    for found in shown(report):
        places: Sequence[Place | None] = tuple(dict.fromkeys(found.places)) or (None,)
        line = str(found.policy_ref.line) if found.policy_ref else ""
        about = [found.fix, found.why, found.rule, found.assignment, line]
        for place in places:
            if count == MAX_ROWS:
                break
            count += 1
            severity = text(SEVERITY_NOUNS[found.severity], fill=fills[found.severity])
            cell: Any = text("whole gradebook")
            if place is not None and place.row:
                name, home = cell_name(place.row, place.column), names.get(place.sheet, first)
                inside = _here(place, found, file)
                cell = text(name if inside and len(names) < 2 else f"{home if inside else place.file}!{name}")
                if inside:
                    cell.hyperlink = _link(sheet, count, home, place)
                    cell.font = Font(color="FF0B57A4", underline="single")
            sheet.append([cell, severity, text(sentence(found)), *(text(value) for value in about)])
    sheet.auto_filter.ref = f"A2:{get_column_letter(len(_HEAD))}{count}"


def _link(sheet: Any, row: int, home: str, place: Place) -> Any:
    """A link inside the workbook: never an address from the gradebook's own text."""
    from openpyxl.worksheet.hyperlink import Hyperlink

    target = f"'{home}'!{cell_name(place.row, max(place.column, 1))}"
    return Hyperlink(ref=f"A{row}", location=target)
