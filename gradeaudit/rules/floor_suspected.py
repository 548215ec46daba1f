"""Many scores exactly on a floor, and none below it, where the policy forbids floors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.real import real
from gradeaudit.rules._tables import located
from gradeaudit.rules._words import many
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


_FLOORS = (50.0, 55.0, 60.0)
_COARSE = 10
"""On work of fewer points a round percent is what an ordinary score comes to: 1 of 2, 3 of 5."""


@rule(
    title="A floor seems to be in use",
    family="marks",
    severity="warning",
    needs={"scores": ["mark", "points"], "assignments": ["points_possible"]},
    policy=["marks.minimum"],
    parameters={"students": 15, "scores": 10},
    confidence="possible",
    what="The policy forbids a least score, yet no score lies between zero and a round percent on which many lie"
    " exactly.",
    why="A floor that only some classrooms have makes grades incomparable, and state law may forbid it.",
    fix="Ask how low scores are entered, and enter what was earned.",
    message="{scores} exactly {floor:g}% and none is lower, in a gradebook of {size}",
    example="twenty scores of exactly 50%, and none between 1% and 49%",
    instead="the scores that the work earned",
    not_a_finding="Classes under 15; a few scores on the round percent; any score below it; work of less than 10"
    " points, on which half is an ordinary score.",
)
def floor_suspected(books: Gradebooks, policy: Policy) -> Rows:
    """Scores of all counted work as percents of its points; the lowest round percent that fits is told."""
    if policy.settings.marks is None or policy.settings.marks.minimum != "forbidden":
        return Rows(located(books, "books", np.zeros(0, int)))
    scores, assignments, students = books.scores, books.assignments, books.students
    size = np.bincount(students["book"].to_numpy()[~students["is_test_student"].to_numpy()], minlength=len(books))
    possible, points = assignments["points_possible"].to_numpy(), scores["points"].to_numpy()
    live = assignments["counts"].to_numpy() & (possible > 0)
    whole = np.where(live, possible, np.nan)[scores["assignment"].to_numpy()]
    percent = np.where((points > 0) & real(books), 100.0 * points / whole, np.nan)
    starts = np.searchsorted(scores["book"].to_numpy(), np.arange(len(books) + 1))
    some = np.flatnonzero(np.diff(starts))
    lowest = np.full(len(books), np.nan)
    lowest[some] = np.fmin.reduceat(percent, starts[some]) if len(some) else np.nan
    floor = np.full(len(books), np.nan)
    number = np.zeros(len(books), np.int64)
    for round_percent in _FLOORS:
        fits = np.flatnonzero(np.abs(lowest - round_percent) < 1e-6)
        floor[fits] = round_percent
        for book in fits.tolist():
            mine = slice(starts[book], starts[book + 1])
            number[book] = np.sum((whole[mine] >= _COARSE) & (np.abs(percent[mine] - round_percent) < 1e-6))
    least = policy.parameter("floor-suspected", "scores", 10)
    found = np.flatnonzero((number >= least) & (size >= policy.parameter("floor-suspected", "students", 15)))
    return Rows(
        located(
            books,
            "books",
            found,
            scores=[f"{many(count, 'score')} {'is' if count == 1 else 'are'}" for count in number[found].tolist()],
            floor=floor[found],
            observed=[f"{value:g}%, and none lower" for value in floor[found].tolist()],
            expected="no floor",
            size=[many(count, "student") for count in size[found].tolist()],
        )
    )
