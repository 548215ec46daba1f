"""student-left: students with scores who are no longer in the gradebook."""

from __future__ import annotations

from typing import Any

from gradeaudit.gradebook import Book
from tests.rules.moments import on
from tests.tables import book, drift

BEFORE = """
    Student | HW 1 /10 | HW 2 /10
    Ada     | 9        | 8
    Ben     | 7        | 6
    Cy      | 5        |
    Dot     |          |
"""
AFTER = "Student | HW 1 /10 | HW 2 /10\nAda | 9 | 8\nEve | 9 | 9"
STAYED = {"local_id": ["101", "105"], "sis_id": ["S101", "S105"]}


def of(picture: str = BEFORE, **more: Any) -> Book:
    about = {"course": "Algebra", "section": "P1", "identity": "canvas:p1", **more.pop("about", {})}
    return on("2026-10-01", book, picture, about=about, **more)


def test_finds_students_with_scores_at_their_places_in_the_earlier_export() -> None:
    outcome = drift("student-left", "district: X", of(file="october.csv"), of(AFTER, students=STAYED))
    assert outcome.found == [("2 students with scores left the gradebook", ["", "A3", "A4"])]
    (found,) = outcome.findings
    assert (found.severity, found.file) == ("info", "book.csv")
    assert [(spot.file, spot.student) for spot in found.places] == [
        ("", None), ("october.csv", None), ("october.csv", None),
    ]  # fmt: skip


def test_those_without_scores_and_those_in_another_section_now_are_no_finding() -> None:
    fewer = of("\n".join(BEFORE.splitlines()[:-1]))
    assert drift("student-left", "district: X", of(), fewer).found == []
    other = {"section": "P2", "identity": "canvas:p2"}
    away = {"local_id": ["201", "102", "103"], "sis_id": ["S201", "S102", "S103"]}
    new = of("Student | HW 1 /10\nFay | 3\nBen | 7\nCy | 5", students=away, about=other, file="p2.csv")
    old = of(
        "Student | HW 1 /10\nFay | 3", students={"local_id": ["201"], "sis_id": ["S201"]}, about=other, file="p2.csv"
    )
    assert drift("student-left", "district: X", [of(), old], [of(AFTER, students=STAYED), new]).found == []
    biology = [of(file="b.csv", about={**other, "course": "Biology"}) for _ in range(2)]
    left = drift("student-left", "district: X", [of(), biology[0]], [of(AFTER, students=STAYED), biology[1]])
    assert [message for message, _ in left.found] == ["2 students with scores left the gradebook"]


def test_students_without_ids_and_another_class_are_not_checked() -> None:
    none = {"local_id": [""] * 4, "sis_id": [""] * 4}
    unknown = drift("student-left", "district: X", of(students=none), of(students=none))
    assert (unknown.found, unknown.not_checked) == (
        [], [("no id that both exports carry tells who some of the students are", 1)]
    )  # fmt: skip
    others = {"local_id": ["901", "902"], "sis_id": ["S901", "S902"]}
    replaced = drift("student-left", "district: X", of(), of(AFTER, students=others))
    assert (replaced.found, replaced.not_checked) == (
        [], [("most of the students are others: the later export may be of another class", 1)]
    )  # fmt: skip


def test_empty_tables_are_no_finding() -> None:
    empty = of("Student | HW 1 /10")
    assert drift("student-left", "district: X", empty, empty).found == []
