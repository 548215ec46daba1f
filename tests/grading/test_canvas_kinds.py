"""Which kinds of Canvas's totals are worked out: posted ones, and unposted ones where they can be others."""

import numpy as np
import pytest

from gradeaudit.grading.canvas import KINDS, POSTED, recomputed
from gradeaudit.grading.grid import of_a_period
from tests.tables import book, gradebooks

PICTURE = "Student | A /10 @HW | B /10 @HW\nAda | 5 | 9"


def test_without_hidden_work_and_unposted_totals_the_posted_ones_are_all_there_is() -> None:
    again = recomputed(gradebooks(book(PICTURE, totals={"final HW": ["70.00"]})))
    assert again.kinds == KINDS[:POSTED]
    assert again.group[:, 0, 0].tolist() == pytest.approx([70.0, 70.0])  # 14 of 20


def test_hidden_work_is_left_out_of_current_totals_and_counts_as_zero_in_final_ones() -> None:
    again = recomputed(gradebooks(book(PICTURE, totals={"final HW": ["25.00"]}, assignments={"hidden": [False, True]})))
    assert again.kinds == KINDS
    assert again.group[:, 0, 0].tolist() == pytest.approx([50.0, 25.0, 70.0, 70.0])  # 5 of 10, 5 of 20, 14 of 20 twice


def test_unposted_totals_that_are_printed_are_worked_out_too() -> None:
    again = recomputed(gradebooks(book(PICTURE, totals={"final HW": ["70.00"], "unposted_final HW": ["70.00"]})))
    assert again.kinds == KINDS


def test_work_that_is_not_assigned_may_count_as_zero_in_final_totals_only() -> None:
    again = recomputed(gradebooks(book("Student | A /10 @HW | B /30 @HW\nAda | 5 | N/A", totals={"final HW": ["1"]})))
    nobody = np.zeros(2, np.int64)
    assert again.without(np.array([0, 1]), nobody, nobody).tolist() == pytest.approx([50.0, 12.5])  # 5 of 10, 5 of 40


def test_a_gradebook_of_a_grading_period_is_told_from_others() -> None:
    whole = book(PICTURE, totals={"final HW": ["70.00"]})
    part = book(PICTURE, totals={"final [Q1]": ["70.00"]})
    assert of_a_period(gradebooks(whole, part)).tolist() == [False, True]
