"""Canvas: the gradebook that a teacher exports as CSV, one row a student, one column an assignment.

Source: Canvas's gradebook_exporter.rb, gradebook_importer.rb and grade_calculator.rb, and real exports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import Any

import numpy as np

from gradeaudit import places
from gradeaudit.errors import Problem
from gradeaudit.export import Export, Rows
from gradeaudit.gradebook import Array, Book, Source
from gradeaudit.marks import Dialect, settle
from gradeaudit.readers import _grid as grid
from gradeaudit.readers._canvas_groups import claim, courses
from gradeaudit.readers._canvas_join import joined
from gradeaudit.readers._canvas_layout import Layout, count_ids, has_words, layout, roles
from gradeaudit.readers._canvas_totals import OVERRIDE
from gradeaudit.readers.base import Claim, Reader

_IDENTITY = ("LastName", "FirstName", "ID", "SIS User ID", "SIS Login ID", "Section")
_FILE = re.compile(r"(?P<time>\d{4}-\d\d-\d\dT\d{4})_Grades-(?P<code>.+?)(?: \(\d+\))?\.(?:csv|xlsx)", re.IGNORECASE)
_HEX40 = re.compile(r"[0-9a-f]{40}")
_TOKENS = (("ex", "excused"), ("n/a", "not_assigned"), ("-", "blank"))

_OFFERS = frozenset(
    {
        "assignments.title", "assignments.points_possible", "assignments.hidden", "students.local_id",
        "students.name", "students.section", "scores.mark", "scores.points", "scores.excused",
    }
)  # fmt: skip
_LACKS = {
    "categories.name": "this Canvas export has no totals, and only they name the assignment groups"
    " (export with a grading period chosen, or turn on totals for all periods)",
    "categories.weight": "a Canvas export carries no weights (put the course's assignment groups beside it)",
    "categories.drop_lowest": "a Canvas export carries no drop rules (put the course's assignment groups beside it)",
    "assignments.category": "a Canvas export doesn't say which assignment belongs to which group"
    " (put the course's assignment groups beside it)",
    "assignments.due_on": "a Canvas export has no due dates (put the course's assignment groups beside it)",
    "assignments.assigned_on": "a Canvas export has no assigned dates",
    "scores.entered_on": "a Canvas export doesn't say when a score was entered",
    "scores.missing": "a Canvas export doesn't mark missing work",
    "scores.late": "a Canvas export doesn't mark late work",
    "totals.value": "this Canvas export has no totals (export with a grading period chosen, or turn on totals for all"
    " periods)",
    "totals.letter": "this Canvas export has no letter grades (the course has no grading scheme)",
    "students.sis_id": "this Canvas export has no SIS User ID (its exporter may not see SIS ids)",
}


def detect(export: Export) -> Claim | None:
    """Student, ID and Section in the header and a row of points possible; ids and read-only totals make it certain."""
    if not export.tables:
        return claim(export)
    rows, header = export.rows, export.header
    if not _is_header(header):
        return None
    below = (rows[number] for number in range(1, len(rows)))  # the first of them, mostly
    points = next((row for row in below if row and row[0].strip() == "Points Possible"), None)
    if points is None:
        return Claim(
            "likely",
            ("the header has Student, ID and Section", "no row of points possible"),
            refusal="a list of Canvas students without a row of points possible, not a gradebook export"
            " (in Canvas: Grades, Export, Export entire gradebook)",
        )
    evidence = ["the header has Student, ID and Section", "a row of points possible"]
    section = header.index("Section")
    ids = count_ids(rows[0][section + 1 :])
    fixed = has_words(points[section + 1 :])
    if ids:
        evidence.append(f"{ids} columns end in a Canvas id" if ids > 1 else "1 column ends in a Canvas id")
    if fixed:
        evidence.append("totals that Canvas marks as read-only")
    if ids and fixed:
        return Claim("certain", tuple(evidence))
    if ids:
        evidence.append("no totals: Canvas leaves them out when no grading period is chosen, other tools always do")
        return Claim("likely", tuple(evidence))
    evidence.append("a Canvas-format import file, not an export: no column carries a Canvas id")
    return Claim("possible", tuple(evidence))


def read(exports: list[Export]) -> Iterator[Book]:
    """The one gradebook of a Canvas export; several sections of a course are one gradebook."""
    companions = courses(tuple(export for export in exports if not export.tables))
    for export in exports:
        if export.tables:
            yield joined(_book(export), companions)


def _is_header(header: Sequence[str]) -> bool:
    named = header[:2] == ("Student", "ID") or header[:3] == ("LastName", "FirstName", "ID")
    return named and "Section" in header[:9]


def _book(export: Export) -> Book:
    rows, header = export.rows, export.header
    if not _is_header(header):
        raise Problem("a Canvas export begins with Student, ID and Section", export.file, "use --as generic")
    after, width = header.index("Section") + 1, len(header)
    leads = grid.leads(rows)
    points, hidden, people = roles(rows, leads)
    if not people:
        raise Problem("the Canvas export has no students", export.file, "export it again with students enrolled")
    lines, printed = grid.lines(rows, people, width), rows[points] + [""] * (width - len(rows[points]))
    cells = grid.Cells.of(lines, after, width)
    dialect = _dialect(header, printed, cells, export.delimiter)
    columns = layout(header, printed, dialect)
    column = {name: header.index(name) for name in _IDENTITY if name in header[:after]}
    below = np.array(people, np.int64)
    scores = np.array(columns.assignments, np.int64)
    students = _students(lines, [leads[number] for number in people], column, below)
    return Book(
        about=_about(export, students, columns),
        sources=(Source(export.file, export.tables[0].sheet),),
        offers=_offers(columns, column),
        lacks=_LACKS,
        dialect=dialect,
        categories={
            "name": [name for name, _ in columns.groups],
            "place": [places.pack(1, position + 1) for _, position in columns.groups],
        },
        assignments=_assignments([rows[number] for number in hidden], columns, scores),
        students=students,
        scores=grid.crossings(cells.at(scores), below, scores),
        totals=_totals(cells, below, columns),
    )


def _dialect(header: Sequence[str], printed: Sequence[str], cells: grid.Cells, delimiter: str) -> Dialect:
    """The file's decimal mark, settled once from all its cells; override scores always have a point."""
    end = len(header)
    if "\nOverride " in "\n".join(header):  # hardly any file has some
        end = next((c for c in range(cells.first, end) if header[c].startswith("Override ")), end)
    return settle(cells.texts[:, : end - cells.first], delimiter, _TOKENS, printed[cells.first : end])


def _students(lines: Rows, leads: list[str], column: dict[str, int], people: Array) -> dict[str, Any]:
    def texts(name: str) -> list[str]:
        return grid.texts(lines, column[name]) if name in column else [""] * len(lines)

    names = leads
    if "LastName" in column:
        names = [f"{last}, {first}" for last, first in zip(leads, texts("FirstName"))]
    together = "\n".join(names)
    if '="=' in together:
        names = [name[2:-1] if name.startswith('="=') and name.endswith('"') else name for name in names]
    sis = list(map(str.strip, texts("SIS User ID")))
    told: dict[str, Any] = {
        "name": names,
        "local_id": list(map(str.strip, texts("ID"))),
        "sis_id": sis,
        "section": list(map(str.strip, texts("Section"))),
        "place": places.pack(people + 1, 1),
    }
    if "Student, Test" in together:
        told["is_test_student"] = [
            name.strip() == "Student, Test" and not sis_id and (not login or bool(_HEX40.fullmatch(login)))
            for name, sis_id, login in zip(names, sis, texts("SIS Login ID"))
        ]
    return told


def _assignments(hidden_rows: Rows, columns: Layout, at: Array) -> dict[str, Any]:
    hidden = {column for row in hidden_rows for column, cell in enumerate(row) if cell.strip()}
    told: dict[str, Any] = {
        "title": columns.titles,
        "key": columns.keys,
        "points_possible": columns.points,
        "place": places.pack(1, at + 1),
    }
    if hidden:
        told["hidden"] = [column in hidden for column in at.tolist()]
    if columns.told.term:
        told["term"] = [columns.told.term] * len(at)
    return told


def _worth_reading(cells: grid.Cells, columns: Layout) -> list[int]:
    """The totals without an override's status, and without unposted ones that repeat the posted ones cell by cell."""
    numbers = np.ascontiguousarray(cells.at(columns.totals).numbers.T)
    shown = [column.tobytes() for column in numbers]
    repeated = {unposted for unposted, posted in columns.told.twins if shown[unposted] == shown[posted]}
    totals = columns.told.totals
    return [number for number, total in enumerate(totals) if total.what != "Status" and number not in repeated]


def _totals(cells: grid.Cells, people: Array, columns: Layout) -> dict[str, Any]:
    worth = _worth_reading(cells, columns)
    at, totals = [columns.totals[number] for number in worth], [columns.told.totals[number] for number in worth]
    told = grid.crossings(
        cells.at(at),
        people,
        at,
        category=[total.group for total in totals],
        kind=[total.kind for total in totals],
    )
    override = [number for number, total in enumerate(totals) if total.kind == OVERRIDE]
    if override:
        plain = Dialect()
        told["value"] = [
            plain.number(text) if number in override and total.what == "Score" else np.nan
            for (number, total), text in zip(cycle(enumerate(totals)), told["text"])
        ]
    if columns.told.term:
        told["period"] = [total.period for total in totals] * len(people)
    return told


def _about(export: Export, students: dict[str, Any], columns: Layout) -> dict[str, Any]:
    named = _FILE.fullmatch(export.name)
    texts = students["section"]
    sections = set(filter(None, texts))
    section = min(sections, key=lambda name: (-texts.count(name), name), default="")
    code = named["code"] if named else ""
    about: dict[str, Any] = {
        "file": export.file,
        "format": "canvas",
        "course_code": code,
        "section": " and ".join(sorted(sections)) if len(sections) <= 3 else f"{len(sections)} sections",
        "identity": f"canvas:{section or code or export.name.rpartition('.')[0]}",
        "term": columns.told.term,
        "method": columns.method,
    }
    if named:
        about["exported_at"] = _minute(named["time"])
    return about


def _minute(text: str) -> np.datetime64:
    try:
        return np.datetime64(f"{text[:10]}T{text[11:13]}:{text[13:15]}", "s")
    except ValueError:
        return np.datetime64("NaT", "s")


def _offers(columns: Layout, column: dict[str, int]) -> frozenset[str]:
    offers = set(_OFFERS)
    if columns.groups:
        offers.add("categories.name")
    if "Score" in columns.told.whats:
        offers.add("totals.value")
    if "Grade" in columns.told.whats:
        offers.add("totals.letter")
    if "SIS User ID" in column:
        offers.add("students.sis_id")
    return frozenset(offers)


READER = Reader(
    name="canvas",
    system="Canvas",
    title="Gradebook export (CSV); beside it the course's assignment groups (JSON, XML, .imscc)",
    sure="certain: read in Canvas's own exporter and seen in real files",
    detect=detect,
    read=read,
    offers=_OFFERS
    | {
        "assignments.category", "assignments.due_on", "categories.drop_lowest", "categories.name", "categories.weight",
        "students.sis_id", "totals.letter", "totals.value",
    },
    lacks=_LACKS,
)  # fmt: skip
