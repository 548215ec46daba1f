"""A grade above the most that the policy allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.grades import grades
from gradeaudit.rules._tables import located
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="A grade is above the maximum",
    family="totals",
    severity="error",
    needs={"totals": ["value"]},
    policy="totals.maximum",
    what="A student's grade is higher than the most that the policy allows.",
    why="Averages, ranks and honours compare grades; one above the maximum is worth more than the best work elsewhere.",
    fix="Take out the extra credit that lifts the grade above the maximum, or enter the maximum as the grade.",
    message="{totals} above {maximum}: {observed}",
    example="104.50",
    instead="100, the most by the policy",
    not_a_finding="A grade that is the maximum within the export's rounding; a category's average above it.",
)
def total_above_maximum(books: Gradebooks, policy: Policy) -> Rows:
    """The grade is the override, else the final, else the current total; the highest of a gradebook is shown."""
    most = policy.settings.totals.maximum if policy.settings.totals else None
    held = grades(books)
    above = held.value > (np.inf if most is None else most + 0.005)
    rows, value = held.row[above], held.value[above]
    book = books.totals["book"].to_numpy()[rows]
    number, top = np.bincount(book, minlength=len(books)), np.full(len(books), -np.inf)
    np.maximum.at(top, book, value)
    return Rows(
        located(
            books,
            "totals",
            rows,
            maximum=f"{most:g}%" if most is not None else "",
            observed=[f"{top[of]:.2f}" if number[of] == 1 else f"up to {top[of]:.2f}" for of in book.tolist()],
            expected=f"at most {most:g}" if most is not None else "",
        )
    )
