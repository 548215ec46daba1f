"""Scores are dropped where the policy drops none, or more than it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.setup import setup
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

_UNTOLD = "not all categories: the export doesn't tell, nor do its totals, how many scores some of them drop"


@rule(
    title="More scores are dropped than the policy allows",
    family="structure",
    severity="warning",
    needs={"categories": ["name", "drop_lowest"]},
    policy="totals.drop_lowest",
    per=["category"],
    what="A category drops more of the lowest scores than the policy allows, as the export says or its totals show.",
    why="Dropping scores raises grades in one classroom that the next one earns by work.",
    fix="Take the drop rule out of the category's settings, or lower it to what the policy allows.",
    steps={"canvas": "Open Assignments, choose Edit in the menu beside the group, and clear Lowest scores to ignore."},
    message="“{name}” drops {observed}, the policy allows {expected}",
    example="two quizzes dropped where the policy drops none",
    instead="every quiz counted",
    not_a_finding="As many drops as the policy allows, or fewer; an export that doesn't show drop rules.",
)
def drop_lowest(books: Gradebooks, policy: Policy) -> Rows:
    """Each category has its own limit by its name in the policy, else the default."""
    limits = (policy.settings.totals.drop_lowest if policy.settings.totals else None) or {}
    table, names = books.categories, setup(books, policy).name
    most = np.array([limits.get(name, limits.get("default", np.inf)) for name in names.tolist()], float)
    drops = table["drop_lowest"].to_numpy()
    over = drops > most  # never so for one that isn't known
    untold = np.isnan(drops) & np.isfinite(most)
    found = table.loc[over, ["book", "place", "name"]]
    return Rows(
        found.assign(
            category=found.index,
            observed=[_scores(number) for number in drops[over]],
            expected=["none" if number == 0 else _scores(number) for number in most[over]],
        ),
        not_checked={_UNTOLD: np.unique(table["book"].to_numpy()[untold])},
    )


def _scores(number: float) -> str:
    return f"the {number:.0f} lowest scores" if number != 1 else "the lowest score"
