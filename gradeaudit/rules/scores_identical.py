"""Every student has the same score on an assignment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.cell_counts import by_assignment
from gradeaudit.grading.real import real
from gradeaudit.grading.titles import titles
from gradeaudit.marks import STATES
from gradeaudit.rules._tables import located
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Array, Gradebooks
    from gradeaudit.policy.effective import Policy


_MOST = 0.75
"""The share of the class that must have a score there; in a column half filled in the others may differ."""
_SOME = 7
"""Every seventh score tells most columns apart, so that few have to be looked at whole."""
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
    """Each column is held against one of its scores; codes, blanks and excused work are left out."""
    assignments, scores, told = books.assignments, books.scores, titles(books)
    points, of, possible = scores["points"].to_numpy(), scores["assignment"].to_numpy(), assignments["points_possible"]
    given = real(books) & ~np.isnan(points)
    mark = np.full(len(assignments), np.nan)
    same = assignments["counts"].to_numpy() & ~(possible.to_numpy() <= 1)
    same &= ~told.are(at for at, words in enumerate(told.words) if any(word in words for word in _COMPLETION))
    for step in (_SOME, 1):
        cells = step * np.flatnonzero(given[::step] & same.take(of[::step]))
        mark[of[cells]] = points[cells]
        same[of[cells[points[cells] != mark[of[cells]]]]] = False
    same &= ~np.isnan(mark)
    forms = policy.settings.marks.forms if policy.settings.marks else None
    if forms and "complete" in forms:
        same &= mark != possible.to_numpy()
    if same.any():
        number = by_assignment(books, given)
        same &= (number >= policy.parameter("scores-identical", "students", 8)) & (number >= _MOST * _present(books))
    found = np.flatnonzero(same)
    counts = number[found].tolist() if len(found) else []
    shown = [f"{value:g}" for value in mark[found].tolist()]
    return Rows(
        located(
            books,
            "assignments",
            found,
            title=assignments["title"].to_numpy()[found],
            everyone=["The only student has" if count == 1 else f"All {count} students have" for count in counts],
            mark=shown,
            observed=shown,
            expected="a score for each student",
        )
    )


def _present(books: Gradebooks) -> Array:
    """For each assignment its cells of real students that are neither excused nor not assigned."""
    scores = books.scores
    state = scores["state"].cat.codes.to_numpy()
    away = (state == STATES.index("excused")) | (state == STATES.index("not_assigned")) | scores["excused"].to_numpy()
    return by_assignment(books, real(books) & ~away)
