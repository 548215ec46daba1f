"""Open edX: the problem grade report, with the points earned and possible of every problem.

Source: edX's instructor_task grades report and its documentation.
"""

from __future__ import annotations

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
from gradeaudit.readers.base import Claim, Reader, partial

_START = ("student id", "email", "username")
_EARNED, _POSSIBLE = " (Earned)", " (Possible)"
_GRADE = ("grade", "final grade")
_OFFERS = frozenset(
    {
        "assignments.title", "assignments.points_possible", "scores.mark", "scores.points", "students.local_id",
        "totals.value",
    }
)  # fmt: skip
_REPORT = "give the grade report too"
_LACKS = {
    "assignments.category": f"edX's problem report doesn't state each problem's assignment type ({_REPORT})",
    "categories.name": f"edX's problem report has no assignment types ({_REPORT})",
    "categories.weight": "edX's problem report carries no weights (they stand in Studio, under Grading)",
    "assignments.due_on": "an edX report has no due dates",
    "assignments.assigned_on": "an edX report has no assigned dates",
    "scores.entered_on": "an edX report doesn't say when a score was entered",
    "scores.missing": "an edX report doesn't mark missing work",
    "scores.late": "an edX report doesn't mark late work",
    "scores.excused": "an edX report doesn't mark excused work",
    "students.name": "an edX report has no names, only usernames",
    "students.sis_id": "an edX report has no student number beside edX's own",
    "totals.letter": "an edX report has no letter grades",
    "rules.points-missing": "problems whose points differ between students have none in common",
    **partial(f"edX's problem report lists problems, which are parts of assignments ({_REPORT})", "naming"),
}


class _Pair(NamedTuple):
    title: str
    earned: int
    possible: int


def detect(export: Export) -> Claim | None:
    """Student ID, Email and Username, and pairs of columns that end in (Earned) and (Possible)."""
    if tuple(map(str.casefold, export.header[:3])) != _START:
        return None
    pairs = _pairs(export.header)
    if not pairs:
        return None
    return Claim(
        "certain",
        (
            "the header begins with Student ID, Email, Username",
            f"problems with a column of points earned and one of points possible: {len(pairs)}",
        ),
    )


def read(exports: list[Export]) -> Iterator[Book]:
    """The one gradebook of a problem grade report, every problem an assignment of it."""
    for export in exports:
        yield _book(export)


def _pairs(header: Sequence[str]) -> list[_Pair]:
    """Neighbouring columns of one problem's points; titles may repeat."""
    return [
        _Pair(name.removesuffix(_EARNED), column, column + 1)
        for column, name in enumerate(header[:-1])
        if name.endswith(_EARNED) and header[column + 1] == name.removesuffix(_EARNED) + _POSSIBLE
    ]


def _book(export: Export) -> Book:
    rows = export.rows
    header = export.header
    pairs = _pairs(header)
    numbers = grid.people(rows, 1)
    if not numbers:
        raise Problem("the edX report has no students", export.file, "make the report again")
    lines = grid.lines(rows, numbers, len(header))
    dialect = Dialect(tokens=(("not attempted", "blank"), ("not available", "not_assigned")))
    grade = next((column for column, name in enumerate(header) if name.casefold() in _GRADE), None)
    return Book(
        about=about(export, "edx_problems"),
        sources=(Source(export.file, export.tables[0].sheet),),
        offers=_OFFERS - ({"totals.value"} if grade is None else set()),
        lacks=_LACKS,
        dialect=dialect,
        assignments={
            "title": [pair.title for pair in pairs],
            "points_possible": [_possible(lines, pair.possible, dialect) for pair in pairs],
            "place": [places.pack(1, pair.earned + 1) for pair in pairs],
        },
        students={
            "local_id": grid.column(lines, 0),
            "name": grid.column(lines, 2),
            "place": grid.first_cells(numbers),
        },
        scores=grid.cells(lines, numbers, [pair.earned for pair in pairs]),
        totals=_totals(lines, numbers, grade, dialect),
    )


def _possible(lines: Rows, column: int, dialect: Dialect) -> float:
    """A problem's points when they are the same for all students to whom it is available; else NaN."""
    found = set(map(dialect.number, set(grid.texts(lines, column))))
    known = {points for points in found if points == points}
    return known.pop() if len(known) == 1 else np.nan


def _totals(lines: Rows, numbers: Sequence[int], grade: int | None, dialect: Dialect) -> dict[str, Any]:
    """The course's grade, in percent."""
    return totals(lines, numbers, *([], []) if grade is None else ([grade], [-1]), dialect)


READER = Reader(
    name="edx_problems",
    system="Open edX",
    title="Problem grade report (CSV)",
    sure="likely: columns as edX's report and documentation describe them",
    detect=detect,
    read=read,
    offers=_OFFERS,
    lacks=_LACKS,
)
