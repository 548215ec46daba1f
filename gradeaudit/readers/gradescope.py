"""Gradescope: the grades of a whole course, four columns an assignment, or the scores of one assignment.

Source: five real course files, three programs that read the files of one assignment, and their headers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from gradeaudit import places
from gradeaudit.errors import Problem
from gradeaudit.export import Export
from gradeaudit.gradebook import Book, Source
from gradeaudit.marks import PLAIN, STATES
from gradeaudit.readers import _grid as grid
from gradeaudit.readers.base import Claim, Reader, partial

_MOST, _TIME, _LATE = " - Max Points", " - Submission Time", " - Lateness (H:M:S)"
_QUESTION = re.compile(r"\d+(?:\.\d+)*(?:: .*)? \([0-9.]+ pts\)", re.DOTALL)
_ONE = frozenset({"Total Score", "Max Points", "Status", "Submission ID"})
_ANSWERS = frozenset({"Assignment Submission ID", "Question Submission ID"})
_ZERO = re.compile(r"[0:]*")
_COPY = re.compile(r"(?:_scores)?(?: \(\d+\))?\.\w+\Z", re.IGNORECASE)
_WAITING = STATES.index("waiting")
_OFFERS = frozenset(
    {
        "assignments.title", "assignments.points_possible", "scores.late", "scores.mark", "scores.points",
        "students.local_id", "students.name", "students.sis_id",
    }
)  # fmt: skip
_LACKS = {
    "categories.name": "Gradescope has no categories",
    "categories.weight": "Gradescope has no weights",
    "categories.drop_lowest": "Gradescope has no drop rules",
    "assignments.category": "Gradescope has no categories",
    "assignments.due_on": "a Gradescope file has no due dates, only how late each submission was",
    "assignments.assigned_on": "a Gradescope file has no assigned dates",
    "scores.excused": "a Gradescope file shows excused work as a blank",
    "scores.missing": "a Gradescope file of a course doesn't mark missing work (export the scores of one assignment)",
    "scores.entered_on": "a Gradescope file doesn't say when a score was entered, only when work was handed in",
    "students.section": "this Gradescope file names no sections (link the course to its LMS)",
    "totals.value": "Gradescope computes no course grades",
    "totals.letter": "Gradescope computes no course grades",
}
_ALONE = "this Gradescope file holds one assignment (export the grades of the whole course)"


def detect(export: Export) -> Claim | None:
    """Columns that repeat a title with Max Points and Submission Time, or one assignment's questions with points."""
    if columns := _columns(export.header) if _MOST.casefold() in export.top else []:  # most files end here
        found = f"{len(columns)} {'assignment' if len(columns) == 1 else 'assignments'}"
        return Claim("certain", (f"{found} with a column of maximum points and one of submission times",))
    if export.names >= _ONE and any(map(_QUESTION.fullmatch, export.header)):
        return Claim("certain", ("total score, maximum, status and questions of one assignment",))
    if export.names >= _ANSWERS:
        return Claim(
            "certain",
            ("submission ids of one question",),
            refusal="Gradescope's evaluation of one question, not a gradebook (export the grades of the course)",
        )
    return None


def read(exports: list[Export]) -> Iterator[Book]:
    """The one gradebook of each file."""
    for export in exports:
        header = export.header
        numbers = grid.people(export.rows, 1)
        if not numbers:
            raise Problem("the Gradescope file has no students", export.file, "export it again with students enrolled")
        lines = grid.lines(export.rows, numbers, len(header))
        yield _course(export, header, numbers, lines) if _columns(header) else _one(export, header, numbers, lines)


class _Columns(NamedTuple):
    """Where one assignment's score, maximum, submission time and lateness stand (-1: not exported)."""

    score: int
    most: int
    time: int
    late: int


def _columns(header: Sequence[str]) -> list[_Columns]:
    """A course's assignments in order: a title and, within the next columns, what belongs to it; titles may repeat."""
    found: list[_Columns] = []
    for column, name in enumerate(header):
        after = {part: column + 1 + number for number, part in enumerate(header[column + 1 : column + 4])}
        if name and name + _MOST in after and name + _TIME in after:
            found.append(_Columns(column, after[name + _MOST], after[name + _TIME], after.get(name + _LATE, -1)))
    return found


def _course(export: Export, header: Sequence[str], numbers: list[int], lines: Sequence[list[str]]) -> Book:
    columns = _columns(header)
    most, varied = zip(*(_most(grid.column(lines, one.most)) for one in columns))
    scores = grid.cells(lines, numbers, [one.score for one in columns])
    timed = grid.block(lines, [one.time for one in columns]).each(_is_said, bool).ravel()
    blank = ~scores["text"].each(_is_said, bool).ravel()
    late = np.zeros((len(lines), len(columns)), bool)
    dated = [number for number, one in enumerate(columns) if one.late >= 0]
    late[:, dated] = grid.block(lines, [columns[number].late for number in dated]).each(_is_late, bool)
    notes = [f"assignments whose maximum isn't the same in every row ({sum(varied)})"] if any(varied) else []
    return _book(
        export,
        header,
        numbers,
        lines,
        {
            "title": [header[one.score] for one in columns],
            "points_possible": list(most),
            "place": [places.pack(1, one.score + 1) for one in columns],
        },
        {
            **scores,
            "state": np.where(blank & timed, _WAITING, -1),  # handed in and not graded yet
            "late": late.ravel(),
        },
        notes=notes,
    )


def _one(export: Export, header: Sequence[str], numbers: list[int], lines: Sequence[list[str]]) -> Book:
    score, late = header.index("Total Score"), "Lateness (H:M:S)"
    status = grid.column(lines, header.index("Status"))
    most, varied = _most(grid.column(lines, header.index("Max Points")))
    lateness = grid.column(lines, header.index(late) if late in header else None)
    questions = sum(map(bool, map(_QUESTION.fullmatch, header)))
    notes = [f"questions are parts of the assignment and not read ({questions})"]
    notes += ["the maximum isn't the same in every row"] if varied else []
    return _book(
        export,
        header,
        numbers,
        lines,
        {
            "title": [_COPY.sub("", export.name)],
            "points_possible": [most],
            "place": [places.pack(1, score + 1)],
        },
        {
            **grid.cells(lines, numbers, [score]),
            "state": [_WAITING if text == "Ungraded" else -1 for text in status],
            "missing": [text == "Missing" for text in status],
            "late": list(map(_is_late, lateness)),
        },
        offers={"scores.missing"},
        lacks=partial(_ALONE),
        notes=notes,
    )


def _book(
    export: Export,
    header: Sequence[str],
    numbers: list[int],
    lines: Sequence[list[str]],
    assignments: dict[str, Any],
    scores: dict[str, Any],
    offers: set[str] | None = None,
    lacks: dict[str, str] | None = None,
    notes: Sequence[str] = (),
) -> Book:
    at = {name: header.index(name) for name in header}
    section = next((name for name in ("section_name", "Sections") if name in at), "")
    names = (
        grid.column(lines, at["Name"])
        if "Name" in at
        else grid.full_names(grid.column(lines, at.get("Last Name")), grid.column(lines, at.get("First Name")))
    )
    sections = grid.column(lines, at.get(section))
    distinct = sorted({text for text in sections if text})
    return Book(
        about={
            "file": export.file,
            "format": "gradescope",
            "identity": f"gradescope:{_COPY.sub('', export.name)}",
            "section": distinct[0] if len(distinct) == 1 else f"{len(distinct)} sections" if distinct else "",
        },
        sources=(Source(export.file, export.tables[0].sheet),),
        offers=_OFFERS | (offers or set()) | ({"students.section"} if section else set()),
        lacks=_LACKS | (lacks or {}),
        dialect=PLAIN,
        assignments=assignments,
        students={
            "name": names,
            "local_id": grid.column(lines, at.get("Email")),
            "sis_id": grid.column(lines, at.get("SID")),
            "section": sections,
            "place": grid.first_cells(numbers),
        },
        scores=scores,
        notes=tuple(notes),
    )


def _is_said(text: str) -> bool:
    return bool(text.strip())


def _is_late(text: str) -> bool:
    return not _ZERO.fullmatch(text.strip())


def _most(texts: Sequence[str]) -> tuple[float, bool]:
    """The maximum that most rows give, and whether any row gives another."""
    given = Counter(text for text in texts if text)
    if not given:
        return np.nan, False
    return PLAIN.number(max(given, key=lambda text: (given[text], text))), len(given) > 1


READER = Reader(
    name="gradescope",
    system="Gradescope",
    title="Grades of a course, or the scores of one assignment (CSV)",
    sure="certain for a course, from five real files; likely for one assignment",
    detect=detect,
    read=read,
    offers=_OFFERS | {"scores.missing", "students.section"},
    lacks=_LACKS,
)
