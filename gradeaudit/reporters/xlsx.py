"""The report as an Excel workbook: roll-ups, every finding one row a place, weights, and what was not checked."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from gradeaudit.escape import workbook as safe
from gradeaudit.findings import SEVERITIES, Report
from gradeaudit.reporters._rows import COLUMNS, rows
from gradeaudit.reporters.base import reporter
from gradeaudit.steady import MOMENT, steady
from gradeaudit.summary import by_gradebook, by_group, by_rule, summary, tally, unchecked
from gradeaudit.wording import book_title, people, policy_name

MAX_ROWS = 1_048_575
"""Rows of a sheet under its header; more go to further sheets."""
_FILLS = {"error": "FFF4CCCC", "warning": "FFFFE8B3", "info": "FFD6E6F5"}
_HEAD = "FFE3E8EE"
_WIDTHS = {
    "message": 80, "file": 56, "why": 40, "fix": 50, "assignment": 30, "rule": 24, "gradebook": 40, "found": 48,
    "severity": 10, "most often": 34, "figure": 30, "value": 64, "because": 100, "rules": 60, "what it shows": 90,
    "error": 80, "known from": 14, "gradebooks checked": 20, "row": 8, "column": 9, "cell": 10,
}  # fmt: skip
_FIGURES = frozenset(
    {
        "gradebooks", "findings", "places", "gradebooks checked", "clean", "errors", "warnings", "notes", "students",
        "policy %", "gradebook %", "difference", "row", "column", "policy_line", "value",
    }
)  # fmt: skip
"""Columns of numbers, whose titles stand to the right as the numbers do."""
_ON_PAPER = {"Findings": COLUMNS.index("cell") + 1}
"""How many columns of a wide sheet are printed: those that tell what is wrong and where."""

Row = Sequence[Any]


@lru_cache(maxsize=20_000)
def _safe(text: str) -> str:
    """A text made safe once, since the rows of a finding share most of theirs."""
    return safe(text)


class Link(NamedTuple):
    """A text that leads to a cell of this workbook."""

    text: str
    cell: str


@reporter(title="an Excel workbook", suffixes=(".xlsx",))
def xlsx(report: Report) -> bytes:
    """Ten sheets; text is text and never a formula, figures are numbers, ids keep their zeros."""
    from openpyxl import Workbook  # a quarter of a second to load, so only when a workbook is written

    book = Workbook(write_only=True)
    book.properties.creator, book.properties.title = "gradeaudit", safe(policy_name(report))
    book.properties.created = book.properties.modified = MOMENT
    for name, head, body in _sheets(report):
        _write(book, name, head, body)
    out = io.BytesIO()
    book.save(out)
    return steady(out.getvalue())


def _sheets(report: Report) -> Iterator[tuple[str, Row, Iterable[Row]]]:
    kind, groups = by_group(report)
    figures, starts = summary(report), _starts(report)
    yield "Summary", ("figure", "value"), _summary(report, figures)
    yield (
        "By rule",
        ("rule", "found", "severity", "gradebooks", "findings", "places", "gradebooks checked"),
        [(e.name, e.title, e.severity, e.gradebooks, e.tally.total, e.places, e.checked) for e in by_rule(report)],
    )
    yield (
        f"By {kind}",
        (kind, "gradebooks", "clean", "errors", "warnings", "notes", "most often"),
        [(e.name, e.gradebooks, e.clean, e.tally.error, e.tally.warning, e.tally.info, e.commonest) for e in groups],
    )
    yield (
        "By gradebook",
        ("gradebook", "file", "course", "section", "teacher", "school", "students", "errors", "warnings", "notes"),
        [
            (
                _to(starts.get(e.gradebook.id), book_title(e.gradebook)),
                e.gradebook.file, e.gradebook.course, e.gradebook.section,
                e.gradebook.teacher, e.gradebook.school, e.gradebook.students, e.tally.error, e.tally.warning,
                e.tally.info,
            )
            for e in by_gradebook(report)
        ],
    )  # fmt: skip
    yield "Findings", COLUMNS, (row for _, _, row in rows(report))
    yield (
        "Weights",
        ("gradebook", "category", "policy's name", "policy %", "gradebook %", "difference", "known from"),
        [
            (
                book.id, c.name, c.policy_name, c.expected, c.weight,
                None if c.weight is None or c.expected is None else round(c.weight - c.expected, 2), c.weight_source,
            )
            for book in report.gradebooks
            for c in book.categories
        ],
    )  # fmt: skip
    yield (
        "Not checked",
        ("because", "rules", "gradebooks"),
        [(entry.reason, ", ".join(entry.rules), entry.gradebooks) for entry in unchecked(report)],
    )
    yield (
        "Waivers",
        ("status", "rule", "gradebook", "found", "why"),
        [(e.status, e.rule, e.gradebook, e.message, e.note) for e in report.findings if e.status != "new"],
    )
    yield (
        "Broken",
        ("file", "rule", "error"),
        [(entry.file, entry.rule, entry.error) for entry in report.broken],
    )
    yield "About", ("sheet", "what it shows"), _about(report, kind)


def _starts(report: Report) -> dict[str, str]:
    """The cell of the sheet Findings where each gradebook's findings start."""
    starts: dict[str, str] = {}
    row = 0
    for found in report.findings:
        sheet, under = divmod(row, MAX_ROWS)
        name = "Findings" if not sheet else f"Findings {sheet + 1}"
        starts.setdefault(found.gradebook, f"'{name}'!A{under + 2}")
        row += max(1, len(found.places))
    return starts


def _to(cell: str | None, text: str) -> Link | str:
    return Link(text, cell) if cell else text


def _about(report: Report, kind: str) -> list[Row]:
    places = sum(max(1, len(found.places)) for found in report.findings)
    sheets = -(-places // MAX_ROWS) or 1
    rows = [
        ("Summary", "The policy, the day and the figures. Only new findings count by severity."),
        ("By rule", "Each rule that found something, and in how many gradebooks it was applied."),
        (f"By {kind}", "New findings; a gradebook is clean when nothing new was found in it."),
        ("By gradebook", "Every gradebook, the worst first, also the clean ones."),
        ("Findings", "One row a place: a finding with four cells has four rows and one fingerprint."),
        ("Weights", "Each category's weight beside the policy's, in percent."),
        ("Not checked", "What could not be checked, and why: neither a pass nor a finding."),
        ("Waivers", "Findings that the policy waives or that a baseline knows; they don't count."),
        ("Broken", "Files that could not be read, and rules that failed."),
    ]
    if sheets > 1:
        last = f"Findings {sheets}"
        rows.append(("Findings", f"{places:,} rows are more than a sheet holds; they go on up to the sheet {last}."))
    return [*rows, ("Students", people(report))]


def _summary(report: Report, figures: dict[str, Any]) -> list[Row]:
    counts = tally(report.findings)
    return [
        ("policy", policy_name(report)),
        ("policy file", report.run.policy_file),
        ("policy SHA-256", report.run.policy_sha256),
        ("as of", report.run.as_of),
        ("gradeaudit", report.run.version),
        ("students", people(report)),
        ("files", figures["files"]),
        ("gradebooks", figures["gradebooks"]),
        ("gradebooks without a finding", sum(not line.tally.total for line in by_gradebook(report))),
        ("findings", figures["findings"]),
        *((severity, getattr(counts, severity)) for severity in SEVERITIES),
        *((name.replace("_", " "), figures[name]) for name in ("waived", "known", "not_checked", "broken")),
    ]


def _write(book: Any, name: str, head: Row, body: Iterable[Row]) -> None:
    """One sheet with a frozen header and a filter, and further ones when the rows don't fit."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    fills = {severity: PatternFill("solid", fgColor=color) for severity, color in _FILLS.items()}
    bold, shade = Font(bold=True), PatternFill("solid", fgColor=_HEAD)

    def sheet(number: int) -> Any:
        made = book.create_sheet(name if number == 1 else f"{name} {number}")
        made.freeze_panes = "A2"
        made.print_title_rows = "1:1"  # on paper all columns stand on one page, under their titles
        made.page_setup.orientation, made.page_setup.fitToHeight = "landscape", 0
        made.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        for place, title in enumerate(head, 1):
            made.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(title, 18)
        titles = []
        for title in head:
            cell = WriteOnlyCell(made, title)
            cell.font, cell.fill = bold, shade
            cell.alignment = Alignment(horizontal="right" if title in _FIGURES else "left")
            titles.append(cell)
        made.append(titles)
        return made

    def close(made: Any, filled: int) -> None:
        """The filter takes in the rows that are there; a write-only sheet learns it only at its end."""
        made.auto_filter.ref = f"A1:{get_column_letter(len(head))}{filled + 1}"
        if name in _ON_PAPER:
            made.print_area = f"A1:{get_column_letter(_ON_PAPER[name])}{filled + 1}"

    number, filled, here = 1, 0, sheet(1)
    for row in body:
        if filled == MAX_ROWS:
            close(here, filled)
            number, filled = number + 1, 0
            here = sheet(number)
        here.append([_cell(here, value, fills, WriteOnlyCell, f"A{filled + 2}") for value in row])
        filled += 1
    close(here, filled)


def _cell(sheet: Any, value: Any, fills: dict[str, Any], kind: Any, at: str) -> Any:
    """A number as a number; a text as text, whatever it begins with; a severity with its colour beside its word.

    A link stands in its row's first cell, which is ``at``.
    """
    if isinstance(value, Link):
        from openpyxl.worksheet.hyperlink import Hyperlink

        cell = kind(sheet, _safe(value.text))
        cell.data_type = "s"
        cell.hyperlink = Hyperlink(ref=at, location=value.cell)
        return cell
    if not isinstance(value, str):
        return value
    shown = _safe(value)
    if value not in fills and not shown.startswith(("=", "#")):
        return shown  # openpyxl takes only =… for a formula and only #… for an error, and writes plain text faster
    cell = kind(sheet, shown)
    cell.data_type = "s"
    if value in fills:
        cell.fill = fills[value]
    return cell
