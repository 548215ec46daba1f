"""What closes a gap between a total and its scores: one score or two that were excused, or a hand."""

from __future__ import annotations

import numpy as np
import pytest

from gradeaudit.grading.arithmetic import judged
from tests.tables import book, gradebooks

# Points add up: Ada 17 of 20, 33 of 40 and 50 of 60, and so on; Fay 15 of 20, 30 of 40 and 45 of 60, each 75.00.
CLASS = """
    Student | A /10 @Homework | B /10 @Homework | C /20 @Tests | D /20 @Tests
    Ada     | 9               | 8               | 15           | 18
    Ben     | 7               | 6               | 12           | 17
    Cy      | 10              | 9               | 19           | 16
    Di      | 5               | 6               | 11           | 14
    Eve     | 6               | 8               | 13           | 10
    Fay     | 8               | 7               | 18           | 12
"""
HOMEWORK = ["85.00", "65.00", "95.00", "55.00", "70.00"]
TESTS = ["82.50", "72.50", "87.50", "62.50", "57.50"]
COURSE = ["83.33", "70.00", "90.00", "60.00", "61.67"]
TYPED = "typed over: the student's other totals follow from the scores"


@pytest.mark.parametrize(
    ("homework", "tests", "course", "cause", "possible"),
    [
        ("75.00", "75.00", "75.00", {}, False),
        # Without C: 12 of 20, and 27 of 40 in all.
        ("75.00", "60.00", "67.50", dict.fromkeys([11, 17], "as if “C” didn't count"), True),
        # Without A and C: 7 of 10, 12 of 20, and 19 of 30.
        ("70.00", "60.00", "63.33", dict.fromkeys([5, 11, 17], "as if “A” and “C” didn't count"), True),
        # 37 of 50 without A would be 74.00 too, but then homework would be 70.00.
        ("75.00", "75.00", "74.00", {17: TYPED}, False),
        # 8 of 10 without B, but the course would be 76.00.
        ("80.00", "75.00", "75.00", {5: TYPED}, False),
        # Two hands, or who knows.
        ("81.00", "75.00", "99.00", {}, False),
    ],
)
def test_a_cause_must_explain_all_totals_of_a_student(
    homework: str, tests: str, course: str, cause: dict[int, str], possible: bool
) -> None:
    totals = {
        "final Homework": [*HOMEWORK, homework], "final Tests": [*TESTS, tests], "final": [*COURSE, course],
    }  # fmt: skip
    found = judged(gradebooks(book(CLASS, totals=totals, about={"format": "sakai"})), 0.1)
    told = {(at % 3) * 6 + at // 3: words for at, words in found.causes.items()}
    assert told == cause
    assert bool(found.left_out) == possible
    wrong = np.flatnonzero(found.off).tolist()
    printed = [homework != "75.00", tests != "75.00", course != "75.00"]
    assert wrong == [15 + column for column, is_wrong in enumerate(printed) if is_wrong]


@pytest.mark.parametrize(("total", "cause"), [("66.67", {5: "as if “B” and “C” didn't count"}), ("99.00", {})])
def test_of_a_total_alone_any_score_may_have_been_excused(total: str, cause: dict[int, str]) -> None:
    # Fay without B and C: 20 of 30; without one score 74.00, 76.00, 67.50 or 82.50.
    found = judged(gradebooks(book(CLASS, totals={"final": [*COURSE, total]}, about={"format": "sakai"})), 0.1)
    assert found.off.tolist() == [False] * 5 + [True]
    assert found.causes == cause


def test_a_score_may_have_been_left_out_though_its_category_s_total_stays_the_same() -> None:
    # Fay's homework is 80 percent with A and without; of the course it leaves 8 + 30 of 50 of 46 of 60.
    alike = CLASS.replace("Fay     | 8               | 7 ", "Fay     | 8               | 8 ")
    totals = {
        "final Homework": [*HOMEWORK, "80.00"], "final Tests": [*TESTS, "75.00"], "final": [*COURSE, "76.00"],
    }  # fmt: skip
    found = judged(gradebooks(book(alike, totals=totals, about={"format": "sakai"})), 0.1)
    assert found.causes == {17: "as if one of several scores didn't count"}
