"""What the arithmetic of all systems has in common: none is forgotten, and printed precision is read off the text."""

import numpy as np
import pytest

from gradeaudit import discovery
from gradeaudit.grading.arithmetic import ARITHMETIC, NO_ARITHMETIC
from gradeaudit.grading.work import lay_out_work, left_out
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


def test_a_copy_of_a_student_is_made_for_each_score() -> None:
    work = lay_out_work(gradebooks(book("Student | A /10 | B /20 | C /5\nAda | 9 | | 4\nBen | 8 | 15 | 3")))
    copies = left_out(work, np.array([1, 0]))  # Ben's three scores, then Ada's two
    assert copies.owner.tolist() == [0, 0, 0, 1, 1]
    assert copies.item.tolist() == [0, 1, 2, 0, 2]
    assert copies.work.sums(copies.work.earned, copies.work.graded).sum(axis=1).tolist() == [18, 11, 23, 4, 9]
