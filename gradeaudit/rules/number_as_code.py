"""A tiny number that seems to stand for something else, such as missing work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.policy_marks import policy_marks
from gradeaudit.rules._tables import located
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


_TINY, _LOW = 0.05, 0.25
_LARGE = 20.0


@rule(
    title="A number seems to be used as a code",
    family="marks",
    severity="warning",
    needs={"scores": ["mark", "points"], "assignments": ["points_possible"]},
    policy="missing_work",
    per=["value"],
    parameters={"cells": 5},
    confidence="possible",
    what="The same tiny number stands again and again on large work, where no other low score does.",
    why="A number that means missing counts as a score: averages, and anyone who reads them, take it for work.",
    fix="Type the policy's code instead of the number, or list the number in the policy with what it means.",
    message="{cells} with exactly {value:g} on work of {least:g} points or more, and hardly another low score",
    example="1 of 100, in eleven cells",
    instead="MI, the policy's code for missing work",
    not_a_finding="Low scores that differ from each other; a 1 on work of a few points; numbers that the policy lists.",
)
def number_as_code(books: Gradebooks, policy: Policy) -> Rows:
    """A number is suspected when it fills most of the low scores of a gradebook's large work."""
    scores, points = books.scores, books.scores["points"].to_numpy()
    of = scores["assignment"].to_numpy()
    possible = books.assignments["points_possible"].to_numpy()
    low = np.flatnonzero((points > 0) & (points < np.where(possible >= _LARGE, _LOW * possible, 0).take(of)))
    work = policy.settings.missing_work
    listed = list((work.numbers_as_codes if work else None) or ())
    low = low[(policy_marks(books, policy).code[low] < 0) & ~np.isin(points[low], listed)]
    book, value = scores["book"].to_numpy()[low], points[low]
    tiny = value <= _TINY * possible[of[low]]
    every = np.bincount(book, minlength=len(books))
    distinct, codes = np.unique(value, return_inverse=True)
    key = book.astype(np.int64) * (len(distinct) + 1) + codes
    count = np.bincount(key[tiny], minlength=(len(books) + 1) * (len(distinct) + 1))
    least = policy.parameter("number-as-code", "cells", 5)
    suspected = tiny & (count[key] >= least) & (count[key] * 2 > every[book])
    value = value[suspected]
    return Rows(
        located(
            books,
            "scores",
            low[suspected],
            assignment=-1,  # one finding names the number, wherever it stands
            value=value,
            least=_LARGE,
            observed=[f"{number:g}" for number in value],
            expected="a code, or the score",
        )
    )
