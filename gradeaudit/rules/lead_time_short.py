"""Work that is due too soon after it was assigned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.due import NO_CALENDAR, alike, due, limit
from gradeaudit.rules._words import lasting
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="Work is due too soon after it was assigned",
    family="dates",
    severity="warning",
    needs={"assignments": ["due_on", "assigned_on", "title"], "scores": ["mark"]},
    policy="dates.due.lead_time",
    what="Between the day work is assigned and the day it is due lies less time than the policy gives.",
    why="Students who have practice, work or little help at home need the days that the policy promises.",
    fix="Assign the work earlier, or move its due date.",
    message="{assignments} due sooner than {wanted} after being assigned, such as on {observed}",
    example="assigned on Monday, due on Tuesday",
    instead="assigned on Monday, due on Wednesday",
    not_a_finding="Gradebooks in which all assigned dates are the same, which is a default of the system.",
)
def lead_time_short(books: Gradebooks, policy: Policy) -> Rows:
    """The earliest day that the policy allows is counted from the day of assignment."""
    told = due(books, policy)
    asked = policy.settings.dates.due if policy.settings.dates else None
    time = (asked.lead_time if asked else None) or (0, "days")
    book = books.assignments["book"].to_numpy()
    default = alike(books, told.assigned)
    earliest = limit(policy.calendar, told.assigned, time)
    both = ~np.isnat(told.due) & ~np.isnat(told.assigned)
    short = told.graded & both & (told.due < earliest) & (told.due >= told.assigned) & ~default[book]
    found = books.assignments.loc[short, ["book", "place"]]
    return Rows(
        found.assign(
            wanted=lasting(time),
            expected=f"{lasting(time)} or more after it was assigned",
            observed=told.due[short].astype(str),
        ),
        {
            "all its assigned dates are the same, which is a default of the system": np.flatnonzero(default),
            NO_CALENDAR: np.unique(book[both & np.isnat(earliest)]),
        },
    )
