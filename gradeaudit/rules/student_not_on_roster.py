"""A student in the gradebook who isn't on the roster."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.enrolment import UNLISTED, enrolment
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="A student isn't on the roster",
    family="roster",
    severity="error",
    needs={"students": ["sis_id"]},
    policy="identify.roster",
    what="A student of the gradebook isn't on the roster of its section.",
    why="Grades go into the record by the roster; this student's go nowhere, or into another section.",
    fix="Have the enrolment corrected, or take the student out of the gradebook.",
    message="{students} not on the roster",
    example="a student who moved to another section in September",
    instead="the student in that section's gradebook",
    not_a_finding="Students who left and are on the roster with the day; students without a number, whom"
    " student-unidentified finds; the LMS's test student.",
)
def student_not_on_roster(books: Gradebooks, policy: Policy) -> Rows:
    """Anyone whom the roster lists for the section at any time is on it."""
    told, students = enrolment(books, policy), books.students
    known = (students["sis_id"] != "").to_numpy() & ~students["is_test_student"].to_numpy()
    stranger = known & told.listed[students["book"].to_numpy()] & ~told.on_roster
    found = students.loc[stranger, ["book", "place"]]
    return Rows(
        found.assign(student=found.index, observed="not on the roster", expected="students of the roster"),
        {UNLISTED: np.flatnonzero(~told.listed)},
    )
