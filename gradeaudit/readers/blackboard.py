"""Blackboard Learn: the grade centre that a teacher downloads, tab-separated text called .xls or a CSV.

Source: Blackboard's help pages, and headers and cells of real downloads.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import numpy as np

from gradeaudit import places
from gradeaudit.errors import Problem
from gradeaudit.export import Export, Rows
from gradeaudit.gradebook import TOTAL_KINDS, Book, Source
from gradeaudit.marks import PLAIN, Dialect, Mark, settle
from gradeaudit.readers import _grid as grid
from gradeaudit.readers.base import Claim, Reader, partial

_COLUMN = re.compile(
    r"(?P<title>.*?)\s*\[(?P<label>[^\[\]:]{1,40}):\s*(?P<upto>[^\d\]]+?\s+)?(?P<points>[\d.,]+)"
    r"(?:\s+(?P<display>[^\]]+?))?\](?:\s*\|\s*(?P<id>\d+))?",
    re.DOTALL,
)
_FILE = re.compile(
    r"(?:.*?[^A-Za-z])?gc_(?P<course>.+)_(?P<part>fullgc|columns?)_(?P<time>\d{4}(?:-\d\d){5})(?: ?\(\d+\))?"
    r"\.(?:csv|xls)",
    re.IGNORECASE,
)
_WAITING = re.compile(r"(?:Needs Grading|In Progress)\s*(?:\(\s*(?P<number>[\d.,]+)\s*\))?", re.IGNORECASE)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_PERSON = {
    "last name": "last", "apellidos": "last",
    "first name": "first", "nombre": "first",
    "username": "user", "nombre de usuario": "user",
    "student id": "number",
    "child course id": "section",
    "last access": "", "availability": "",
}  # fmt: skip
_TOTALS = {
    "total": "final", "weighted total": "final", "overall grade": "final",
    "running total": "current", "running weighted total": "current",
}  # fmt: skip
_TOKENS = (("complete", "scored"), ("incomplete", "scored"), ("-", "blank"))
_OFFERS = frozenset(
    {
        "assignments.title", "assignments.points_possible", "scores.mark", "scores.points", "students.name",
        "students.local_id",
    }
)  # fmt: skip
_LACKS = {
    "categories.name": "a Blackboard download has no categories (Blackboard can't download them)",
    "categories.weight": "a Blackboard download has no weights (Blackboard can't download them)",
    "categories.drop_lowest": "a Blackboard download has no drop rules (Blackboard can't download them)",
    "assignments.category": "a Blackboard download has no categories (Blackboard can't download them)",
    "assignments.due_on": "a Blackboard download has no due dates",
    "assignments.assigned_on": "a Blackboard download has no assigned dates",
    "scores.entered_on": "a Blackboard download doesn't say when a score was entered",
    "scores.missing": "a Blackboard download doesn't mark missing work",
    "scores.late": "a Blackboard download doesn't mark late work",
    "scores.excused": "a Blackboard download shows exempt work as blank",
    "students.sis_id": "this Blackboard download has no Student ID (choose the full grade centre when downloading)",
    "totals.value": "this Blackboard download has no total (choose the full grade centre when downloading)",
    "totals.letter": "this Blackboard download shows no total as a letter",
}
_SHOWN = "Blackboard shows columns of this download as percentages or letters, whatever was typed"
_PART = "this Blackboard download holds only some columns (choose the full grade centre when downloading)"


class _Column(NamedTuple):
    column: int
    title: str
    id: str
    points: float
    display: str
    calculated: bool


def detect(export: Export) -> Claim | None:
    """Titles that carry their points in Blackboard's bracket; names and usernames alone are a roster."""
    header = export.header
    if not header or ("]" not in export.top and header[0].casefold() not in _PERSON):
        return None
    person, found = _person(export.rows[0]), _columns(export.rows[0])
    if found:
        evidence = [f"titles that carry their points as Blackboard writes them, [Total Pts: …]: {len(found)}"]
        if {"last", "first", "user"} <= set(person):
            evidence.append("the header has last name, first name and username")
        if export.encoding.startswith("utf-16"):
            evidence.append("tab-separated text in UTF-16, as Blackboard's .xls is")
        notes = sum(column.display == "text" for column in found)
        if notes:
            evidence.append(f"columns of text, left out: {notes}")
        return Claim("certain" if len(evidence) > 1 else "likely", tuple(evidence))
    if {"last", "first", "user"} <= set(person) and {"availability", "last access"} & set(_folded(export.rows[0])):
        return Claim(
            "likely",
            ("the header has last name, first name and username", "no column carries points"),
            refusal="a Blackboard list of students without any grade column (in Blackboard: Grade Center, Work Offline,"
            " Download, Full Grade Center)",
        )
    return None


def read(exports: list[Export]) -> Iterator[Book]:
    """The one gradebook of a download."""
    for export in exports:
        yield _book(export)


def _folded(header: Sequence[str]) -> list[str]:
    return [" ".join(cell.casefold().split()) for cell in header]


def _person(header: Sequence[str]) -> dict[str, int]:
    return {_PERSON[name]: column for column, name in enumerate(_folded(header)) if _PERSON.get(name)}


def _columns(header: Sequence[str]) -> list[_Column]:
    """The grade columns; in other languages the bracket is known by the number of the column after it."""
    found = []
    for number, cell in enumerate(header):
        match = _COLUMN.fullmatch(cell.strip())
        if not match or (match["label"].casefold() != "total pts" and not match["id"]):
            continue
        title = match["title"].strip()
        name = title.casefold()
        old = not match["id"] and not match["display"]
        found.append(
            _Column(
                number,
                title,
                match["id"] or "",
                _points(match["points"]),
                (match["display"] or "").casefold(),
                bool(match["upto"]) or name in _TOTALS or (old and name.endswith(" average")),
            )
        )
    return found


def _points(text: str) -> float:
    """Points in a header: a comma before three digits parts thousands, any other is a decimal mark."""
    return PLAIN.number(text.replace(",", "") if _THOUSANDS.fullmatch(text) else text.replace(",", "."))


def _book(export: Export) -> Book:
    rows = export.rows
    numbers = grid.people(rows, 1)
    if not numbers:
        raise Problem("the Blackboard download has no students", export.file, "download the full grade centre")
    lines = grid.lines(rows, numbers, len(rows[0]))
    person, found = _person(rows[0]), _columns(rows[0])
    tasks = [column for column in found if not column.calculated and column.display != "text"]
    totals = [column for column in found if column.calculated]
    scores = grid.cells(lines, numbers, [task.column for task in tasks])
    texts = grid.block(lines, [column.column for column in found]).distinct()
    dialect = settle(texts, export.delimiter, _TOKENS)
    dialect = Dialect(
        dialect.decimal, dialect.thousands, _TOKENS, _with_point if dialect.decimal == "." else _with_comma
    )
    offers = set(_OFFERS)
    offers |= {"students.sis_id"} if "number" in person else set()
    offers |= {"students.section"} if "section" in person else set()
    offers |= {"totals.value"} if totals else set()
    offers |= {"totals.letter"} if any("letter" in total.display for total in totals) else set()
    named = _FILE.fullmatch(export.name)
    part = bool(named and named["part"].casefold() != "fullgc") or "grading notes" in _folded(rows[0])
    students = _students(lines, numbers, person)
    return Book(
        about=_about(export, students, named),
        sources=(Source(export.file, export.tables[0].sheet),),
        offers=frozenset(offers),
        lacks=_lacks(tasks, part),
        dialect=dialect,
        assignments={
            "title": [task.title for task in tasks],
            "key": [task.id for task in tasks],
            "points_possible": [task.points for task in tasks],
            "place": [places.pack(1, task.column + 1) for task in tasks],
        },
        students=students,
        scores=scores,
        totals=_totals(lines, numbers, totals),
    )


def _lacks(tasks: Sequence[_Column], part: bool) -> dict[str, str]:
    shown = any(task.display not in ("", "score", "complete/incomplete") for task in tasks)
    return {**_LACKS, **({"rules.mark-format": _SHOWN} if shown else {}), **(partial(_PART) if part else {})}


def _waiting(text: str, dialect: Dialect) -> Mark | None:
    """A newer attempt waits; the grade of an earlier one stands in brackets."""
    match = _WAITING.fullmatch(text)
    return Mark("code", dialect.number(match["number"] or ""), "waiting") if match else None


def _with_point(text: str) -> Mark | None:
    return _waiting(text, Dialect(".", ","))


def _with_comma(text: str) -> Mark | None:
    return _waiting(text, Dialect(",", "."))


def _students(lines: Rows, numbers: Sequence[int], person: dict[str, int]) -> dict[str, Any]:
    last, first = grid.column(lines, person.get("last")), grid.column(lines, person.get("first"))
    users = grid.column(lines, person.get("user"))
    return {
        "name": grid.full_names(last, first),
        "local_id": users,
        "sis_id": grid.column(lines, person.get("number")),
        "section": grid.column(lines, person.get("section")),
        "is_test_student": [
            name.casefold().endswith("_previewuser") or user.casefold().endswith("_previewuser")
            for name, user in zip(last, users)
        ],
        "place": grid.first_cells(numbers),
    }


def _totals(lines: Rows, numbers: Sequence[int], totals: Sequence[_Column]) -> dict[str, Any]:
    """Calculated columns: the course's totals by their names; others, such as an exam average, as averages."""
    kinds = []
    for total in totals:
        kind = _TOTALS.get(total.title.casefold(), "average")
        points = kind != "average" and total.display in ("score", "")
        kinds.append(TOTAL_KINDS.index(f"{kind}_points" if points else kind))
    return grid.cells(lines, numbers, [total.column for total in totals], kind=kinds)


def _about(export: Export, students: dict[str, Any], named: re.Match[str] | None) -> dict[str, Any]:
    course = named["course"] if named else ""
    sections = Counter(section for section in students["section"] if section)
    about: dict[str, Any] = {
        "file": export.file,
        "format": "blackboard",
        "course_code": course,
        "section": " and ".join(sorted(sections)) if len(sections) <= 3 else f"{len(sections)} sections",
        "identity": f"blackboard:{course or export.name.rpartition('.')[0]}",
    }
    if named:
        day, clock = named["time"][:10], named["time"][11:].replace("-", ":")
        with suppress(ValueError):  # a name may only look like a moment
            about["exported_at"] = np.datetime64(f"{day}T{clock}", "s")
    return about


READER = Reader(
    name="blackboard",
    system="Blackboard Learn",
    title="Grade centre download (tab-separated .xls, CSV)",
    sure="certain of columns and cells: seen in real downloads; other languages likely",
    detect=detect,
    read=read,
    offers=_OFFERS | {"students.sis_id", "students.section", "totals.value", "totals.letter"},
    lacks=_LACKS,
)
