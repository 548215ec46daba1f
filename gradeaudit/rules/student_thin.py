"""A student with far fewer grades than the class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradeaudit.grading.cell_counts import by_student
from gradeaudit.grading.counted import Counted, counted, counted_cells
from gradeaudit.grading.policy_marks import policy_marks
from gradeaudit.grading.terms import without_assignments
from gradeaudit.marks import STATES
from gradeaudit.rules._tables import located
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
    book, enrolled = students["book"].to_numpy(), grades.enrolled
    has = by_student(books, counted_cells(books, policy) & grades.recorded)
    # no student is asked for more than all that counts
    every = np.bincount(books.assignments["book"].to_numpy()[grades.assignment], minlength=len(books))
    maybe = np.zeros(len(books), bool)
    maybe[book[enrolled & (has < least * every[book])]] = True
    asked = _asked(books, grades, policy, np.flatnonzero(maybe.take(books.scores["book"].to_numpy())))
    share = np.where(enrolled & maybe[book], has / np.maximum(asked, 1), np.nan)
    usual = _median(share, book, len(books))
    thin = np.flatnonzero((asked >= _FEWEST) & (share < least) & (usual[book] >= _NEARLY_ALL))
    return Rows(
        located(
            books,
            "students",
            thin,
            share=percents([least * 100])[0],
            observed=[f"{one} of {of} grades" for one, of in zip(has[thin].tolist(), asked[thin].tolist())],
            expected="a grade or a code for each assignment",
        ),
        without_assignments(books),
    )


_NEARLY_ALL = 0.8


def _asked(books: Gradebooks, grades: Counted, policy: Policy, cells: Array) -> Array:
    """For each student how many of the counted assignments were asked for since the first grade, by some cells."""
    of, who = (books.scores[name].to_numpy()[cells] for name in ("assignment", "student"))
    due = books.assignments["due_on"].to_numpy()
    order = np.lexsort((np.arange(len(due)), np.where(np.isnat(due), np.datetime64(0, "s"), due)))
    rank = np.empty(len(due), np.int64)
    rank[order] = np.arange(len(due))
    counts = grades.assignment[of] & grades.enrolled[who]
    here = np.flatnonzero(counts & grades.recorded[cells])
    first = np.full(len(books.students), np.iinfo(np.int64).max)
    np.minimum.at(first, who[here], rank[of[here]])
    state = books.scores["state"].cat.codes.to_numpy()[cells]
    asked = counts & ~policy_marks(books, policy).means("excused", "transfer", "dropped")[cells]
    asked &= (state != STATES.index("not_assigned")) & (rank[of] >= first[who])
    return np.bincount(who[asked], minlength=len(first))


def _median(share: Array, book: Array, books: int) -> Array:
    """The median share of each gradebook's enrolled students; NaN where there is none."""
    known = np.flatnonzero(~np.isnan(share))
    order = known[np.lexsort((share[known], book[known]))]
    size = np.bincount(book[known], minlength=books)
    start = np.concatenate([[0], np.cumsum(size)[:-1]])
    middle = np.minimum(start + np.maximum(size - 1, 0) // 2, max(len(order) - 1, 0))
    return np.where(size > 0, share[order][middle] if len(order) else np.nan, np.nan)
