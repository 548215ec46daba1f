"""Schoology's totals worked out again: categories by the mean of percents or by points, the rest by points.

Source: Schoology's documentation. A category averages its items' percents, or adds up their points, by a setting that
the export doesn't show; work marked missing counts as zero unless that is turned off, other exceptions and blanks don't
count; a category may drop its lowest scores. The weights of categories aren't in the export, so a total over several
of them can only be worked out where points add up.
"""

from __future__ import annotations

import numpy as np

from gradeaudit.gradebook import Array
from gradeaudit.grading.work import Method, Work, across, percent

_MISSING = (("missing work counted as zero", True), ("missing work didn't count", False))
_DROPS = (("", 0), (" and the lowest was dropped", 1), (" and the lowest two were dropped", 2))


def methods(work: Work) -> tuple[Method, ...]:
    """Missing work as zero or left out, percents or points, and up to two scores dropped."""
    return tuple(
        way
        for missing, zero in _MISSING
        for words, drops in _DROPS
        for way in _ways(work, work.graded | (work.missing & zero), drops, f"{missing}{words}")
    )


def _ways(work: Work, counts: Array, drops: int, words: str) -> tuple[Method, ...]:
    share = work.earned / np.where(work.size > 0, work.size, np.nan)
    counts = counts & (work.size > 0)
    kept = counts & ~work.lowest(share, counts, np.full(work.shape, drops))
    doubt = work.doubt()
    earned, whole = work.sums(work.earned, kept), work.sums(work.size, kept & ~work.extra)
    mean = percent(work.sums(np.nan_to_num(share), kept), work.number(kept).astype(float), doubt)
    by_points = percent(earned.sum(axis=1), whole.sum(axis=1), across(doubt))
    number = work.number(kept).sum(axis=1).astype(float)
    by_percents = percent(work.sums(np.nan_to_num(share), kept).sum(axis=1), number, across(doubt))
    return (
        Method(f"percents were averaged and {words}", by_percents, mean[:, :-1], counts=kept),
        Method(f"points were added up and {words}", by_points, percent(earned, whole, doubt)[:, :-1], counts=kept),
    )
