"""What categories weigh, as a class's totals show it."""

from __future__ import annotations

import numpy as np
import pytest

from gradeaudit.grading.arithmetic import judged
from gradeaudit.grading.hidden_weights import with_weights
from gradeaudit.grading.work import lay_out_work
from tests.tables import book, gradebooks

# Homework weighs 20 and tests 60: a quarter and three quarters.
CLASS = """
    Student | HW /20 @Homework | Test /50 @Tests
    Ada     | 18               | 40
    Ben     | 12               | 45
    Cy      | 20               | 25
    Di      | 10               | 30
    Eve     | 16               | 35
    Fay     | 14               |
"""
HOMEWORK, TESTS = ["90.00", "60.00", "100.00", "50.00", "80.00", "70.00"], ["80.00", "90.00", "50.00", "60.00", "70.00"]
COURSE = ["82.50", "82.50", "62.50", "57.50", "72.50"]  # 22.5 + 60, 15 + 67.5, 25 + 37.5, 12.5 + 45, 20 + 52.5


def of_class(course: list[str]):  # type: ignore[no-untyped-def]
    totals = {"current Homework": HOMEWORK, "current Tests": [*TESTS, ""], "current": course}
    return gradebooks(book(CLASS, totals=totals, about={"format": "schoology"}, without=["categories.drop_lowest"]))


def test_weights_are_those_that_lead_from_the_categories_to_the_course() -> None:
    books = of_class([*COURSE, "70.00"])
    assert with_weights(books, lay_out_work(books)).weight.tolist() == [[25.0, 75.0]]
    # Whatever anyone's total is made of, it isn't one set of weights.
    books = of_class(["82.50", "90.00", "62.50", "50.00", "72.50", "70.00"])
    assert np.isnan(with_weights(books, lay_out_work(books)).weight).all()


@pytest.mark.parametrize(
    ("total", "off"),
    [
        ("70.00", []),  # there is homework alone
        ("77.00", [(77.0, 70.0)]),
    ],
)
def test_a_total_is_held_against_the_weights_of_its_class(total: str, off: list[tuple[float, float]]) -> None:
    books = of_class([*COURSE, total])
    found = judged(books, 0.1)
    printed = books.totals["value"].to_numpy()[found.rows]
    told = [(printed[at], found.expected[at]) for at in np.flatnonzero(found.off).tolist()]
    assert told == [pytest.approx(pair) for pair in off]
