"""Sakai's Gradebook2 totals worked out again: points added up after drops, or categories weighed by their percents.

Source: Gradebook2's GradeCalculationsImpl, GradebookCalculationUnitImpl and CategoryCalculationUnitImpl. Only graded
work counts. By points, a category drops its lowest scores when all its items have the same points. By weights, an
item counts by its percent of the category among those graded, a category is held between 0 and 100 percent, and the
weights of categories with scores are stretched to what all weights add to. Extra credit adds to what is earned and not
to what is possible. Unrounded until the end.
"""

from __future__ import annotations

import numpy as np

from gradeaudit.grading.work import Method, Work, across, percent, weighed


def methods(work: Work) -> tuple[Method, ...]:
    """The one way of each gradebook, by its declared set-up.

    Where no more is graded than the category drops, Gradebook2's versions differ: no total is worked out.
    """
    graded = work.graded & ~work.extra
    drops = work.of_student(work.drop_lowest)
    weighted = work.weighted[work.book]
    unequal = work.unequal(~work.extra)
    drops = np.where(unequal & ~weighted[:, None], 0.0, drops)
    few = (drops > 0) & (work.number(graded) <= drops) & (work.number(graded) > 0)
    doubt = work.doubt() | few | (unequal & (drops > 0))
    least = work.lowest(work.earned, graded, drops)
    counts = work.graded & ~least
    earned, whole = work.sums(work.earned, counts), work.sums(work.size, graded & ~least)
    group = np.clip(percent(earned, whole, doubt)[:, :-1], 0.0, 100.0)
    total, present = weighed(work, group, doubt[:, :-1])
    stretched = np.nansum(work.weight, axis=1)[work.book] / 100.0
    by_weight = percent(total / 100.0, present, np.isnan(total)) * stretched
    by_points = percent(earned.sum(axis=1), whole.sum(axis=1), across(doubt))
    return (Method("", np.where(weighted, by_weight, by_points), group, counts=counts),)
