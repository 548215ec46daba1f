"""A score below zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.cells import cells
from gradeaudit.rules._tables import located, texts
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="A score is below zero",
    family="marks",
    severity="error",
    needs={"scores": ["mark", "points"], "assignments": ["title"]},
    policy="marks",
    per=["assignment"],
    what="A score is a negative number.",
    why="No work earns less than nothing; a negative score takes away what the student earned elsewhere.",
    fix="Type the score that the work earned; a penalty belongs into the score itself.",
    message="{cells} on “{title}” below zero, such as {observed}",
    example="-5",
    instead="the score of the work, or the code for missing work",
    not_a_finding="A zero; a dash, which is no number.",
)
def score_negative(books: Gradebooks, policy: Policy) -> Rows:
    """Points, percents and fractions below zero; one of a column is shown."""
    below = np.flatnonzero(cells(books, policy).scored & (books.scores["number"].to_numpy() < 0))
    of = books.scores["assignment"].to_numpy()[below]
    title = books.assignments["title"].to_numpy()[of]
    return Rows(located(books, "scores", below, title=title, observed=texts(books, below), expected="0 or more"))
