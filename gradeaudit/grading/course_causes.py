"""Why a student's total of the course is another than the class's method makes of the categories."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gradeaudit.grading.canvas import POSTED, Recomputed, weigh
from gradeaudit.grading.own_weights import OTHERWISE, in_words, own_weights

if TYPE_CHECKING:
    from gradeaudit.gradebook import Array, Gradebooks


class _Units(NamedTuple):
    """Some students' totals of the course (kinds, students): as printed, as the class's method makes them, and how near
    the two must be; whether the gradebook adds up points; the categories' scores (kinds, students, slots) and weights.
    """

    printed: Array
    expected: Array
    slack: Array
    points: Array
    group: Array
    weight: Array

    def explained(self, totals: Array) -> Array:
        """Which students' printed totals are all as a reading makes them."""
        near = (np.abs(totals - self.printed) <= self.slack) | np.isnan(self.printed)
        result: Array = near.all(axis=0) & ~np.isnan(self.printed).all(axis=0)
        return result


def of_courses(gradebooks: Gradebooks, again: Recomputed, who: Array, moved: Array) -> tuple[Array, Array, Array]:
    """The words for some students' (``who``) totals of the course, whether another method explains them, and whether
    they only follow from a category's score that is off.

    ``moved`` (earned and possible; kinds, students): what the causes of the categories' scores change in the points.
    """
    points = (gradebooks.books["method"] == "total_points").to_numpy()[again.grid.book[who]]
    units = _Units(
        np.stack([again.grid.kind(kind)[0][who] for kind in again.kinds]),
        np.where(points, again.course[:, who], again.exact[:, who]),
        np.where(points, again.course_slack[:, who] + 0.005 + 1e-6, again.exact_slack[:, who]),
        points,
        again.known[:, who],
        again.weights.weight[who],
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        follow = 100.0 * (again.earned[:, who] + moved[0][:, who]) / (again.whole[:, who] + moved[1][:, who])
    changed = (moved[:, :, who] != 0).any(axis=(0, 1))
    follows = points & changed & units.explained(follow)
    words, varies = np.full(len(who), "", object), np.zeros(len(who), bool)
    for text, method, totals in _readings(units, again.course[:, who]):
        new = (words == "") & ~follows & units.explained(totals)
        words[new] = text
        varies |= new & method
    with np.errstate(invalid="ignore", divide="ignore"):
        there = np.isfinite(units.group)
        alike = units.explained(np.where(there, units.group, 0.0).sum(axis=2) / there.sum(axis=2))
    left = np.flatnonzero((words == "") & ~follows & ~points & (np.isfinite(units.printed).sum(axis=0) > 1))
    names = gradebooks.categories["name"].to_numpy()
    first = again.grid.first[again.grid.book[who]]
    own = own_weights(
        units.weight[left],
        units.group[:, left],
        units.printed[:, left],
        units.slack[:, left],
        lambda weight, group: weigh(weight, group)[0],
    )
    for unit, sets in zip(left.tolist(), own):
        if sets:
            words[unit] = f", {in_words(sets, names[first[unit] :])}"
    words[alike & ~follows & ((words == "") | (words == f", {OTHERWISE}"))] = ", as if all categories weighed the same"
    varies[left] = words[left] != ""
    return words, varies, follows


def _readings(units: _Units, added_up: Array) -> Iterator[tuple[str, bool, Array]]:
    """The readings that are tried, from the most usual on: words, whether it is a method, and the totals it makes."""
    kind = np.arange(len(units.expected))
    current, final, posted, unposted = kind // 2 * 2, kind // 2 * 2 + 1, kind % POSTED, kind % POSTED + kind[-POSTED]
    yield ", as if blanks counted as zero", True, units.expected[final]
    yield ", as if blanks didn't count", True, units.expected[current]
    yield ", as if hidden work counted", False, units.expected[unposted]
    yield ", as if hidden work didn't count", False, units.expected[posted]
    yield ", as if points were added up without weights", True, np.where(units.points, np.nan, added_up)
    plain = np.nansum(np.nan_to_num(units.weight) * units.group, axis=2) / 100.0
    yield ", as if a category without scores counted as zero", True, np.where(units.points, np.nan, plain)
