"""A placeholder that stands longer than the policy lets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.due import NO_CALENDAR, due, limit
from gradeaudit.grading.policy_marks import policy_marks
from gradeaudit.grading.real import real
from gradeaudit.rules._tables import located
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy
    from gradeaudit.policy.keys.marks import Code


@rule(
    title="A code stands longer than it may",
    family="marks",
    severity="warning",
    needs={"scores": ["mark"], "assignments": ["due_on", "title"]},
    policy=["missing_work.codes.*.expires_after", "missing_work.codes.*.expires_at"],
    per=["assignment", "code"],
    what="A code that is only a placeholder still stands after the time that the policy gives it from the due date.",
    why="A placeholder that is never settled hides what the grade is.",
    fix="Enter the score, or what the policy says that the code becomes.",
    message="{cells} on “{title}” with {code}, which had to be settled by {latest}{becomes}",
    example="INC on work of 1 October, on 20 November",
    instead="the score, or 0 as the policy says",
    not_a_finding="A code within its time; codes that the policy lets stand.",
)
def code_expired(books: Gradebooks, policy: Policy) -> Rows:
    """Each code's time is counted from the work's due date, or ends with the term that the due date lies in."""
    scores, marks, told = books.scores, policy_marks(books, policy), due(books, policy)
    calendar = policy.calendar
    names = list(marks.codes)
    latest = np.full((len(names) + 1, len(books.assignments)), np.datetime64("NaT", "D"))
    undated = np.zeros(len(names) + 1, bool)
    for number, name in enumerate(names):
        code = policy.codes[name]
        if code.expires_after is not None:
            latest[number] = limit(calendar, told.due, code.expires_after)
            undated[number] = calendar is None and code.expires_after[1] == "school days"
        elif code.expires_at == "term_end" and calendar is not None:
            term = calendar.term_of(told.due)
            latest[number] = np.where(term >= 0, calendar.ends[term], np.datetime64("NaT", "D"))
        elif code.expires_at is not None:
            undated[number] = True
    rows = np.flatnonzero(marks.code >= 0)
    of = scores["assignment"].to_numpy()[rows]
    until, book = latest[marks.code[rows], of], scores["book"].to_numpy()[rows]
    old = (until < told.day[book]) & np.isnan(scores["points"].to_numpy()[rows]) & real(books)[rows]
    mine = [names[number] for number in marks.code[rows[old]].tolist()]
    becomes = [policy.codes[name].becomes for name in mine]
    days = until[old].astype(str)
    return Rows(
        located(
            books,
            "scores",
            rows[old],
            title=books.assignments["title"].to_numpy()[of[old]],
            code=mine,
            latest=days,
            observed=mine,
            expected=[f"settled by {day}" for day in days],
            becomes=["" if value is None else f" and then counts as {value:g}%" for value in becomes],
            policy_key=[f"missing_work.codes.{name}.{_key(policy.codes[name])}" for name in mine],
        ),
        {NO_CALENDAR: np.unique(book[undated[marks.code[rows]]])},
    )


def _key(code: Code) -> str:
    """The setting by which a code expires; the time from the due date goes first."""
    return "expires_at" if code.expires_after is None else "expires_after"
