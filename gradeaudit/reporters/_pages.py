"""What the HTML report draws, worked out from a report before the template writes it: pages, strips and the grid."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from gradeaudit.errors import visible
from gradeaudit.findings import SEVERITIES, Change, Finding, Gradebook, PolicyRef, Report
from gradeaudit.places import cell_name, column_name
from gradeaudit.summary import AGREEMENT, BookLine, Tally, Task, WeightLine, by_worst, group_of, shown, tasks
from gradeaudit.wording import SEVERITY_NOUNS, book_title, counted, where

GRID_CELLS = 1500
"""The most marked cells that a picture of a gradebook draws."""


@dataclass(frozen=True)
class Weight:
    """A category's weight in percent beside the policy's."""

    name: str
    weight: float | None
    expected: float | None

    @property
    def differs(self) -> bool:
        """Whether both are known and apart by more than half a point."""
        return self.weight is not None and self.expected is not None and abs(self.weight - self.expected) > AGREEMENT


@dataclass(frozen=True)
class BookPage:
    """One gradebook with what is to be done in it, by severity."""

    gradebook: Gradebook
    tally: Tally
    groups: tuple[tuple[str, tuple[Task, ...]], ...]
    weighed: tuple[Weight, ...]
    recovered: bool


@dataclass(frozen=True)
class Dot:
    """A weight that some gradebooks use; ``radius`` in the strip's units grows with their number."""

    weight: float
    count: int
    radius: float
    agrees: bool


@dataclass(frozen=True)
class Strip:
    """A category's weights in all gradebooks on one line from 0 to 100 percent."""

    name: str
    expected: float
    dots: tuple[Dot, ...]
    low: float
    high: float
    agreeing: int
    count: int


@dataclass(frozen=True)
class Cell:
    """A marked cell of the picture, in its units."""

    x: float
    y: float
    severity: str
    text: str


@dataclass(frozen=True)
class Grid:
    """A picture of a gradebook as its spreadsheet lies on the table, with the cells of the findings marked."""

    width: float
    height: float
    left: float
    top: float
    cell_width: float
    cell_height: float
    lines_x: tuple[float, ...]
    lines_y: tuple[float, ...]
    letters: tuple[tuple[float, str], ...]
    numbers: tuple[tuple[float, str], ...]
    cells: tuple[Cell, ...]
    label: str
    sheet: str


def book_page(report: Report, line: BookLine, visible_findings: Sequence[Finding]) -> BookPage:
    """A gradebook's page with the findings that the report shows of it."""
    todo = tasks(report, visible_findings)
    groups = tuple((severity, tuple(task for task in todo if task.severity == severity)) for severity in SEVERITIES)
    weighed = tuple(
        Weight(entry.name, entry.weight, entry.expected)
        for entry in line.gradebook.categories
        if entry.weight is not None or entry.expected is not None
    )
    recovered = any(entry.weight_source == "recovered" for entry in line.gradebook.categories)
    return BookPage(line.gradebook, line.tally, tuple(group for group in groups if group[1]), weighed, recovered)


def strip(line: WeightLine) -> Strip:
    """A category's weights as dots: their area grows with the number of gradebooks, up to half the line's height."""
    counts = sorted(Counter(line.actual).items())
    most = max(count for _, count in counts)
    dots = tuple(
        Dot(weight, count, 5.0 + 5.0 * sqrt((count - 1) / max(1, most - 1)), abs(weight - line.expected) <= AGREEMENT)
        for weight, count in counts
    )
    low, high = line.actual[0], line.actual[-1]
    return Strip(line.name, line.expected, dots, low, high, line.agreeing, len(line.actual))


def grid(page: BookPage) -> Grid | None:
    """The picture for the sheet with the most marked cells; None where no finding has a cell."""
    marked: dict[tuple[str, str], dict[tuple[int, int], tuple[str, str]]] = {}
    for _, todo in reversed(page.groups):
        for task in todo:
            for found in task.findings:
                for place in found.places:
                    if place.row and place.column:
                        sheet = marked.setdefault((place.file, place.sheet), {})
                        sheet[place.row, place.column] = (task.severity, found.message)
    if not marked:
        return None
    (file, name), sheet = max(marked.items(), key=lambda item: (len(item[1]), item[0]))
    rows = max(page.gradebook.students + 1, *(row for row, _ in sheet))
    columns = max(page.gradebook.assignments + 1, *(column for _, column in sheet))
    left, top, wide, high = 34.0, 18.0, max(7.0, min(26.0, 1000 / columns)), max(5.0, min(13.0, 330 / rows))
    every_column, every_row = _step(columns, int(22 / wide) + 1), _step(rows, int(13 / high) + 1)
    shown_cells = sorted(sheet.items())[:GRID_CELLS]
    cells = tuple(
        Cell(left + (column - 1) * wide, top + (row - 1) * high, severity, f"{cell_name(row, column)}: {message}")
        for (row, column), (severity, message) in shown_cells
    )
    several = f" ({len(shown_cells):,} drawn)" if len(shown_cells) < len(sheet) else ""
    return Grid(
        width=left + columns * wide,
        height=top + rows * high,
        left=left,
        top=top,
        cell_width=wide,
        cell_height=high,
        lines_x=tuple(left + column * wide for column in range(columns + 1)),
        lines_y=tuple(top + row * high for row in range(rows + 1)),
        letters=tuple((left + (c - 0.5) * wide, column_name(c)) for c in range(1, columns + 1, every_column)),
        numbers=tuple((top + r * high - high / 2 + 3.5, str(r)) for r in range(1, rows + 1, every_row)),
        cells=cells,
        label=f"{counted(len(sheet), 'cell')} with findings{several}.",
        sheet="!".join(text for text in (file, name) if text),
    )


def _step(count: int, least: int) -> int:
    """Every how many columns or rows a label stands: 1, 2, 5, 10, … but at least ``least``."""
    return next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, count + 1) if step >= least or step > count)


def anchor(gradebook: str) -> str:
    """The gradebook's place on the page, the same in each run: ``book-`` and a hash of its id."""
    return "book-" + hashlib.sha256(gradebook.encode("utf-8", "replace")).hexdigest()[:12]


def references(task: Task) -> tuple[PolicyRef, ...]:
    """The policy's lines that the findings of a task rest on, each once."""
    return tuple(dict.fromkeys(found.policy_ref for found in task.findings if found.policy_ref))


def tally_words(counts: Tally) -> str:
    """``3 errors, 1 note``; ``no findings`` when there are none."""
    numbers = zip(SEVERITIES, (counts.error, counts.warning, counts.info))
    return ", ".join(counted(count, SEVERITY_NOUNS[name]) for name, count in numbers if count) or "no findings"


def changed(change: Change) -> str:
    """What changed since the run before, in a sentence."""
    if change.since is None:
        return "This is the first run in its history."
    return (
        f"Since {change.since}: {change.appeared:,} new, {change.fixed:,} fixed, {change.persisting:,} still there,"
        f" {change.reopened:,} back again."
    )


def headline(report: Report) -> str:
    """The whole report in a sentence or two."""
    worst, books = by_worst(report), len(report.gradebooks)
    if worst["clean"] == books:
        return f"Nothing was found in {counted(books, 'gradebook')}, as far as they could be checked."
    verb = "is" if worst["clean"] == 1 else "are"
    errors = f"{counted(worst['error'], 'gradebook')} {'has' if worst['error'] == 1 else 'have'} errors to fix"
    return f"{worst['clean']:,} of {counted(books, 'gradebook')} {verb} without a finding; {errors}."


def table_json(
    report: Report, rules: Sequence[str], groups: Sequence[str], kind: str, books: Sequence[BookLine]
) -> str:
    """The findings and gradebooks for the page's tables, as JSON that is safe inside a script element.

    A finding that concerns no gradebook has -1 for the number of its gradebook.
    """
    titles = {entry.name: entry.title for entry in report.rules}
    rule_numbers = {name: number for number, name in enumerate(rules)}
    group_numbers = {name: number for number, name in enumerate(groups)}
    book_numbers = {line.gradebook.id: number for number, line in enumerate(books)}
    fixes: dict[str, int] = {}
    findings = [
        [
            SEVERITIES.index(found.severity),
            rule_numbers[found.rule],
            book_numbers.get(found.gradebook, -1),
            visible(found.message, 2000),
            visible(where(found, 6), 500),
            fixes.setdefault(found.fix, len(fixes)),
        ]
        for found in shown(report)
    ]
    value: dict[str, Any] = {
        "kind": kind.capitalize(),
        "rules": [[name, titles.get(name, name)] for name in rules],
        "groups": [visible(name, 300) for name in groups],
        "fixes": list(fixes),
        "books": [_book(line, group_numbers[group_of(line.gradebook, kind)]) for line in books],
        "findings": findings,
    }
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _book(line: BookLine, group: int) -> list[str | int]:
    book = line.gradebook
    size = f"{counted(book.students, 'student')}, {counted(book.assignments, 'assignment')} · {book.format} export"
    texts = [visible(text, 300) for text in (book_title(book), book.teacher or "")]
    counts = [line.tally.error, line.tally.warning, line.tally.info]
    return [anchor(book.id), *texts, group, *counts, visible(book.id, 300), size]
