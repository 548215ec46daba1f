"""Canvas's totals worked out again from the scores of an export, for all students of all gradebooks at once.

Source: Canvas's grade_calculator.rb. A group's score is points earned over points possible; current totals leave out
what has no score, final ones count it as zero; excused work counts nowhere; posted totals take hidden work as not
submitted. The course weighs unrounded groups and rescales weights that add to less than 100.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.grading.grid import Grid, lay_out

KINDS = ("current", "final", "unposted_current", "unposted_final")


@dataclass(frozen=True)
class Recomputed:
    """Totals in percent, NaN where nothing is possible or a mark can't be read; one layer for each of ``KINDS``.

    ``course`` (4, students) from the scores of a gradebook of points; ``weighed`` (4, students) from its printed
    groups and their weights, with ``slack`` (4, students), how far rounding and the weights' own error may move it;
    ``group`` (4, students, slots) from the scores; ``without`` (4, students, slots) the same if work that was not
    assigned counts as zero, which hidden anonymous work does. ``grid`` has what is printed.
    """

    grid: Grid
    course: Array
    weighed: Array
    slack: Array
    group: Array
    without: Array


def recomputed(gradebooks: Gradebooks) -> Recomputed:
    """The totals of a batch, worked out once for all the rules that ask."""
    return gradebooks.shared(_recompute, None)


def _recompute(gradebooks: Gradebooks, terms: None) -> Recomputed:
    grid = lay_out(gradebooks)
    assignments, scores = gradebooks.assignments, gradebooks.scores
    of, who = scores["assignment"].to_numpy(), scores["student"].to_numpy()
    category = assignments["category"].to_numpy()
    slots = grid.group.shape[2]
    slot = np.where(category < 0, slots, category - grid.first[assignments["book"].to_numpy()])
    cell = who.astype(np.int64) * (slots + 1) + np.minimum(slot, slots)[of]
    points = np.nan_to_num(scores["points"].to_numpy())
    possible = np.nan_to_num(assignments["points_possible"].to_numpy())[of]
    has = (scores["form"] == "number").to_numpy()  # Canvas exports points; a percent was typed into the file
    state = scores["state"].cat.codes.to_numpy()
    names = list(scores["state"].cat.categories)
    excused = (state == names.index("excused")) | scores["excused"].to_numpy()
    apart = state == names.index("not_assigned")
    unclear = ~has & ((state == names.index("coded")) | (state == names.index("scored")))
    hidden = assignments["hidden"].to_numpy()[of]
    size = len(gradebooks.students) * (slots + 1)
    shape = (len(gradebooks.students), slots + 1)

    def total(values: Array, chosen: Array) -> Array:
        return np.bincount(cell[chosen], weights=values[chosen], minlength=size).reshape(shape)

    unknown = np.bincount(cell[unclear], minlength=size).reshape(shape) > 0
    apart_possible = total(possible, apart & ~excused)
    group, without, course = [], [], []
    for kind in KINDS:
        seen = has & ~excused & ~apart
        seen &= ~hidden | kind.startswith("unposted")
        counts = ~excused & ~apart if kind.endswith("final") else seen
        earned, whole = total(points, seen), total(possible, counts)
        share = _percent(earned, whole, unknown)
        group.append(share[:, :slots])
        more = whole + (apart_possible if kind.endswith("final") else 0.0)
        without.append(_percent(earned, more, unknown)[:, :slots])
        course.append(_percent(earned.sum(axis=1), whole.sum(axis=1), np.asarray(unknown.any(axis=1))))
    weighed, slack = _weighed(gradebooks, grid)
    return Recomputed(grid, np.stack(course), weighed, slack, np.stack(group), np.stack(without))


def _percent(earned: Array, whole: Array, unknown: Array) -> Array:
    with np.errstate(invalid="ignore", divide="ignore"):
        share: Array = np.where((whole > 0) & ~unknown, 100.0 * earned / whole, np.nan)
    return share


def _weighed(gradebooks: Gradebooks, grid: Grid) -> tuple[Array, Array]:
    """The course's totals from the printed groups, and how far off their rounding and the weights' error may put it."""
    slots = grid.group.shape[2]
    position = grid.first[:, None] + np.arange(slots)[None, :]
    inside = np.arange(slots)[None, :] < grid.slots[:, None]
    table = gradebooks.categories
    at = np.where(inside, np.minimum(position, max(len(table) - 1, 0)), 0)

    def column(name: str) -> Array:
        values = table[name].to_numpy()
        of_book: Array = np.where(inside, values[at], np.nan) if len(table) else np.full(inside.shape, np.nan)
        return of_book[grid.book]

    weight, error = column("weight"), np.nan_to_num(column("weight_error"))
    unsure = np.isnan(weight).any(axis=1, where=inside[grid.book]) if slots else np.ones(len(grid.book), bool)
    course, slack = [], []
    for kind in KINDS:
        printed = grid.kind(kind)[1]
        there = ~np.isnan(printed)
        weights = np.where(there, np.nan_to_num(weight), 0.0)
        whole = weights.sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            value = np.where(there, printed, 0.0)
            mean = np.where(whole > 0, (weights * value).sum(axis=1) / np.minimum(whole, 100.0), np.nan)
            spread = np.where(there, np.abs(value - mean[:, None]) * error, 0.0).sum(axis=1) / np.minimum(whole, 100.0)
        course.append(np.where(unsure, np.nan, mean))
        slack.append(0.011 + np.nan_to_num(spread))
    return np.stack(course), np.stack(slack)
