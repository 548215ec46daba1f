"""Work due on a day without school."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.due import NO_CALENDAR, due
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="Work is due on a day without school",
    family="dates",
    severity="warning",
    needs={"assignments": ["due_on", "title"], "scores": ["mark"]},
    policy="dates.due.school_days_only",
    what="A graded assignment is due on a weekend, a holiday or in a break.",
    why="Families who plan by the school calendar are late without knowing; days off are to be free of deadlines.",
    fix="Move the due date to a school day.",
    message="{assignments} due on days without school, such as {observed}",
    example="due on Sunday, 11 October",
    instead="due on Monday, 12 October",
    not_a_finding="School days; days outside the calendar's terms, which due-outside-term judges.",
)
def due_on_closed_day(books: Gradebooks, policy: Policy) -> Rows:
    """Only days between the first and the last day of the calendar's terms are judged."""
    told, calendar = due(books, policy), policy.calendar
    asked = policy.settings.dates.due if policy.settings.dates else None
    if calendar is None:
        nobody = books.assignments.iloc[:0][["book", "place"]].assign(observed="")
        return Rows(nobody, {NO_CALENDAR: np.arange(len(books))})
    within = (told.due >= calendar.starts.min()) & (told.due <= calendar.ends.max())
    closed = told.graded & within & ~calendar.is_school_day(told.due) & bool(asked and asked.school_days_only)
    found = books.assignments.loc[closed, ["book", "place"]]
    return Rows(found.assign(observed=told.due[closed].astype(str), expected="a school day"))
