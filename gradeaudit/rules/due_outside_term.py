"""Work whose due date lies outside the term that it counts in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.due import NO_CALENDAR, due
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="Work is due outside its term",
    family="dates",
    severity="error",
    needs={"assignments": ["due_on", "title"], "scores": ["mark"]},
    policy="dates.due.within_term",
    per=["assignment"],
    what="A graded assignment is due on a day outside the term that it counts in, or in no term at all.",
    why="Many systems leave work that is due outside the term out of its grade without a word.",
    fix="Correct the due date, or move the work to the term that it belongs to.",
    message="“{title}” due on {observed}, {where}",
    example="work of the first quarter, due on 9 November, when the second has begun",
    instead="due on 6 November, the quarter's last day",
    not_a_finding="Gradebooks of a whole year or of a term that the calendar doesn't name, as long as the day lies in"
    " some term; the first and the last day of the term.",
)
def due_outside_term(books: Gradebooks, policy: Policy) -> Rows:
    """A named term is held against its own days, any other against all terms."""
    told, calendar = due(books, policy), policy.calendar
    asked = policy.settings.dates.due if policy.settings.dates else None
    if calendar is None or not asked or not asked.within_term:
        return _nothing(books, {NO_CALENDAR: np.arange(len(books)) if calendar is None else np.zeros(0, int)})
    named = told.term >= 0
    starts, ends = calendar.starts[told.term], calendar.ends[told.term]
    outside = np.where(named, (told.due < starts) | (told.due > ends), calendar.term_of(told.due) < 0)
    wrong = told.graded & ~np.isnat(told.due) & outside
    found = books.assignments.loc[wrong, ["book", "place", "title"]]
    names = np.array([*calendar.names, ""], object)[told.term[wrong]]
    return Rows(
        found.assign(
            assignment=found.index,
            observed=told.due[wrong].astype(str),
            expected=[f"a day in {name}" if name else "a day in a term" for name in names],
            where=[
                f"outside {name} ({start} to {end})" if name else "in no term"
                for name, start, end in zip(names, starts[wrong].astype(str), ends[wrong].astype(str))
            ],
        )
    )


def _nothing(books: Gradebooks, why: dict[str, np.ndarray[tuple[int], np.dtype[np.int64]]]) -> Rows:
    return Rows(
        books.assignments.iloc[:0][["book", "place"]].assign(assignment=0, title="", observed="", where=""), why
    )
