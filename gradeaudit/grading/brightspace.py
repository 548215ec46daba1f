"""Brightspace's totals worked out again: points earned of points possible, or percents by the items' weights.

Source: D2L's documentation of the grade book's calculation. By points, a category or the course is points earned of
points possible. By weights, a category is the mean of its items' percents by their weights, and the course that of the
categories by theirs. Ungraded work is dropped or counts as zero, by one setting of the course, which the export doesn't
show; exempt work leaves and what remains takes its weight, but the export shows it as a blank. An item that nobody has
a score for may be one that doesn't count yet. What may exceed its maximum is settings too: scores, categories and the
final grade are otherwise cut at it. Bonus items add to what is earned and not to what is possible; nothing marks them,
but they make the weights of a category's items add to more than 100.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.grading.work import Method, Work, across, percent, weighed

_ZERO, _DROPPED = "blanks counted as zero", "blanks didn't count"
_NEAR = 0.05
"""So far from 100 may weights add that were printed with some decimals, in percent."""
_BEGUN = "blanks counted as zero where anyone has a score"
_CUTS = ("", "the final grade stopped at 100", "no category passed 100", "no score passed its maximum")


def readings(gradebooks: Gradebooks, work: Work) -> tuple[Work, ...]:
    """The work as it stands, and with some items as bonus: those called so, and those that are too much for their
    category's weights; where several items of a category may be too much, it becomes unclear."""
    over, several = _too_much(work)
    work = replace(work, unclear=work.unclear | several)
    extras = (extra for extra in (work.called_extra, over & ~several) if extra.any())
    return (work, *(replace(work, extra=extra) for extra in extras))


def _too_much(work: Work) -> tuple[Array, Array]:
    """Which cells are of an item without which the weights of its category's items add to 100, and which are in a
    category with several such items."""
    first, item = np.unique(work.item, return_index=True, return_inverse=True)[1:]
    book, slot = work.book[work.student[first]], work.slot[first]
    category = book * work.shape[1] + slot
    whole = np.bincount(category, weights=work.size[first], minlength=1)[category]
    over = work.weighted[book] & (slot < work.shape[1] - 1) & (whole > 100.0 + _NEAR)
    over &= np.abs(whole - work.size[first] - 100.0) <= _NEAR
    several = np.bincount(category, weights=over, minlength=1)[category] > 1
    return over[item], several[item]


def methods(work: Work) -> tuple[Method, ...]:
    """Blanks dropped and as zero, cut at each of the levels."""
    ways = []
    for cut, words in enumerate(_CUTS):
        dropped = _way(work, work.graded, cut)
        dropped = dropped._replace(words=" and ".join(filter(None, (_DROPPED, words))))
        ways.append(dropped)
        for name, counts in ((_ZERO, np.ones(len(work.graded), bool)), (_BEGUN, work.begun)):
            said = " and ".join(filter(None, (name, words)))
            ways.append(_way(work, counts, cut)._replace(words=said, excused=dropped))  # exempt is blank
    return tuple(ways)


def _way(work: Work, counts: Array, cut: int) -> Method:
    """One method: ``counts`` are the cells that enter what is possible; ``cut`` is a position in the levels."""
    got = np.minimum(work.earned, work.size) if cut == 3 else work.earned
    dropped = work.dropped(got / np.where(work.size > 0, work.size, 1.0), counts)
    counts, doubt = counts & ~dropped.cells, work.doubt() | dropped.unsure
    earned, whole = work.sums(got, counts), work.sums(work.size, counts & ~work.extra)
    group = percent(earned, whole, doubt)[:, :-1]
    if cut >= 2:
        group = np.minimum(group, 100.0)
    total, present = weighed(work, group, doubt[:, :-1])
    by_weight = percent(total / 100.0, present, np.isnan(total) | dropped.course)
    by_points = percent(earned.sum(axis=1), whole.sum(axis=1), across(doubt) | dropped.course)
    course: Array = np.where(work.weighted[work.book], by_weight, by_points)
    return Method("", np.minimum(course, 100.0) if cut else course, group, counts=counts)
