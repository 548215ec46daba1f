"""Ed-Fi: the folder of CSV files that the LMS Toolkit writes, one gradebook a section of the LMS.

Source: the LMS Toolkit's extractors, its harmonizer and its sample output.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from gradeaudit.errors import Problem
from gradeaudit.export import Export
from gradeaudit.gradebook import TOTAL_KINDS, Book, Source
from gradeaudit.marks import PLAIN, STATES
from gradeaudit.readers._dates import date, dates, readable
from gradeaudit.readers._edfi_files import Part, kind_of, moment, newest, root_of
from gradeaudit.readers.base import Claim, Reader

_ID = "SourceSystemIdentifier"
_SECTION, _USER = "LMSSectionSourceSystemIdentifier", "LMSUserSourceSystemIdentifier"
_ASSOCIATION, _TASK = "LMSUserLMSSectionAssociationSourceSystemIdentifier", "AssignmentSourceSystemIdentifier"
_HANDED_IN = frozenset({"submitted", "turnedin", "ontime", "late"})
_WAITING = STATES.index("waiting")
_OFFERS = frozenset({"assignments.title", "students.local_id", "students.name", "students.sis_id"})
_OF_SCORES = frozenset({"scores.late", "scores.mark", "scores.missing", "scores.points"})
_CATEGORY = "the LMS Toolkit's AssignmentCategory is the kind of object, not the teacher's category"
_LACKS = {
    "assignments.category": _CATEGORY,
    "categories.name": _CATEGORY,
    "categories.weight": "the LMS Toolkit carries no weights",
    "categories.drop_lowest": "the LMS Toolkit carries no drop rules",
    "assignments.due_on": "this section's assignments have no due dates",
    "assignments.assigned_on": "this section's assignments have no start dates",
    "assignments.points_possible": "this section's assignments have no points possible",
    "scores.excused": "the LMS Toolkit loses which work is excused",
    "scores.entered_on": "the LMS Toolkit says when work was handed in, not when a score was entered",
    "scores.letter": "this section's submissions have no grades beside their points",
    "scores.mark": "this section has no submissions",
    "totals.value": "this section has no grades in numbers",
    "totals.letter": "this section has no grades in letters",
}


def detect(export: Export) -> Claim | None:
    """The columns that the toolkit gives one of its files, wherever in its tree the file lies."""
    kind = kind_of(export)
    if not kind:
        return None
    return Claim("certain", (f"the columns of the LMS Toolkit's {kind}",), "set", root=root_of(export.file) or ".")


def read(exports: list[Export]) -> Iterator[Book]:
    """A gradebook for each section that has students or assignments, from the newest file of each folder."""
    parts = newest(exports)
    if "assignments" not in parts:
        raise Problem(
            "this LMS Toolkit folder has no assignments: no gradebook is in it",
            todo="give the whole folder, with section=ID/assignments and their submissions",
        )
    users = _by_id(parts.get("users", []))
    sections = _by_id(parts.get("sections", []))
    tasks = _grouped(parts["assignments"], _SECTION)
    members = _grouped(parts.get("section-associations", []), _SECTION)
    work = _grouped(parts.get("submissions", []), _TASK)
    grades = _grouped(parts.get("grades", []), _ASSOCIATION)
    files = [part for kind in sorted(parts) for part in parts[kind]]
    files.sort(key=lambda part: part.source)
    older = sum(bool(kind_of(export)) for export in exports) - len(files)
    notes = (f"files with an earlier state of the same folder, not read ({older})",) if older else ()
    for section in dict.fromkeys((*sections, *tasks, *members)):
        if section in tasks or section in members:
            own = tasks.get(section, [])
            book = _book(section, own, members.get(section, []), work, grades, users, sections, files, notes)
            notes = ()
            yield book


def _by_id(parts: list[Part]) -> dict[str, tuple[Part, int]]:
    return {text: (part, row) for part in parts for row, text in enumerate(part.texts("SourceSystemIdentifier"))}


def _grouped(parts: list[Part], name: str) -> dict[str, list[tuple[Part, int]]]:
    """The rows by the id that they belong to, in the order of the files."""
    rows: dict[str, list[tuple[Part, int]]] = {}
    for part in parts:
        for row, text in enumerate(part.texts(name)):
            rows.setdefault(text, []).append((part, row))
    return rows


def _cell(entry: tuple[Part, int] | None, name: str) -> str:
    if entry is None or name not in entry[0].column:
        return ""
    return entry[0].rows[entry[1]][entry[0].column[name]].strip()


def _book(
    section: str,
    tasks: list[tuple[Part, int]],
    members: list[tuple[Part, int]],
    work: Mapping[str, list[tuple[Part, int]]],
    grades: Mapping[str, list[tuple[Part, int]]],
    users: Mapping[str, tuple[Part, int]],
    sections: Mapping[str, tuple[Part, int]],
    files: list[Part],
    notes: tuple[str, ...],
) -> Book:
    about = sections.get(section)
    used: dict[int, int] = {}

    def place(entry: tuple[Part, int], name: str) -> int:
        """A cell's place, its file numbered among those that this gradebook uses."""
        part, row = entry
        number = used.setdefault(part.source, len(used))
        return part.place(row, name) - (part.source << 44) + (number << 44)

    first = about or (tasks or members)[0]
    place(first, "SourceSystemIdentifier")
    teachers = [entry for entry in members if _is_teacher(users.get(_cell(entry, _USER)))]
    people = {_cell(entry, _USER): (number, entry) for number, entry in enumerate(_without(members, teachers))}
    ids = list(people)
    where = [entry for _, entry in people.values()]
    marks = [(number, entry) for number, task in enumerate(tasks) for entry in work.get(_cell(task, _ID), [])]
    for _, entry in marks:
        if (user := _cell(entry, _USER)) not in people:
            people[user] = (len(people), entry)
            ids.append(user)
            where.append(entry)
    position = {user: number for number, user in enumerate(ids)}
    task_places, user_places = [place(task, "Title") for task in tasks], [place(entry, _USER) for entry in where]
    scores = _scores(marks, position, place)
    totals = _totals(members, position, grades, place)
    due, given = ([_cell(task, name) for task in tasks] for name in ("DueDateTime", "StartDateTime"))
    points = [PLAIN.number(_cell(task, "MaxPoints")) for task in tasks]
    terms = [text.strip() for text in _cell(about, "Term").split(",") if text.strip()]
    offers = set(_OFFERS) | (set(_OF_SCORES) if marks else set())
    offers |= {"assignments.due_on"} if readable(due) else set()
    offers |= {"assignments.assigned_on"} if readable(given) else set()
    offers |= {"assignments.points_possible"} if any(value == value for value in points) else set()
    offers |= {"scores.letter"} if any(scores["letter"]) else set()
    numbers = [PLAIN.number(text) for text in totals["text"]]
    offers |= {"totals.value"} if any(value == value for value in numbers) else set()
    offers |= {"totals.letter"} if any(value != value for value in numbers) else set()
    return Book(
        about={
            "file": first[0].export.file,
            "sheet": section,
            "format": "edfi",
            "identity": f"edfi:{section}",
            "course": _cell(about, "SectionDescription") or _cell(about, "Title"),
            "course_code": _cell(about, "Title"),
            "section": _cell(about, "SISSectionIdentifier") or section,
            "teacher": " and ".join(sorted(_cell(users.get(_cell(entry, _USER)), "Name") for entry in teachers)),
            "term": terms[0] if len(terms) == 1 else "",
            "exported_at": date(max(moment(files[number].export.file) for number in used)),
        },
        sources=tuple(Source(files[number].export.file) for number in used),  # all places are known by now
        offers=frozenset(offers),
        lacks=_LACKS,
        assignments={
            "title": [_cell(task, "Title") for task in tasks],
            "key": [_cell(task, _ID) for task in tasks],
            "points_possible": points,
            "due_on": dates(due),
            "assigned_on": dates(given),
            "place": task_places,
        },
        students={
            "name": [_cell(users.get(user), "Name") for user in ids],
            "local_id": ids,
            "sis_id": [_cell(users.get(user), "SISUserIdentifier") for user in ids],
            "place": user_places,
        },
        scores=scores,
        totals=totals,
        notes=notes,
    )


def _without(members: list[tuple[Part, int]], others: list[tuple[Part, int]]) -> list[tuple[Part, int]]:
    return [entry for entry in members if entry not in others]


def _is_teacher(user: tuple[Part, int] | None) -> bool:
    return user is not None and _cell(user, "UserRole").casefold() != "student"


def _scores(marks: list[tuple[int, tuple[Part, int]]], position: Mapping[str, int], place: Any) -> dict[str, Any]:
    """Submissions: points, else the grade; the status says late, missing, or handed in and not graded yet."""
    points = [_cell(entry, "EarnedPoints") for _, entry in marks]
    letters = [_cell(entry, "Grade") for _, entry in marks]
    status = [_plain(_cell(entry, "SubmissionStatus")) for _, entry in marks]
    open_work = [not text and not letter and said in _HANDED_IN for text, letter, said in zip(points, letters, status)]
    return {
        "assignment": [number for number, _ in marks],
        "student": [position[_cell(entry, _USER)] for _, entry in marks],
        "text": [text or letter for text, letter in zip(points, letters)],
        "letter": [letter if text else "" for text, letter in zip(points, letters)],
        "state": np.where(open_work, _WAITING, -1) if marks else [],
        "late": [said == "late" for said in status],
        "missing": [said == "missing" for said in status],
        "place": [
            place(entry, "EarnedPoints" if text or not letter else "Grade")
            for (_, entry), text, letter in zip(marks, points, letters)
        ],
    }


def _plain(status: str) -> str:
    """A status without regard to case and hyphens: each LMS writes its own."""
    return "".join(character for character in status.casefold() if character.isalpha())


def _totals(
    members: list[tuple[Part, int]],
    position: Mapping[str, int],
    grades: Mapping[str, list[tuple[Part, int]]],
    place: Any,
) -> dict[str, Any]:
    """The course grades of each association that is a student's."""
    rows = [
        (position[_cell(member, _USER)], entry)
        for member in members
        if _cell(member, _USER) in position
        for entry in grades.get(_cell(member, _ID), [])
    ]
    kinds = ["final" if _cell(entry, "GradeType").casefold() == "final" else "current" for _, entry in rows]
    return {
        "student": [student for student, _ in rows],
        "category": [-1] * len(rows),
        "kind": np.array([TOTAL_KINDS.index(kind) for kind in kinds], np.int8),
        "text": [_cell(entry, "Grade") for _, entry in rows],
        "place": [place(entry, "Grade") for _, entry in rows],
    }


READER = Reader(
    name="edfi",
    system="Ed-Fi LMS Toolkit",
    title="Folder of CSV files: sections, assignments, submissions, grades",
    sure="certain: the toolkit's own sample output",
    detect=detect,
    read=read,
    offers=_OFFERS
    | _OF_SCORES
    | {
        "assignments.assigned_on", "assignments.due_on", "assignments.points_possible", "scores.letter",
        "totals.letter", "totals.value",
    },
    lacks=_LACKS,
)  # fmt: skip
