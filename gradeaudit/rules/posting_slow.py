"""Scores that came later than the policy gives, or still aren't there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.counted import OF_THE_CLASS, counted
from gradeaudit.grading.due import NO_CALENDAR, due, limit
from gradeaudit.grading.terms import NO_STUDENTS, without_students
from gradeaudit.policy.names import fold
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Array, Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="Scores were posted late",
    family="dates",
    severity="warning",
    needs={"assignments": ["due_on", "title"], "scores": ["mark"]},
    policy="dates.posting",
    per=["assignment"],
    confidence="likely",
    what="The scores of an assignment were entered later after its due date than the policy gives, or half of the class"
    " still has none.",
    why="Students learn from feedback while the work is fresh; families see a grade that leaves the work out.",
    fix="Enter the scores that are there, and the policy's code for work that is missing.",
    message="“{title}”, due on {was_due}, {what}; the policy gives until {latest}",
    example="a quiz of 1 October without scores on 20 October",
    instead="the quiz scored by 8 October",
    not_a_finding="Large work within its longer time; late hand-ins of a few students; work that doesn't count.",
)
def posting_slow(books: Gradebooks, policy: Policy) -> Rows:
    """By the day on which half of the scores stood, where entry dates are there; else by what is missing now.

    Many systems keep only the day of the last change, so that a score that was corrected looks late: hence likely.
    """
    told, posting = due(books, policy), policy.settings.dates.posting if policy.settings.dates else None
    assignments = books.assignments
    book = assignments["book"].to_numpy()
    latest = np.full(len(assignments), np.datetime64("NaT", "D"))
    limited = np.full(len(assignments), posting is not None and posting.within is not None)
    if posting is not None and posting.within is not None:
        latest = limit(policy.calendar, told.due, posting.within)
    if posting is not None and posting.large is not None:
        kinds = {fold(name) for name in posting.large.of}
        large = np.array([fold(name) in kinds for name in told.name.tolist()], bool)
        limited |= large
        latest = np.where(large, limit(policy.calendar, told.due, posting.large.within), latest)
    half = _half_entered(books)
    attended = ~without_students(books)
    late = told.graded & (half > latest)
    open_ = (
        told.graded
        & attended[book]
        & np.isnat(half)
        & (latest < told.day[book])
        & (counted(books, policy).share < OF_THE_CLASS)
    )
    chosen = late | open_
    found = assignments.loc[chosen, ["book", "place", "title"]]
    return Rows(
        found.assign(
            assignment=found.index,
            was_due=told.due[chosen].astype(str),
            latest=latest[chosen].astype(str),
            observed=[
                f"scores since {day}" if entered else "no scores"
                for day, entered in zip(half[chosen].astype(str), late[chosen])
            ],
            expected=[f"scores by {day}" for day in latest[chosen].astype(str)],
            what=[
                f"has its scores since {day}" if entered else "has no scores for half of the class"
                for day, entered in zip(half[chosen].astype(str), late[chosen])
            ],
        ),
        {
            NO_CALENDAR: np.unique(book[limited & ~np.isnat(told.due) & np.isnat(latest)]),
            NO_STUDENTS: np.flatnonzero(~attended),
        },
    )


def _half_entered(books: Gradebooks) -> Array:
    """For each assignment the day on which half of its scores had been entered; NaT where no entry dates are."""
    scores = books.scores
    entered = scores["entered_on"].to_numpy()
    known = np.flatnonzero(~np.isnat(entered) & (scores["state"] == "scored").to_numpy())
    half = np.full(len(books.assignments), np.datetime64("NaT", "D"))
    if len(known):
        of, days = scores["assignment"].to_numpy()[known], entered[known].astype("datetime64[D]")
        order = np.lexsort((days, of))
        of, days = of[order], days[order]
        starts = np.flatnonzero(np.append(True, of[1:] != of[:-1]))
        size = np.diff(np.append(starts, len(of)))
        half[of[starts]] = days[starts + (size - 1) // 2]
    return half
