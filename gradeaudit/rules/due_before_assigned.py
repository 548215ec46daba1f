"""Work that is due before it was assigned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradeaudit.grading.due import alike, due
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="Work is due before it was assigned",
    family="dates",
    severity="error",
    needs={"assignments": ["due_on", "assigned_on", "title"]},
    per=["assignment"],
    what="An assignment's due date is earlier than the day it was assigned.",
    why="One of the two dates is wrong, and families see work as late on the day they first hear of it.",
    fix="Correct the due date, or the day the work was assigned.",
    message="“{title}” due on {observed}, assigned on {assigned}",
    example="due on 1 October, assigned on 8 October",
    instead="due on 8 October, assigned on 1 October",
    not_a_finding="Work due on the day it is assigned; gradebooks in which all assigned dates are the same, which is a"
    " default.",
)
def due_before_assigned(books: Gradebooks, policy: Policy) -> Rows:
    """Whole days are compared."""
    told = due(books, policy)
    default = alike(books, told.assigned)[books.assignments["book"].to_numpy()]
    wrong = (told.due < told.assigned) & ~default
    found = books.assignments.loc[wrong, ["book", "place", "title"]]
    return Rows(
        found.assign(
            assignment=found.index,
            observed=told.due[wrong].astype(str),
            assigned=told.assigned[wrong].astype(str),
            expected=[f"{day} or later" for day in told.assigned[wrong].astype(str)],
        )
    )
