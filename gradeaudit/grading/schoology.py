"""Schoology's totals worked out again: categories by the mean of percents or by points, the rest by weights or points.

Source: Schoology's documentation. A category averages its items' percents, or adds up their points, by a setting that
the export doesn't show; work marked missing counts as zero unless that is turned off, other exceptions and blanks don't
count; a category may drop its lowest scores. The weights of categories aren't in the export: a total over several of
them is worked out where the class's totals show the weights, or where points add up, or percents. Weights that are in
proportion to the categories' work make the same totals for all who have done all of it, so that is a way of its own.
"""

from __future__ import annotations

import numpy as np

from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.grading.hidden_weights import with_weights
from gradeaudit.grading.work import Method, Work, across, percent, weighed

_MISSING = (("missing work counted as zero", True), ("missing work didn't count", False))
_DROPS = (("", 0), (" and the lowest was dropped", 1), (" and the lowest two were dropped", 2))
"""What is tried of work of which the export names no category; of the others totals show how many are dropped."""


def readings(gradebooks: Gradebooks, work: Work) -> tuple[Work, ...]:
    """The work with the weights that totals show."""
    return (with_weights(gradebooks, work),)


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
    dropping = np.append(work.drop_lowest, np.full((len(work.drop_lowest), 1), float(drops)), axis=1)
    dropped = work.dropped(share, counts, dropping[work.book])
    kept, doubt = counts & ~dropped.cells, work.doubt() | dropped.unsure
    unsure = across(doubt) | dropped.course
    earned, whole = work.sums(work.earned, kept), work.sums(work.size, kept & ~work.extra)
    mean = percent(work.sums(np.nan_to_num(share), kept), work.number(kept).astype(float), doubt)
    by_points = percent(earned.sum(axis=1), whole.sum(axis=1), unsure)
    items = work.number(kept).sum(axis=1).astype(float)
    by_percents = percent(work.sums(np.nan_to_num(share), kept).sum(axis=1), items, unsure)
    points, shares = percent(earned, whole, doubt), np.ones(len(kept))
    weighs = "categories were weighed and"
    averaged, added = f"percents were averaged and {words}", f"points were added up and {words}"
    by_work = "categories weighed as much as their work and"
    return tuple(
        Method(name, course, group[:, :-1], counts=kept)
        for name, course, group in (
            (averaged, by_percents, mean),
            (added, by_points, points),
            (f"{weighs} {averaged}", _by_weight(work, mean, unsure), mean),
            (f"{weighs} {added}", _by_weight(work, points, unsure), points),
            (f"{by_work} {averaged}", _by_work(work, mean, shares, dropping, unsure), mean),
            (f"{by_work} {added}", _by_work(work, points, work.size, dropping, unsure), points),
        )
    )


def _by_weight(work: Work, group: Array, unsure: Array) -> Array:
    """The course's percent of categories by the weights that the class's totals show."""
    total, present = weighed(work, group[:, :-1], work.doubt()[:, :-1])
    return percent(total / 100.0, present, np.isnan(total) | unsure)


def _by_work(work: Work, group: Array, size: Array, dropping: Array, unsure: Array) -> Array:
    """The course's percent of categories that weigh as much as all their work but what is dropped, done or not."""
    first = np.unique(work.item, return_index=True)[1]
    at = work.book[work.student[first]] * work.shape[1] + work.slot[first]
    books = len(work.weight)
    number, drops = np.bincount(at, minlength=books * work.shape[1]), dropping.reshape(-1)
    whole = np.bincount(at, weights=size[first], minlength=len(number)) * (1.0 - drops / np.maximum(number, drops + 1))
    weight = np.where(np.isnan(group), 0.0, whole.reshape(books, -1)[work.book])
    unsure = unsure | across(np.isnan(group) & (work.number(work.graded) > 0))
    return percent((weight * np.nan_to_num(group) / 100.0).sum(axis=1), weight.sum(axis=1), unsure)
