"""One student in two rows of a gradebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.rules._words import many
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    import pandas as pd

    from gradeaudit.gradebook import Array, Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="A student stands twice in a gradebook",
    family="roster",
    severity="error",
    needs={"students": ["name"]},
    policy="roster",
    what="Two rows of one gradebook belong to the same student: they share the student number or the LMS's own id.",
    why="Each row holds a part of the student's scores, so that no total is right and a family sees one of two grades.",
    fix="Move the scores into the row that stays, and have the second enrolment removed.",
    message="{who} in {count} rows, where one row each is right",
    example="two rows with the student number 404018, one for each section",
    instead="one row with both sections",
    not_a_finding="Two students of the same name with numbers of their own; one row that lists several sections; the"
    " LMS's test students.",
)
def student_duplicate(books: Gradebooks, policy: Policy) -> Rows:
    """Rows are the same student when a number is; a name alone tells nothing while there are numbers."""
    students = books.students[~books.students["is_test_student"].to_numpy()]
    person = np.full(len(students), -1)
    for column in ("local_id", "sis_id"):
        _join(person, students, column, (students[column] != "").to_numpy())
    certain = person >= 0
    unnumbered = ((students["local_id"] == "") & (students["sis_id"] == "") & (students["name"] != "")).to_numpy()
    _join(person, students, "name", unnumbered)
    twice = person >= 0
    found = students.loc[twice, ["book", "place"]].assign(person=person[twice])
    number = found.groupby("book")["person"].transform("nunique")
    return Rows(
        found.assign(
            student=found.index,
            who=[many(count, "student") for count in number],
            observed="more than one row",
            expected="one row for each student",
            confidence=np.where(certain[twice], "certain", "likely"),
        )
    )


def _join(person: Array, students: pd.DataFrame, column: str, known: Array) -> None:
    """Gives rows of one gradebook that share a known text one number, the row of the first of them."""
    same = students.loc[known, ["book", column]]
    group = same.groupby(["book", column], sort=False).ngroup().to_numpy()
    rows = np.flatnonzero(known)
    size = np.bincount(group, minlength=1)
    first = np.full(len(size), len(students))
    np.minimum.at(first, group, rows)
    shared = size[group] > 1
    person[rows[shared]] = np.where(person[rows[shared]] < 0, first[group[shared]], person[rows[shared]])
