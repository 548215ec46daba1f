"""Brightspace's totals worked out again: points earned of points possible, or percents by the items' weights.

Source: D2L's documentation of the grade book's calculation. By points, a category or the course is points earned of
points possible. By weights, a category is the mean of its items' percents by their weights, and the course that of the
categories by theirs. Ungraded work is dropped or counts as zero, by one setting of the course, which the export doesn't
show; exempt work leaves and what remains takes its weight, but the export shows it as a blank. An item that nobody has
a score for may be one that doesn't count yet. What may exceed its maximum is settings too: scores, categories and the
final grade are otherwise cut at it. Bonus items add to what is earned and not to what is possible.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gradeaudit.gradebook import Array
from gradeaudit.grading.work import Method, Work, across, percent, weighed

_ZERO, _DROPPED = "blanks counted as zero", "blanks didn't count"
_BEGUN = "blanks counted as zero where anyone has a score"
_CUTS = ("", "the final grade stopped at 100", "no category passed 100", "no score passed its maximum")


def methods(work: Work) -> tuple[Method, ...]:
    """Blanks as zero and dropped, cut at each of the levels; and all of it with the items called so as bonus."""
    return _ways(work, "") + _ways(replace(work, extra=work.called_extra), "what is called bonus was one")


def _ways(work: Work, bonus: str) -> tuple[Method, ...]:
    ways = []
    for cut, words in enumerate(_CUTS):
        dropped = _way(work, work.graded, cut)
        dropped = dropped._replace(words=" and ".join(filter(None, (_DROPPED, words, bonus))))
        ways.append(dropped)
        for name, counts in ((_ZERO, np.ones(len(work.graded), bool)), (_BEGUN, work.begun)):
            said = " and ".join(filter(None, (name, words, bonus)))
            ways.append(_way(work, counts, cut)._replace(words=said, excused=dropped))  # exempt is blank
    return tuple(ways)


def _way(work: Work, counts: Array, cut: int) -> Method:
    """One method: ``counts`` are the cells that enter what is possible; ``cut`` is a position in the levels."""
    doubt = work.doubt()
    got = np.minimum(work.earned, work.size) if cut == 3 else work.earned
    earned, whole = work.sums(got, counts), work.sums(work.size, counts & ~work.extra)
    group = percent(earned, whole, doubt)[:, :-1]
    if cut >= 2:
        group = np.minimum(group, 100.0)
    total, present = weighed(work, group, doubt[:, :-1])
    by_weight = percent(total / 100.0, present, np.isnan(total))
    by_points = percent(earned.sum(axis=1), whole.sum(axis=1), across(doubt))
    course: Array = np.where(work.weighted[work.book], by_weight, by_points)
    return Method("", np.minimum(course, 100.0) if cut else course, group, counts=counts)
