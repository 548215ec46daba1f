"""Canvas's totals worked out again from the scores of an export, for all students of all gradebooks at once.

Source: Canvas's grade_calculator.rb. A group's score is points earned over points possible of what is left after
dropping; current totals leave out what has no score, final ones count it as zero; excused work counts nowhere; posted
totals take hidden work as not submitted. The course weighs unrounded groups and rescales weights that add to less than
100, or adds up the groups' points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.grading.class_method import Sums, found_methods, with_drops
from gradeaudit.grading.grid import Grid, lay_out
from gradeaudit.grading.membership import ROUNDING
from gradeaudit.grading.methods import Method, Variation
from gradeaudit.grading.piles import rounding
from gradeaudit.marks import FORMS, STATES

KINDS = ("current", "final", "unposted_current", "unposted_final")
OWN = tuple(Method(zeros=kind.endswith("final"), unposted=kind.startswith("unposted")) for kind in KINDS)
"""How Canvas makes a group's score of each kind, before anything is dropped."""
POSTED = 2
"""So many of them are of posted work alone."""


class Weights(NamedTuple):
    """Each student's categories' weights and their errors (students, slots); who (students,) has an unknown one."""

    weight: Array
    error: Array
    unsure: Array


@dataclass(frozen=True)
class Recomputed:
    """Totals in percent, NaN where nothing is possible or a mark can't be read; one layer for each kind.

    ``kinds`` are all of ``KINDS``, or the posted ones where no unposted totals are printed and no work is hidden;
    ``own`` is how Canvas makes them.
    ``group`` (kinds, students, slots): from the scores, by the class's method; ``printed``: as the export has them.
    ``group_slack``, and each ``…_slack``, says how far the rounding of what they rest on, and the weights' own error,
    may move them. ``varied`` has the categories (rows) whose class does otherwise than Canvas with the drops that the
    tables tell; ``never`` (assignments,): work that is never dropped, as the export says or the class shows. ``grid``
    has all that is printed. ``sums`` are the points, ``apart`` (students, slots + 1) the points possible of unassigned
    work that final totals might count, ``unknown`` is where a mark stands that can't be read.
    """

    kinds: tuple[str, ...]
    own: tuple[Method, ...]
    grid: Grid
    group: Array
    group_slack: Array
    printed: Array
    varied: Mapping[int, Variation]
    never: Array
    sums: Sums
    apart: Array
    unknown: Array
    weights: Weights

    @cached_property
    def known(self) -> Array:
        """The categories' scores (kinds, students, slots), as printed where they can't be worked out."""
        known: Array = np.where(self._unsure, self.printed, self.group)
        return known

    @cached_property
    def earned(self) -> Array:
        """The points earned of the whole course (kinds, students)."""
        return _over_slots(self.sums.earned)

    @cached_property
    def whole(self) -> Array:
        """The points possible of the whole course (kinds, students)."""
        return _over_slots(self.sums.whole)

    @cached_property
    def course(self) -> Array:
        """The course's totals (kinds, students) in a gradebook of points, from the scores."""
        course = _percent(self.earned, self.whole, np.asarray(self.unknown.any(axis=1)))
        course[self.sums.tied.any(axis=2)] = np.nan
        return course

    @cached_property
    def course_slack(self) -> Array:
        """How far rounding may move ``course``."""
        return np.nan_to_num(_percent(_over_slots(self.sums.room), self.whole, np.asarray(self.unknown.any(axis=1))))

    @property
    def exact(self) -> Array:
        """The course's totals (kinds, students) by its weights, from ``known``."""
        return self._exact[0]

    @property
    def exact_slack(self) -> Array:
        """How far rounding and the weights' error may move ``exact``."""
        return self._exact[1]

    @cached_property
    def _exact(self) -> tuple[Array, Array]:
        return _weighed(self.weights, self.known, np.where(self._unsure, ROUNDING, self.group_slack))

    @cached_property
    def _unsure(self) -> Array:
        unsure: Array = np.isnan(self.group) | np.isnan(self.printed)
        return unsure

    def weighed(self, kind: Array, student: Array) -> tuple[Array, Array]:
        """Some of the course's totals by its weights, from the groups as printed, and their slack."""
        weights = Weights(*(values[student] for values in self.weights))
        return _weighed(weights, self.printed[kind, student], np.full(1, ROUNDING))

    def without(self, kind: Array, student: Array, slot: Array) -> Array:
        """Some groups' scores if work that was not assigned counts as zero, which hidden anonymous work does."""
        apart = np.where(np.array([method.zeros for method in self.own])[kind], self.apart[student, slot], 0.0)
        earned, whole = (values[kind, student, slot] for values in (self.sums.earned, self.sums.whole))
        return _percent(earned, whole + apart, self.unknown[student, slot])


def recomputed(gradebooks: Gradebooks) -> Recomputed:
    """The totals of a batch, worked out once for all the rules that ask."""
    return gradebooks.shared(_recompute, None)


def _recompute(gradebooks: Gradebooks, terms: None) -> Recomputed:
    grid = lay_out(gradebooks)
    slots = grid.group.shape[2]
    several = bool(gradebooks.assignments["hidden"].any()) or any(map(grid.shows, KINDS[POSTED:]))
    kinds, own = (KINDS, OWN) if several else (KINDS[:POSTED], OWN[:POSTED])
    sums, apart, unknown = _added_up(gradebooks, slots, own)
    with_drops(gradebooks, grid, sums, own)
    group, room = _percent(sums.earned, sums.whole, unknown), _percent(sums.room, sums.whole, unknown)
    printed = np.stack([grid.kind(kind)[1] for kind in kinds])
    never = gradebooks.assignments["never_dropped"].to_numpy().copy()
    varied = found_methods(gradebooks, grid, sums, own, group, room, printed, never)
    return Recomputed(
        kinds=kinds,
        own=own,
        grid=grid,
        group=group[:, :, :slots],
        group_slack=np.nan_to_num(room[:, :, :slots]),
        printed=printed,
        varied=varied,
        never=never,
        sums=sums,
        apart=apart,
        unknown=unknown,
        weights=by_slot(gradebooks, grid),
    )


def _added_up(gradebooks: Gradebooks, slots: int, own: Sequence[Method]) -> tuple[Sums, Array, Array]:
    """Sums without dropping; the points possible of unassigned work that final totals might count; and in which
    (students, slots + 1) a mark stands that can't be read."""
    assignments, scores = gradebooks.assignments, gradebooks.scores
    of = scores["assignment"].to_numpy()
    category = assignments["category"].to_numpy()
    first = np.searchsorted(gradebooks.categories["book"].to_numpy(), np.arange(len(gradebooks)))
    slot = np.where(category < 0, slots, category - first[assignments["book"].to_numpy()])
    cell = np.minimum(slot, slots).take(of)
    cell += scores["student"].to_numpy() * np.int64(slots + 1)
    shape = (len(gradebooks.students), slots + 1)
    has = scores["form"].cat.codes.to_numpy() == FORMS.index("number")  # Canvas exports points; a percent was typed in
    state = scores["state"].cat.codes.to_numpy()
    excused = (state == STATES.index("excused")) | scores["excused"].to_numpy()
    apart = state == STATES.index("not_assigned")
    unclear = np.flatnonzero(~has & ((state == STATES.index("coded")) | (state == STATES.index("scored"))))
    takes_part, counts = ~excused & ~apart, assignments["counts"].to_numpy()
    if not counts.all():
        takes_part &= counts.take(of)
    possible = np.nan_to_num(assignments["points_possible"].to_numpy()).take(of)
    seen = has & takes_part
    points = np.where(seen, scores["points"].to_numpy(), 0.0)
    points[np.isnan(points)] = 0.0
    moves = rounding(points)

    def total(values: Array, chosen: Array) -> Array:
        some: Array | slice = slice(None)
        if 8 * np.count_nonzero(chosen) < len(chosen):  # a few cells are added up faster by themselves
            some = np.flatnonzero(chosen)
        return np.bincount(cell[some], values[some] * chosen[some], shape[0] * shape[1]).reshape(shape)

    def added(chosen: Array) -> tuple[Array, Array, Array]:
        return total(points, chosen), total(moves, chosen & (moves > 0)), total(possible, chosen)

    unposted = posted = added(seen)
    hidden = assignments["hidden"].to_numpy()
    if hidden.any():
        posted = added(seen & ~hidden.take(of))
    earned, moved, graded = zip(*(unposted if method.unposted else posted for method in own))
    every = unposted[2] + total(possible, takes_part & ~seen)
    sums = Sums(
        earned=np.stack(earned),
        whole=np.stack([every if method.zeros else some for method, some in zip(own, graded)]),
        room=np.stack(moved),
        tied=np.zeros((len(own), *shape), bool),
    )
    left_out = total(possible, apart & ~excused)
    unknown = np.bincount(cell[unclear], minlength=shape[0] * shape[1]).reshape(shape) > 0
    return sums, left_out, unknown


def _over_slots(values: Array) -> Array:
    """Sums over the last axis, which is short: adding its few slices is far quicker than numpy's own sum."""
    total = np.zeros(values.shape[:-1])
    for slot in range(values.shape[-1]):
        total += values[..., slot]
    return total


def _percent(earned: Array, whole: Array, unknown: Array) -> Array:
    with np.errstate(invalid="ignore", divide="ignore"):
        share: Array = np.where((whole > 0) & ~unknown, 100.0 * earned / whole, np.nan)
    return share


def _weighed(weights: Weights, group: Array, room: Array) -> tuple[Array, Array]:
    """The course's totals from groups (…, students, slots), and how far off the groups' rounding (``room``), the
    total's own and the weights' error may put them."""
    mean, divide = weigh(weights.weight, group)
    spread = np.abs(group - mean[..., None]) * weights.error
    spread += room * np.nan_to_num(weights.weight)
    spread[np.isnan(group)] = 0.0
    slack = ROUNDING + 1e-6 + np.nan_to_num(_over_slots(spread) / divide)
    return np.where(weights.unsure, np.nan, mean), slack


def weigh(weight: Array, group: Array) -> tuple[Array, Array]:
    """The weighted means (…, students) of groups (…, students, slots), and what the weights are divided by.

    Groups without a score take no part; weights of the others that add to less than 100 are rescaled.
    """
    there = ~np.isnan(group)
    weights = np.where(there, np.nan_to_num(weight), 0.0)
    whole = _over_slots(weights)
    divide = np.where(whole > 0, np.minimum(whole, 100.0), np.nan)
    return _over_slots(weights * np.where(there, group, 0.0)) / divide, divide


def by_slot(gradebooks: Gradebooks, grid: Grid) -> Weights:
    """Each student's weights."""
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
    return Weights(weight[grid.book], error[grid.book], unsure[grid.book])
