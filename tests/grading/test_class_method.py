"""How a class's category scores are made, told from the scores of all its students."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import nan

import pytest

from gradeaudit.gradebook import Book
from gradeaudit.grading.canvas import KINDS, recomputed
from gradeaudit.grading.methods import Variation
from tests.tables import book, gradebooks


def varied(one: Book) -> list[Variation]:
    return list(recomputed(gradebooks(one)).varied.values())


def homework(picture: str, current: Sequence[str], final: Sequence[str], source: str = "declared") -> Book:
    width = picture.strip().splitlines()[0].count("@")
    return book(
        picture,
        totals={"current Homework": current, "final Homework": final},
        assignments={"category_source": [source] * width},
    )


SIX = """
    Student | HW 1 /10 @Homework | HW 2 /20 @Homework | HW 3 /10 @Homework
    Ada     | 9                  | 20                 | 7
    Ben     | 7                  | 8                  | 10
    Cleo    | 10                 | 10                 | 10
    Dan     | 6                  | 18                 | 5
    Eve     | 4                  | 16                 |
    Finn    | 8                  | 12                 | 8
"""


@pytest.mark.parametrize(
    ("current", "final", "expected"),
    [
        # Points over points, blanks as zero in final scores alone: Canvas's own.
        (["90.00", "62.50", "75.00", "72.50", "66.67", "70.00"], ["90.00", "62.50", "75.00", "72.50", "50.00", "70.00"], []),
        # Without the lowest: Ada 29/30, Ben 17/20 without HW 2, Cleo 20/20, Dan 24/30, Eve 16/20 and (final) 20/30.
        (
            ["96.67", "85.00", "100.00", "80.00", "80.00", "80.00"],
            ["96.67", "85.00", "100.00", "80.00", "66.67", "80.00"],
            [Variation(False, None, (1, 0))],
        ),
        # The mean of percents: Ada (90 + 100 + 70) / 3, Ben (70 + 40 + 100) / 3, Cleo 250 / 3, Dan 200 / 3, Finn 220 / 3;
        # Eve 120 / 2 and (final) 120 / 3.
        (
            ["86.67", "70.00", "83.33", "66.67", "60.00", "73.33"],
            ["86.67", "70.00", "83.33", "66.67", "40.00", "73.33"],
            [Variation(True, None, (0, 0))],
        ),
        # Blanks as zero in current scores too, and the lowest dropped.
        (
            ["96.67", "85.00", "100.00", "80.00", "66.67", "80.00"],
            ["96.67", "85.00", "100.00", "80.00", "66.67", "80.00"],
            [Variation(False, True, (1, 0))],
        ),
        # No method: everybody's score was typed.
        (["91.00", "92.00", "93.00", "94.00", "95.00", "96.00"], ["81.00", "82.00", "83.00", "84.00", "85.00", "86.00"], []),
    ],
)  # fmt: skip
def test_the_method_that_every_student_follows_is_found(
    current: list[str], final: list[str], expected: list[Variation]
) -> None:
    assert varied(homework(SIX, current, final)) == expected


def test_what_a_class_never_drops_is_told_from_the_student_whom_it_keeps_a_low_score() -> None:
    # The lowest is dropped, but never HW 3: Ada keeps her 70 and loses 90, 27 of 30 = 90.00; Dan keeps 50, 23 of 30.
    # Finn has 80, 60 and 80: without the 12 of 20, 80.00. Eve's blank HW 3 counts in final scores: 16 of 30.
    current, final = (
        ["90.00", "85.00", "100.00", "76.67", "80.00", "80.00"],
        ["90.00", "85.00", "100.00", "76.67", "53.33", "80.00"],
    )
    tables = gradebooks(homework(SIX, current, final))
    again = recomputed(tables)
    assert list(again.varied.values()) == [Variation(False, None, (1, 0))]
    assert tables.assignments["title"][again.never].tolist() == ["HW 3"]
    declared = tables.assignments.assign(never_dropped=[False, False, True])
    known = replace(tables, assignments=declared, categories=tables.categories.assign(drop_lowest=1.0))
    assert recomputed(known).varied == {}
    assert recomputed(known).group[KINDS.index("final"), :, 0].round(2).tolist() == [float(text) for text in final]


def test_three_students_show_no_method() -> None:
    three = "\n".join(SIX.strip("\n").splitlines()[:4])
    assert varied(homework(three, ["96.67", "85.00", "100.00"], ["96.67", "85.00", "100.00"])) == []


def test_recovered_drops_give_way_to_drops_that_explain_every_student() -> None:
    # Only Hal has two scores, 5 and 9: without the lowest 90.00. That nobody's score is dropped fits all but him.
    picture = "Student | HW 1 /10 @Homework | HW 2 /10 @Homework\n"
    picture += "\n".join(f"P{number} | {number} | N/A" for number in range(1, 10)) + "\nHal | 5 | 9"
    printed = [f"{10 * number}.00" for number in range(1, 10)] + ["90.00"]
    assert varied(homework(picture, printed, printed, "recovered")) == [Variation(False, None, (1, 0))]
    assert varied(homework(picture, printed, printed, "declared")) == []


def test_where_only_extra_credit_may_be_left_nothing_is_worked_out() -> None:
    # After dropping one of 5 of 10 and an extra 3 of 0, one is left: 50%, or nothing possible at all. Canvas's search
    # decides that by its own rounding.
    picture = "Student | HW /10 @Homework | Extra /0 @Homework\nAda | 5 | 3"
    tables = gradebooks(book(picture, totals={"final Homework": ["50.00"]}))
    dropping = replace(tables, categories=tables.categories.assign(drop_lowest=1.0))
    final = KINDS.index("final")
    assert [recomputed(one).group[final, 0, 0] for one in (tables, dropping)] == pytest.approx([80.0, nan], nan_ok=True)
