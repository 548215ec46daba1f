"""Weights of a student's own, in steps of five percent, that lead from the categories to the total."""

from __future__ import annotations

import numpy as np
import pytest

from gradeaudit.gradebook import Array
from gradeaudit.grading.own_weights import OTHERWISE, in_words, own_weights

NAMES = np.array(["Homework", "Tests", "Labs"], object)


def weighed(weight: Array, group: Array) -> Array:
    return np.asarray((weight * group).sum(axis=-1) / 100.0)


@pytest.mark.parametrize(
    ("group", "printed", "words"),
    [
        # 40, 40 and 20 percent make 40 + 20 + 12 = 72 of 100, 50 and 60; with 50 and 30 it is 50 + 15 + 12 = 77.
        ([100.0, 50.0, 60.0], 77.0, "as if “Homework” weighed 50% and “Tests” weighed 30%"),
        ([100.0, 50.0, 60.0], 77.4, ""),
        # Tests and labs are alike: 40 + 30 = 70, and 75 with ten more percent of homework, from either.
        (
            [100.0, 50.0, 50.0],
            75.0,
            "as if “Homework” weighed 50% and “Tests” weighed 30%, or “Homework” weighed 50% and “Labs” weighed 10%",
        ),
        # Of 80, 70 and 60 72 are made; one more comes of 10 percent from tests to homework or labs to tests, or 5 from
        # labs to homework.
        ([80.0, 70.0, 60.0], 73.0, OTHERWISE),
    ],
)
def test_one_category_s_share_is_given_to_another(group: list[float], printed: float, words: str) -> None:
    weight = np.array([[40.0, 40.0, 20.0]])
    (sets,) = own_weights(weight, np.array([[group]]), np.array([[printed]]), np.array([0.005]), weighed)
    assert (in_words(sets, NAMES) if sets else "") == words
