"""Many scores exactly on a floor, and none below it, where the policy forbids floors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

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
    scores, assignments = books.scores, books.assignments
    forbidden = policy.settings.marks is not None and policy.settings.marks.minimum == "forbidden"
    possible = assignments["points_possible"].to_numpy()[scores["assignment"].to_numpy()]
    real = ~books.students["is_test_student"].to_numpy()
    size = np.bincount(books.students["book"].to_numpy()[real], minlength=len(books))
    able = (possible > 0) & (scores["points"].to_numpy() > 0) & real[scores["student"].to_numpy()]
    able &= assignments["counts"].to_numpy()[scores["assignment"].to_numpy()]
    book = scores["book"].to_numpy()[able]
    percent = 100.0 * scores["points"].to_numpy()[able] / possible[able]
    lowest = np.full(len(books), np.inf)
    np.minimum.at(lowest, book, percent)
    floor = np.full(len(books), np.nan)
    number = np.zeros(len(books), np.int64)
    fine = possible[able] >= _COARSE
    for round_percent in _FLOORS:
        on_it = np.bincount(book[fine & (np.abs(percent - round_percent) < 1e-6)], minlength=len(books))
        fits = (np.abs(lowest - round_percent) < 1e-6) & np.isnan(floor)
        floor = np.where(fits, round_percent, floor)
        number = np.where(fits, on_it, number)
    least = policy.parameter("floor-suspected", "scores", 10)
    suspected = (number >= least) & (size >= policy.parameter("floor-suspected", "students", 15)) & forbidden
    found = books.books.loc[suspected, ["book", "place"]]
    return Rows(
        found.assign(
            scores=[f"{many(count, 'score')} {'is' if count == 1 else 'are'}" for count in number[suspected].tolist()],
            floor=floor[suspected],
            observed=[f"{percent:g}%, and none lower" for percent in floor[suspected].tolist()],
            expected="no floor",
            size=[many(count, "student") for count in size[suspected].tolist()],
        )
    )
