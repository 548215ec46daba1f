"""Scores dated outside the time that the student was enrolled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.due import due
from gradeaudit.grading.enrolment import enrolment
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


_UNDATED = "neither the export nor the roster says when students were enrolled"


@rule(
    title="A score lies outside the enrolment",
    family="roster",
    severity="warning",
    needs={"scores": ["mark"], "assignments": ["title"]},
    policy="identify.roster",
    per=["assignment"],
    what="A score was entered before the student was enrolled, or stands on work that was due after the student left.",
    why="The score may be another student's, or counts for a course that the student was not in.",
    fix="Check whose score it is; take it out, or have the enrolment corrected.",
    message="{cells} on “{title}” outside the students' enrolment",
    example="a score on work of 20 October for a student who left on 2 October",
    instead="no score",
    not_a_finding="Scores on earlier work that were entered after a student joined, or while the student was in another"
    " section of the course: those are transferred; work done ahead, whose score was entered before the student left.",
)
def score_outside_enrolment(books: Gradebooks, policy: Policy) -> Rows:
    """By the day of entry where there is one, and by the due date."""
    told, scores = enrolment(books, policy), books.scores
    of, who = scores["assignment"].to_numpy(), scores["student"].to_numpy()
    entered = scores["entered_on"].to_numpy().astype("datetime64[D]")
    has = (scores["state"] == "scored").to_numpy()
    early = entered < told.since[who]
    late = due(books, policy).due[of] > told.left[who]
    late &= ~(entered <= told.left[who])  # worked ahead: the score stood before the student left
    wrong = has & (early | late)
    found = scores.loc[wrong, ["book", "place", "assignment", "student"]]
    dated = np.bincount(
        books.students["book"].to_numpy()[~np.isnat(told.joined) | ~np.isnat(told.left)], minlength=len(books)
    )
    return Rows(
        found.assign(
            title=books.assignments["title"].to_numpy()[found["assignment"]],
            observed=np.where(early[wrong], "entered before the enrolment", "due after the enrolment"),
            expected="no score",
        ),
        {_UNDATED: np.flatnonzero(dated == 0)},
    )
