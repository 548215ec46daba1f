"""Scores that students can't see yet change what their grade really is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.gradebook import TOTAL_KINDS
from gradeaudit.grading.grid import lay_out
from gradeaudit.rules._tables import located
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Array, Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="Hidden scores change the grade",
    family="totals",
    severity="warning",
    needs={"assignments": ["hidden"], "totals": ["value"], "scores": ["mark"]},
    policy="totals",
    what="Assignments are hidden from students while they hold scores, and the grade with them is another than the one"
    " that families see.",
    why="Families trust the grade that they see; when the hidden scores are posted, it jumps.",
    fix="Post the hidden scores, or say when they will be posted.",
    steps={
        "canvas": "In the Gradebook, open the menu of each hidden assignment and choose Post grades.",
    },
    message="{assignments} with hidden scores: the grade changes for {who}, by up to {most:.2f} points",
    example="a midterm that is graded but not posted",
    instead="the midterm posted, so that the grade shown is the grade that counts",
    not_a_finding="A hidden assignment without scores; hidden scores that change no total.",
)
def hidden_scores(books: Gradebooks, policy: Policy) -> Rows:
    """The posted and the unposted total of a student are compared where the export has both."""
    scores, hidden = books.scores, books.assignments["hidden"].to_numpy()
    rows = np.flatnonzero(hidden)
    if len(rows):
        cells = hidden.take(scores["assignment"].to_numpy()) & (scores["state"] == "scored").to_numpy()
        rows = np.unique(scores["assignment"].to_numpy()[cells])
    number, most = _moved(books) if len(rows) else (hidden[:0], hidden[:0])
    book = books.assignments["book"].to_numpy()[rows]
    rows, book = rows[number[book] > 0], book[number[book] > 0]
    return Rows(
        located(
            books,
            "assignments",
            rows,
            assignment=-1,  # the finding is of all of them
            who=[f"{count} student{'s' if count != 1 else ''}" for count in number[book].tolist()],
            most=most[book],
            observed=[f"up to {points:.2f} points apart" for points in most[book].tolist()],
            expected="one grade, shown and counted",
        )
    )


def _moved(books: Gradebooks) -> tuple[Array, Array]:
    """By gradebook, how many students' totals of the course differ with hidden scores, and by how much at most."""
    grid = lay_out(books)
    pairs = [(TOTAL_KINDS.index(kind), TOTAL_KINDS.index(f"unposted_{kind}")) for kind in ("current", "final")]
    gap = np.fmax(*(np.abs(grid.course[posted] - grid.course[unposted]) for posted, unposted in pairs))
    moved = np.flatnonzero(gap > 0.005)
    most = np.zeros(len(books))
    np.maximum.at(most, grid.book[moved], gap[moved])
    return np.bincount(grid.book[moved], minlength=len(books)), most
