"""Scores with more decimals than the policy allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.mark_rules import mark_rules
from gradeaudit.rules._words import many
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
    """A score in points or percent that rounding changes has too many decimals; a category may have its own limit."""
    assignments, scores = books.assignments, books.scores
    settled = mark_rules(books, policy)
    allowed = np.where(settled.undecided, np.nan, settled.numbers("decimals"))
    of = scores["assignment"].to_numpy()
    points, most = scores["number"].to_numpy(), allowed[of]
    real = ~books.students["is_test_student"].to_numpy()[scores["student"].to_numpy()]
    typed = (scores["state"] == "scored").to_numpy() & scores["form"].isin(["number", "percent"]).to_numpy()
    able = real & typed & ~np.isnan(points) & ~np.isnan(most)
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
            decimals=[many(int(d), "decimal") if d else "no decimals" for d in decimals],
            observed=scores["mark"].to_numpy()[precise],
            expected=[f"at most {many(int(d), 'decimal')}" if d else "no decimals" for d in decimals],
            policy_key=settled.path(found["assignment"].to_numpy(), "decimals"),
        ),
        settled.unjudged(assignments["book"].to_numpy()),
    )
