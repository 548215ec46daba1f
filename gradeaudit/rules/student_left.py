"""Students with scores who are no longer in the gradebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.rules._drift import changed, from_earlier
from gradeaudit.rules._words import many
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

_NO_ID = "no id that both exports carry tells who some of the students are"
_OTHERS = "most of the students are others: the later export may be of another class"


@rule(
    title="A student with scores left the gradebook",
    family="drift",
    severity="info",
    scope="drift",
    needs={"scores": ["mark"]},
    what="A student who had scores in the earlier export is not in the later one.",
    why="With the student the scores leave the gradebook; the next school, or a grade in dispute, needs them.",
    fix="Make sure that the student left the class and that the scores are kept; if not, enrol the student again.",
    message="{people} with scores left the gradebook",
    example="a student with twelve scores in October who is in no section of the course in November",
    instead="a student who moved to another section of the course, scores and all",
    not_a_finding="A student without scores; one who is in another section of the course now; the LMS's test student.",
)
def student_left(books: Gradebooks, policy: Policy) -> Rows:
    """The places are those that the students had in the earlier export."""
    table = changed(books, "student-gone")
    book = table["book"].to_numpy()
    gone = np.bincount(book, minlength=len(books))
    replaced = gone > np.bincount(books.students["book"].to_numpy(), minlength=len(books))
    rows = table[~replaced[book]]
    unknown = np.unique(changed(books, "student-unknown")["book"].to_numpy())
    people = [many(number, "student") for number in gone[rows["book"].to_numpy()].tolist()]
    found = from_earlier(
        books,
        rows[["book", "place"]].assign(
            people=people, observed="not there", expected="the students of the earlier export"
        ),
    )
    return Rows(found, {_NO_ID: unknown, _OTHERS: np.flatnonzero(replaced)})
