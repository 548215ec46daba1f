"""Every student has the same score on an assignment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.title_text import distinct, words
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Array, Gradebooks
    from gradeaudit.policy.effective import Policy


_MOST = 0.75
"""The share of the class that must have a score there; in a column half filled in the others may differ."""
_COMPLETION = (
    " completion ", " complete ", " completed ", " participation ", " attendance ", " signed ", " signature ",
    " check in ", " survey ",
)  # fmt: skip
"""Words of titles whose marks say that something was done, not how well."""


@rule(
    title="Every student has the same score",
    family="marks",
    severity="info",
    needs={"scores": ["mark", "points"], "assignments": ["title"]},
    policy="marks",
    per=["assignment"],
    parameters={"students": 8},
    confidence="possible",
    what="All students who have a score on an assignment have the same one.",
    why="Such a column says nothing about what anyone learned, and it often is a score that was filled in by mistake.",
    fix="Check that the scores are real; completion that counts for nothing belongs in a category without weight.",
    message="{everyone} {mark} on “{title}”",
    example="20 of 20 for all sixteen students",
    instead="the scores that each student earned",
    not_a_finding="Fewer than eight scores; full marks where the policy allows marks for completion; assignments"
    " of one point, and titles that say completion, attendance or the like; a column that is not yet filled in; work"
    " that doesn't count.",
)
def scores_identical(books: Gradebooks, policy: Policy) -> Rows:
    """The least and the most of each column are compared; codes, blanks and excused work are left out."""
    assignments, scores = books.assignments, books.scores
    real = ~books.students["is_test_student"].to_numpy()[scores["student"].to_numpy()]
    points = scores["points"].to_numpy()
    given = real & ~np.isnan(points)
    of, given_points = scores["assignment"].to_numpy()[given], points[given]
    least, most = (np.full(len(assignments), edge) for edge in (np.inf, -np.inf))
    np.minimum.at(least, of, given_points)
    np.maximum.at(most, of, given_points)
    number = np.bincount(of, minlength=len(assignments))
    same = (least == most) & (number >= policy.parameter("scores-identical", "students", 8))
    same &= assignments["counts"].to_numpy() & (number >= _MOST * _present(books, real))
    numbers, titles = distinct(assignments["title"])
    ticked = np.array([any(word in words(title) for word in _COMPLETION) for title in titles], bool)[numbers]
    same &= ~ticked & ~(assignments["points_possible"].to_numpy() <= 1)
    forms = policy.settings.marks.forms if policy.settings.marks else None
    if forms and "complete" in forms:
        same &= most != assignments["points_possible"].to_numpy()
    found = assignments.loc[same, ["book", "place", "title"]]
    everyone = [
        "The only student has" if count == 1 else f"All {count} students have" for count in number[same].tolist()
    ]
    mark = [f"{value:g}" for value in most[same]]
    return Rows(
        found.assign(
            assignment=found.index, everyone=everyone, mark=mark, observed=mark, expected="a score for each student"
        )
    )


def _present(books: Gradebooks, real: Array) -> Array:
    """For each assignment its cells of real students that are neither excused nor not assigned."""
    scores = books.scores
    asked = real & ~scores["state"].isin(["excused", "not_assigned"]).to_numpy() & ~scores["excused"].to_numpy()
    return np.bincount(scores["assignment"].to_numpy()[asked], minlength=len(books.assignments))
