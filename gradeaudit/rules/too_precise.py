"""Scores with more decimals than the policy allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.setup import setup
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


_COMPUTED = 0.5
"""From this share of a column on, its decimals come from a computer and not from a hand."""


@rule(
    title="A score has too many decimals",
    family="marks",
    severity="info",
    needs={"scores": ["mark", "points"]},
    policy=["marks.decimals", "marks.by_category.*.decimals"],
    per=["assignment"],
    what="A score has more decimals than the policy allows.",
    why="Decimals that nobody can explain invite disputes, and other gradebooks round them away.",
    fix="Round the score to the policy's decimals.",
    message="{cells} on “{title}” with more than {decimals}, such as {observed}",
    example="17.25",
    instead="17.3, where the policy allows one decimal",
    not_a_finding="Zeros at the end, which many LMSs print; columns in which most scores are that precise, which an LMS"
    " has computed.",
)
def too_precise(books: Gradebooks, policy: Policy) -> Rows:
    """A score that rounding changes has too many decimals; each category has its own limit or the general one."""
    assignments, scores = books.assignments, books.scores
    names = setup(books, policy).name
    limit = {name: policy.marks(name).decimals for name in {"", *names}}
    of_category = np.array([np.nan if (d := limit[name]) is None else d for name in [*names, ""]])
    allowed = of_category[assignments["category"].to_numpy()]
    of = scores["assignment"].to_numpy()
    points, most = scores["points"].to_numpy(), allowed[of]
    real = ~books.students["is_test_student"].to_numpy()[scores["student"].to_numpy()]
    able = real & ~np.isnan(points) & ~np.isnan(most) & (scores["form"] == "number").to_numpy()
    scale = 10.0 ** np.where(able, most, 0)
    scaled = np.where(able, points, 0) * scale
    precise = able & (np.abs(scaled - np.round(scaled)) > 1e-6 * scale)
    share = np.bincount(of[precise], minlength=len(assignments)) / np.maximum(
        np.bincount(of[able], minlength=len(assignments)), 1
    )
    precise &= share[of] < _COMPUTED
    found = scores.loc[precise, ["book", "place", "assignment", "student"]]
    decimals = allowed[found["assignment"]]
    return Rows(
        found.assign(
            title=assignments["title"].to_numpy()[found["assignment"]],
            decimals=[f"{d:.0f} decimal{'s' if d != 1 else ''}" if d else "no decimals" for d in decimals],
            observed=scores["mark"].to_numpy()[precise],
        )
    )
