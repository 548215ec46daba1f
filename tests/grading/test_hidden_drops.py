"""How many scores a category drops, as its totals show it."""

from __future__ import annotations

import numpy as np

from gradeaudit.grading.arithmetic import judged
from tests.tables import book, gradebooks

# Without the lowest of three: Ada 9 and 8 of 20, and so on. Each student's exam is 50 of 100.
CLASS = """
    Student | A /10 @Quizzes | B /10 @Quizzes | C /10 @Quizzes | Exam /100 @Exams
    Ada     | 9              | 8              | 5              | 50
    Ben     | 4              | 7              | 6              | 50
    Cy      | 10             | 9              | 8              | 50
    Di      | 3              | 6              | 5              | 50
    Eve     | 6              |                | 8              | 50
    Fay     | 7              | 9              | 2              | {}
"""
QUIZZES = ["85.00", "65.00", "95.00", "55.00"]
EXAMS = ["50.00"] * 5
# Halves of both; of Eve's 6 and 8 the 8 is left: 80.00 and 65.00.
COURSE = ["67.50", "57.50", "72.50", "52.50"]


def wrong(quizzes: list[str], course: list[str], exam: str = "50", printed: str = "50.00", **more):  # type: ignore[no-untyped-def]
    """The totals that are off, by their titles and students, with what they should be and why."""
    totals = {"final Quizzes": quizzes, "final Exams": [*EXAMS, printed], "final": course}
    drawn = book(
        CLASS.format(exam), weights={"Quizzes": 50.0, "Exams": 50.0}, totals=totals, about={"format": "sakai"}, **more
    )
    found = judged(gradebooks(drawn), 0.1)
    return [
        (at // 3, list(totals)[at % 3], round(float(found.expected[at]), 2), found.causes.get(at, ""))
        for at in np.flatnonzero(found.off).tolist()
    ]


def test_a_class_whose_quizzes_follow_without_their_lowest_drops_it() -> None:
    hidden = {"without": ["categories.drop_lowest"]}
    assert wrong([*QUIZZES, "80.00", "80.00"], [*COURSE, "65.00", "65.00"], **hidden) == []
    # Fay's quizzes with all three, 18 of 30, or their total typed over: the course says which.
    assert wrong([*QUIZZES, "80.00", "60.00"], [*COURSE, "65.00", "65.00"], **hidden) == [
        (5, "final Quizzes", 80.0, "typed over: the student's other totals follow from the scores")
    ]
    assert wrong([*QUIZZES, "80.00", "80.00"], [*COURSE, "65.00", "61.00"], **hidden) == [
        (5, "final", 65.0, "typed over: the student's other totals follow from the scores")
    ]
    # Without B 7 of 10 is left of 7 and 2: 70.00, and 60.00 with the exam.
    assert wrong([*QUIZZES, "80.00", "70.00"], [*COURSE, "65.00", "60.00"], **hidden) == [
        (5, "final Quizzes", 80.0, "as if “B” didn't count"),
        (5, "final", 65.0, "as if “B” didn't count"),
    ]


def test_a_class_that_states_its_drops_or_whose_totals_follow_without_drops_none() -> None:
    stated = wrong([*QUIZZES, "80.00", "80.00"], [*COURSE, "65.00", "65.00"])
    assert stated == []  # no method makes most of the quizzes, so nothing is judged
    every = ["73.33", "56.67", "90.00", "46.67", "70.00", "60.00"]
    course = ["61.67", "53.33", "70.00", "48.33", "60.00", "55.00"]
    assert wrong(every, course, without=["categories.drop_lowest"]) == []
    assert wrong([*every[:5], "80.00"], [*course[:5], "65.00"], without=["categories.drop_lowest"]) == [
        (5, "final Quizzes", 60.0, "as if “C” didn't count"),
        (5, "final", 55.0, "as if “C” didn't count"),
    ]
