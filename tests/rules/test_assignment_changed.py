"""assignment-changed: an assignment that was changed after scores had been entered."""

from __future__ import annotations

from typing import Any

from gradeaudit.gradebook import Book
from tests.rules.moments import on
from tests.tables import book, drift

POLICY = "freeze: {scores: 2027-01-01}"
PICTURE = """
    Student | HW 1 /10 @Homework due=2026-09-10 | Test 1 /50 @Tests due=2026-09-20 | HW 2 /10 @Homework due=2026-10-09
    Ada     | 9                                 | 40                               |
    Ben     | 7                                 | 35                               |
"""


def of(picture: str = PICTURE, day: str = "2026-10-01", **more: Any) -> Book:
    more.setdefault("assignments", {"key": ["11", "12", "13"]})
    return on(day, book, picture, **more)


def test_finds_what_changed_in_a_scored_assignment_as_one_finding() -> None:
    after = of(PICTURE.replace("Test 1 /50 @Tests due=2026-09-20", "Exam 1 /60 @Homework due=2026-09-25"))
    outcome = drift("assignment-changed", POLICY, of(), after)
    assert outcome.found == [
        (
            "assignment renamed: “Test 1” is now “Exam 1”; “Exam 1” moved from “Tests” to “Homework”; points possible of"
            " “Exam 1”: 50 → 60; due date of “Exam 1”: 2026-09-20 → 2026-09-25; 2 scores already stood in it",
            ["C1"],
        )
    ]
    (found,) = outcome.findings
    assert (found.severity, found.confidence, found.assignment) == ("warning", "certain", "Exam 1")


def test_a_recovered_category_or_a_name_known_by_its_scores_is_only_likely() -> None:
    source = {"key": ["11", "12", "13"], "category_source": ["recovered"] * 3}
    moved = of(PICTURE.replace("/50 @Tests", "/50 @Homework"), assignments=source)
    assert [found.confidence for found in drift("assignment-changed", POLICY, of(), moved).findings] == ["likely"]


def test_one_score_is_one() -> None:
    alone = PICTURE.replace("| 35 ", "|    ")
    (found,) = drift("assignment-changed", POLICY, of(alone), of(alone.replace("/50", "/60"))).found
    assert found[0] == "points possible of “Test 1”: 50 → 60; 1 score already stood in it"


def test_no_scores_yet_another_spelling_and_a_renamed_category_are_no_finding() -> None:
    unscored = of(PICTURE.replace("HW 2 /10 @Homework due=2026-10-09", "Lab /20 @Tests due=2026-10-16"))
    assert drift("assignment-changed", POLICY, of(), unscored).found == []
    assert drift("assignment-changed", POLICY, of(), of(PICTURE.replace("Test 1", "TEST  1"))).found == []
    assert drift("assignment-changed", POLICY, of(), of(PICTURE.replace("@Tests", "@Exams"))).found == []
    scored = of(PICTURE.replace("| 9 ", "| 4 "))
    assert drift("assignment-changed", POLICY, of(), scored).found == []


def test_a_title_that_now_follows_the_convention_is_no_finding() -> None:
    convention = POLICY + "\nnaming: {assignment: '^(HW|Test) \\d+'}"
    before, after = of(PICTURE.replace("Test 1", "test one")), of()
    assert drift("assignment-changed", convention, before, after).found == []
    assert len(drift("assignment-changed", convention, after, before).found) == 1
    assert len(drift("assignment-changed", POLICY, before, after).found) == 1


def test_empty_tables_and_a_policy_without_a_freeze() -> None:
    empty = on("2026-10-01", book, "Student | HW 1 /10")
    assert drift("assignment-changed", POLICY, empty, empty).found == []
    silent = drift("assignment-changed", "district: X", of(), of(PICTURE.replace("/50", "/60")))
    assert silent.not_checked == [("the policy sets no freeze", 1)]
    bare = of(without=["scores.mark"])
    assert drift("assignment-changed", POLICY, bare, of()).not_checked == [
        ("scores: the earlier export doesn't carry them", 1)
    ]
