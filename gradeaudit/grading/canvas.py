"""Canvas's totals worked out again from the scores of an export, for all students of all gradebooks at once.

Source: Canvas's grade_calculator.rb. A group's score is points earned over points possible of what is left after
dropping; current totals leave out what has no score, final ones count it as zero; excused work counts nowhere; posted
totals take hidden work as not submitted. The course weighs unrounded groups and rescales weights that add to less than
100, or adds up the groups' points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.grading.class_method import Sums, found_methods, with_drops
from gradeaudit.grading.grid import Grid, lay_out
from gradeaudit.grading.membership import ROUNDING
from gradeaudit.grading.methods import Method, Variation
from gradeaudit.grading.piles import rounding
from gradeaudit.marks import STATES

KINDS = ("current", "final", "unposted_current", "unposted_final")
OWN = tuple(Method(zeros=kind.endswith("final"), unposted=kind.startswith("unposted")) for kind in KINDS)
"""How Canvas makes a group's score of each kind, before anything is dropped."""


@dataclass(frozen=True)
class Recomputed:
    """Totals in percent, NaN where nothing is possible or a mark can't be read; one layer for each of ``KINDS``.

    ``course`` (4, students): of a gradebook of points, from the scores; ``earned`` and ``whole`` are its points.
    ``weighed`` (4, students): from the printed groups and their weights; ``exact``: from ``known``, the groups as
    worked out, as printed where they can't be. ``group`` (4, students, slots): from the scores, by the class's method;
    ``without``: the same if work that was not assigned counts as zero, which hidden anonymous work does. Each
    ``…_slack`` says how far the rounding of what they rest on, and the weights' own error, may move them. ``varied``
    has the categories (rows) whose class does otherwise than Canvas with the drops that the tables tell;
    ``never`` (assignments,): work that is never dropped, as the export says or the class shows. ``grid`` has
    what is printed.
    """

    grid: Grid
    course: Array
    course_slack: Array
    weighed: Array
    weighed_slack: Array
    exact: Array
    exact_slack: Array
    group: Array
    group_slack: Array
    without: Array
    known: Array
    earned: Array
    whole: Array
    varied: Mapping[int, Variation]
    never: Array


def recomputed(gradebooks: Gradebooks) -> Recomputed:
    """The totals of a batch, worked out once for all the rules that ask."""
    return gradebooks.shared(_recompute, None)


def _recompute(gradebooks: Gradebooks, terms: None) -> Recomputed:
    grid = lay_out(gradebooks)
    slots = grid.group.shape[2]
    sums, apart, unknown = _added_up(gradebooks, slots)
    with_drops(gradebooks, grid, sums, OWN)
    group, room = _percent(sums.earned, sums.whole, unknown), _percent(sums.room, sums.whole, unknown)
    printed = np.stack([grid.kind(kind)[1] for kind in KINDS])
    never = gradebooks.assignments["never_dropped"].to_numpy().copy()
    varied = found_methods(gradebooks, grid, sums, OWN, group, room, printed, never)
    without = _percent(sums.earned, sums.whole + apart, unknown)
    earned, whole = sums.earned.sum(axis=2), sums.whole.sum(axis=2)
    course = _percent(earned, whole, np.asarray(unknown.any(axis=1)))
    course[sums.tied.any(axis=2)] = np.nan
    unsure = np.isnan(group[:, :, :slots]) | np.isnan(printed)
    known = np.where(unsure, printed, group[:, :, :slots])
    rounded = np.where(unsure, ROUNDING, np.nan_to_num(room[:, :, :slots]))
    weighed, weighed_slack = _weighed(gradebooks, grid, printed, np.full(printed.shape, ROUNDING))
    exact, exact_slack = _weighed(gradebooks, grid, known, rounded)
    return Recomputed(
        grid=grid,
        course=course,
        course_slack=np.nan_to_num(_percent(sums.room.sum(axis=2), whole, np.asarray(unknown.any(axis=1)))),
        weighed=weighed,
        weighed_slack=weighed_slack,
        exact=exact,
        exact_slack=exact_slack,
        group=group[:, :, :slots],
        group_slack=np.nan_to_num(room[:, :, :slots]),
        without=without[:, :, :slots],
        known=known,
        earned=earned,
        whole=whole,
        varied=varied,
        never=never,
    )


def _added_up(gradebooks: Gradebooks, slots: int) -> tuple[Sums, Array, Array]:
    """Sums without dropping; the points possible of unassigned work that final totals might count; and in which
    (students, slots + 1) a mark stands that can't be read."""
    assignments, scores = gradebooks.assignments, gradebooks.scores
    of, who = scores["assignment"].to_numpy(), scores["student"].to_numpy()
    category = assignments["category"].to_numpy()
    first = np.searchsorted(gradebooks.categories["book"].to_numpy(), np.arange(len(gradebooks)))
    slot = np.where(category < 0, slots, category - first[assignments["book"].to_numpy()])
    cell = who.astype(np.int64) * (slots + 1) + np.minimum(slot, slots)[of]
    points = np.nan_to_num(scores["points"].to_numpy())
    possible = np.nan_to_num(assignments["points_possible"].to_numpy())[of]
    has = (scores["form"] == "number").to_numpy()  # Canvas exports points; a percent was typed into the file
    state = scores["state"].cat.codes.to_numpy()
    excused = (state == STATES.index("excused")) | scores["excused"].to_numpy()
    apart = state == STATES.index("not_assigned")
    unclear = ~has & ((state == STATES.index("coded")) | (state == STATES.index("scored")))
    hidden = assignments["hidden"].to_numpy()[of]
    takes_part = ~excused & ~apart & assignments["counts"].to_numpy()[of]
    room = rounding(points)
    shape = (len(gradebooks.students), slots + 1)

    def total(values: Array, chosen: Array) -> Array:
        return np.bincount(cell[chosen], weights=values[chosen], minlength=shape[0] * shape[1]).reshape(shape)

    layers = (len(KINDS), *shape)
    sums = Sums(np.zeros(layers), np.zeros(layers), np.zeros(layers), np.zeros(layers, bool))
    left_out = np.zeros(layers)
    for layer, method in enumerate(OWN):
        if method.unposted and not hidden.any():
            twin = layer - len(KINDS) // 2
            for values in (*sums, left_out):
                values[layer] = values[twin]
            continue
        seen = has & takes_part & (~hidden | method.unposted)
        sums.earned[layer] = total(points, seen)
        sums.room[layer] = total(room, seen)
        sums.whole[layer] = total(possible, takes_part if method.zeros else seen)
        if method.zeros:
            left_out[layer] = total(possible, apart & ~excused)
    unknown = np.bincount(cell[unclear], minlength=shape[0] * shape[1]).reshape(shape) > 0
    return sums, left_out, unknown


def _percent(earned: Array, whole: Array, unknown: Array) -> Array:
    with np.errstate(invalid="ignore", divide="ignore"):
        share: Array = np.where((whole > 0) & ~unknown, 100.0 * earned / whole, np.nan)
    return share


def _weighed(gradebooks: Gradebooks, grid: Grid, group: Array, room: Array) -> tuple[Array, Array]:
    """The course's totals from groups (4, students, slots), and how far off the groups' rounding (``room``), the
    total's own and the weights' error may put them."""
    weight, error, unsure = by_slot(gradebooks, grid)
    mean, divide = weigh(weight, group)
    weights = np.where(np.isnan(group), 0.0, np.nan_to_num(weight))
    spread = np.nan_to_num(np.abs(group - mean[:, :, None])) * error + room * weights
    spread = spread.sum(axis=2) / divide
    return np.where(unsure, np.nan, mean), ROUNDING + 1e-6 + np.nan_to_num(spread)


def weigh(weight: Array, group: Array) -> tuple[Array, Array]:
    """The weighted means (kinds, students) of groups (kinds, students, slots), and what the weights are divided by.

    Groups without a score take no part; weights of the others that add to less than 100 are rescaled.
    """
    there = ~np.isnan(group)
    weights = np.where(there, np.nan_to_num(weight), 0.0)
    whole = weights.sum(axis=2)
    divide = np.where(whole > 0, np.minimum(whole, 100.0), np.nan)
    return (weights * np.where(there, group, 0.0)).sum(axis=2) / divide, divide


def by_slot(gradebooks: Gradebooks, grid: Grid) -> tuple[Array, Array, Array]:
    """Each student's weights and their errors (students, slots), and who (students,) has one that isn't known."""
    slots = np.arange(grid.group.shape[2])
    table = gradebooks.categories
    inside = slots < grid.slots[:, None]
    at = np.where(inside, np.minimum(grid.first[:, None] + slots, max(len(table) - 1, 0)), 0)

    def column(name: str) -> Array:
        values = table[name].to_numpy()
        of_book: Array = np.where(inside, values[at], np.nan) if len(table) else np.full(inside.shape, np.nan)
        return of_book

    weight, error = column("weight"), np.nan_to_num(column("weight_error"))
    unsure: Array = (np.isnan(weight) & inside).any(axis=1) | (grid.slots == 0)
    return weight[grid.book], error[grid.book], unsure[grid.book]
