"""Open edX: the grades downloaded from the gradebook to be changed and uploaded again, in points.

Source: edX's bulk-grades and its documentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gradeaudit import places
from gradeaudit.errors import Problem
from gradeaudit.export import Export
from gradeaudit.gradebook import Book, Source
from gradeaudit.marks import Dialect
from gradeaudit.readers import _grid as grid
from gradeaudit.readers.base import Claim, Reader

_NAME = re.compile(r"name-(?P<id>[0-9a-z]{8})", re.IGNORECASE)
_START = ("user_id", "username", "student_key", "course_id")
_OFFERS = frozenset(
    {"assignments.title", "scores.mark", "scores.points", "students.local_id", "students.sis_id", "students.section"}
)
_REPORT = "the grade report states it"
_LACKS = {
    "assignments.points_possible": "edX's gradebook download has no points possible (the problem report has them)",
    "assignments.category": f"edX's gradebook download doesn't state assignment types ({_REPORT})",
    "categories.name": f"edX's gradebook download doesn't state assignment types ({_REPORT})",
    "categories.weight": "edX's gradebook download carries no weights (they stand in Studio, under Grading)",
    "assignments.due_on": "an edX download has no due dates",
    "assignments.assigned_on": "an edX download has no assigned dates",
    "scores.entered_on": "an edX download doesn't say when a score was entered",
    "scores.missing": "an edX download doesn't mark missing work",
    "scores.late": "an edX download doesn't mark late work",
    "scores.excused": "an edX download doesn't mark excused work",
    "students.name": "an edX download has no names, only usernames",
    "totals.value": f"edX's gradebook download has no course grade ({_REPORT})",
    "totals.letter": "an edX download has no letter grades",
}


class _Task(NamedTuple):
    id: str
    name: int
    grade: int


def detect(export: Export) -> Claim | None:
    """user_id, username, student_key and course_id, and for each assignment columns that end in its id."""
    if tuple(map(str.casefold, export.header[:4])) != _START:
        return None
    tasks = _tasks(export.header)
    if not tasks:
        return None
    return Claim(
        "certain",
        (
            "the header begins with user_id, username, student_key, course_id",
            f"assignments with a name and a grade under one id: {len(tasks)}",
        ),
    )


def read(exports: list[Export]) -> Iterator[Book]:
    """One gradebook for each course in the download."""
    for export in exports:
        yield from _books(export)


def _tasks(header: Sequence[str]) -> list[_Task]:
    found = []
    for column, name in enumerate(header):
        match = _NAME.fullmatch(name)
        if match and f"grade-{match['id']}" in header:
            found.append(_Task(match["id"], column, header.index(f"grade-{match['id']}")))
    return found


def _books(export: Export) -> Iterator[Book]:
    rows = export.rows
    header = export.header
    tasks = _tasks(header)
    numbers = grid.people(rows, 1)
    if not numbers:
        raise Problem("the edX download has no students", export.file, "download the grades again")
    cohort = header.index("cohort") if "cohort" in header else None
    lines = grid.lines(rows, numbers, len(header))
    courses = grid.column(lines, 3)
    for course in dict.fromkeys(courses):
        own = [number for number, of in zip(numbers, courses) if of == course]
        people = [line for line, of in zip(lines, courses) if of == course]
        names = [next((line[task.name] for line in people if line[task.name].strip()), task.id) for task in tasks]
        yield Book(
            about={
                "file": export.file,
                "format": "edx_bulk",
                "course_code": course,
                "identity": f"edx_bulk:{course or export.name.rpartition('.')[0]}",
                "method": "weighted",
            },
            sources=(Source(export.file, export.tables[0].sheet),),
            offers=_OFFERS if cohort is not None else _OFFERS - {"students.section"},
            lacks=_LACKS,
            dialect=Dialect(tokens=(("not attempted", "blank"), ("not available", "not_assigned"))),
            assignments={
                "title": names,
                "key": [task.id for task in tasks],
                "place": [places.pack(1, task.grade + 1) for task in tasks],
            },
            students={
                "local_id": grid.column(people, 0),
                "name": grid.column(people, 1),
                "sis_id": grid.column(people, 2),
                "section": grid.column(people, cohort),
                "place": grid.first_cells(own),
            },
            scores=grid.cells(people, own, [task.grade for task in tasks]),
        )


READER = Reader(
    name="edx_bulk",
    system="Open edX",
    title="Gradebook download for bulk changes (CSV)",
    sure="certain of the columns: read in edX's own code and documentation",
    detect=detect,
    read=read,
    offers=_OFFERS,
    lacks=_LACKS,
)
