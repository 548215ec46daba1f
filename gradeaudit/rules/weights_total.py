"""Declared weights that don't add up to what the policy wants, which is 100% unless it says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.counted import is_extra
from gradeaudit.grading.setup import setup
from gradeaudit.grading.weighing import NO_CATEGORIES, tolerance
from gradeaudit.rules._steps import WEIGH
from gradeaudit.rules._tables import located
from gradeaudit.rules._words import percents
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

RATIOS = 20.0
"""Whole-number weights that add up to no more than this are ratios such as 3:2:1, not percents."""


@rule(
    title="The weights don't add up",
    family="weights",
    severity="error",
    needs={"categories": ["weight"]},
    policy="weights.total",
    what="The weights of a gradebook's categories don't add up to the total that the policy wants.",
    why="An LMS scales such weights without saying so, or lets the grade end below or above 100%: no category counts"
    " for what its weight says.",
    fix="Change the weights so that they add up to the policy's total.",
    steps=WEIGH,
    message="the weights add up to {observed}, not to {expected}",
    example="Homework 20%, Quizzes 30% and Tests 40%: 90%",
    instead="Homework 20%, Quizzes 30% and Tests 50%: 100%",
    not_a_finding="Thirds written as 33.33; an extra credit category on top of 100%; shares of one, such as 0.4 and"
    " 0.6; ratios such as 3:2:1 where the policy says that weights are rescaled; a gradebook that adds up points.",
)
def weights_total(books: Gradebooks, policy: Policy) -> Rows:
    """Only declared weights can be wrong in their sum: recovered ones add up to 100 by construction."""
    table, settings = books.categories, policy.settings.weights
    book, weight = table["book"].to_numpy(), table["weight"].to_numpy()
    declared = (table["weight_source"] == "declared").to_numpy()
    number = len(books)
    total = np.bincount(book, weights=np.nan_to_num(weight), minlength=number)
    extra = np.bincount(book, weights=np.where(is_extra(table["name"]), np.nan_to_num(weight), 0), minlength=number)
    unknown = np.bincount(book[np.isnan(weight) | ~declared], minlength=number) > 0
    none = np.bincount(book, minlength=number) == 0
    points = (books.books["method"] == "total_points").to_numpy() | ((total == 0) & ~none)
    wanted = settings.total if settings else 100.0
    slack = tolerance(policy)
    right = np.abs(total - wanted) <= slack
    right |= np.abs(total - extra - wanted) <= slack
    right |= np.abs(total * 100 - wanted) <= slack  # shares of one
    if settings is not None and settings.empty_category == "rescaled":
        right |= (total <= RATIOS) & (np.bincount(book, weights=np.nan_to_num(weight % 1), minlength=number) == 0)
    partial = ~setup(books, policy).complete & (total < wanted)
    found = np.flatnonzero(~right & ~unknown & ~points & ~partial & ~none)
    return Rows(
        located(
            books,
            "categories",
            np.searchsorted(book, found),
            category=-1,  # all of a gradebook's categories, at the place of the first
            observed=percents(total[found]),
            expected=percents([wanted])[0],
        ),
        {
            "its weights aren't declared but recovered, so they add up": np.flatnonzero(unknown & ~points),
            NO_CATEGORIES: np.flatnonzero(none & ~points),
            "it adds up points, so its categories have no weights": np.flatnonzero(points),
            "its weights add up to less than the total, and an export like this may leave out categories without"
            " assignments": np.flatnonzero(~right & ~unknown & ~points & partial & ~none),
        },
    )
