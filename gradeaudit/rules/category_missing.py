"""A category that every gradebook must have, and this one hasn't."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.setup import setup
from gradeaudit.grading.terms import first_week
from gradeaudit.grading.weighing import required
from gradeaudit.policy.suggest import closest_category
from gradeaudit.rules._steps import ADD
from gradeaudit.rules._tables import located
from gradeaudit.rules._words import listed
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="A required category is missing",
    family="structure",
    severity="error",
    needs={"categories": ["name"]},
    policy="categories",
    per=["missing"],
    what="The policy wants a category in every gradebook, and this gradebook has none of that name or of a name that"
    " the policy takes for it. Where an export lists only categories with assignments, it has no such assignment.",
    why="Without the category its kind of work can't count as the policy says, and the weights of the others are off.",
    fix="Add the category with the policy's name and weight, or rename the one that was meant.",
    steps=ADD,
    message="{text}",
    example="a gradebook with Homework and Quizzes alone, where the policy also wants Tests",
    instead="Homework, Quizzes and Tests",
    not_a_finding="A category that the policy gives no weight or doesn't require; one that goes by an alias, or by a"
    " name that category-unknown reports; an exam category in a term that has no exam; the"
    " first week of the school year.",
)
def category_missing(books: Gradebooks, policy: Policy) -> Rows:
    """A gradebook without any category is one finding, not one for each."""
    look = setup(books, policy)
    table = books.categories
    book, names = table["book"].to_numpy(), list(policy.categories)
    position = {name: number for number, name in enumerate(names)}
    has = np.zeros((len(books), len(names) + 1), bool)
    has[book, look.number] = True  # an unknown name (-1) falls into the last column
    unknown = np.flatnonzero(look.used & (look.number < 0))
    own = table["name"].to_numpy()[unknown].tolist()
    meant = {name: closest_category(name, policy.categories) for name in set(own)}
    has[book[unknown], [position.get(meant[name], -1) for name in own]] = True
    early = first_week(books, policy)
    missing = required(books, policy) & ~has[:, :-1] & ~early[:, None]
    bare = np.bincount(book, minlength=len(books)) == 0
    holds_work = np.bincount(books.assignments["book"].to_numpy(), minlength=len(books)) > 0
    missing &= (holds_work | ~bare)[:, None]
    rows, columns = np.nonzero(missing & ~bare[:, None])
    wanted = [[names[number] for number in np.flatnonzero(missing[one])] for one in np.flatnonzero(bare)]
    without = np.flatnonzero(bare)[[bool(some) for some in wanted]] if len(wanted) else np.zeros(0, int)
    found = np.concatenate([rows, without])
    texts = [
        f"“{names[number]}” is missing: this gradebook has no such category"
        if sure
        else f"“{names[number]}” is missing: no assignment in this export is in such a category"
        for number, sure in zip(columns.tolist(), look.complete[rows].tolist())
    ]
    texts += [f"This gradebook has no categories; the policy wants {listed(some)}" for some in wanted if some]
    return Rows(
        located(
            books,
            "books",
            found,
            missing=[names[number] for number in columns.tolist()] + [""] * len(without),
            text=texts,
            observed="no such category",
            expected=[names[number] for number in columns.tolist()] + [listed(some) for some in wanted if some],
            policy_key=[f"categories.{names[number]}" for number in columns.tolist()] + ["categories"] * len(without),
            confidence=np.where((look.complete | bare)[found], "certain", "likely"),
        ),
        {
            "the first week of the year isn't over": np.flatnonzero(early),
            "it has neither categories nor assignments": np.flatnonzero(bare & ~holds_work & ~early),
        },
    )
