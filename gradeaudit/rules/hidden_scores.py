"""Scores that students can't see yet change what their grade really is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
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
    assignments, scores, totals = books.assignments, books.scores, books.totals
    scored = np.bincount(
        scores["assignment"].to_numpy()[(scores["state"] == "scored").to_numpy()], minlength=len(assignments)
    )
    hidden = assignments["hidden"].to_numpy() & (scored > 0)
    course = totals[(totals["category"] < 0).to_numpy() & totals["value"].notna().to_numpy()]
    gaps = []
    for posted in ("current", "final"):
        shown = course[(course["kind"] == posted).to_numpy()]
        real = course[(course["kind"] == f"unposted_{posted}").to_numpy()]
        both = real.merge(shown, on=["book", "student", "period"], suffixes=("", "_shown"))
        gaps.append(both.assign(gap=(both["value"] - both["value_shown"]).abs())[["book", "student", "gap"]])
    every = gaps[0].merge(gaps[1], how="outer", on=["book", "student", "gap"])
    by_student = every[every["gap"] > 0.005].groupby(["book", "student"])["gap"].max()
    by_book = by_student.groupby("book").agg(["size", "max"])
    found = assignments.loc[hidden & assignments["book"].isin(by_book.index).to_numpy(), ["book", "place"]]
    return Rows(
        found.assign(
            who=[f"{count} student{'s' if count != 1 else ''}" for count in by_book["size"].reindex(found["book"])],
            most=by_book["max"].reindex(found["book"]).to_numpy(),
            observed=[f"up to {most:.2f} points apart" for most in by_book["max"].reindex(found["book"])],
            expected="one grade, shown and counted",
        )
    )
