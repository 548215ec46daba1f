"""Open edX: the grade report of a course, with fractions from 0 to 1 and the average of each assignment type.

Source: edX's instructor_task grades report and graders, and its documentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from gradeaudit import places
from gradeaudit.errors import Problem
from gradeaudit.export import Export, Rows
from gradeaudit.gradebook import Book, Source
from gradeaudit.marks import Dialect
from gradeaudit.readers import _grid as grid
from gradeaudit.readers._edx_names import about, totals
from gradeaudit.readers.base import Claim, Reader

_START = ("student id", "email", "username", "grade")
_AFTER = ("cohort name", "team name", "enrollment track", "verification status")
_NUMBERED = re.compile(r" (?P<number>\d+): (?P<title>.+)", re.DOTALL)
_AVERAGE = " (Avg)"
_TOKENS = (("not attempted", "blank"), ("not available", "not_assigned"))
_OFFERS = frozenset(
    {
        "assignments.title", "assignments.category", "categories.name", "scores.mark", "scores.points",
        "students.local_id", "totals.value",
    }
)  # fmt: skip
_LACKS = {
    "assignments.points_possible": "edX's grade report gives fractions from 0 to 1, not points (the problem grade"
    " report gives points)",
    "categories.weight": "edX's grade report carries no weights (they stand in Studio, under Grading)",
    "categories.drop_lowest": "edX's grade report carries no drop rules (they stand in Studio, under Grading)",
    "assignments.due_on": "an edX report has no due dates",
    "assignments.assigned_on": "an edX report has no assigned dates",
    "scores.entered_on": "an edX report doesn't say when a score was entered",
    "scores.missing": "an edX report doesn't mark missing work",
    "scores.late": "an edX report doesn't mark late work",
    "scores.excused": "an edX report doesn't mark excused work",
    "students.name": "an edX report has no names, only usernames",
    "students.sis_id": "an edX report has no student number beside edX's own",
    "totals.letter": "an edX report has no letter grades",
    "rules.too-precise": "edX computes these fractions itself",
}


_ALONE = "edX's grade report doesn't name the only assignment of a type, just the type"


class _Task(NamedTuple):
    column: int
    title: str
    category: int


class _Layout(NamedTuple):
    tasks: list[_Task]
    categories: list[tuple[str, int]]
    averages: list[tuple[int, int]]
    cohort: int | None


def detect(export: Export) -> Claim | None:
    """The first four headers and Enrollment Track, as edX writes them."""
    header = export.header
    if not header or header[0].casefold() != _START[0]:
        return None
    folded = [name.casefold() for name in header]
    if folded == ["student id", "username", "error"]:
        return Claim(
            "certain",
            ("the header is Student ID, Username, Error",),
            refusal="the list of students whose grades edX could not compute, not a gradebook (download the"
            " grade_report file without err in its name)",
        )
    if tuple(folded[:4]) != _START or "enrollment track" not in folded:
        return None
    layout = _layout(header)
    evidence = [
        "the header begins with Student ID, Email, Username, Grade and has Enrollment Track",
        f"assignments named by their type: {len(layout.tasks)}, with averages of types: {len(layout.averages)}",
        "scores are fractions from 0 to 1",
    ]
    return Claim("certain", tuple(evidence))


def read(exports: list[Export]) -> Iterator[Book]:
    """The one gradebook of a grade report."""
    for export in exports:
        yield _book(export)


def _layout(header: Sequence[str]) -> _Layout:
    """Assignments up to an average are of its type; one without an average is its type's only one."""
    folded = [name.casefold() for name in header]
    end = next(
        (n for n, name in enumerate(folded) if n > 3 and (name in _AFTER or name.startswith("experiment group ("))),
        len(header),
    )
    tasks: list[_Task] = []
    categories: list[tuple[str, int]] = []
    averages: list[tuple[int, int]] = []
    waiting: list[int] = []

    def alone(columns: Sequence[int]) -> None:
        for column in columns:
            tasks.append(_Task(column, header[column], len(categories)))
            categories.append((header[column], column))

    for column in range(4, end):
        if not header[column].endswith(_AVERAGE):
            waiting.append(column)
            continue
        kind = header[column].removesuffix(_AVERAGE)
        own = [c for c in waiting if header[c].startswith(kind) and _NUMBERED.fullmatch(header[c][len(kind) :])]
        alone([c for c in waiting if c not in own])
        for c in own:
            match = _NUMBERED.fullmatch(header[c][len(kind) :])
            tasks.append(_Task(c, match["title"] if match else header[c], len(categories)))
        averages.append((column, len(categories)))
        categories.append((kind, column))
        waiting = []
    alone(waiting)
    cohort = folded.index("cohort name") if "cohort name" in folded else None
    return _Layout(tasks, categories, averages, cohort)


def _book(export: Export) -> Book:
    rows = export.rows
    header = export.header
    layout = _layout(header)
    numbers = grid.people(rows, 1)
    if not numbers:
        raise Problem("the edX report has no students", export.file, "make the report again")
    lines = grid.lines(rows, numbers, len(header))
    dialect = Dialect(tokens=_TOKENS)
    offers = _OFFERS | ({"students.section"} if layout.cohort is not None else set())
    return Book(
        about=about(export, "edx"),
        sources=(Source(export.file, export.tables[0].sheet),),
        offers=frozenset(offers),
        lacks=_LACKS if len(layout.averages) == len(layout.categories) else {**_LACKS, "rules.naming": _ALONE},
        dialect=dialect,
        categories={
            "name": [name for name, _ in layout.categories],
            "place": [places.pack(1, column + 1) for _, column in layout.categories],
        },
        assignments={
            "title": [task.title for task in layout.tasks],
            "key": [header[task.column] for task in layout.tasks],
            "category": [task.category for task in layout.tasks],
            "category_source": ["declared"] * len(layout.tasks),
            "points_possible": np.ones(len(layout.tasks)),
            "place": [places.pack(1, task.column + 1) for task in layout.tasks],
        },
        students={
            "local_id": grid.column(lines, 0),
            "name": grid.column(lines, 2),
            "section": grid.column(lines, layout.cohort),
            "place": grid.first_cells(numbers),
        },
        scores=grid.cells(lines, numbers, [task.column for task in layout.tasks]),
        totals=_totals(lines, numbers, layout, dialect),
    )


def _totals(lines: Rows, numbers: Sequence[int], layout: _Layout, dialect: Dialect) -> dict[str, Any]:
    """The course's grade and each type's average, in percent."""
    columns, category = zip((3, -1), *layout.averages)
    return totals(lines, numbers, columns, category, dialect)


READER = Reader(
    name="edx",
    system="Open edX",
    title="Grade report (CSV)",
    sure="certain: read in edX's own report and documentation",
    detect=detect,
    read=read,
    offers=_OFFERS | {"students.section"},
    lacks=_LACKS,
)
