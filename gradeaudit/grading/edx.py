"""Open edX's averages of assignment types worked out again from the grades of their subsections.

Source: edX's instructor_task grades report and its AssignmentFormatGrader. The average of a type is the mean of its
subsections' grades without the lowest ones that the course's policy drops; what wasn't attempted counts as zero, and a
learner who attempted nothing has zero. The report doesn't show how many are dropped, nor the weights of the types, so
the course's grade can't be worked out from it.
"""

from __future__ import annotations

import numpy as np

from gradeaudit.grading.work import Method, Work, percent

_DROPS = (0, 1, 2, 3)
_WORDS = (
    "nothing was dropped", "the lowest one was dropped", "the lowest two were dropped", "the lowest three were dropped",
)  # fmt: skip
LACKS = "edX's grade report carries no weights, so only the averages of its assignment types can be worked out"


def methods(work: Work) -> tuple[Method, ...]:
    """Each number of dropped grades."""
    everything = np.ones(len(work.graded), bool)
    nothing = np.full(len(work.book), np.nan)
    doubt = work.doubt()
    number = work.number(everything)
    ways = []
    for drops, words in zip(_DROPS, _WORDS):
        least = work.lowest(work.earned, everything, np.full(work.shape, drops))
        kept = np.where(number > drops, number - drops, 0).astype(float)
        mean = percent(work.sums(work.earned, ~least), kept, doubt)
        ways.append(Method(words, nothing, mean[:, :-1], counts=~least))
    return tuple(ways)
