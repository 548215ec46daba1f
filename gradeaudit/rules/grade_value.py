"""A grade that isn't one of the values that the policy allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.grades import grades
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="A grade isn't one of the allowed values",
    family="totals",
    severity="error",
    needs={"totals": ["value"]},
    policy="totals.allowed_values",
    what="A student's grade is a number that the policy doesn't allow as a grade.",
    why="Report cards and transcripts only take the values that the policy lists; others are refused, or rounded by"
    " someone else.",
    fix="Enter the allowed value that the policy's rounding leads to.",
    message="{totals} with a grade that the policy doesn't allow, such as {observed}",
    example="83, where only 65, 70, 75, 80, 85 and 90 to 100 may be given",
    instead="85",
    not_a_finding="A computed total that the policy's rounding turns into an allowed value.",
)
def grade_value(books: Gradebooks, policy: Policy) -> Rows:
    """The grade is rounded as the policy says before it is looked up; letters are held against words elsewhere."""
    settings = policy.settings.totals
    allowed = np.array(
        [value for value in (settings.allowed_values if settings else None) or () if value != str(value)]
    )
    held = grades(books)
    rounding = settings.rounding if settings else None
    value = held.value
    if rounding is not None and rounding.mode != "none":
        scaled = value * 10.0**rounding.digits
        steps = {"half_up": np.floor(scaled + 0.5 + 1e-9), "half_even": np.round(scaled)}
        steps |= {"up": np.ceil(scaled - 1e-9), "down": np.floor(scaled + 1e-9)}
        value = steps[rounding.mode] / 10.0**rounding.digits
    bad = ~np.isnan(value) & ~np.isin(value, allowed) & bool(len(allowed))
    found = books.totals.iloc[held.row[bad]][["book", "place", "student"]]
    return Rows(
        found.assign(observed=[f"{number:g}" for number in held.value[bad]], expected="one of the policy's values")
    )
