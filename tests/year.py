"""Writes a year of one invented district, eight dated exports of two courses: ``python -m tests.year FOLDER``.

Algebra's exports have the course's assignment groups beside them, so that weights and due dates are stated; English's
have nothing but the gradebook, so that weights are recovered from totals. Marks are drawn from a seed; whatever happens
beside the teaching stands in ``EVENTS``, so that a test of what two exports tell can be checked by eye.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from tests.canvas import Assignment, Class, Student, text

DAYS = (
    "2026-09-18", "2026-10-09", "2026-11-06", "2026-11-13", "2026-12-04", "2027-01-15", "2027-02-05", "2027-03-12",
)  # fmt: skip
POLICY = """\
district: Elm County
calendar:
  terms:
    Q1: {starts: 2026-08-31, ends: 2026-11-06}
    Q2: {starts: 2026-11-09, ends: 2027-01-22}
    Q3: {starts: 2027-01-25, ends: 2027-04-01}
categories:
  Homework: {weight: 20}
  Quizzes: {weight: 30}
  Tests: {weight: 50}
freeze:
  setup: 2026-09-15
  scores: {Q1: 2026-11-13, Q2: 2027-01-29, Q3: 2027-04-08}
amendments:
  - from: 2027-01-25
    set: {categories: {Homework: {weight: 10}, Tests: {weight: 60}}}
    source: board resolution of 2027-01-19
"""
HW, QZ, TS = "Homework", "Quizzes", "Tests"


@dataclass(frozen=True)
class Work:
    """An assignment: title, points, category, the day it is due; scores are in a week later."""

    title: str
    points: int
    group: str
    due: str


def plan(number: int) -> list[Work]:
    """The year's work of a course; the third test isn't scored in the time of the exports."""
    due = {
        HW: ("2026-09-04", "2026-09-25", "2026-10-16", "2026-11-20", "2026-12-11", "2027-02-12"),
        QZ: ("2026-09-09", "2026-10-01", "2026-11-18", "2027-01-07", "2027-02-19"),
        TS: ("2026-09-11", "2026-10-28", "2027-01-05", "2027-03-31"),
    }
    points = {HW: 10, QZ: 20, TS: 100}
    short = {HW: "HW", QZ: "QZ", TS: "TST"}
    return [
        Work(f"{short[group]} {place}", points[group] + number * (group == QZ) * 5, group, day)
        for group, days in due.items()
        for place, day in enumerate(days, 1)
    ]


@dataclass
class Book:
    """A gradebook as it stands on a day, to be changed by events; marks by (student, title), students by number."""

    work: list[Work]
    weights: dict[str, float]
    marks: dict[tuple[int, str], str]
    students: list[int]
    called: dict[str, str] = field(default_factory=dict)
    """Categories that go by another name now."""


def _weights(**weights: float) -> Callable[[Book], None]:
    return lambda book: book.weights.update(weights)


def _marks(marks: Mapping[tuple[int, str], str]) -> Callable[[Book], None]:
    return lambda book: book.marks.update(marks)


def _renamed(old: str, new: str) -> Callable[[Book], None]:
    return lambda book: book.called.update({old: new})


def _removed(title: str) -> Callable[[Book], None]:
    return lambda book: book.work.remove(next(one for one in book.work if one.title == title))


def _left(student: int) -> Callable[[Book], None]:
    return lambda book: book.students.remove(student)


BLANK = [(student, title) for student in (2, 5, 8, 10) for title in ("HW 1", "HW 2", "QZ 1")]
EVENTS: Sequence[tuple[str, str, Callable[[Book], None]]] = (
    ("2026-09-18", "ENG9", _marks(dict.fromkeys(BLANK, ""))),
    ("2026-11-06", "ALG1", _marks({(4, "TST 1"): "71"})),  # a correction within the term
    ("2026-12-04", "ALG1", _marks({(1, "TST 2"): "95", (3, "TST 2"): "96", (6, "TST 2"): ""})),  # after the close
    ("2027-01-15", "ENG9", _weights(Homework=40, Tests=30)),  # nobody allowed it
    ("2027-02-05", "ALG1", _weights(Homework=10, Tests=60)),  # as amended
    ("2027-02-05", "ENG9", _weights(Homework=10, Tests=60)),  # as amended, at last
    ("2027-03-12", "ALG1", _renamed(QZ, "Checks")),
    ("2027-03-12", "ALG1", _left(9)),
    ("2027-03-12", "ENG9", _removed("QZ 2")),
    ("2027-03-12", "ENG9", _marks(dict.fromkeys(BLANK, "0"))),
)
"""What happened up to a day, beside scores that were entered when work came in."""
COURSES = ("ALG1", "ENG9")


def book_on(day: str, course: str) -> Book:
    """A course's gradebook as it is exported on a day: work is there from a month before it is due."""
    number = COURSES.index(course)
    soon = (date.fromisoformat(day) + timedelta(days=30)).isoformat()
    scored = (date.fromisoformat(day) - timedelta(days=7)).isoformat()
    dice = random.Random(number)
    marks = {}
    for student in range(12):
        ability = dice.uniform(0.6, 0.95)
        for work in plan(number):
            share = min(1.0, max(0.35, dice.gauss(ability, 0.09)))
            marks[student, work.title] = f"{share * work.points:.0f}" if work.due <= scored else ""
    work = [one for one in plan(number) if one.due <= soon]
    book = Book(work, {HW: 20, QZ: 30, TS: 50}, marks, list(range(12)))
    for from_, where, event in EVENTS:
        if where == course and from_ <= day:
            event(book)
    return book


def write(folder: Path) -> None:
    """Writes the policy, and a folder for each day with a folder for each course."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    for day in DAYS:
        for number, course in enumerate(COURSES):
            here = folder / day / course.lower()
            here.mkdir(parents=True)
            book = book_on(day, course)
            (here / f"{day}T1600_Grades-{course}.csv").write_text(text(_class(book, number, course)), encoding="utf-8")
            if course == "ALG1":
                (here / "assignment_groups.json").write_text(json.dumps(_groups(book, number)), encoding="utf-8")


def _key(number: int, title: str) -> int:
    return 1000 * (number + 1) + [work.title for work in plan(number)].index(title)


def _class(book: Book, number: int, course: str) -> Class:
    assignments = [
        Assignment(one.title, str(one.points), book.called.get(one.group, one.group), _key(number, one.title))
        for one in book.work
    ]
    people = [
        Student(
            f"Pupil {student:02}, A", 500 * (number + 1) + student, f"{70_000 + 100 * number + student}",
            f"a{student}", f"{course} Period {number + 1}", tuple(book.marks[student, one.title] for one in book.work),
        )
        for student in book.students
    ]  # fmt: skip
    return Class(assignments, people, {book.called.get(name, name): weight for name, weight in book.weights.items()})


def _end_of(day: str) -> str:
    """The end of a day in the Midwest, as Canvas's API writes it in universal time."""
    return f"{date.fromisoformat(day) + timedelta(days=1)}T05:59:00Z"


def _groups(book: Book, number: int) -> list[dict[str, object]]:
    """What Canvas's API says of the assignment groups of a course."""
    return [
        {
            "id": place, "name": book.called.get(group, group), "position": place, "group_weight": weight, "rules": {},
            "assignments": [
                {
                    "id": _key(number, one.title), "name": one.title, "points_possible": one.points,
                    "due_at": _end_of(one.due),
                }
                for one in book.work if one.group == group
            ],
        }
        for place, (group, weight) in enumerate(book.weights.items(), 1)
    ]  # fmt: skip


if __name__ == "__main__":
    write(Path(sys.argv[1]))
