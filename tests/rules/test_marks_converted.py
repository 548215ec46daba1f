"""marks-converted: many marks that became something else at once."""

from __future__ import annotations

from typing import Any

from gradeaudit.gradebook import Book
from tests.rules.moments import on
from tests.tables import book, drift

POLICY = "freeze: {scores: 2027-01-01}"
FEW = POLICY + "\nrules: {marks-converted: {cells: 4}}"


def of(first: str, second: str, third: str = "", **more: Any) -> Book:
    """Three assignments with these marks, parted by commas, of as many students."""
    columns = [texts.split(",") if texts else [""] * (first.count(",") + 1) for texts in (first, second, third)]
    rows = [f"S{n:02} | " + " | ".join(marks) for n, marks in enumerate(zip(*columns), 1)]
    return on("2026-10-01", book, "Student | HW 1 /10 | HW 2 /20 | HW 3 /10\n" + "\n".join(rows), **more)


def test_finds_blanks_that_became_zeros() -> None:
    outcome = drift("marks-converted", FEW, of("9,8,7,,", "18,16,14,,"), of("9,8,7,0,0", "18,16,14,0,0"))
    assert outcome.found == [("4 cells: blank before, 0 now", ["B5", "C5", "B6", "C6"])]
    (found,) = outcome.findings
    assert (found.severity, found.confidence) == ("info", "likely")


def test_finds_codes_that_became_half_of_the_points_and_zeros_that_became_a_code() -> None:
    half = drift("marks-converted", FEW, of("9,8,7,MI,mi", "18,16,14,MI,MI"), of("9,8,7,5,5", "18,16,14,10,10"))
    assert [message for message, _ in half.found] == ["4 cells: “MI” before, 50% of the points now"]
    back = drift("marks-converted", FEW, of("9,8,7,0,0", "18,16,14,0,0"), of("9,8,7,MI,MI", "18,16,14,MI,MI"))
    assert [message for message, _ in back.found] == ["4 cells: 0 before, “MI” now"]


def test_new_work_own_scores_and_a_few_of_many_are_no_finding() -> None:
    before = of("9,8,7,,", "18,16,14,,")
    graded = of("9,8,7,,", "18,16,14,,", "10,10,10,10,10")
    assert drift("marks-converted", FEW, before, graded).found == []
    late = of("9,8,7,6,4", "18,16,14,9,11")
    assert drift("marks-converted", FEW, before, late).found == []
    assert drift("marks-converted", POLICY, before, of("9,8,7,0,0", "18,16,14,0,0")).found == []
    many, some = of("9,9,9,9,9,9,9,9,,,,,,,,", "18" + ",18" * 15), of("9,9,9,9,9,9,9,9,0,0,0,,,,,", "18" + ",18" * 15)
    three = POLICY + "\nrules: {marks-converted: {cells: 3}}"
    assert drift("marks-converted", three, many, some).found == []  # 3 of 8 blanks are less than half of them
    raised = drift("marks-converted", FEW, of("5,5,5,5,5", "18,16,14,9,9"), of("10,10,10,10,10", "18,16,14,9,9"))
    assert raised.found == []


def test_empty_tables_and_a_policy_without_a_freeze() -> None:
    empty = on("2026-10-01", book, "Student | HW 1 /10")
    assert drift("marks-converted", POLICY, empty, empty).found == []
    silent = drift("marks-converted", "district: X", of("9,", "18,"), of("9,0", "18,0"))
    assert silent.not_checked == [("the policy sets no freeze", 1)]
