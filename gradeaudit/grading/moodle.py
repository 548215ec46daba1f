"""Moodle's totals worked out again from the grades: added up, or as a mean, median, lowest or highest percent.

Source: Moodle's lib/grade/grade_category.php. A category aggregates its grades without the empty ones, or with them as
zero, after dropping the lowest by percent; extra credit is never dropped and adds to what is earned alone. Natural adds
up points, out of the maxima of what is counted, and drops only among grades of one maximum; the others make a percent
of the category's maximum, 100 unless it was changed. A text export shows neither the way, nor the category of a grade:
by default a category's total stands after its grades, else before them. Weights of single grades aren't shown.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gradeaudit import places
from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.grading.work import Method, Work, across, percent, weighed

ROOM = 0.02
"""Grades are stored with five decimals and shown with two: so far may a total be off that is made of those shown."""
_EMPTY = (("empty grades didn't count", False), ("empty grades counted as zero", True))
_KEPT = " and a fixed number of grades was kept"


def in_text(gradebooks: Gradebooks, work: Work) -> tuple[Work, ...]:
    """The work of text exports, each grade in the category whose total stands next after it, or next before it."""
    assignments, table = gradebooks.assignments, gradebooks.categories
    book, of = assignments["book"].to_numpy(), table["book"].to_numpy()
    first = np.searchsorted(of, np.arange(len(gradebooks) + 1))
    total = of * np.int64(1 << 32) + places.column_of(table["place"].to_numpy())
    column = book * np.int64(1 << 32) + places.column_of(assignments["place"].to_numpy())
    after = np.searchsorted(total, column) if (np.diff(total) > 0).all() else np.full(len(book), -1)
    last, slots = work.weight.shape[1], []
    for position in (after, after - 1):
        inside = (position >= first[book]) & (position < first[book + 1]) & (position - first[book] < last)
        slots.append(np.where(inside, position - first[book], last)[work.item])
    return tuple(replace(work, slot=slot) for slot in slots)


def methods(work: Work) -> tuple[Method, ...]:
    """Every way to aggregate that needs no weights of single grades, without empty grades and with them as zero.

    What drops some grades of a category where all are there may be set to keep the others, however many are there.
    """
    ways = [way for words, zero in _EMPTY for way in _ways(work, words, zero, keeps=False)]
    if work.drop_lowest.any():
        ways += _ways(work, _EMPTY[0][0] + _KEPT, zero=False, keeps=True)
    return tuple(ways)


def _ways(work: Work, words: str, zero: bool, keeps: bool) -> list[Method]:
    counts = np.ones(len(work.graded), bool) if zero else work.graded
    share = 100.0 * work.earned / np.where(work.size > 0, work.size, np.nan)
    plain = counts & ~work.extra
    drops = work.of_student(work.drop_lowest)
    if keeps:
        drops = np.maximum(drops - work.number(~counts & ~work.extra), 0.0)
    doubt, unread = work.doubt(), work.unread()
    alike = np.where(work.unequal(~work.extra), 0.0, drops)
    kept = counts & ~work.lowest(share, plain, alike)
    earned, whole = work.sums(work.earned, kept), work.sums(work.size, kept & plain)
    group = percent(earned, whole, doubt)
    added = np.where(unread, np.nan, earned)
    flat = ~across(work.number(np.ones(len(work.slot), bool))[:, :-1] > 0)
    ways = [
        Method(
            f"points were added up and {words}",
            percent(earned.sum(axis=1), whole.sum(axis=1), across(doubt)),
            group[:, :-1],
            np.where(across(unread) | ~across(work.number(kept) > 0), np.nan, earned.sum(axis=1)),
            np.where(work.number(kept) > 0, added, np.nan)[:, :-1],
            counts=kept,
        )
    ]
    kept = counts & ~work.lowest(share, plain, drops)
    plain &= kept
    earned, whole = work.sums(work.earned, kept), work.sums(work.size, plain)
    group = percent(earned, whole, doubt)
    number = work.number(plain).astype(float)
    mean = percent(work.sums(np.nan_to_num(share) / 100.0, plain), number, doubt)
    there = ~np.isnan(group[:, :-1])
    children = there.sum(axis=1) + number[:, -1]
    sizes = 100.0 * there.sum(axis=1) + whole[:, -1]
    in_doubt = across(doubt)
    total = np.nansum(mean[:, :-1], axis=1) / 100.0 + np.nan_to_num(mean[:, -1]) * number[:, -1] / 100.0
    ways.append(_percents(f"the mean of percents was taken and {words}", percent(total, children, in_doubt), mean))
    total = np.nansum(group[:, :-1], axis=1) + earned[:, -1]
    ways.append(_percents(f"percents were weighed by maxima and {words}", percent(total, sizes, in_doubt), group))
    weight, present = weighed(work, group[:, :-1], doubt[:, :-1])
    by_weight = np.where(number[:, -1] > 0, np.nan, percent(weight / 100.0, present, in_doubt))
    ways.append(_percents(f"categories were weighed and {words}", by_weight, group))
    for name, ranked in zip(("lowest", "median", "highest"), work.ranked(share, plain)):
        one = np.where(doubt, np.nan, ranked)
        ways.append(_percents(f"the {name} percent was taken and {words}", np.where(flat, one[:, -1], np.nan), one))
    return [ways[0], *(way._replace(counts=kept) for way in ways[1:])]


def _percents(words: str, course: Array, group: Array) -> Method:
    """A method that makes percents of maxima of 100, so that points are the same numbers."""
    return Method(words, course, group[:, :-1], course, group[:, :-1])
