"""A grade below the floor of its term, or raised to a floor that doesn't hold for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.grades import grades
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


_BELOW = "below the floor of {floor:g}%"
_RAISED = "raised by hand to {floor:g}%, though no floor holds here"


@rule(
    title="A grade is below the floor, or raised where none holds",
    family="totals",
    severity="error",
    needs={"totals": ["value"]},
    policy="totals.minimum",
    per=["problem"],
    what="A student's grade is below the floor that the policy sets for the term, or was raised by hand to a floor that"
    " doesn't hold for this course or term.",
    why="A floor is a promise to every student that it holds for, and an unearned gift to everyone else.",
    fix="Enter the floor as the grade before posting, or take the raise out where no floor holds.",
    message="{totals} {problem}",
    example="a quarter grade of 43 where the floor is 50",
    instead="50, entered before the grade is posted",
    not_a_finding="A grade that was raised to the floor by hand; a student without a grade; courses and terms that the"
    " policy excepts.",
)
def total_below_floor(books: Gradebooks, policy: Policy) -> Rows:
    """Each gradebook's own term decides which floor holds; exceptions of the course are settled before."""
    totals, held = books.totals, grades(books)
    terms = books.books["term"].to_numpy()
    floors = {term: policy.floor("term", term) for term in set(terms.tolist())}
    by_book = np.array([np.nan if (floor := floors[term]) is None else floor for term in terms.tolist()])
    book = totals["book"].to_numpy()[held.row]
    floor = by_book[book]
    stated = policy.settings.totals.minimum if policy.settings.totals else None
    others = [entry.value for entry in stated or () if entry.at == "term"]
    below = held.value < floor - 0.005
    raised = held.overridden & np.isnan(floor) & np.isin(held.value, others) & (held.computed < held.value)
    chosen = below | raised
    found = totals.iloc[held.row[chosen]][["book", "place", "student"]]
    return Rows(
        found.assign(
            problem=[
                (_RAISED if up else _BELOW).format(floor=value if up else least)
                for up, value, least in zip(raised[chosen], held.value[chosen], floor[chosen])
            ],
            observed=[f"{value:g}" for value in held.value[chosen]],
            expected=[
                "the computed grade" if up else f"{least:g} or more" for up, least in zip(raised[chosen], floor[chosen])
            ],
        )
    )
