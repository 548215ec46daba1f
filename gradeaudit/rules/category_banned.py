"""A category that the policy bans, and that counts all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.setup import setup
from gradeaudit.policy.names import fold
from gradeaudit.rules._tables import located
from gradeaudit.rules._words import percents
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="A banned category counts",
    family="structure",
    severity="error",
    needs={"categories": ["name"]},
    policy="categories.*.banned",
    per=["name"],
    what="A category that the policy bans carries weight and holds scores, so it is part of students' grades.",
    why="The policy keeps this kind of thing, such as behavior or attendance, out of what a grade says of learning.",
    fix="Set the category's weight to 0 or mark its assignments as not counting, and give its weight back to the"
    " policy's categories.",
    message="“{name}” counts{weight}, though the policy bans {banned}",
    example="Participation, 10% of the grade",
    instead="Participation at 0%, reported beside the grade",
    not_a_finding="A banned category at weight 0 or without scores; where an override of the policy allows it.",
)
def category_banned(books: Gradebooks, policy: Policy) -> Rows:
    """Without known weights a category counts when the gradebook adds up points; else it can't be seen."""
    look = setup(books, policy)
    table = books.categories
    banned = np.array([bool(name) and policy.categories[name].banned for name in look.name], bool)
    weight, book = table["weight"].to_numpy(), table["book"].to_numpy()
    weight = np.where(np.isnan(weight), table["weight_share"].to_numpy(), weight)
    points = (books.books["method"] == "total_points").to_numpy()[book]
    scored = (look.scored > 0) | ~look.shown[book] & look.used
    counts = scored & (points | (np.nan_to_num(weight) > 0))
    unseen = banned & scored & ~points & np.isnan(weight)
    found = np.flatnonzero(banned & counts)
    name, right, shown = table["name"].to_numpy()[found], look.name[found], weight[found]
    return Rows(
        located(
            books,
            "categories",
            found,
            name=name,
            weight=[
                f" for {text} of the grade" if text != "nan%" else ""
                for text in percents(np.where(shown > 0, shown, np.nan))
            ],
            banned=["it" if fold(one) == fold(own) else f"“{one}”" for one, own in zip(right, name)],
            observed=name,
            expected="not counted",
            policy_key=[f"categories.{one}.banned" for one in right],
        ),
        {"it has a banned category, and its weights aren't known": np.unique(book[unseen])},
    )
