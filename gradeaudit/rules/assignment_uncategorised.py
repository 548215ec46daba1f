"""Work that is part of the grade and belongs to no category."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.counted import counted
from gradeaudit.rules._tables import located
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="Graded work has no category",
    family="structure",
    severity="error",
    needs={"assignments": ["category"], "scores": ["mark"]},
    policy="categories",
    what="Assignments that are scored for half of the class or more belong to no category.",
    why="In some LMSs such work counts for nothing, in others beside all categories: in neither as the policy says.",
    fix="Give each of them the category that it belongs to, or mark it as not counting.",
    message="{assignments} scored and in no category",
    example="Quiz 4 without a category",
    instead="Quiz 4 in Quizzes",
    not_a_finding="Work marked as not counting, extra credit, work without points or scores; a gradebook without any"
    " category, which category-missing reports.",
)
def assignment_uncategorised(books: Gradebooks, policy: Policy) -> Rows:
    """An assignment whose category merely can't be told from the totals isn't one without a category."""
    table = books.assignments
    book = table["book"].to_numpy()
    some = np.bincount(books.categories["book"].to_numpy(), minlength=len(books)) > 0
    found = np.flatnonzero((table["category"].to_numpy() < 0) & counted(books, policy).assignment & some[book])
    found = found[table["category_source"].to_numpy()[found] != "unknown"]
    return Rows(
        located(books, "assignments", found, observed="no category", expected="a category of the policy"),
        {"it has no categories": np.flatnonzero(~some)},
    )
