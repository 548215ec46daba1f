"""A student of the roster who isn't in the gradebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.enrolment import UNLISTED, enrolment
from gradeaudit.rules._words import many
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="A student of the roster is missing",
    family="roster",
    severity="error",
    needs={"students": ["sis_id"]},
    policy="identify.roster",
    what="A student who is enrolled in the section on the day of the export isn't in its gradebook.",
    why="The student gets no grade, and nobody notices until report cards.",
    fix="Add the student to the course, or have the roster corrected.",
    message="{who} of the roster not in the gradebook",
    example="a student who joined last week",
    instead="the student in the gradebook since the day of enrolment",
    not_a_finding="Students who joined later or left before that day.",
)
def student_missing(books: Gradebooks, policy: Policy) -> Rows:
    """Held against the roster's days of enrolment, where it has them."""
    told = enrolment(books, policy)
    short = told.absent > 0
    found = books.books.loc[short, ["book", "place"]]
    return Rows(
        found.assign(
            who=[many(number, "student") for number in told.absent[short].tolist()],
            observed="not in the gradebook",
            expected="every student of the roster",
        ),
        {UNLISTED: np.flatnonzero(~told.listed)},
    )
