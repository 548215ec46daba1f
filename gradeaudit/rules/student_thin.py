"""A student with far fewer grades than the class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradeaudit.grading.counted import Counted, counted
from gradeaudit.grading.policy_marks import policy_marks
from gradeaudit.grading.terms import without_assignments
from gradeaudit.rules._words import percents
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

Array = np.ndarray[Any, Any]

_FEWEST = 5
"""Fewer counted assignments than this are too few to tell a thin record from a bad week."""


@rule(
    title="A student has far fewer grades than the class",
    family="counts",
    severity="warning",
    confidence="likely",
    needs={"scores": ["mark"]},
    policy="counts",
    parameters={"share": 50.0},
    what="Students have a grade for less than half of the counted assignments that they were given since their first"
    " grade, while most of the class has nearly all.",
    why="Such a grade rests on little, and work that isn't there may be missing, excused or simply not entered.",
    fix="Enter what is there, and mark the rest as missing or excused.",
    message="{students} with grades for less than {share} of the counted assignments",
    example="a student with 4 grades, where the class has 12",
    instead="12 grades, or codes that say why not",
    not_a_finding="Work that is excused, or that the student wasn't given; assignments from before the student's first"
    " grade or enrolment; a class of which half lacks grades, or with fewer than five counted assignments.",
)
def student_thin(books: Gradebooks, policy: Policy) -> Rows:
    """One finding a gradebook, with a place for each such student."""
    least = policy.parameter("student-thin", "share", 50.0) / 100
    grades, students = counted(books, policy), books.students
    has, asked = _grades(books, grades, policy)
    share = np.where(grades.enrolled, has / np.maximum(asked, 1), np.nan)
    book = students["book"].to_numpy()
    usual = _median(share, book, len(books))
    thin = grades.enrolled & (asked >= _FEWEST) & (share < least) & (usual[book] >= _NEARLY_ALL)
    found = students.loc[thin, ["book", "place"]]
    return Rows(
        found.assign(
            student=found.index,
            share=percents([least * 100])[0],
            observed=[f"{one} of {of} grades" for one, of in zip(has[thin].tolist(), asked[thin].tolist())],
            expected="a grade or a code for each assignment",
        ),
        without_assignments(books),
    )


_NEARLY_ALL = 0.8


def _grades(books: Gradebooks, grades: Counted, policy: Policy) -> tuple[Array, Array]:
    """For each student how many counted assignments have a grade, and how many were asked for since the first one."""
    scores = books.scores
    assignment, student = scores["assignment"].to_numpy(), scores["student"].to_numpy()
    counts = grades.assignment[assignment] & grades.enrolled[student]
    due = books.assignments["due_on"].to_numpy()
    order = np.lexsort((np.arange(len(due)), np.where(np.isnat(due), np.datetime64(0, "s"), due)))
    rank = np.empty(len(due), np.int64)
    rank[order] = np.arange(len(due))
    here = np.flatnonzero(counts & grades.recorded)
    first = np.full(len(books.students), np.iinfo(np.int64).max)
    np.minimum.at(first, student[here], rank[assignment[here]])
    excused = policy_marks(books, policy).means("excused", "transfer", "dropped")
    asked = counts & ~excused & (scores["state"] != "not_assigned").to_numpy()
    asked &= rank[assignment] >= first[student]
    size = len(books.students)
    return np.bincount(student[here], minlength=size), np.bincount(student[asked], minlength=size)


def _median(share: Array, book: Array, books: int) -> Array:
    """The median share of each gradebook's enrolled students; NaN where there is none."""
    known = np.flatnonzero(~np.isnan(share))
    order = known[np.lexsort((share[known], book[known]))]
    size = np.bincount(book[known], minlength=books)
    start = np.concatenate([[0], np.cumsum(size)[:-1]])
    middle = np.minimum(start + np.maximum(size - 1, 0) // 2, max(len(order) - 1, 0))
    return np.where(size > 0, share[order][middle] if len(order) else np.nan, np.nan)
