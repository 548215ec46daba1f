"""score-changed-after-close: scores that were changed after the policy closed them."""

from __future__ import annotations

from typing import Any

from gradeaudit.gradebook import Book
from tests.rules.moments import on
from tests.tables import book, drift

TERMS = "calendar: {terms: {Q1: {starts: 2026-08-31, ends: 2026-11-06}, Q2: {starts: 2026-11-09, ends: 2027-01-22}}}\n"
POLICY = TERMS + "freeze: {scores: {Q1: 2026-11-10, Q2: 2027-01-26}}"
ONE_DAY = TERMS + "freeze: {scores: 2026-11-10}"
BEFORE = """
    Student | HW 1 /10 due=2026-09-10 | Test 1 /50 due=2026-11-04 | HW 2 /10 due=2026-11-12
    Ada     | 9                       | 40                        | 8
    Ben     | 7                       |                           | 6
    Cy      | INC                     | 22                        |
"""
LATER = """
    Student | HW 1 /10 due=2026-09-10 | Test 1 /50 due=2026-11-04 | HW 2 /10 due=2026-11-12
    Ada     | 9.0                     | 45                        | 9
    Ben     | 7                       | 30                        | 6
    Cy      | 8                       |                           | 7
"""
BY_CODE = "\nmissing_work: {codes: {INC: incomplete}}"


def of(picture: str, day: str, **more: Any) -> Book:
    return on(day, book, picture, **more)


def test_finds_the_cells_of_closed_work_as_one_finding_an_assignment() -> None:
    outcome = drift("score-changed-after-close", POLICY + BY_CODE, of(BEFORE, "2026-11-12"), of(LATER, "2026-11-20"))
    assert outcome.found == [
        (
            "scores of “Test 1” were changed after they were closed: 1 entered, 1 changed, 1 cleared since the export of"
            " 2026-11-12, closed from 2026-11-10 on",
            ["C2", "C3", "C4"],
        )
    ]
    (found,) = outcome.findings
    assert (found.severity, found.confidence, found.assignment) == ("warning", "certain", "Test 1")
    assert found.policy_ref is not None and "freeze" in found.policy_ref.text


def test_an_incomplete_that_was_made_up_is_a_finding_only_where_the_code_means_something_else() -> None:
    other = drift("score-changed-after-close", POLICY, of(BEFORE, "2026-11-12"), of(LATER, "2026-11-20"))
    assert {found.assignment for found in other.findings} == {"HW 1", "Test 1"}


def test_work_of_an_open_term_and_the_same_score_written_otherwise_are_no_finding() -> None:
    now = (
        LATER.replace("| 45 ", "| 40 ").replace("| 30 ", "|    ").replace("|                           | 7", "| 22 | 7")
    )
    for policy in (POLICY, ONE_DAY):
        assert (
            drift("score-changed-after-close", policy + BY_CODE, of(BEFORE, "2026-11-12"), of(now, "2026-11-20")).found
            == []
        )


def test_a_single_day_closes_the_terms_that_are_over_by_then() -> None:
    outcome = drift("score-changed-after-close", ONE_DAY + BY_CODE, of(BEFORE, "2026-11-12"), of(LATER, "2026-11-20"))
    assert [(found.assignment, found.confidence) for found in outcome.findings] == [("Test 1", "certain")]


def test_work_without_a_date_is_closed_by_a_single_day_and_not_checked_where_each_term_has_its_own() -> None:
    bare = [
        of(text.replace("due=2026-11-04", ""), day) for text, day in ((BEFORE, "2026-11-12"), (LATER, "2026-11-20"))
    ]
    outcome = drift("score-changed-after-close", ONE_DAY + BY_CODE, *bare)
    assert [(found.assignment, found.confidence) for found in outcome.findings] == [("Test 1", "likely")]
    unknown = drift("score-changed-after-close", POLICY + BY_CODE, *bare)
    assert (unknown.found, unknown.not_checked) == (
        [], [("the policy freezes each term on a day of its own, and nothing says which term this is", 1)]
    )  # fmt: skip
    of_term = [of(text, day, about={"term": "Q1"}) for text, day in ((BEFORE, "2026-11-12"), (LATER, "2026-11-20"))]
    assert len(drift("score-changed-after-close", POLICY + BY_CODE, *of_term).found) == 2


def test_what_may_have_changed_before_the_close_is_not_checked() -> None:
    early = drift("score-changed-after-close", POLICY + BY_CODE, of(BEFORE, "2026-11-05"), of(LATER, "2026-11-20"))
    assert (early.found, early.not_checked) == (
        [], [("the earlier export was made before the freeze, so the changes may have been, too", 1)]
    )  # fmt: skip
    assert (
        drift("score-changed-after-close", POLICY, of(BEFORE, "2026-11-05"), of(BEFORE, "2026-11-20")).not_checked == []
    )


def test_empty_tables_and_a_policy_without_a_day() -> None:
    empty = of("Student | HW 1 /10", "2026-11-12")
    assert drift("score-changed-after-close", POLICY, empty, empty).found == []
    silent = drift("score-changed-after-close", "freeze: {setup: 2026-09-01}", of(BEFORE, "2026-11-12"), of(LATER, ""))
    assert silent.not_checked == [("the policy sets no freeze.scores", 1)]
