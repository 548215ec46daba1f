"""A grade that isn't one of the values that the policy allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.errors import visible
from gradeaudit.grading.grades import grades, words
from gradeaudit.grading.letters import to_digits
from gradeaudit.policy.names import fold_code
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Array, Gradebooks
    from gradeaudit.policy.effective import Policy

_ONLY_WORDS = "the policy's grades are words, and this export shows none"
_NO_GRADE = frozenset(["n/a", "not available"])


@rule(
    title="A grade isn't one of the allowed values",
    family="totals",
    severity="error",
    needs={"totals": ["value"]},
    policy="totals.allowed_values",
    what="A student's grade is a number, a letter or a word that the policy doesn't allow as a grade.",
    why="Report cards and transcripts only take the values that the policy lists; others are refused, or rounded by"
    " someone else.",
    fix="Enter the allowed value that the policy's rounding leads to.",
    message="{totals} with a grade that the policy doesn't allow, such as {observed}",
    example="83, where only 65, 70, 75, 80, 85 and 90 to 100 may be given",
    instead="85",
    not_a_finding="A computed total that the policy's rounding turns into an allowed value; a letter beside a number"
    " that is allowed; a student without a grade.",
)
def grade_value(books: Gradebooks, policy: Policy) -> Rows:
    """A number is rounded as the policy says and then looked up; where only words are listed, they are the grade."""
    settings = policy.settings.totals
    listed = (settings.allowed_values if settings else None) or ()
    numbers = np.array([value for value in listed if not isinstance(value, str)])
    allowed = {fold_code(value) for value in listed if isinstance(value, str)}
    held, said = grades(books), words(books)
    bad = ~np.isnan(held.value) & ~np.isin(_rounded(held.value, policy), numbers) & bool(len(numbers))
    text = [fold_code(str(one)) for one in said.text]
    other = np.array([one not in allowed and one not in _NO_GRADE and one.strip("-–— .") != "" for one in text], bool)
    other &= (~said.beside if len(numbers) else True) & bool(allowed)
    rows = np.append(held.row[bad], said.row[other]).astype(np.int64)
    shown = [f"{number:g}" for number in held.value[bad]] + [visible(str(one), 40) for one in said.text[other]]
    totals = books.totals
    silent = np.ones(len(books), bool)
    silent[totals["book"].to_numpy()[said.row]] = False
    unseen = np.flatnonzero(silent & bool(allowed) & (not len(numbers)))
    found = totals.iloc[rows][["book", "place", "student"]]
    return Rows(found.assign(observed=shown, expected="one of the policy's values"), {_ONLY_WORDS: unseen})


def _rounded(value: Array, policy: Policy) -> Array:
    settings = policy.settings.totals
    rounding = settings.rounding if settings else None
    if rounding is None or rounding.mode == "none":
        return value
    return to_digits(value, rounding.mode, rounding.digits)
