"""Google Classroom: all grades of a class as CSV, known by its rows in any language, or the grades of one assignment.

Source: real class files in English and Ukrainian, programs that read both kinds, and Google's documentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from gradeaudit import places
from gradeaudit.errors import Problem
from gradeaudit.export import Export, Rows
from gradeaudit.gradebook import TOTAL_KINDS, Book, Source
from gradeaudit.marks import settle
from gradeaudit.readers import _grid as grid
from gradeaudit.readers._dates import dates, readable, slash_order
from gradeaudit.readers.base import Claim, Reader, partial

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?", re.ASCII)
_COPY = re.compile(r"(?: \(\d+\))?\.\w+\Z")
_ONE = ("Last Name", "First Name", "Email Address", "Grade", "Assignment State", "Comments")
_OFFERS = frozenset({"assignments.title", "scores.mark", "scores.points", "students.local_id", "students.name"})
_LACKS = {
    "categories.name": "Google Classroom's CSV has no grade categories",
    "categories.weight": "Google Classroom's CSV has no weights",
    "categories.drop_lowest": "Google Classroom has no drop rules",
    "assignments.category": "Google Classroom's CSV has no grade categories",
    "assignments.due_on": "the dates of this Google Classroom file are blank or not written in a way known here"
    " (set the account's language to English and download it again)",
    "assignments.assigned_on": "Google Classroom's CSV has no assigned dates",
    "assignments.points_possible": "this Google Classroom file of one assignment has no points possible"
    " (download all grades of the class)",
    "scores.excused": "Google Classroom's CSV shows excused work as a blank",
    "scores.missing": "Google Classroom's CSV doesn't mark missing work",
    "scores.late": "Google Classroom's CSV doesn't mark late work",
    "scores.entered_on": "Google Classroom's CSV doesn't say when a score was entered",
    "totals.value": "Google Classroom's CSV has no totals",
    "totals.letter": "Google Classroom's CSV has no totals",
    "students.sis_id": "Google Classroom's CSV has no student numbers, only email addresses",
}
_ALONE = "this Google Classroom file holds one assignment (download all grades of the class)"


def detect(export: Export) -> Claim | None:
    """A row of dates and a row of points between the header and the students, whatever the words are."""
    rows = export.rows
    if not export.header:
        return None
    if export.header[0].startswith("* Meeting code:"):
        return Claim(
            "certain",
            ("it starts with a meeting code",),
            refusal="attendance at a Google Meet, not a gradebook (in Classroom: Grades, Download all grades as CSV)",
        )
    if export.header in (_ONE, (_ONE[1], _ONE[0], *_ONE[2:])):
        return Claim("certain", ("the six columns of one assignment's grades", "no points possible in it"))
    if not _is_class(rows):
        return None
    evidence = ("a row of dates and a row of points between the header and the students",)
    if (rows[1][0].strip(), rows[2][0].strip()) == ("Date", "Points"):
        return Claim("certain", (*evidence, "those rows are called Date and Points"))
    return Claim("likely", (*evidence, "names are taken by their places: the headers aren't English"))


def read(exports: list[Export]) -> Iterator[Book]:
    """The one gradebook of each file."""
    for export in exports:
        yield _class(export) if _is_class(export.rows) else _one(export)


def _is_class(rows: Rows) -> bool:
    if len(rows) < 3 or grid.cell(rows, 2, 1):  # most files end here
        return False
    if any(len(row) < 4 or not row[0].strip() or row[1].strip() or row[2].strip() for row in rows[1:3]):
        return False
    due, points = ([cell.strip() for cell in row[3:]] for row in rows[1:3])
    given = [cell for cell in points if cell]
    return bool(given) and all(map(_NUMBER.fullmatch, given)) and not all(map(_NUMBER.fullmatch, due))


def _class(export: Export) -> Book:
    rows = export.rows
    header = export.header
    numbers, width = _people(export, 3), len(header)
    lines = grid.lines(rows, numbers, width)
    due, points = (grid.lines(rows, [number], width)[0] for number in (1, 2))
    columns = [
        column for column in range(3, width) if any((header[column], due[column].strip(), points[column].strip()))
    ]
    percent = [column for column in columns if _is_total(lines, column, due[column] + points[column])]
    items = [column for column in columns if column not in percent]
    dialect = settle([*grid.block(lines, columns).distinct(), *points[3:]], export.delimiter)
    days = [due[column].strip() for column in items]
    order = slash_order(days)
    offers = set(_OFFERS) | {"assignments.points_possible"}
    if readable(days, order):
        offers.add("assignments.due_on")
    if percent:
        offers.add("totals.value")
    most = [dialect.number(points[column].strip()) for column in items]
    return Book(
        about=_about(export),
        sources=(Source(export.file, export.tables[0].sheet),),
        offers=frozenset(offers),
        lacks=_LACKS,
        dialect=dialect,
        assignments={
            "title": [rows[0][column] for column in items],
            "points_possible": most,
            "counts": [value == value for value in most],  # an item without points is ungraded in Classroom
            "due_on": dates(days, order),
            "place": [places.pack(1, column + 1) for column in items],
        },
        students=_students(lines, numbers, header),
        scores=grid.cells(lines, numbers, items),
        totals=grid.cells(lines, numbers, percent, kind=[TOTAL_KINDS.index("current")] * len(percent)),
    )


def _one(export: Export) -> Book:
    header = export.header
    numbers = _people(export, 1)
    lines = grid.lines(export.rows, numbers, len(header))
    scores = grid.cells(lines, numbers, [3])
    return Book(
        about=_about(export) | {"course": ""},
        sources=(Source(export.file, export.tables[0].sheet),),
        offers=_OFFERS,
        lacks=_LACKS | partial(_ALONE),
        dialect=settle(scores["text"], export.delimiter),
        assignments={"title": [_named(export)], "place": [places.pack(1, 4)]},
        students=_students(lines, numbers, header),
        scores=scores,
    )


def _people(export: Export, after: int) -> list[int]:
    numbers = grid.people(export.rows, after)
    if not numbers:
        raise Problem("the Google Classroom file has no students", export.file, "download it again with students")
    return numbers


def _is_total(lines: Rows, column: int, above: str) -> bool:
    """A column without date and points whose cells are all percents is a total."""
    if above.strip():
        return False
    cells = set(grid.column(lines, column)) - {""}
    return bool(cells) and all(cell.endswith("%") for cell in cells)


def _students(lines: Rows, numbers: list[int], header: Sequence[str]) -> dict[str, Any]:
    """Names by their English headers where there are any, else by their places: last, first, address."""
    first = header.index("First Name") if "First Name" in header[:3] else 1
    last = next((header.index(word) for word in ("Last Name", "Surname") if word in header[:3]), 0)
    return {
        "name": grid.full_names(grid.column(lines, last), grid.column(lines, first)),
        "local_id": grid.column(lines, 2),
        "place": grid.first_cells(numbers),
    }


def _named(export: Export) -> str:
    """The class or assignment that the file is named after: Classroom writes blanks as underscores."""
    return _COPY.sub("", export.name).replace("_", " ").strip()


def _about(export: Export) -> dict[str, Any]:
    return {
        "file": export.file,
        "format": "google_classroom",
        "identity": f"google_classroom:{_named(export)}",
        "course": _named(export),
    }


READER = Reader(
    name="google_classroom",
    system="Google Classroom",
    title="All grades of a class as CSV, in any language; one assignment's grades",
    sure="certain for a class, from a real file; likely for one assignment, from a program that reads it",
    detect=detect,
    read=read,
    offers=_OFFERS | {"assignments.due_on", "assignments.points_possible", "totals.value"},
    lacks=_LACKS,
)
