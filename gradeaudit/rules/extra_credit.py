"""Extra credit where the policy forbids it, or more of it than the policy allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.counted import REASONS, counted
from gradeaudit.grading.setup import setup
from gradeaudit.rules._tables import located
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="Extra credit isn't allowed, or there is too much of it",
    family="marks",
    severity="warning",
    needs={"assignments": ["title", "points_possible"], "scores": ["mark"]},
    policy=["marks.extra_credit", "marks.by_category.*.extra_credit"],
    per=["problem"],
    what="Scored work is extra credit, by its mark or its title, where the policy forbids it or allows less.",
    why="Extra credit goes to those who know of it, and turns a grade for learning into one for collecting points.",
    fix="Take the extra credit out of the grade, or tie it to work that the policy counts.",
    message="{assignments} of extra credit{problem}",
    example="Extra credit: canned food drive",
    instead="no such assignment",
    not_a_finding="Extra credit that the policy allows; extra credit that nobody has a score on.",
)
def extra_credit(books: Gradebooks, policy: Policy) -> Rows:
    """Each category has its own word on extra credit, or the general one; limits are in percent of counted points."""
    assignments, grades = books.assignments, counted(books, policy)
    names = [*setup(books, policy).name, ""]
    words = {name: policy.marks(name).extra_credit for name in set(names)}
    category = assignments["category"].to_numpy()
    forbidden = np.array([words[name] == "forbidden" for name in names], bool)[category]
    most = np.array([getattr(words[name], "max", np.inf) for name in names], float)[category]
    extra = (grades.why_not == REASONS.index("extra credit")) & (grades.share > 0)
    book = assignments["book"].to_numpy()
    points = np.nan_to_num(assignments["points_possible"].to_numpy())
    regular = np.bincount(book, weights=np.where(grades.assignment, points, 0.0), minlength=len(books))
    added = np.bincount(book, weights=np.where(extra, points, 0.0), minlength=len(books))
    share = 100.0 * added / np.maximum(regular, 1e-9)
    over = extra & ~forbidden & (share[book] > most) & (regular[book] > 0)
    found = np.flatnonzero((extra & forbidden) | over)
    judged = [*zip(over[found].tolist(), share[book[found]].tolist(), most[found].tolist())]
    return Rows(
        located(
            books,
            "assignments",
            found,
            assignment=-1,  # one finding is about all of them
            observed=[f"{much:.0f}% of the points" if above else "extra credit" for above, much, _ in judged],
            expected=[f"at most {limit:g}%" if above else "none" for above, _, limit in judged],
            problem=[
                f": {much:.0f}% of the points, more than the {limit:g}% that are allowed" if above
                else ", which the policy forbids"
                for above, much, limit in judged
            ]
        )
    )  # fmt: skip
