"""Graded work in a category that counts for nothing, though the policy doesn't say that it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.counted import OF_THE_CLASS, WEIGHTLESS, counted
from gradeaudit.grading.setup import setup
from gradeaudit.grading.weighing import weighing
from gradeaudit.rules._tables import located
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

_SURE = 0.5
"""How far off, in percentage points, a recovered weight of 0 may be and still be called none."""


@rule(
    title="Graded work counts for nothing",
    family="structure",
    severity="warning",
    needs={"categories": ["weight"], "assignments": ["category"], "scores": ["mark"]},
    policy="categories",
    per=["name"],
    what="Assignments that are scored for half of the class or more sit in a category of weight 0 that the policy"
    " doesn't define as one.",
    why="Students and families see scores that never reach the grade.",
    fix="Move the work to a category that counts, or give this one its weight.",
    message="{assignments} scored in “{name}”, a category without weight",
    example="four quizzes in Other, weight 0",
    instead="the quizzes in Quizzes",
    not_a_finding="Practice that the policy gives no weight; a category whose weight the policy sets, which"
    " weight-differs compares; banned categories; work marked as not counting.",
)
def assignment_weightless(books: Gradebooks, policy: Policy) -> Rows:
    """A recovered 0 counts when it can't hide a small weight, and is likely at best."""
    table, look, held = books.categories, setup(books, policy), weighing(books, policy)
    # the policy says itself what such a category weighs, or that it may not count
    settled = [entry.banned or isinstance(entry.weight, (float, dict)) for entry in policy.categories.values()]
    exact = np.array([*settled, False], bool)[look.number]
    none = (table["weight"].to_numpy() == 0) & (np.nan_to_num(table["weight_error"].to_numpy()) <= _SURE)
    none &= ~exact & ~held.points[look.book]
    grades = counted(books, policy)
    graded = grades.assignment | ((grades.why_not == WEIGHTLESS) & (grades.share >= OF_THE_CLASS))
    category = books.assignments["category"].to_numpy()
    found = np.flatnonzero(graded & np.append(none, False)[category])
    of = category[found]
    return Rows(
        located(
            books,
            "assignments",
            found,
            category=of,
            name=table["name"].to_numpy()[of],
            observed="weight 0",
            expected="a category with weight",
            confidence=np.where(table["weight_source"].to_numpy()[of] == "recovered", "likely", "certain"),
        ),
        {"it adds up points, so its categories have no weights": np.flatnonzero(held.points)},
    )
