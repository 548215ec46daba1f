"""Total points where the policy wants weighted categories, or the reverse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


_WORDS = {"weighted": "weighted categories", "total_points": "total points"}


@rule(
    title="Grades are computed by another method",
    family="structure",
    severity="error",
    needs={"categories": ["name"]},
    policy="weights.method",
    what="The gradebook adds up points where the policy wants weighted categories, or weighs categories where it wants"
    " points.",
    why="With total points a category counts by the points that it happens to have, and the policy's weights mean"
    " nothing.",
    fix="Choose the policy's method in the gradebook's settings, and set the weights.",
    steps={
        "canvas": "Open Assignments, choose Assignment Groups Weight in the menu at the top, tick Weight final grade"
        " based on assignment groups, and enter the policy's weights.",
    },
    message="grades are computed by {observed}, the policy says {expected}",
    example="a gradebook without weights, in a district that weighs categories",
    instead="weighted categories with the policy's weights",
    not_a_finding="Any method, where the policy allows any; an export that doesn't show its method.",
)
def method_differs(books: Gradebooks, policy: Policy) -> Rows:
    """The method that the export states, or that its columns give away."""
    wanted = policy.settings.weights.method if policy.settings.weights else None
    method = books.books["method"].to_numpy()
    other = np.isin(method, list(_WORDS)) & (method != wanted) & (wanted in _WORDS)
    found = books.books.loc[other, ["book", "place"]]
    return Rows(
        found.assign(
            observed=[_WORDS[name] for name in method[other]],
            expected=_WORDS.get(wanted or "", "any method"),
        ),
        {"this export doesn't show how grades are computed": np.flatnonzero(~np.isin(method, list(_WORDS)))},
    )
