"""Work due too soon after a break."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.due import NO_CALENDAR, due
from gradeaudit.rules._words import lasting
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="Work is due too soon after a break",
    family="dates",
    severity="warning",
    needs={"assignments": ["due_on", "title"], "scores": ["mark"]},
    policy="dates.due.not_after_break",
    what="A graded assignment is due on one of the first school days after a break, which the policy keeps free.",
    why="Work that is due right after a break turns the break into homework time.",
    fix="Move the due date behind the days that the policy keeps free.",
    message="{assignments} due too soon after a break, such as on {observed}",
    example="due on the first day back",
    instead="due on the third day back",
    not_a_finding="The day after a weekend; the first day that the policy allows.",
)
def due_after_break(books: Gradebooks, policy: Policy) -> Rows:
    """A break is a run of days without school as long as the policy says; the days after it are counted in its unit."""
    told, calendar = due(books, policy), policy.calendar
    asked = policy.settings.dates.due if policy.settings.dates else None
    nobody = books.assignments.iloc[:0][["book", "place"]].assign(observed="")
    if calendar is None or asked is None or asked.not_after_break is None:
        return Rows(nobody, {NO_CALENDAR: np.arange(len(books)) if calendar is None else np.zeros(0, int)})
    _, lasts = calendar.breaks(asked.break_length)
    if not len(lasts):
        return Rows(nobody)
    known = ~np.isnat(told.due)
    before = np.searchsorted(lasts, np.where(known, told.due, lasts[0]), side="left") - 1
    last = lasts[np.maximum(before, 0)]
    soon = known & (before >= 0) & (told.due <= calendar.later(last, asked.not_after_break)) & told.graded
    found = books.assignments.loc[soon, ["book", "place"]]
    return Rows(
        found.assign(
            observed=told.due[soon].astype(str),
            expected=f"later than {lasting(asked.not_after_break)} after the break",
        )
    )
