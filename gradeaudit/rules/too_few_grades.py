"""Fewer counted grades in a term than the policy wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.counted import UNSCORED, counted
from gradeaudit.grading.terms import units, without_assignments
from gradeaudit.rules._tables import located
from gradeaudit.rules._words import in_brackets, many, waiting
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="Too few grades in a term",
    family="counts",
    severity="error",
    needs={"assignments": ["title"], "scores": ["mark"]},
    policy="counts.total.min",
    per=["term"],
    what="A term has fewer counted grades than the policy's minimum. An assignment counts when it is part of the grade"
    " and at least half of the class has a score or a code that stands for one.",
    why="A grade that rests on a few assignments swings with each of them and says little about a term's learning.",
    fix="Give and score more work before the term ends; enter the scores of work that is already done.",
    message="{observed} counted{term_words}, the policy wants at least {expected}{more}",
    example="6 grades in a term that needs 9",
    instead="9 grades or more",
    not_a_finding="A term that isn't over, when its pace leads to the minimum; a term of which less than a third is"
    " over. Retakes, extra credit, work without weight and single students' transfer grades neither count nor fail.",
)
def too_few_grades(books: Gradebooks, policy: Policy) -> Rows:
    """Counts each gradebook's terms; a running term is judged by what it will have at its end."""
    counts = policy.settings.counts
    least = counts.total.min if counts and counts.total else None
    if counts and counts.total and counts.total.per not in (None, "term"):
        nothing = located(books, "books", np.zeros(0, int))
        return Rows(nothing, {f"the policy counts grades per {counts.total.per}": np.arange(len(books))})
    terms, grades = units(books, policy), counted(books, policy)
    number = grades.number(terms.of_assignment, len(terms.book))
    short, coming = terms.short(number, least or 0)
    pending = np.bincount(
        terms.of_assignment[grades.why_not == UNSCORED],
        minlength=len(terms.book),
    )
    found = np.flatnonzero(short)
    return Rows(
        located(
            books,
            "books",
            terms.book[found],
            term=terms.term[found],
            term_words=terms.words(found),
            observed=[many(count, "grade") for count in number[found].tolist()],
            expected=str(least),
            more=[in_brackets(waiting(pending[unit]), terms.basis(unit, coming[unit])) for unit in found.tolist()],
            confidence=terms.known(found),
        ),
        {**without_assignments(books), **terms.unjudged()},
    )
