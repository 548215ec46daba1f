"""Assignments of different points in a category whose assignments must all be worth the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.counted import counted
from gradeaudit.rules._words import of_points
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="Points differ within a category",
    family="weights",
    severity="warning",
    needs={"assignments": ["category", "points_possible"], "scores": ["mark"]},
    policy="categories.*.equal_points",
    per=["right"],
    what="The counted assignments of a category aren't worth the same points, and the policy wants them to be.",
    why="Where a category adds up points, an assignment of 100 points counts ten times as much as one of 10.",
    fix="Give all assignments of the category the same points, or change the multiplier so that they count the same.",
    message="“{name}” has assignments of {observed} points, the policy wants them equal",
    example="tests of 50, 100 and 100 points",
    instead="tests of 100 points each",
    not_a_finding="A category whose average is one of percents, where points don't weigh; extra credit, retakes and"
    " work that doesn't count; points and a multiplier that come to the same.",
)
def points_unequal(books: Gradebooks, policy: Policy) -> Rows:
    """The places are those of the assignments whose points aren't the most common of their category."""
    table, grades = books.assignments, counted(books, policy)
    names = list(policy.categories)
    if policy.settings.totals and policy.settings.totals.category_average == "percent":
        reason = "the policy averages percents within a category, so points don't weigh"
        return Rows(table[:0], {reason: np.arange(len(books))})
    equal = np.array([bool(entry.equal_points) for entry in policy.categories.values()] + [False], bool)
    worth = table["points_possible"].to_numpy() * table["multiplier"].to_numpy()
    rows = np.flatnonzero(grades.assignment & equal[grades.category] & ~np.isnan(worth))
    worth = worth[rows]
    group = table["book"].to_numpy()[rows].astype(np.int64) * len(equal) + grades.category[rows]
    kinds, count = np.unique(np.column_stack([group, worth]), axis=0, return_counts=True)
    order = np.lexsort((kinds[:, 1], count, kinds[:, 0]))  # the most common last; of equals, the most points
    last = order[np.append(kinds[order][1:, 0] != kinds[order][:-1, 0], True)[: len(order)]]
    usual = dict(zip(kinds[last, 0].tolist(), kinds[last, 1].tolist()))
    off = worth != np.array([usual[one] for one in group.tolist()])
    shown: dict[int, list[str]] = {}
    for one, points in kinds.tolist():
        shown.setdefault(int(one), []).append(f"{points:g}")
    found = rows[off]
    category = table["category"].to_numpy()[found]
    return Rows(
        table[["book", "place"]]
        .take(found)
        .assign(
            category=category,
            right=[names[number] for number in grades.category[found].tolist()],
            name=books.categories["name"].to_numpy()[category],
            observed=[_listed(shown[one]) for one in group[off].tolist()],
            expected=[f"{of_points(usual[one])} each" for one in group[off].tolist()],
            policy_key=[f"categories.{names[number]}.equal_points" for number in grades.category[found].tolist()],
        )
    )


def _listed(points: list[str]) -> str:
    if len(points) > 5:
        return f"{points[0]} to {points[-1]}"
    return ", ".join(points[:-1]) + " and " + points[-1]
