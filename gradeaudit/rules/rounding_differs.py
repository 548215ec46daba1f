"""Totals that are right but for how they are rounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.arithmetic import ARITHMETIC, NO_ARITHMETIC
from gradeaudit.grading.rounding import rounded_otherwise
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

_OTHER = "gradeaudit can't work out this system's totals yet"
_NEVER = "the policy rounds nothing"
_LATER = "the policy rounds each assignment, or for the letter alone, which totals don't show"


@rule(
    title="A total is rounded otherwise than the policy says",
    family="totals",
    severity="warning",
    needs={"totals": ["value"], "scores": ["mark", "points"], "assignments": ["points_possible"]},
    policy="totals.rounding",
    per=["kind", "how"],
    confidence="likely",
    what="A total of the course follows from the scores, but it is rounded up, down, or after each category where the"
    " policy rounds otherwise.",
    why="A grade just below a letter's least number gets that letter in one class and not in the next.",
    fix="Round as the policy says, in the gradebook's settings or where the grade is posted.",
    message="rounding {how} made {totals} where the policy rounds {right}: {observed} printed, {expected} by the"
    " policy",
    example="84 printed for 84.62, rounded down",
    instead="85, where the policy rounds halves up",
    not_a_finding="Totals printed with more decimals than the policy keeps, which aren't rounded yet; a total whose"
    " roundings agree; one that no rounding explains.",
)
def rounding_differs(books: Gradebooks, policy: Policy) -> Rows:
    """Totals that are printed as coarsely as the policy rounds, against the class's method before rounding."""
    otherwise = rounded_otherwise(books, policy)
    rounding = policy.settings.totals.rounding if policy.settings.totals else None
    found = books.totals.iloc[otherwise.rows][["book", "place", "student", "kind", "value"]]
    digits = rounding.digits if rounding and rounding.stage != "category" else 2
    formats = books.books["format"]
    known = formats.isin([*ARITHMETIC, "canvas"]).to_numpy()
    reasons = {why: np.flatnonzero((formats == name).to_numpy()) for name, why in NO_ARITHMETIC.items()}
    every = np.flatnonzero(known)
    never = every if rounding is None or rounding.mode == "none" else every[:0]
    later = every if rounding and rounding.stage in {"assignment", "letter"} and not len(never) else every[:0]
    return Rows(
        found.assign(
            kind=found["kind"].astype(str),
            how=otherwise.how,
            right=otherwise.right,
            observed=[f"{value:.{digits}f}" for value in found["value"]],
            expected=[f"{value:.{digits}f}" for value in otherwise.expected],
        ).drop(columns="value"),
        {
            _OTHER: np.flatnonzero(~known & ~formats.isin(NO_ARITHMETIC).to_numpy()),
            **reasons,
            _NEVER: never,
            _LATER: later,
            **otherwise.why_not,
        },
    )
