"""Settles how a class's category scores are made: what is dropped, and, where most students show another way, which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.grading.grid import Grid, of_a_period, rows_of
from gradeaudit.grading.membership import allowed
from gradeaudit.grading.methods import PRECISION, VARIATIONS, Made, Method, Variation, followed, made
from gradeaudit.grading.piles import Piles, piles


class Sums(NamedTuple):
    """By kind, student and slot (the last for work in no category): points earned and possible, how far rounding to
    two decimals may have moved the points, and whether other scores could have been dropped for the same percent."""

    earned: Array
    whole: Array
    room: Array
    tied: Array


def with_drops(gradebooks: Gradebooks, grid: Grid, sums: Sums, own: Sequence[Method]) -> None:
    """Works out anew, in place, the sums of the categories that drop scores; ``own`` are the methods of the kinds."""
    table = gradebooks.categories
    lowest, highest = (
        np.nan_to_num(table[name].to_numpy()).astype(np.int64) for name in ("drop_lowest", "drop_highest")
    )
    category = np.flatnonzero((lowest > 0) | (highest > 0))
    if not len(category):
        return
    some = _of(gradebooks, grid, category)
    for layer, method in enumerate(own) if len(some.category) else ():
        drops = lowest[some.category], highest[some.category]
        _write(sums, layer, some, made(some.piles, method, drops), np.ones(len(some.category), bool))


def found_methods(
    gradebooks: Gradebooks,
    grid: Grid,
    sums: Sums,
    own: Sequence[Method],
    group: Array,
    room: Array,
    printed: Array,
    never: Array,
) -> dict[int, Variation]:
    """What the classes of some categories (rows) do otherwise than expected; their ``group`` scores (kinds, students,
    slots), their ``room`` and their sums are put in place, and ``never`` (one bool an assignment) is set for what is
    found never to be dropped.

    A declared set-up is left only where more students than a class may have exceptions don't follow it; drops that were
    recovered, or aren't known, wherever another kind of drops explains more students.
    """
    slots = printed.shape[2]
    at = grid.first[grid.book][:, None] + np.arange(slots)
    at = np.where(np.arange(slots) < grid.slots[grid.book][:, None], at, len(gradebooks.categories))
    off = np.abs(group[:, :, :slots] - printed) > PRECISION + room[:, :, :slots]  # what isn't known is not off
    if not off.any():
        return {}
    tells = ~np.isnan(group[:, :, :slots]) & ~np.isnan(printed)
    number, wrong = (
        np.bincount(at[some.any(axis=0)], minlength=len(gradebooks.categories) + 1) for some in (tells, off)
    )
    sought = (wrong > np.where(_declared(gradebooks), allowed(number), 0)) & _whole(gradebooks)
    chosen = np.flatnonzero(sought)
    if not len(chosen):
        return {}
    some = _of(gradebooks, grid, chosen)
    of = np.searchsorted(chosen, some.category)
    answer, kept = followed(some.piles, printed[:, some.student, some.slot], of, len(chosen), own)
    never[kept[kept >= 0]] = True
    exempt = some.piles._replace(never=never[some.piles.assignment] & (some.piles.assignment >= 0))
    for position in np.unique(answer[answer >= 0]).tolist():
        mine = answer[of] == position
        for layer, method in enumerate(own):
            result = made(exempt, VARIATIONS[position].of(method))
            cells = (layer, some.student[mine], some.slot[mine])
            group[cells], room[cells] = result.percent[mine], result.slack[mine]
            if not VARIATIONS[position].percents:
                _write(sums, layer, some, result, mine)
    told = zip(chosen[answer >= 0].tolist(), answer[answer >= 0].tolist())
    return {category: VARIATIONS[position] for category, position in told}


class _Some(NamedTuple):
    """The piles of all students in some categories, and where each stands."""

    student: Array
    category: Array
    slot: Array
    piles: Piles


def _of(gradebooks: Gradebooks, grid: Grid, category: Array) -> _Some:
    book = gradebooks.categories["book"].to_numpy()[category]
    laid_out = category - grid.first[book] < grid.slots[book]
    category, book = category[laid_out], book[laid_out]
    student, which = rows_of(grid.starts, book)
    of = category[which]
    return _Some(student, of, of - grid.first[book[which]], piles(gradebooks, student, of))


def _write(sums: Sums, layer: int, some: _Some, result: Made, mine: Array) -> None:
    at = (layer, some.student[mine], some.slot[mine])
    told = ~np.isnan(result.percent[mine])
    sums.earned[at], sums.whole[at] = result.earned[mine], np.where(told, result.whole[mine], 0.0)
    sums.room[at], sums.tied[at] = result.room[mine], result.tied[mine]


def _declared(gradebooks: Gradebooks) -> Array:
    """Categories (and one more) whose assignments and drops the export states."""
    assignments = gradebooks.assignments
    recovered = assignments["category_source"].to_numpy() == "recovered"
    unsure = np.bincount(assignments["book"].to_numpy()[recovered], minlength=len(gradebooks)) > 0
    drops = np.array(["categories.drop_lowest" in offers for offers in gradebooks.offers], bool)
    declared: Array = np.append((drops & ~unsure)[gradebooks.categories["book"].to_numpy()], True)
    return declared


def _whole(gradebooks: Gradebooks) -> Array:
    """Categories (and one more) of Canvas gradebooks whose work is all listed: no grading period was chosen."""
    whole = (gradebooks.books["format"] == "canvas").to_numpy() & ~of_a_period(gradebooks)
    listed: Array = np.append(whole[gradebooks.categories["book"].to_numpy()], False)
    return listed
