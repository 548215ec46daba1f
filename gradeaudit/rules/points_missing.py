"""Graded work whose points possible are missing, zero, or not those that the policy allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.counted import REASONS, counted
from gradeaudit.grading.setup import setup
from gradeaudit.rules._tables import located
from gradeaudit.rules._words import of_points
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


_JUDGED = ("", "worth no points", "extra credit")


@rule(
    title="Graded work has no points possible",
    family="marks",
    severity="warning",
    needs={"assignments": ["points_possible", "title"], "scores": ["mark"]},
    policy=["marks.points_possible", "marks.extra_credit"],
    per=["assignment"],
    what="A scored assignment has no points possible, has 0 where the policy forbids extra credit, or has points that"
    " the policy doesn't allow.",
    why="Without points possible a score means nothing, and most LMSs leave it out of the grade or count it as extra.",
    fix="Set the assignment's points possible to what the work is worth.",
    steps={"canvas": "Open the assignment, choose Edit, fill in Points, and save."},
    message="“{title}” {observed}",
    example="a scored project with an empty Points field",
    instead="the project with 100 points possible",
    not_a_finding="Work that nobody has a score on, or that doesn't count; 0 points where extra credit is allowed.",
)
def points_missing(books: Gradebooks, policy: Policy) -> Rows:
    """Categories may have their own points and their own word on extra credit."""
    assignments = books.assignments
    grades = counted(books, policy)
    names = setup(books, policy).name
    rules = {name: policy.marks(name) for name in {"", *names}}
    of = [*names, ""]
    strict = np.array([rules[name].extra_credit == "forbidden" for name in of], bool)
    category = assignments["category"].to_numpy()
    possible = assignments["points_possible"].to_numpy()
    scored = (grades.share > 0) & np.isin(grades.why_not, [REASONS.index(reason) for reason in _JUDGED])
    missing = scored & np.isnan(possible)
    zero = scored & (possible == 0) & strict[category]
    odd = np.zeros(len(assignments), bool)
    for name, rule_of in rules.items():
        if rule_of.points_possible is not None:
            mine = np.array([other == name for other in of], bool)[category]
            odd |= mine & scored & (possible > 0) & ~np.isin(possible, list(rule_of.points_possible))
    found = np.flatnonzero(missing | zero | odd)
    said = np.where(missing, "has no points possible", "has 0 points possible, though extra credit is forbidden")
    return Rows(
        located(
            books,
            "assignments",
            found,
            title=assignments["title"].to_numpy()[found],
            expected=np.where(odd[found], "points that the policy allows", "points possible"),
            observed=[
                f"has {of_points(points)} possible, which the policy doesn't allow" if strange else text
                for points, strange, text in zip(possible[found], odd[found], said[found])
            ],
        )
    )
