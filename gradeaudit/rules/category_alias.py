"""A category that goes by a name that the policy understands but doesn't want."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.setup import setup
from gradeaudit.rules._steps import RENAME
from gradeaudit.rules._tables import located
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="A category goes by another name than the policy's",
    family="structure",
    severity="warning",
    needs={"categories": ["name"]},
    policy="categories.*.aliases",
    per=["name"],
    what="A category that carries weight or holds graded work has a name that the policy lists as an alias: it is"
    " understood, but the policy has another name for it.",
    why="Families and reports across classes find the same kind of work only when it has one name.",
    fix="Rename the category to the policy's name; its work and its weight stay as they are.",
    steps=RENAME,
    message="“{name}” should be called “{right}”",
    example="HW",
    instead="Homework",
    not_a_finding="A name under accepts; a name that differs in case, spaces or a plural s; an empty category without"
    " weight.",
)
def category_alias(books: Gradebooks, policy: Policy) -> Rows:
    """The policy's own look-up says how a name matched."""
    look = setup(books, policy)
    wrong = np.flatnonzero(look.used & (look.how == "alias"))
    name, right = books.categories["name"].to_numpy()[wrong], look.name[wrong]
    return Rows(
        located(
            books,
            "categories",
            wrong,
            name=name,
            right=right,
            observed=name,
            expected=right,
            policy_key=[f"categories.{one}.aliases" for one in right],
        )
    )
