"""Sakai's totals worked out again: points added up, or categories weighed by their weights.

Source: Sakai's GradingServiceImpl (getTotalPointsEarnedInternal, getTotalPointsInternal, applyDropScores). Only graded
work counts, and excused work nowhere; a category may drop its lowest scores. Without weights the total is points earned
of points possible. With weights a category is its points earned of those possible, or the mean of its percents where
all its items weigh the same; the course is their weighted sum over the weights of the categories with grades, and items
without a category don't count. Extra credit adds to what is earned and not to what is possible.
"""

from __future__ import annotations

import numpy as np

from gradeaudit.gradebook import Array
from gradeaudit.grading.work import Method, Work, across, percent, weighed


def methods(work: Work) -> tuple[Method, ...]:
    """Categories by points, and with all their items weighing the same, which the export doesn't tell apart."""
    counts = work.graded & (work.possible > 0)
    share = work.points / np.where(counts, work.possible, 1.0)
    dropped = work.dropped(share, counts)
    counts, doubt = counts & ~dropped.cells, work.doubt() | dropped.unsure
    unsure = across(work.doubt()) | dropped.course
    normal = counts & ~work.extra
    earned, whole = work.sums(work.earned, counts), work.sums(work.size, normal)
    number = work.number(counts)
    by_points = percent(earned.sum(axis=1), whole.sum(axis=1), unsure)
    added = np.where(unsure, np.nan, earned.sum(axis=1))
    # without weights nobody can tell whether work outside all categories counts, once there are categories
    by_points = np.where((number[:, -1] > 0) & across(number[:, :-1] > 0), np.nan, by_points)
    plain = percent(earned, whole, doubt)[:, :-1]
    equal = percent(work.sums(share, counts), work.number(normal).astype(float), doubt)[:, :-1]
    return (
        Method("categories added up points", _course(work, plain, by_points, unsure), plain, added, counts=counts),
        Method(
            "items of a category weighed the same", _course(work, equal, by_points, unsure), equal, added, counts=counts
        ),
    )


def _course(work: Work, group: Array, by_points: Array, unsure: Array) -> Array:
    total, present = weighed(work, group, work.doubt()[:, :-1])
    by_weight = percent(total / 100.0, present, np.isnan(total) | unsure)
    course: Array = np.where(work.weighted[work.book], by_weight, by_points)
    return course
