"""A score between zero and the least that handed-in work earns by the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.cells import cells
from gradeaudit.grading.limits import limits
from gradeaudit.grading.mark_rules import mark_rules
from gradeaudit.rules._tables import located
from gradeaudit.rules._words import of_points
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


_ALLOWED = ("missing", "excused", "incomplete", "absent", "not_entered", "cheated", "dropped", "transfer")
"""What a cell may say beside a score that may then lie below the floor."""


@rule(
    title="A score is below the floor",
    family="marks",
    severity="error",
    needs={"scores": ["mark", "points"], "assignments": ["points_possible", "title"]},
    policy=["marks.minimum", "marks.by_category.*.minimum"],
    per=["assignment"],
    what="A score is above zero but below the least that the policy gives for work that was handed in.",
    why="The policy promises every student who hands work in at least the floor; here some got less.",
    fix="Raise the score to the floor, or type the code that says why it may be lower.",
    message="{cells} on “{title}” below the floor of {floor}: {observed}",
    example="42 of 100 where the floor is 50%",
    instead="50, or the code for work that was no real attempt",
    not_a_finding="A zero, which is judged by what the policy says of zeros; codes, and numbers that stand for a code;"
    " work that the LMS marks as missing or incomplete; extra credit and work that doesn't count.",
)
def score_below_floor(books: Gradebooks, policy: Policy) -> Rows:
    """The floor is a percent of the points possible; the lowest score of a column is shown."""
    least, look = limits(books, policy), cells(books, policy)
    points = look.points
    below = np.flatnonzero(look.scored & (points > 0) & (points < least.floor.take(look.assignment) - 1e-9))
    below = below[~look.marks.means(*_ALLOWED)[below]]
    work = policy.settings.missing_work
    if work is not None and work.numbers_as_codes:
        below = below[~np.isin(points[below], list(work.numbers_as_codes))]
    of = look.assignment[below]
    lowest, many = np.full(len(least.floor), np.inf), np.bincount(of)
    np.minimum.at(lowest, of, points[below])
    return Rows(
        located(
            books,
            "scores",
            below,
            title=books.assignments["title"].to_numpy()[of],
            floor=[
                f"{of_points(value)} ({percent:g}%)" for value, percent in zip(least.floor[of], least.floor_percent[of])
            ],
            observed=[
                f"{value:g}" if count == 1 else f"as low as {value:g}" for value, count in zip(lowest[of], many[of])
            ],
            expected=[f"{value:g} or more" for value in least.floor[of]],
        ),
        mark_rules(books, policy).unjudged(books.assignments["book"].to_numpy()),
    )
