"""Graded work without a due date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.due import due
from gradeaudit.policy.names import fold
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="Graded work has no due date",
    family="dates",
    severity="error",
    needs={"assignments": ["due_on", "title"], "scores": ["mark"]},
    policy="dates.due.required",
    what="A graded assignment has no due date.",
    why="Families can't see what is coming or what is late, and late work can't be told from work on time.",
    fix="Set the day on which the work was due.",
    message="{assignments} without a due date",
    example="a test with no date",
    instead="the test with the day it was given",
    not_a_finding="Work that doesn't count; categories that the policy excepts.",
)
def due_missing(books: Gradebooks, policy: Policy) -> Rows:
    """All of a gradebook's assignments without a date are one finding."""
    told, asked = due(books, policy), policy.settings.dates.due if policy.settings.dates else None
    excepted = {fold(name) for name in (asked.required_except if asked else ())}
    exempt = np.array([fold(name) in excepted for name in told.name.tolist()], bool)
    missing = told.graded & np.isnat(told.due) & ~exempt & bool(asked and asked.required)
    return Rows(books.assignments.loc[missing, ["book", "place"]].assign(observed="no due date", expected="a due date"))
