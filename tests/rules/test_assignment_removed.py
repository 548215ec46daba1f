"""assignment-removed: an assignment with scores that is no longer there."""

from __future__ import annotations

from typing import Any

from gradeaudit.gradebook import Book
from tests.rules.moments import on
from tests.tables import book, drift

POLICY = "freeze: {scores: 2027-01-01}"
BEFORE = """
    Student | HW 1 /10 | Test 1 /50 | HW 2 /10 | HW 3 /10
    Ada     | 9        | 40         | 8        |
    Ben     | 7        | 35         |          |
"""
AFTER = """
    Student | HW 1 /10 | HW 2 /10 | HW 3 /10
    Ada     | 9        | 8        |
    Ben     | 7        |          |
"""


def of(picture: str = BEFORE, **more: Any) -> Book:
    return on("2026-10-01", book, picture, **more)


def test_finds_a_scored_assignment_that_is_gone_at_its_place_in_the_earlier_export() -> None:
    outcome = drift(
        "assignment-removed", POLICY, of(file="october.csv"), of(AFTER, about={"identity": "canvas:october.csv"})
    )
    assert outcome.found == [("“Test 1” is gone; 2 scores stood in it", ["", "C1"])]
    (found,) = outcome.findings
    assert (found.file, found.gradebook, found.confidence) == ("book.csv", "book.csv", "likely")
    assert [spot.file for spot in found.places] == ["", "october.csv"]


def test_one_without_scores_and_one_that_was_renamed_are_no_finding() -> None:
    unscored = BEFORE.replace("| 40 ", "|    ").replace("| 35 ", "|    ")
    assert drift("assignment-removed", POLICY, of(unscored), of(AFTER)).found == []
    keys = {"key": ["11", "12", "13", "14"]}
    renamed = of(BEFORE.replace("Test 1", "Exam"), assignments=keys)
    assert drift("assignment-removed", POLICY, of(assignments=keys), renamed).found == []
    assert drift("assignment-removed", POLICY, of(), of()).found == []
    assert drift("assignment-removed", POLICY, of(AFTER), of()).found == []


def test_one_without_ids_is_told_as_renamed_by_the_scores_in_it() -> None:
    def class_of(title: str, marks: str) -> Book:
        rows = [f"S{n:02} | {n % 7 + 3} | {mark} | 5" for n, mark in enumerate(marks.split(), 1)]
        return of(f"Student | HW 1 /10 | {title} /50 | HW 2 /10\n" + "\n".join(rows))

    before = class_of("Test 1", "40 35 22 48 41 33 29 50 44 38")
    assert drift("assignment-removed", POLICY, before, class_of("Exam", "40 35 22 48 41 33 29 50 44 39")).found == []
    (found,) = drift("assignment-removed", POLICY, before, class_of("Exam", "41 36 23 49 42 34 30 49 45 39")).found
    assert found[0] == "“Test 1” is gone; 10 scores stood in it"


def test_an_export_of_another_term_and_twins_are_not_checked() -> None:
    other = drift("assignment-removed", POLICY, of(), of("Student | HW 9 /10 | HW 3 /10\nAda | 9 |\nBen | 8 |"))
    assert (other.found, other.not_checked) == (
        [], [("most of the assignments with scores are gone: the later export may be of another term", 1)]
    )  # fmt: skip
    twins = of(BEFORE.replace("HW 2", "Test 1"))
    gone = drift("assignment-removed", POLICY, twins, of(AFTER.replace("HW 2", "Test 1")))
    assert (gone.found, gone.not_checked) == (
        [], [("several assignments have one title, and nothing tells which of them is gone", 1)]
    )  # fmt: skip


def test_empty_tables_and_a_policy_without_a_freeze() -> None:
    empty = of("Student | HW 1 /10")
    assert drift("assignment-removed", POLICY, empty, empty).found == []
    assert drift("assignment-removed", "district: X", of(), of(AFTER)).not_checked == [("the policy sets no freeze", 1)]
