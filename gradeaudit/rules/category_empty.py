"""A category that carries weight and holds no grade."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.by_category import by_category, recovered_members
from gradeaudit.grading.terms import units, without_assignments
from gradeaudit.grading.weighing import expected_weights, weighing
from gradeaudit.rules._tables import located
from gradeaudit.rules._words import in_brackets, waiting
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

_EXAMS = re.compile(r"\b(?:exams?|finals?|mid-?terms?)\b", re.IGNORECASE)


@rule(
    title="A category with weight has no grade",
    family="structure",
    severity="warning",
    needs={"categories": ["name"], "assignments": ["category"], "scores": ["mark"]},
    policy="categories",
    per=["right", "term"],
    what="A category that carries weight has no counted grade when the term's progress date has come, or at its end.",
    why="The LMS spreads its weight over the other categories, or counts it as zero: the grade isn't what the weights"
    " say.",
    fix="Score work of this kind, or take the weight from the category if none will be given.",
    message="“{name}” carries weight and has no grade{term_words}{more}",
    example="Projects, 20% of the grade, without a scored project",
    instead="a scored project, or Projects at 0%",
    not_a_finding="An exam category before the exam; a category without weight; one for which the policy sets a"
    " minimum, which too-few-in-category counts.",
)
def category_empty(books: Gradebooks, policy: Policy) -> Rows:
    """The gradebook's own weight decides; where it isn't known, the policy's does."""
    entries = policy.categories
    terms, counts, held = units(books, policy), by_category(books, policy), weighing(books, policy)
    counted_elsewhere = np.array([bool(entry.grades and entry.grades.min) for entry in entries.values()], bool)
    # work in a category that the policy bans or gives no weight is no grade: those are other rules' findings
    nothing = np.array([entry.banned or entry.weight == 0 for entry in entries.values()], bool)
    exam = np.array([bool(_EXAMS.search(name)) for name in entries], bool)
    own = np.where(np.isnan(held.weight), expected_weights(books, policy), held.weight)
    weighs = (np.nan_to_num(own) > 0) & ~held.points[:, None]
    empty = (counts.number == 0) & (counts.row >= 0) & weighs[terms.book] & ~counted_elsewhere & ~nothing
    empty &= terms.due[:, None] & (~exam | (terms.elapsed >= 1)[:, None])
    unit, number = np.nonzero(empty)
    row = counts.row[unit, number]
    table = books.categories
    names = [list(entries)[one] for one in number.tolist()]
    return Rows(
        located(
            books,
            "categories",
            row,
            right=names,
            term=terms.term[unit],
            name=table["name"].to_numpy()[row],
            term_words=terms.words(unit),
            more=[
                in_brackets(waiting(counts.waiting[one, two]), terms.basis(one, 0))
                for one, two in zip(unit.tolist(), number.tolist())
            ],
            observed="0 grades",
            expected="a grade",
            confidence=np.where(recovered_members(books)[terms.book[unit]], "likely", terms.known(unit)),
            policy_key=[f"categories.{name}" for name in names],
        ),
        {**without_assignments(books), **terms.unjudged()},
    )
