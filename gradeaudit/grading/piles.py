"""Each student's scores of one category side by side, and the category's score that they make once some are dropped."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.grading.membership import ROUNDING
from gradeaudit.marks import STATES

_ROUNDS = 40


class Piles(NamedTuple):
    """A row for each pile (one student's scores of one category), a column for each of its assignments.

    ``points`` and ``possible`` are 0 where nothing stands; ``there``: the work takes part (neither excused nor
    unassigned, and it counts); ``scored``: it also has points; ``hidden``: it isn't posted; ``never``: it is never
    dropped; ``assignment``: its row, -1 for none. ``room``: how far rounding to two decimals may have moved the points.
    ``unknown`` (piles,): a mark stands there whose points nobody can tell.
    """

    points: Array
    room: Array
    possible: Array
    there: Array
    scored: Array
    hidden: Array
    never: Array
    assignment: Array
    unknown: Array


def piles(gradebooks: Gradebooks, student: Array, category: Array, never: Array | None = None) -> Piles:
    """The piles of some pairs of a student and a category (row numbers of those tables), in their order.

    ``never`` (one bool an assignment) replaces what the table says of assignments that are never dropped.
    """
    assignments, scores = gradebooks.assignments, gradebooks.scores
    key = student.astype(np.int64) * (len(gradebooks.categories) + 1) + category
    order = np.argsort(key, kind="stable")
    of, who = scores["assignment"].to_numpy(), scores["student"].to_numpy()
    wanted = np.zeros(len(gradebooks.categories) + 1, bool)
    wanted[category] = True
    there = wanted[assignments["category"].to_numpy()] & assignments["counts"].to_numpy()
    cell = np.flatnonzero(there.take(of))
    own = who[cell].astype(np.int64) * (len(gradebooks.categories) + 1) + assignments["category"].to_numpy()[of[cell]]
    at = np.minimum(np.searchsorted(key[order], own), max(len(key) - 1, 0))
    known = key[order][at] == own if len(key) else np.zeros(len(own), bool)
    cell, pile = cell[known], order[at[known]] if len(key) else at[known]
    by_pile = np.lexsort((of[cell], pile))
    cell, pile = cell[by_pile], pile[by_pile]
    column = np.arange(len(pile)) - np.searchsorted(pile, pile)
    shape = (len(key), int(column.max(initial=-1)) + 1)
    state = scores["state"].cat.codes.to_numpy()[cell]
    number = (scores["form"] == "number").to_numpy()[cell]
    excused = (state == STATES.index("excused")) | scores["excused"].to_numpy()[cell]
    takes_part = ~excused & (state != STATES.index("not_assigned"))
    unclear = ~number & ((state == STATES.index("coded")) | (state == STATES.index("scored")))

    def placed(values: Array, empty: float = 0) -> Array:
        whole = np.full(shape, empty, values.dtype)
        whole[pile, column] = values
        return whole

    scored = takes_part & number
    points = np.where(scored, np.nan_to_num(scores["points"].to_numpy()[cell]), 0.0)
    return Piles(
        points=placed(points),
        room=placed(rounding(points)),
        possible=placed(np.where(takes_part, np.nan_to_num(assignments["points_possible"].to_numpy()[of[cell]]), 0.0)),
        there=placed(takes_part),
        scored=placed(scored),
        hidden=placed(assignments["hidden"].to_numpy()[of[cell]]),
        never=placed((assignments["never_dropped"].to_numpy() if never is None else never)[of[cell]]),
        assignment=placed(of[cell].astype(np.int64), -1),
        unknown=np.bincount(pile[unclear], minlength=len(key)) > 0,
    )


def rounding(points: Array) -> Array:
    """How far rounding to two decimals may have moved points: not at all where fewer decimals are used."""
    tenths = points * 10.0
    whole = np.rint(tenths)
    np.subtract(tenths, whole, out=tenths)  # in place: new memory takes longer than the sums
    moved: Array = np.multiply(np.abs(tenths, out=tenths) > 1e-6, ROUNDING, out=whole)
    return moved


def kept(points: Array, possible: Array, may: Array, must: Array, lowest: Array, highest: Array) -> tuple[Array, Array]:
    """Which of the scores (piles, width) count after dropping, and in which piles another choice is as good.

    ``may`` be dropped, ``must`` count; ``lowest`` and ``highest`` (piles,) are how many are dropped. Source: Canvas's
    grade_calculator.rb: of all ways to drop the lowest the one that makes points over points possible largest, then of
    the highest the one that makes it smallest; one score is always kept. The share is found by Dinkelbach's iteration.
    """
    count = may.sum(axis=1)
    low = np.minimum(lowest, np.maximum(count - 1, 0))
    high = np.where(low + highest >= count, 0, highest)
    best, tied = _chosen(points, possible, may, must, count - low, 1.0)
    rest, again = _chosen(points, possible, best, must, count - low - high, -1.0)
    return rest | must, tied | again


def _chosen(points: Array, possible: Array, may: Array, must: Array, number: Array, sign: float) -> tuple[Array, Array]:
    """The ``number`` (piles,) of scores that make the share largest (``sign`` 1) or smallest (-1), and where two
    choices of different points possible do."""
    chosen, rated = may, np.zeros_like(points)
    share = np.full(len(points), np.nan)
    for _ in range(_ROUNDS):
        counted = chosen | must
        whole = np.where(counted, possible, 0.0).sum(axis=1)
        now = np.where(whole > 0, np.where(counted, points, 0.0).sum(axis=1) / np.where(whole > 0, whole, 1.0), 0.0)
        if bool((np.abs(now - np.nan_to_num(share, nan=np.inf)) <= 1e-12).all()):
            break
        share = now
        rated = np.where(may, sign * (points - share[:, None] * possible), -np.inf)
        rank = np.argsort(np.argsort(-rated, axis=1, kind="stable"), axis=1, kind="stable")
        chosen = may & (rank < number[:, None])
    out = may & ~chosen
    edge = np.where(out, rated, -np.inf).max(axis=1, initial=-np.inf)
    alike = may & (rated >= edge[:, None] - 1e-9) & (rated <= edge[:, None] + 1e-9)
    most = np.where(alike, possible, -np.inf).max(axis=1, initial=-np.inf)
    least = np.where(alike, possible, np.inf).min(axis=1, initial=np.inf)
    return chosen, (alike & chosen).any(axis=1) & out.any(axis=1) & (most > least)
