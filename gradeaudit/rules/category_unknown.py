"""A category in use that the policy doesn't know by any of its names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.setup import setup
from gradeaudit.policy.suggest import closest_category, to_accept
from gradeaudit.rules._steps import RENAME
from gradeaudit.rules._tables import located
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="A category isn't in the policy",
    family="structure",
    severity="error",
    needs={"categories": ["name"]},
    policy="categories",
    per=["name"],
    what="A category that carries weight or holds graded work has a name that the policy doesn't list, neither as a"
    " category nor as another name of one.",
    why="Work in a category of one's own counts by rules that nobody agreed on, and families can't compare it.",
    fix="Rename the category to the policy's name, or move its work into one of the policy's categories and delete it.",
    steps=RENAME,
    message="“{name}” is no category of the policy{hint}",
    example="Hmwk",
    instead="Homework, the policy's name for it",
    not_a_finding="An empty category without weight, such as a leftover “Imported Assignments”; another name that the"
    " policy accepts; a name that differs in case, spaces or a plural s.",
)
def category_unknown(books: Gradebooks, policy: Policy) -> Rows:
    """Each distinct name is looked up once."""
    look = setup(books, policy)
    if policy.settings.other_categories == "allowed":
        return Rows(
            located(books, "categories", np.zeros(0, int)),
            {"the policy allows other categories": np.arange(len(books))},
        )
    found = np.flatnonzero(look.used & (look.how == ""))
    names = books.categories["name"].to_numpy()[found].tolist()
    near = {name: closest_category(name, policy.categories) for name in dict.fromkeys(names)}
    return Rows(
        located(
            books,
            "categories",
            found,
            name=names,
            hint=[f" (closest: {near[name]})" if near[name] else "" for name in names],
            observed=names,
            expected="one of " + ", ".join(name for name, entry in policy.categories.items() if not entry.banned),
            fix_also=[
                f"If the name is right, write this into the policy instead: {to_accept(near[name], name)}"
                for name in names
            ],
        )
    )
