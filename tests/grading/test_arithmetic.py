"""What the arithmetic of all systems has in common: none is forgotten, and printed precision is read off the text."""

import numpy as np
import pytest

from gradeaudit import discovery
from gradeaudit.grading.arithmetic import ARITHMETIC, NO_ARITHMETIC, judged
from gradeaudit.grading.left_out import left_out, parts
from gradeaudit.grading.work import lay_out_work
from gradeaudit.grading.worked import precision
from gradeaudit.marks import Dialect
from tests.tables import book, gradebooks


def test_every_format_with_totals_has_an_arithmetic_or_says_why_not() -> None:
    with_totals = {name for name, reader in discovery.readers().items() if "totals.value" in reader.offers}
    assert with_totals - {"canvas"} == {*ARITHMETIC, *NO_ARITHMETIC}
    assert not set(ARITHMETIC) & set(NO_ARITHMETIC)


@pytest.mark.parametrize(
    ("text", "half"),
    [("84.24", 0.005), ("84.2", 0.05), ("84", 0.5), ("84.20 %", 0.005), ("1,036.50", 0.005), ("1,036", 0.5)],
)
def test_a_total_is_as_precise_as_it_is_printed(text: str, half: float) -> None:
    books = gradebooks(book("Student | A /10\nAda | 9", totals={"final": [text]}, dialect=Dialect(".", ",")))
    assert precision(books, np.array([0])).tolist() == pytest.approx([half], abs=2e-6)


def test_zeros_at_the_end_are_left_out_where_others_of_the_class_show_more() -> None:
    def halves(texts: list[str]) -> list[float]:
        students = "".join(f"\nS{n} | 9" for n in range(len(texts)))
        books = gradebooks(book(f"Student | A /10{students}", totals={"final": texts}))
        return [round(float(half), 5) for half in precision(books, np.arange(len(texts)))]

    assert halves(["84.25", "90", "78.5", "61"]) == [0.005] * 4
    # One in five may have been typed, to any place.
    assert halves(["84.25", "90", "78", "61", "70"]) == [0.005, 0.5, 0.5, 0.5, 0.5]


def test_a_copy_of_a_student_is_made_for_each_score() -> None:
    work = lay_out_work(gradebooks(book("Student | A /10 | B /20 | C /5\nAda | 9 | | 4\nBen | 8 | 15 | 3")))
    copies = left_out(work, np.array([1, 0]))  # Ben's three scores, then Ada's two
    assert copies.owner.tolist() == [0, 0, 0, 1, 1]
    assert copies.items.tolist() == [[0], [1], [2], [0], [2]]
    assert copies.work.sums(copies.work.earned, copies.work.graded).sum(axis=1).tolist() == [18, 11, 23, 4, 9]
    # Ada's B is a blank (cell 1): each copy of hers once with it and once without.
    exempt = left_out(work, np.array([1, 0]), exempt={0: np.array([[-1], [1]])})
    assert exempt.owner.tolist() == [0, 0, 0, 1, 1, 1, 1]
    assert exempt.items.tolist() == [[0], [1], [2], [0], [0], [2], [2]]
    assert exempt.work.sums(exempt.work.size, exempt.work.size > 0).sum(axis=1).tolist() == [25, 15, 30, 25, 5, 30, 10]


# Of 20 points, the sheet on top: Cy 22 and Eve 17 are 110 and 85; as an item like the others 88 and 68.
BONUS = """
    Student | A /10 | B /10 | Sheet /5
    Ada     | 8     | 9     |
    Ben     | 7     | 6     |
    Cy      | 9     | 9     | 4
    Di      | 5     | 6     |
    Eve     | 6     | 8     | 3
    Fay     | 10    | 4     |
    Gus     | 5     | 5     | {}
"""
TOTALS = ["85.00", "65.00", "110.00", "55.00", "85.00", "70.00"]


@pytest.mark.parametrize(
    ("sheet", "total", "off"),
    [
        ("", "50.00", []),
        ("5", "75.00", []),  # 15 of 20, so the sheet is extra credit for all
        ("5", "60.00", [2, 4]),  # 15 of 25: for Gus it counts as any other, so it isn't
    ],
)
def test_work_that_shows_itself_to_be_extra_credit_is_taken_so(sheet: str, total: str, off: list[int]) -> None:
    without = ["scores.excused", "assignments.extra_credit"]
    drawn = book(BONUS.format(sheet), totals={"final": [*TOTALS, total]}, about={"format": "sakai"}, without=without)
    found = judged(gradebooks(drawn), 0.1)
    assert np.flatnonzero(found.off).tolist() == off


def test_students_are_copied_some_at_a_time() -> None:
    assert list(parts([1500, 500, 1, 3000, 7])) == [slice(0, 2), slice(2, 3), slice(3, 4), slice(4, 5)]
    assert list(parts([])) == []
