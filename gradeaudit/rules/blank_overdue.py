"""Cells that are still blank though the work was due, or though most of the class has a score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.cell_counts import by_student
from gradeaudit.grading.counted import counted
from gradeaudit.grading.due import NO_CALENDAR, limit
from gradeaudit.grading.policy_marks import one_of
from gradeaudit.grading.terms import days_of_books
from gradeaudit.marks import STATES
from gradeaudit.rules._steps import MARK
from gradeaudit.rules._tables import located
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Array, Gradebooks
    from gradeaudit.policy.effective import Policy

_MOST = 0.5
"""A column is graded when more than this share of the class has something in it."""


@rule(
    title="A blank is overdue",
    family="marks",
    severity="warning",
    needs={"scores": ["mark"], "assignments": ["title"]},
    policy="missing_work.blank",
    per=["assignment"],
    confidence="likely",
    what="A cell is still blank after the days that the policy allows from the due date; where the export has no due"
    " dates, a cell is blank in a column in which most of the class has a score.",
    why="A blank counts for nothing, so that the grade reads too high and no family learns that work is missing.",
    fix="Type the score, or the policy's code for missing or excused work.",
    steps=MARK,
    message="{cells} on “{title}” blank{since}",
    example="three blanks in a quiz that the others have scores on",
    instead="MI for the two who did not take it, EX for the one who was ill",
    not_a_finding="Work that nobody has a score on yet; excused work and work that was not assigned; work that the LMS"
    " itself marks as missing or incomplete; students who joined later, or who have few scores anywhere.",
    fixable="blanks",
)
def blank_overdue(books: Gradebooks, policy: Policy) -> Rows:
    """Judged for the day of the export where that is known, else for the day of the audit."""
    work = policy.settings.missing_work
    blank = work.blank if work is not None else None
    if blank is None or blank == "allowed":
        return Rows(located(books, "scores", np.zeros(0, int)))
    assignments, scores = books.assignments, books.scores
    grades = counted(books, policy)
    of, who = scores["assignment"].to_numpy(), scores["student"].to_numpy()
    due = assignments["due_on"].to_numpy().astype("datetime64[D]")
    latest = due if isinstance(blank, str) else limit(policy.calendar, due, blank.until)
    dated = ~np.isnat(due)
    settled = dated & ~np.isnat(latest) & (latest < days_of_books(books, policy)[assignments["book"].to_numpy()])
    graded = ~dated & (grades.share > _MOST)
    live = (settled | graded) & (grades.share > 0) & assignments["counts"].to_numpy()
    live &= assignments["points_possible"].to_numpy() != 0
    empty = scores["state"].cat.codes.to_numpy() == STATES.index("blank")
    for said in ("excused", "missing", "incomplete"):  # the LMS's own mark says why
        empty &= ~scores[said].to_numpy()
    blanks = np.flatnonzero(empty)
    blanks = blanks[live[of[blanks]]]
    blanks = blanks[_present(books, live)[who[blanks]] & ~_away(books, of[blanks], who[blanks], due)]
    chosen = of[blanks]
    certain = dated[chosen]
    columns = np.flatnonzero(np.bincount(chosen))
    since = {
        row: f" since it was due on {day}" if day else f", though {100 * share:.0f}% of the class has a score"
        for row, day, share in zip(columns.tolist(), due[columns].tolist(), grades.share[columns].tolist())
    }
    missing = [name for name, code in policy.codes.items() if code.means == "missing"]
    unknown = np.unique(assignments["book"].to_numpy()[dated & np.isnat(latest)])
    return Rows(
        located(
            books,
            "scores",
            blanks,
            title=assignments["title"].to_numpy()[chosen],
            since=[since[row] for row in chosen.tolist()],
            confidence=np.where(certain, "certain", "likely"),
            observed="blank",
            expected="a score or a code",
            fix="blanks",
            fix_text=missing[0] if len(missing) == 1 else "",
        ),
        {NO_CALENDAR: unknown},
    )


def _present(books: Gradebooks, live: Array) -> Array:
    """Students with something (a score, a code, a word of the LMS) in at least half as many cells of live assignments
    as the classmate who has most: they were there."""
    students, scores = books.students, books.scores
    nothing = [STATES.index(state) for state in ("blank", "not_assigned", "waiting")]
    filled = ~one_of(scores["state"].cat.codes.to_numpy(), nothing) & live.take(scores["assignment"].to_numpy())
    number = by_student(books, filled)
    most = np.zeros(len(books), np.int64)
    np.maximum.at(most, students["book"].to_numpy(), number)
    present: Array = (number > 0) & (number * 2 >= most[students["book"].to_numpy()])
    return present


def _away(books: Gradebooks, of: Array, who: Array, due: Array) -> Array:
    """For each score, whether its student joined after the work was due, or had left."""
    students = books.students
    joined = students["enrolled_from"].to_numpy().astype("datetime64[D]")
    left = students["enrolled_until"].to_numpy().astype("datetime64[D]")
    if np.isnat(joined).all() and np.isnat(left).all():
        return np.zeros(len(of), bool)
    away: Array = (joined[who] > due[of]) | (left[who] < due[of])
    return away
