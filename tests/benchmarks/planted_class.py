"""One class as a teacher keeps it, drawn from a seed, and its export: a district's extract, Canvas, or Schoology."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from gradeaudit.places import cell_name
from tests import canvas

TERM_END = date(2026, 11, 6)
WEIGHTS = {"Homework": 20.0, "Classwork": 30.0, "Tests": 50.0}
PLAN = (
    ("HW 1: Place value", "Homework", "2026-09-03"), ("HW 2: Rounding", "Homework", "2026-09-10"),
    ("HW 3: Sums", "Homework", "2026-09-17"), ("HW 4: Differences", "Homework", "2026-09-24"),
    ("HW 5: Products", "Homework", "2026-10-08"), ("HW 6: Quotients", "Homework", "2026-10-30"),
    ("CW 1: Number line", "Classwork", "2026-09-04"), ("CW 2: Café menu", "Classwork", "2026-09-11"),
    ("CW 3: Bar models", "Classwork", "2026-09-18"), ("CW 4: Arrays", "Classwork", "2026-09-29"),
    ("CW 5: Area", "Classwork", "2026-10-06"), ("CW 6: Perimeter", "Classwork", "2026-10-14"),
    ("CW 7: Remainders", "Classwork", "2026-10-28"),
    ("Test 1: Sums and differences", "Tests", "2026-09-25"), ("Test 2: Products [R]", "Tests", "2026-10-15"),
    ("Test 3: Quotients", "Tests", "2026-10-27"),
)  # fmt: skip
POINTS = {"Homework": 10.0, "Classwork": 20.0, "Tests": 100.0}
LAST = "Abara Bergström Castillo Dlamini Eriksen Ferreira Grant Huang Iqbal Jensen Kovács Lindqvist Mbeki Novák O'Brien"
FIRST = "Chidi Elsa Mateo Thandi Jonas Lívia Noah Mei Sana Freja Bence Tuva Ayo Jana Siobhán"
EXTRACT = (
    "Student ID", "Last Name", "First Name", "School Name", "Course Code", "Section", "Term", "Course Name",
    "Assignment Name", "Category Name", "Category Weight", "Assigned Date", "Due Date", "Score", "Points Possible",
    "Missing", "Late", "Exempt", "Date Entered",
)  # fmt: skip
_ID, _TITLE, _CATEGORY, _SCORE = (
    EXTRACT.index(name) + 1 for name in ("Student ID", "Assignment Name", "Category Name", "Score")
)


@dataclass
class Work:
    """An assignment; without a day of entry its scores carry none."""

    title: str
    category: str
    points: str
    due: str
    assigned: str
    entered: str
    term: str = "Q1"
    hidden: bool = False


@dataclass
class Person:
    """A student: the number by which the district knows them, and their name."""

    id: str
    last: str
    first: str


@dataclass
class Section:
    """A class that may still be changed: ``marks`` are texts by student and assignment, both from 0; ``flags`` are
    Missing, Late, Exempt; ``typed`` are totals, by student and column, that don't follow from the marks; ``terms`` are
    each student's overall, first and second term and exam; ``enrolled`` is the roster: days by student's number."""

    school: str
    code: str
    name: str
    works: list[Work]
    people: list[Person]
    marks: dict[tuple[int, int], str]
    weights: dict[str, float]
    flags: dict[tuple[int, int], str] = field(default_factory=dict)
    typed: dict[tuple[int, str], str] = field(default_factory=dict)
    overrides: dict[int, str] = field(default_factory=dict)
    own_weights: dict[int, dict[str, float]] = field(default_factory=dict)
    drops: dict[str, int] = field(default_factory=dict)
    terms: dict[int, tuple[str, str, str, str]] = field(default_factory=dict)
    lettered: bool = False
    enrolled: dict[str, tuple[str, str]] = field(default_factory=dict)

    def work(self, title: str) -> int:
        """The number of the assignment whose title begins so."""
        return next(number for number, work in enumerate(self.works) if work.title.startswith(title))

    def add(
        self, title: str, category: str, due: str, dice: random.Random, points: str = "", scored: bool = True
    ) -> int:
        """One more assignment, scored for everyone or for nobody."""
        self.works.append(work_of(title, category, due, points))
        number = len(self.works) - 1
        for student in range(len(self.people)):
            self.marks[student, number] = _mark(dice, 0.82, float(points or POINTS.get(category, 20))) if scored else ""
        return number

    def drop(self, *titles: str) -> None:
        """The class without some of its assignments."""
        gone = {self.work(title) for title in titles}
        kept = [number for number in range(len(self.works)) if number not in gone]
        new = {old: number for number, old in enumerate(kept)}
        self.works = [self.works[number] for number in kept]
        self.marks = {(who, new[of]): text for (who, of), text in self.marks.items() if of in new}
        self.flags = {(who, new[of]): flag for (who, of), flag in self.flags.items() if of in new}

    def set(self, title: str, marks: dict[int, str]) -> None:
        """Marks of one assignment, by student."""
        for student, text in marks.items():
            self.marks[student, self.work(title)] = text

    def recategorise(self, old: str, new: str) -> None:
        """A category by another name."""
        for work in self.works:
            work.category = new if work.category == old else work.category
        self.weights = {new if name == old else name: weight for name, weight in self.weights.items()}


def work_of(title: str, category: str, due: str, points: str = "") -> Work:
    """An assignment given four days before it is due, and scored two days after."""
    day = date.fromisoformat(due)
    given, entered = (day + timedelta(days) for days in (-4, 2))
    return Work(
        title, category, points or f"{POINTS.get(category, 20):g}", due, given.isoformat(),
        min(entered, TERM_END).isoformat(),
    )  # fmt: skip


def drawn(school: str, code: str, name: str, seed: int, students: int = 12) -> Section:
    """A class with nothing wrong, and what is usual: excused and missing work, late work with its deduction, blanks in
    the latest homework, names and titles with accents."""
    dice = random.Random(seed)
    lasts, firsts = dice.sample(LAST.split(), 15), dice.sample(FIRST.split(), 15)
    number = 100_000 + seed * 20
    people = [
        Person(str(number + place), lasts[place % 15] + ("" if place < 15 else "-Smith"), firsts[place % 15])
        for place in range(students)
    ]
    section = Section(school, code, name, [work_of(*plan) for plan in PLAN], people, {}, dict(WEIGHTS))
    section.enrolled = {person.id: ("2026-08-24", "") for person in people}
    for student in range(students):
        ability = dice.uniform(0.74, 0.92)
        for of, work in enumerate(section.works):
            section.marks[student, of] = _mark(dice, ability, float(work.points))
    usual = dice.sample(range(3, students), 5)
    section.set("HW 3", {usual[0]: "EX"})
    section.set("CW 3", {usual[1]: "MI", usual[2]: "MI"})
    section.set("CW 4", {usual[3]: "14", usual[0]: "EX"})
    section.flags[usual[3], section.work("CW 4")] = "Late"
    section.set("HW 6", {usual[4]: "INC", usual[1]: "", usual[2]: ""})
    return section


def _mark(dice: random.Random, ability: float, points: float) -> str:
    """A score in halves, on large work in whole points: from six tenths of the points to all of them."""
    step = 1.0 if points >= 50 else 0.5
    return f"{round(min(1.0, max(0.6, dice.gauss(ability, 0.08))) * points / step) * step:g}"


def extract(section: Section) -> str:
    """The class as rows of a district's extract, one a score: all students of the first assignment, then the next."""
    rows: list[Iterable[str]] = [EXTRACT]
    for of, work in enumerate(section.works):
        weight = section.weights.get(work.category)
        for who, person in enumerate(section.people):
            text, flag = section.marks[who, of], section.flags.get((who, of), "")
            flags = ["1" if flag == name else "" for name in ("Missing", "Late", "Exempt")]
            own = [person.id, person.last, person.first, section.school, section.code, section.name, work.term]
            own += [f"Course {section.code}", work.title, work.category, "" if weight is None else f"{weight:g}"]
            rows.append([*own, work.assigned, work.due, text, work.points, *flags, work.entered if text else ""])
    return _csv(rows)


def extract_cell(section: Section, what: str, *at: int | str) -> str:
    """Where an extract shows a score, or first names an assignment, a category or a student."""
    size = len(section.people)
    if what == "score":
        return cell_name(2 + size * int(at[1]) + int(at[0]), _SCORE)
    if what == "student":
        return cell_name(2 + int(at[0]), _ID)
    if what == "category":
        return cell_name(2 + size * [work.category for work in section.works].index(str(at[0])), _CATEGORY)
    return cell_name(2 + size * int(at[0]), _TITLE) if what == "title" else ""


def canvas_class(section: Section) -> canvas.Class:
    """The class as Canvas has it; Canvas knows no codes for missing work, so all of it is scored or excused."""
    works = [
        canvas.Assignment(work.title, f"{float(work.points):.2f}", work.category, 700 + number, work.hidden)
        for number, work in enumerate(section.works)
    ]
    students = []
    for who, person in enumerate(section.people):
        marks = [section.marks[who, of] for of in range(len(works))]
        marks = [text if text in {"EX", ""} else f"{float(text):.2f}" for text in marks]
        login = f"{person.first[0]}{person.last}".casefold()
        name = f"{person.last}, {person.first}"
        students.append(canvas.Student(name, int(person.id) * 10, person.id, login, section.name, tuple(marks)))
    scale = (("A", 90.0), ("B", 80.0), ("C", 70.0), ("D", 60.0), ("F", 0.0))
    return canvas.Class(
        works,
        students,
        section.weights,
        scale if section.lettered else (),
        drop_lowest=section.drops,
        own_weights={students[who].name: weights for who, weights in section.own_weights.items()},
        overrides={students[who].name: text for who, text in section.overrides.items()},
        typed={(students[who].name, column): text for (who, column), text in section.typed.items()},
    )


def canvas_cell(section: Section, what: str, *at: int | str) -> str:
    """Where a Canvas export shows a score, an assignment's title, a student, or a total by its column's name."""
    top = 4 if any(work.hidden for work in section.works) else 3
    if what == "score":
        return cell_name(top + int(at[0]), 6 + int(at[1]))
    if what == "student":
        return cell_name(top + int(at[0]), 1)
    if what == "title":
        return cell_name(1, 6 + int(at[0]))
    if what in {"total", "category"}:
        header = next(csv.reader(io.StringIO(canvas.text(canvas_class(section)))))
        named = str(at[-1]) if what == "total" else f"{at[0]} Current Score"
        return cell_name(1 if what == "category" else top + int(at[0]), header.index(named) + 1)
    return ""


def groups(section: Section) -> str:
    """The course's assignment groups as Canvas's API gives them, for the file beside an export."""
    listed = []
    for number, (name, weight) in enumerate(section.weights.items()):
        works = [
            {
                "id": 700 + of, "name": work.title, "points_possible": float(work.points), "published": True,
                "due_at": f"{work.due}T16:00:00Z", "omit_from_final_grade": False, "grading_type": "points",
            }
            for of, work in enumerate(section.works) if work.category == name
        ]  # fmt: skip
        rules = {"drop_lowest": section.drops[name]} if name in section.drops else {}
        listed.append(
            {"id": 90 + number, "name": name, "position": number + 1, "group_weight": weight, "rules": rules}
            | {"assignments": works}
        )
    return json.dumps(listed)


def schoology(section: Section) -> str:
    """The class as Schoology exports it: totals of the course and its terms, then items, then the username."""
    header = ["First Name", "Last Name", "Unique User ID", "Overall", "Q1", "Q2", "Final Exam"]
    header += [
        f"{work.title} (Max Points: {work.points}, Due Date: {date.fromisoformat(work.due):%m/%d/%y},"
        f" Grading Category: {work.category})"
        for work in section.works
    ]
    rows = [[*header, "Username"]]
    for who, person in enumerate(section.people):
        marks = [section.marks[who, of] for of in range(len(section.works))]
        rows.append([person.first, person.last, person.id, *section.terms[who], *marks, f"user{person.id}"])
    return _csv(rows)


def schoology_cell(section: Section, what: str, *at: int | str) -> str:
    """Where a Schoology export shows the course's total of a student."""
    return cell_name(2 + int(at[0]), 4) if what == "total" else ""


Cell = Callable[..., str]
CELLS: dict[str, Cell] = {
    "extract": extract_cell, "canvas": canvas_cell, "groups": canvas_cell, "schoology": schoology_cell,
}  # fmt: skip


def _csv(rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
