"""PowerSchool: score templates of PowerTeacher Pro, one assignment a file; those of a class are one gradebook.

Source: real templates and PowerTeacher's documentation. PowerTeacher Pro has no known export of a whole class.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from gradeaudit import places
from gradeaudit.export import Export
from gradeaudit.gradebook import Book, Source
from gradeaudit.marks import PLAIN, settle
from gradeaudit.readers import _grid as grid
from gradeaudit.readers._dates import dates, readable, slash_order
from gradeaudit.readers.base import Claim, Reader, partial

_HEADERS = ("Student Num", "Student Number", "Student ID")
_FILE = re.compile(r"(?P<room>.+)_(?P<title>[^_]+)_pst(?: \(\d+\))?\.\w+", re.IGNORECASE | re.DOTALL)
_TOKENS = (("ex", "excused"),)
_OFFERS = frozenset(
    {
        "assignments.title", "assignments.points_possible", "scores.excused", "scores.mark", "scores.points",
        "students.name", "students.sis_id",
    }
)  # fmt: skip
_LACKS = {
    "categories.name": "a PowerTeacher score template has no categories",
    "categories.weight": "a PowerTeacher score template has no weights",
    "categories.drop_lowest": "a PowerTeacher score template has no drop rules",
    "assignments.category": "a PowerTeacher score template doesn't say an assignment's category",
    "assignments.due_on": "the due dates of these PowerTeacher score templates are blank or not certain",
    "assignments.assigned_on": "a PowerTeacher score template has no assigned date",
    "scores.entered_on": "a PowerTeacher score template doesn't say when a score was entered",
    "scores.missing": "a PowerTeacher score template marks missing work only by the district's codes",
    "scores.late": "a PowerTeacher score template marks late work only by the district's codes",
    "totals.value": "a PowerTeacher score template has no totals",
    "totals.letter": "a PowerTeacher score template has no totals",
}
_ALONE = (
    "this is the score template of one assignment (put the templates of all of the class's assignments in one folder)"
)


class _Template(NamedTuple):
    """One assignment's file: what stands above its table, and its students, row by row."""

    export: Export
    said: Mapping[str, str]
    where: Mapping[str, int]
    numbers: list[int]
    ids: list[str]
    names: list[str]
    scores: list[str]
    score_column: int

    @property
    def room(self) -> str:
        """The section: as the file says, or from the file's name where its end repeats the assignment's name."""
        if section := self.said.get("Section", ""):
            return section
        found = _FILE.fullmatch(self.export.name)
        title = _letters(self.said.get("Assignment Name", ""))
        return found["room"] if found and title.startswith(_letters(found["title"])) else ""


def detect(export: Export) -> Claim | None:
    """The teacher's name in A1 and, below what is said of the assignment, a table that begins with student numbers."""
    rows = export.rows
    if export.header[:1] != ("Teacher Name:",) or _header(rows) < 0:
        return None
    said, _ = _preamble(rows, _header(rows))
    evidence = ["Teacher Name: in A1", "a table that begins with the student number"]
    if "Assignment Name" not in said:
        return Claim(
            "likely",
            tuple(evidence),
            refusal="a PowerSchool report of students without an assignment, not a score template"
            " (export the score template of an assignment)",
        )
    return Claim("certain", tuple(evidence), "set")


def read(exports: list[Export]) -> Iterator[Book]:
    """A gradebook for each teacher, class and section among the templates of a folder."""
    classes: dict[tuple[str, str], list[_Template]] = {}
    for export in exports:
        template = _template(export)
        key = (template.said.get("Teacher Name", ""), template.said.get("Class", ""))
        classes.setdefault(key, []).append(template)
    for (teacher, course), templates in classes.items():
        rooms = list(dict.fromkeys(template.room for template in templates if template.room))
        by_room: dict[str, list[_Template]] = {}
        for template in templates:
            # A renamed file says no section: it belongs to the only one there is.
            by_room.setdefault(template.room or (rooms[0] if len(rooms) == 1 else ""), []).append(template)
        for room, own in by_room.items():
            yield _book(teacher, course, room, own)


def _header(rows: Sequence[Sequence[str]]) -> int:
    return next((number for number, row in enumerate(rows[:12]) if row and row[0].strip() in _HEADERS), -1)


def _preamble(rows: Sequence[Sequence[str]], until: int) -> tuple[dict[str, str], dict[str, int]]:
    """Each label above the table with its value and its row number."""
    said: dict[str, str] = {}
    where: dict[str, int] = {}
    for number, row in enumerate(rows[:until]):
        label = row[0].strip() if row else ""
        if label.endswith(":"):
            said[label[:-1].strip()] = row[1].strip() if len(row) > 1 else ""
            where[label[:-1].strip()] = number
    return said, where


def _template(export: Export) -> _Template:
    header = _header(export.rows)
    said, where = _preamble(export.rows, header)
    names = [cell.strip() for cell in export.rows[header]]
    numbers = grid.people(export.rows, header + 1)
    lines = grid.lines(export.rows, numbers, len(names))
    score = next((column for column, name in enumerate(names) if name in ("Score", "Points")), len(names) - 1)
    name = names.index("Student Name") if "Student Name" in names else None
    return _Template(
        export=export,
        said=said,
        where=where,
        numbers=numbers,
        ids=grid.column(lines, 0),
        names=grid.column(lines, name),
        scores=[line[score] for line in lines],
        score_column=score,
    )


def _book(teacher: str, course: str, room: str, templates: list[_Template]) -> Book:
    people: dict[tuple[str, str, int], int] = {}
    students: dict[str, list[Any]] = {"sis_id": [], "name": [], "place": []}
    scores: dict[str, list[Any]] = {"assignment": [], "student": [], "text": [], "place": []}
    for number, template in enumerate(templates):
        times: dict[str, int] = {}
        for row, student, name, score in zip(template.numbers, template.ids, template.names, template.scores):
            who = student or name
            times[who] = times.get(who, 0) + 1  # who stands twice in one file is two rows of the gradebook
            key = (student, "" if student else name, times[who])
            if key not in people:
                people[key] = len(people)
                students["sis_id"].append(student)
                students["name"].append(name)
                students["place"].append(places.pack(row + 1, 1, number))
            scores["assignment"].append(number)
            scores["student"].append(people[key])
            scores["text"].append(score)
            scores["place"].append(places.pack(row + 1, template.score_column + 1, number))
    due = [template.said.get("Due Date", "") for template in templates]
    order = slash_order(due)
    offers = set(_OFFERS) | ({"assignments.due_on"} if readable(due, order) else set())
    titles = [template.said.get("Assignment Name", "") for template in templates]
    return Book(
        about={
            "file": templates[0].export.file,
            "format": "powerschool",
            "identity": f"powerschool:{teacher}:{course}:{room}",
            "teacher": teacher,
            "course": course,
            "section": room,
        },
        sources=tuple(Source(one.export.file, one.export.tables[0].sheet) for one in templates),
        offers=frozenset(offers),
        lacks=_LACKS | (partial(_ALONE) if len(templates) == 1 else {}),
        dialect=settle(set(scores["text"]), templates[0].export.delimiter, _TOKENS),
        assignments={
            "title": titles,
            "due_on": dates(due, order),
            "points_possible": [PLAIN.number(one.said.get("Points Possible", "")) for one in templates],
            "place": [
                places.pack(one.where.get("Assignment Name", 0) + 1, 2, number) for number, one in enumerate(templates)
            ],
        },
        students=students,
        scores={name: np.array(column, np.int64) if name != "text" else column for name, column in scores.items()},
    )


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


READER = Reader(
    name="powerschool",
    system="PowerSchool PowerTeacher Pro",
    title="Score templates (CSV), one assignment a file",
    sure="certain: three real templates",
    detect=detect,
    read=read,
    offers=_OFFERS | {"assignments.due_on"},
    lacks=_LACKS,
)
