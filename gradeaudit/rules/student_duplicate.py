"""One student in two rows of a gradebook."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.rules._tables import located, repeated
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
    students = books.students
    real = ~students["is_test_student"].to_numpy()
    person = np.full(len(students), -1)
    numbered = np.zeros(len(students), bool)
    for column in ("local_id", "sis_id"):
        numbered |= _join(person, students, column, real)
    certain = person >= 0
    if not numbered[real].all():
        _join(person, students, "name", real & ~numbered)
    twice = np.flatnonzero(person >= 0)
    book = students["book"].to_numpy()[twice].tolist()
    number = Counter(of for of, _ in set(zip(book, person[twice].tolist())))
    return Rows(
        located(
            books,
            "students",
            twice,
            who=[many(number[of], "student") for of in book],
            observed="more than one row",
            expected="one row for each student",
            confidence=np.where(certain[twice], "certain", "likely"),
        )
    )


def _join(person: Array, students: pd.DataFrame, column: str, chosen: Array) -> Array:
    """Gives chosen rows of one gradebook that share a text one number, the row of the first of them; and says which
    rows have a text at all."""
    known: Array = students[column].to_numpy() != ""
    text, distinct = students[column].factorize()
    rows = np.flatnonzero(chosen & known)
    group = (students["book"].to_numpy() * np.int64(len(distinct)) + text)[rows]
    shared = repeated(group)
    first: dict[int, int] = {}
    for row, key in zip(rows[shared].tolist(), group[shared].tolist()):
        sooner = first.setdefault(key, row)
        if person[row] < 0:
            person[row] = sooner
    return known
