"""Blackboard's totals worked out again where points simply add up.

Source: Blackboard's help pages. A total is the sum of the columns that it includes; out of what is graded when it runs
along, else out of everything. A download shows neither which columns are included nor the weights of a weighted total,
so a total is only judged where the sum of all columns with numbers reproduces the class.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gradeaudit.gradebook import Array
from gradeaudit.grading.work import Method, Work, across, percent


def methods(work: Work) -> tuple[Method, ...]:
    """Out of what is graded, and out of everything; columns without any number are left out.

    A percent among a column's points was typed into the file, so nobody can tell what the total rests on.
    """
    numbered = work.begun
    typed = work.shares & np.isin(work.item, work.item[work.graded & ~work.shares])
    words = replace(work, unclear=(work.unclear & numbered) | typed)
    doubt, unread = across(words.doubt()), across(words.unread())
    earned = work.sums(work.earned, work.graded).sum(axis=1)
    points: Array = np.where(unread, np.nan, earned)
    nothing = np.full((len(work.book), work.weight.shape[1]), np.nan)
    return tuple(
        Method(
            name,
            percent(earned, work.sums(work.size, counts & ~work.extra).sum(axis=1), doubt),
            nothing,
            points,
            counts=counts,
        )
        for name, counts in (("blanks didn't count", work.graded), ("blanks counted as zero", numbered))
    )
