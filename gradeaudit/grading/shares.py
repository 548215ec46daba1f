"""How much of a term's grade each assignment carries, at its end or, while it runs, as it goes on until then.

At a term's end an assignment carries its part of its category, times what the category weighs among those with grades.
While the term runs every category is taken to come, and each to grow as it has until now, but at least to the policy's
minimum, by assignments of its average size. What isn't known is taken so that an assignment carries less, not more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gradeaudit.grading.counted import UNSCORED, counted
from gradeaudit.grading.setup import setup
from gradeaudit.grading.terms import units
from gradeaudit.grading.weighing import unknown_weights, weighing

if TYPE_CHECKING:
    from gradeaudit.gradebook import Array, Gradebooks
    from gradeaudit.policy.effective import Policy

_RATIOS = "only the ratios of its weights show, and the term isn't over"
_CATEGORIES = "this export doesn't show the categories of its assignments"
_POINTS_ALONE = ("canvas",)
"""Formats whose LMS adds up the points of a category and spreads the weight of an empty one over the others
(Canvas: grade_calculator.rb)."""


class Shares(NamedTuple):
    """One element an assignment: ``share`` of its term's grade in percent, and how far off that may be (``error``, in
    percentage points); NaN where it carries nothing or nobody can tell. ``why`` gives reasons with their gradebooks."""

    share: Array
    error: Array
    why: dict[str, Array]


def shares(gradebooks: Gradebooks, policy: Policy) -> Shares:
    """The shares of a batch's assignments under its policy, worked out once for all the rules that ask."""
    return gradebooks.shared(_shares, policy)


def _shares(gradebooks: Gradebooks, policy: Policy) -> Shares:
    assignments, terms, grades = gradebooks.assignments, units(gradebooks, policy), counted(gradebooks, policy)
    held, table = weighing(gradebooks, policy), gradebooks.categories
    book, unit = assignments["book"].to_numpy(), terms.of_assignment
    running = terms.elapsed < 1
    counts = grades.assignment
    coming = counts | ((grades.why_not == UNSCORED) & running[unit])
    # what adds up points knows no categories: all of it is one more, and work outside any is the last
    category, kinds = assignments["category"].to_numpy(), len(table) + 2
    category = np.where(held.points[book], len(table), np.where(category < 0, len(table) + 1, category))
    placed = category <= len(table)
    keys, group = np.unique(unit * np.int64(kinds) + category, return_inverse=True)
    of_unit, of_category = keys // kinds, keys % kinds

    size = np.nan_to_num(assignments["points_possible"].to_numpy() * assignments["multiplier"].to_numpy())
    number = np.bincount(group[coming], minlength=len(keys))
    points = np.bincount(group[coming], weights=size[coming], minlength=len(keys))
    pace = np.nan_to_num(terms.elapsed[of_unit], nan=1.0)
    least = np.append(_least(gradebooks, policy), [_least_of_all(policy), 0])[of_category]
    at_end = np.maximum(np.ceil(number / np.maximum(pace, 1e-9) - 1e-9), least)
    at_end = np.where(running[of_unit], np.maximum(at_end, number), number)
    with np.errstate(divide="ignore", invalid="ignore"):
        by_points = size / (points * at_end / number)[group]
        by_number = (1.0 / at_end)[group]
    part = _part(gradebooks, policy, by_points, by_number, held.points)

    of_book = table["book"].to_numpy()
    weighed, ratio = (
        np.bincount(of_book[table[name].notna().to_numpy()], minlength=len(gradebooks)) > 0
        for name in ("weight", "weight_share")
    )
    ratios = ~weighed & ratio & ~held.points
    stated = np.where(ratios[of_book], table["weight_share"], table["weight"]).astype(float)
    weight = np.append(stated, [100.0, 0.0])[of_category]
    there = np.bincount(group[counts], minlength=len(keys)) > 0
    scale = _scale(gradebooks, policy, stated, ratios, (of_unit, weight, there), running, terms.book)
    share = np.where(
        counts & placed, (weight * np.where(of_category < len(table), scale[of_unit], 1.0))[group] * part, np.nan
    )
    shown = np.array(["assignments.category" in offers for offers in gradebooks.offers], bool) | held.points
    known = held.points | ratios | weighed
    waits = ratios & (np.bincount(terms.book[running], minlength=len(gradebooks)) > 0)
    share[(~shown | ~known)[book] | (ratios[book] & running[unit])] = np.nan
    error = np.append(np.nan_to_num(table["weight_error"].to_numpy(float)), [0.0, 0.0])
    return Shares(
        share=share,
        error=error[category],
        why={
            **unknown_weights(gradebooks, ~known),
            _CATEGORIES: np.flatnonzero(~shown & known),
            _RATIOS: np.flatnonzero(waits & shown),
        },
    )


def _part(gradebooks: Gradebooks, policy: Policy, by_points: Array, by_number: Array, points: Array) -> Array:
    """Each assignment's part of its category: by its points, by number, or the smaller where nobody says which."""
    average = policy.settings.totals.category_average if policy.settings.totals else None
    adds = points | gradebooks.books["format"].isin(_POINTS_ALONE).to_numpy()
    if average is not None:
        adds = points | (average == "points")
    smaller = by_number if average == "percent" else np.minimum(by_points, by_number)
    part: Array = np.where(adds[gradebooks.assignments["book"].to_numpy()], by_points, smaller)
    return part


def _scale(
    gradebooks: Gradebooks,
    policy: Policy,
    stated: Array,
    ratios: Array,
    groups: tuple[Array, Array, Array],
    running: Array,
    book: Array,
) -> Array:
    """By what a weight is multiplied in each term: rescaled to 100 over what is there, where LMS or policy do so."""
    of_unit, weight, there = groups
    settings = policy.settings.weights
    rule = settings.empty_category if settings else None
    spreads = gradebooks.books["format"].isin(_POINTS_ALONE).to_numpy() if rule is None else rule == "rescaled"
    spreads = (ratios | spreads)[book]
    whole = np.bincount(gradebooks.categories["book"].to_numpy(), weights=stated, minlength=len(gradebooks))[book]
    present = np.bincount(of_unit[there], weights=weight[there], minlength=len(book))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(spreads, 100.0 / np.where(running, whole, present), 100.0 / np.maximum(100.0, whole))


def _least(gradebooks: Gradebooks, policy: Policy) -> Array:
    """The policy's minimum of a term for each of the gradebooks' categories; 0 where it sets none."""
    entries = [entry.grades for entry in policy.categories.values()]
    least = [(entry.min or 0) if entry and entry.per in (None, "term") else 0 for entry in entries]
    found: Array = np.array([*least, 0], np.int64)[setup(gradebooks, policy).number]
    return found


def _least_of_all(policy: Policy) -> int:
    """The policy's minimum of all grades of a term, or of its categories together where that is more."""
    total = policy.settings.counts.total if policy.settings.counts else None
    several = sum((entry.grades.min or 0) for entry in policy.categories.values() if entry.grades)
    return max((total.min or 0) if total else 0, several)
