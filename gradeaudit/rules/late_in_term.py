"""Major work due in a term's last days."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.due import NO_CALENDAR, due
from gradeaudit.policy.names import fold
from gradeaudit.rules._words import lasting
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


# "Semester 1 Final" is an exam, "Final project" and "Final draft" are work like any other
_EXAMS = re.compile(
    r"\b(?:finals?(?!\s+(?:project|draft|essay|paper|portfolio|presentation|version|copy))|mid-?terms?"
    r"|semester exams?|end[ -]of[ -]course|eoc)\b",
    re.IGNORECASE,
)


@rule(
    title="Major work is due in the term's last days",
    family="dates",
    severity="warning",
    needs={"assignments": ["due_on", "title", "category"], "scores": ["mark"]},
    policy="dates.late_in_term",
    what="Work of a kind that the policy names is due in the last days of a term, which the policy keeps free of it.",
    why="There is no time left to make it up, and grades are due before the work can be read with care.",
    fix="Move the due date forward, or the work into the next term.",
    message="{assignments} due in the term's last {days}, such as on {observed}",
    example="a project due two days before the quarter ends",
    instead="the project due a week earlier",
    not_a_finding="Final and midterm exams; other kinds of work; the last day before the days that are kept free.",
)
def late_in_term(books: Gradebooks, policy: Policy) -> Rows:
    """The term is the one that the due date lies in."""
    told, calendar = due(books, policy), policy.calendar
    kind = policy.settings.dates.late_in_term if policy.settings.dates else None
    nobody = books.assignments.iloc[:0][["book", "place"]].assign(days="", observed="")
    if calendar is None or kind is None:
        return Rows(nobody, {NO_CALENDAR: np.arange(len(books)) if calendar is None else np.zeros(0, int)})
    wanted = {fold(name) for name in kind.of}
    mine = np.array([fold(name) in wanted for name in told.name.tolist()], bool)
    exam = np.array([bool(_EXAMS.search(title)) for title in books.assignments["title"]], bool)
    term = calendar.term_of(told.due)
    end = calendar.ends[term]
    left = (
        calendar.school_days_between(told.due, end) if kind.within[1] == "school days" else (end - told.due).astype(int)
    )
    number, unit = kind.within
    days = {"weeks": 7 * number, "hours": -(-number // 24)}.get(unit, number)  # 36 hours reach into a second day
    late = told.graded & mine & ~exam & (term >= 0) & (left < days)
    found = books.assignments.loc[late, ["book", "place"]]
    days_words = unit.removesuffix("s") if number == 1 else lasting(kind.within)
    return Rows(
        found.assign(days=days_words, expected=f"before the last {days_words}", observed=told.due[late].astype(str))
    )
