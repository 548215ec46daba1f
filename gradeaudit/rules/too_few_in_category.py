"""Fewer counted grades in a category and term than the policy wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.by_category import by_category, recovered_members
from gradeaudit.grading.terms import units, without_assignments
from gradeaudit.grading.weighing import expected_weights
from gradeaudit.rules._tables import located
from gradeaudit.rules._words import in_brackets, many, waiting
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="Too few grades in a category",
    family="counts",
    severity="error",
    needs={"categories": ["name"], "assignments": ["category"], "scores": ["mark"]},
    policy="categories.*.grades.min",
    per=["right", "term"],
    what="A category has fewer counted grades in a term than the policy's minimum for it. An assignment counts when it"
    " is part of the grade and at least half of the class has a score or a code that stands for one.",
    why="With few grades in a category each of them carries much of the category's weight, and one bad day too much.",
    fix="Give and score more work of this kind before the term ends; enter the scores of work that is already done.",
    message="“{name}” has {observed}{term_words}, the policy wants at least {expected}{more}",
    example="2 tests in a term that needs 3",
    instead="3 tests or more",
    not_a_finding="A term that isn't over, when its pace leads to the minimum; a term of which less than a third is"
    " over; a category that the gradebook doesn't have, which category-missing reports. Retakes count with the"
    " original.",
)
def too_few_in_category(books: Gradebooks, policy: Policy) -> Rows:
    """A category under two names in a gradebook is counted as one."""
    names = list(policy.categories)
    grades = [entry.grades for entry in policy.categories.values()]
    least = np.array([(entry.min or 0) if entry and entry.per in (None, "term") else 0 for entry in grades], np.int64)
    terms, counts = units(books, policy), by_category(books, policy)
    by_term = np.array([isinstance(entry.weight, dict) for entry in policy.categories.values()], bool)
    elsewhere = by_term & np.isnan(expected_weights(books, policy))  # it has weight in other terms only
    short, coming = terms.short(counts.number, least)
    unit, number = np.nonzero(short & (counts.row >= 0) & ~elsewhere[terms.book])
    row = counts.row[unit, number]
    several = zip(unit.tolist(), counts.waiting[unit, number].tolist(), coming[unit, number].tolist())
    right = [names[one] for one in number.tolist()]
    return Rows(
        located(
            books,
            "categories",
            row,
            right=right,
            term=terms.term[unit],
            name=books.categories["name"].to_numpy()[row],
            term_words=terms.words(unit),
            observed=[many(count, "counted grade") for count in counts.number[unit, number].tolist()],
            expected=[str(count) for count in least[number].tolist()],
            more=[in_brackets(waiting(pending), terms.basis(at, later)) for at, pending, later in several],
            confidence=np.where(recovered_members(books)[terms.book[unit]], "likely", terms.known(unit)),
            policy_key=[f"categories.{name}.grades.min" for name in right],
        ),
        {**without_assignments(books), **terms.unjudged()},
    )
