"""A score of more than the points possible, or than the share that the policy allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.cells import cells
from gradeaudit.grading.limits import limits
from gradeaudit.grading.mark_rules import mark_rules
from gradeaudit.rules._tables import located
from gradeaudit.rules._words import of_points
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="A score is above the maximum",
    family="marks",
    severity="error",
    needs={"scores": ["mark", "points"], "assignments": ["points_possible", "title"]},
    policy=["marks.maximum", "marks.extra_credit", "marks.by_category.*.maximum", "marks.by_category.*.extra_credit"],
    per=["assignment"],
    what="A score is higher than the assignment's points possible, or than the share of them that the policy allows.",
    why="It is extra credit that the policy doesn't allow, or a slip of the keyboard, and it lifts the grade.",
    fix="Correct the score, or the assignment's points possible if those are wrong.",
    message="{cells} on “{title}” above {allowed}: {observed}",
    example="105 on a test of 100 points",
    instead="100, or the points possible that the test really has",
    not_a_finding="Extra credit where the policy allows it; assignments of 0 points; codes; the LMS's test student.",
)
def score_above_maximum(books: Gradebooks, policy: Policy) -> Rows:
    """Scores in points, percents and fractions as points; the highest of a column is shown."""
    assignments, most, look = books.assignments, limits(books, policy), cells(books, policy)
    above = np.flatnonzero(look.scored & (look.points > most.most.take(look.assignment) + 1e-9))
    of = look.assignment[above]
    highest, many = np.full(len(assignments), -np.inf), np.bincount(of)
    np.maximum.at(highest, of, look.points[above])
    possible, percent = assignments["points_possible"].to_numpy()[of], most.most_percent[of]
    return Rows(
        located(
            books,
            "scores",
            above,
            title=assignments["title"].to_numpy()[of],
            allowed=[
                f"the {of_points(whole)} possible" if share == 100 else f"{share:g}% of the {of_points(whole)} possible"
                for whole, share in zip(possible, percent)
            ],
            observed=[f"up to {value:g}" if count > 1 else f"{value:g}" for value, count in zip(highest[of], many[of])],
            expected=[f"at most {value:g}" for value in most.most[of]],
        ),
        mark_rules(books, policy).unjudged(assignments["book"].to_numpy()),
    )
