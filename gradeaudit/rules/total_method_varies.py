"""A student's totals that are made by another method than the rest of the class's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.causes import causes
from gradeaudit.grading.following import judged
from gradeaudit.rules._system_totals import with_other_systems
from gradeaudit.rules._tables import located
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="Totals aren't computed the same way for every student",
    family="totals",
    severity="error",
    needs={"totals": ["value"], "scores": ["mark", "points"], "assignments": ["points_possible"]},
    policy="totals.recompute",
    per=["category", "cause"],
    what="A student's printed totals follow from the scores by another method than the rest of the class's, such as one"
    " more dropped score, blanks as zero or another category weight.",
    why="Grades of one class can be compared only if they are computed in the same way for every student.",
    fix="Find out what was set for these students alone, take it back or write down why, and export again.",
    steps={
        "canvas": "In the Gradebook, open these students' Grades page and compare what is crossed out, excused or"
        " unassigned with another student's, then export again."
    },
    message="another method than the class's made {totals} of {what}{cause}: {observed} printed, {expected} by the"
    " class's",
    example="88.33 printed, 81.00 by the class's method, as if the lowest score were dropped",
    instead="81.00, as for the rest of the class",
    not_a_finding="Excused or unassigned work that the export shows; a class that follows one method throughout;"
    " a total that no method explains, which total-differs reports.",
)
def total_method_varies(books: Gradebooks, policy: Policy) -> Rows:
    """One row for each total that another method makes than the one that the rest of the class follows."""
    held, why = judged(books, policy), causes(books, policy)
    bad = np.flatnonzero(held.off)[why.varies]
    rows = held.rows[bad]
    names = np.append(books.categories["name"].to_numpy(), "")[books.totals["category"].to_numpy()[rows]]
    canvas = Rows(
        located(
            books,
            "totals",
            rows,
            what=[f"“{name}”" if name else "the course" for name in names],
            cause=why.words[why.varies],
            observed=[f"{value:.2f}" for value in held.printed[bad]],
            expected=[f"{value:.2f}" for value in held.expected[bad]],
        ),
        held.unjudged,
    )
    return with_other_systems(canvas, books, policy, varies=True)
