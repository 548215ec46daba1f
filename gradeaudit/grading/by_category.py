"""How many grades each of the policy's categories has in each term of each gradebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gradeaudit.grading.counted import UNSCORED, counted
from gradeaudit.grading.setup import setup
from gradeaudit.grading.terms import units

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

Array = np.ndarray[Any, Any]


class ByCategory(NamedTuple):
    """One row a unit (see ``grading.terms``), one column a policy category, in the policy's order.

    ``number`` counts grades, ``waiting`` assignments that don't count yet because half of the class has no score.
    ``row`` is the first of the gradebook's categories of that name, -1 where it has none.
    """

    number: Array
    waiting: Array
    row: Array


def by_category(gradebooks: Gradebooks, policy: Policy) -> ByCategory:
    """The grades of a batch by term and category, worked out once for all the rules that ask."""
    return gradebooks.shared(_count, policy)


def _count(gradebooks: Gradebooks, policy: Policy) -> ByCategory:
    terms, grades, look = units(gradebooks, policy), counted(gradebooks, policy), setup(gradebooks, policy)
    names = len(policy.categories)
    size = (len(terms.book), names)
    inside = (terms.of_assignment >= 0) & (grades.category >= 0)
    group = np.where(inside, terms.of_assignment * names + grades.category, -1)
    waiting = np.bincount(group[inside & (grades.why_not == UNSCORED)], minlength=size[0] * names)
    row = np.full((len(gradebooks), names), -1)
    known = np.flatnonzero(look.number >= 0)[::-1]  # the first of several is written last
    row[look.book[known], look.number[known]] = known
    return ByCategory(grades.number(group, size[0] * names).reshape(size), waiting.reshape(size), row[terms.book])


def recovered_members(gradebooks: Gradebooks) -> Array:
    """Which gradebooks don't say which category an assignment is in, so that it was worked out from the totals."""
    return gradebooks.shared(_recovered, None)


def _recovered(gradebooks: Gradebooks, terms: None) -> Array:
    assignments = gradebooks.assignments
    recovered = assignments["category_source"].to_numpy() == "recovered"
    books: Array = np.bincount(assignments["book"].to_numpy()[recovered], minlength=len(gradebooks)) > 0
    return books
