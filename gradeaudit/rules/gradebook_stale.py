"""A gradebook without a new score for too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.due import NO_CALENDAR, due, limit
from gradeaudit.rules._words import lasting
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="No new score for a long time",
    family="dates",
    severity="warning",
    needs={"scores": ["entered_on", "mark"]},
    policy="dates.stale_after",
    what="The newest score in the gradebook is older than the policy allows while its term runs.",
    why="Families who look every week see nothing, and can't act before the term is over.",
    fix="Enter what has been graded since.",
    message="no new score since {observed}, longer than {allowed}",
    example="a newest score of 1 October, on 30 October",
    instead="scores every week or two",
    not_a_finding="The first days of a term; gradebooks whose term is over.",
)
def gradebook_stale(books: Gradebooks, policy: Policy) -> Rows:
    """The day judged is that of the export where it is known; a term that began since then starts the count anew."""
    told, calendar = due(books, policy), policy.calendar
    most = policy.settings.dates.stale_after if policy.settings.dates else None
    scores = books.scores
    entered = scores["entered_on"].to_numpy().astype("datetime64[D]")
    known = np.flatnonzero(~np.isnat(entered))
    newest = np.full(len(books), np.iinfo(np.int64).min)
    np.maximum.at(newest, scores["book"].to_numpy()[known], entered[known].astype(np.int64))
    last = newest.view("datetime64[D]")
    if calendar is not None:
        term = calendar.term_of(told.day)
        begun = np.where(term >= 0, calendar.starts[term], np.datetime64("NaT", "D"))
        running = term >= 0
        last = np.where(begun > last, begun, last)
    else:
        running = np.ones(len(books), bool)
    latest = limit(calendar, last, most or (0, "days"))
    stale = running & ~np.isnat(last) & (latest < told.day) & (most is not None)
    found = books.books.loc[stale, ["book", "place"]]
    allowed = lasting(most) if most else ""
    return Rows(
        found.assign(observed=last[stale].astype(str), allowed=allowed, expected=f"a new score within {allowed}"),
        {NO_CALENDAR: np.flatnonzero(~np.isnat(last) & np.isnat(latest))},
    )
