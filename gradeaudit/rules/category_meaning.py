"""A category name that carries a very different weight here than in most of the district's gradebooks."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

from gradeaudit.policy.names import fold
from gradeaudit.rules._words import percents
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

_FEWEST = 5
"""The fewest gradebooks with a category of that name that make a custom."""


@rule(
    title="A category's name means something else here",
    family="peers",
    severity="warning",
    scope="peers",
    needs={"categories": ["weight"]},
    policy="peers",
    per=["name"],
    parameters={"difference": 25.0},
    what="A category weighs far more or far less in this gradebook than categories of the same name do in most others"
    " of the run.",
    why="When Assessment is a fifth of the grade in one room and most of it in another, the word tells families"
    " nothing.",
    fix="Agree on what the name stands for, and rename the category where it stands for something else.",
    message="“{name}” weighs {observed} here and {expected} in the middle of {count_books} gradebooks that have it",
    example="Assessment at 20% in one gradebook, where most have it at 70%",
    instead="Quizzes at 20%",
    not_a_finding="A name that fewer than five gradebooks have; a category whose weight the policy sets, which"
    " weight-differs compares; a category without weight.",
)
def category_meaning(books: Gradebooks, policy: Policy) -> Rows:
    """One weight a gradebook and name; the middle is the median of the gradebooks that have it."""
    table = books.categories
    matches = policy.category_matches(table["name"])
    apart = policy.parameter("category-meaning", "difference", 25.0)
    weights: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for row, (name, match, weight) in enumerate(zip(table["name"].tolist(), matches, table["weight"].tolist())):
        if weight > 0 and not (match.name and policy.categories[match.name].weight is not None):
            weights[fold(name)].append((row, weight))
    found: list[tuple[int, float, float, int]] = []
    for _, group in sorted(weights.items()):
        if len(group) >= _FEWEST:
            middle = median(weight for _, weight in group)
            found += [(row, weight, middle, len(group)) for row, weight in group if abs(weight - middle) > apart]
    rows = [one[0] for one in found]
    return Rows(
        table[["book", "place", "name"]]
        .take(rows)
        .assign(
            category=rows,
            observed=percents(one[1] for one in found),
            expected=percents(one[2] for one in found),
            count_books=[str(one[3]) for one in found],
        )
    )
