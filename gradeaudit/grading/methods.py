"""The ways in which a category's score can be made of its scores, and which of them a class's printed scores follow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gradeaudit.gradebook import Array
from gradeaudit.grading.membership import DROPS, FEWEST, allowed
from gradeaudit.grading.piles import Piles, kept

PRECISION = 0.005 + 1e-6
"""The most that rounding to two decimals moves a printed score."""


class Method(NamedTuple):
    """How a category's score is made: points over points, or the mean of percents; blanks as zero or left out; how many
    of the lowest and of the highest scores are dropped; whether work that isn't posted counts."""

    percents: bool = False
    zeros: bool = False
    lowest: int = 0
    highest: int = 0
    unposted: bool = False


class Variation(NamedTuple):
    """What a class may do otherwise than its system: ``percents`` averages percents, ``zeros`` counts blanks as zero in
    every total (True) or in none (False; None: as the system does), ``drops`` are how many lowest and highest."""

    percents: bool
    zeros: bool | None
    drops: tuple[int, int]

    def of(self, own: Method) -> Method:
        """The system's own method for one kind of total, varied."""
        zeros = own.zeros if self.zeros is None else self.zeros
        return own._replace(percents=self.percents, zeros=zeros, lowest=self.drops[0], highest=self.drops[1])


VARIATIONS = tuple(
    Variation(percents, zeros, drops) for percents in (False, True) for zeros in (None, True, False) for drops in DROPS
)
"""What a class may be found to do, from the system's own method, with every kind of drops, to the least likely."""


_DROPPING = tuple(
    at for at, one in enumerate(VARIATIONS) if one == Variation(False, None, one.drops) and any(one.drops)
)
"""Those that are the system's own but for drops."""


class Made(NamedTuple):
    """What a method makes of some piles (piles,): points ``earned`` and possible (``whole``), and ``room``, how far
    rounding to two decimals may have moved those earned. ``counts`` (piles, width): the scores that it rests on.
    ``percent``: the share, NaN where nothing is possible, a mark can't be read or it can't be told what is dropped;
    ``slack``: the room, in percent. ``tied``: other points could have been dropped, perhaps for the same percent.
    """

    earned: Array
    whole: Array
    room: Array
    counts: Array
    percent: Array
    slack: Array
    tied: Array


def made(piles: Piles, method: Method, drops: tuple[Array, Array] | None = None, without: Array | None = None) -> Made:
    """The score of each pile by a method. ``drops`` (piles,) twice replace the method's; ``without`` (piles, width)
    are scores to leave out.

    Canvas takes hidden work as not submitted in posted totals, and never drops it there (grade_calculator.rb).
    """
    muted = np.zeros_like(piles.hidden) if method.unposted else piles.hidden
    scored = piles.scored & ~muted
    part = piles.there if method.zeros else scored
    if without is not None:
        part = part & ~without
    points, room, possible = np.where(scored, piles.points, 0.0), piles.room, piles.possible
    if method.percents:
        part = part & (possible > 0)
        points, room = (
            np.where(part, 100.0 * values / np.where(part, possible, 1.0), 0.0) for values in (points, room)
        )
        possible = np.where(part, 100.0, 0.0)
    counts, tied, fixed = part, np.zeros(len(points), bool), muted | piles.never
    lowest, highest = drops or (np.full(len(points), method.lowest), np.full(len(points), method.highest))
    unsure = piles.unknown
    if lowest.any() or highest.any():
        counts, tied = kept(points, possible, part & ~fixed, part & fixed, lowest, highest)
        # Where scores without points possible could be all that is left, no share says which are.
        unpointed = (part & (possible == 0)).sum(axis=1)
        unsure = unsure | ((unpointed > 0) & (unpointed >= counts.sum(axis=1)) & (part & (possible > 0)).any(axis=1))
    earned, whole, moved = (np.where(counts, values, 0.0).sum(axis=1) for values in (points, possible, room))
    with np.errstate(invalid="ignore", divide="ignore"):
        percent = np.where((whole > 0) & ~unsure, 100.0 * earned / whole, np.nan)
        slack = np.where(whole > 0, 100.0 * moved / whole, 0.0)
    return Made(earned, whole, moved, counts, percent, slack, tied | unsure)


def fits(score: Made, printed: Array) -> Array:
    """Whether scores are those printed to two decimals; what isn't printed fits."""
    percent = score.percent
    near: Array = (np.abs(percent - printed) <= PRECISION + score.slack) | np.isnan(printed)
    return near


def followed(piles: Piles, printed: Array, group: Array, groups: int, own: Sequence[Method]) -> tuple[Array, Array]:
    """Which of ``VARIATIONS`` each group of piles follows: the one that most fit, and all but a tenth; -1: none.

    ``printed`` (kinds, piles) are percents to two decimals, NaN where blank; ``group`` (piles,) numbers their class;
    ``own`` are the system's methods for the kinds. A pile fits when all its totals do; one with a mark that can't be
    read says nothing. Where two fit as many the earlier wins. The second answer is the row of the assignment that a
    group never drops, -1 for none.
    """
    tells = ~piles.unknown
    number = np.bincount(group[tells & ~np.isnan(printed).all(axis=0)], minlength=groups)
    answer, least = np.full(groups, -1), allowed(number) + 1
    for position, variation in enumerate(VARIATIONS):
        missed = _missed(piles, printed, group, groups, own, variation, tells)
        better = (number >= FEWEST) & (missed < least)
        answer[better], least[better] = position, missed[better]
    never = np.full(groups, -1)
    first = np.unique(group, return_index=True)[1]
    # What drops scores may never drop one of them: that one may explain those whom the rest of the rule doesn't.
    for column in range(piles.assignment.shape[1]):
        kept = piles.assignment[first, column]
        exempt = piles._replace(never=piles.never | (piles.assignment == kept[group][:, None]))
        for position in _DROPPING if (least > 0).any() else ():
            missed = _missed(exempt, printed, group, groups, own, VARIATIONS[position], tells)
            better = (number >= FEWEST) & (missed < least) & (kept >= 0)
            answer[better], never[better], least[better] = position, kept[better], missed[better]
    return answer, never


def _missed(
    piles: Piles, printed: Array, group: Array, groups: int, own: Sequence[Method], variation: Variation, tells: Array
) -> Array:
    """How many piles of each group a variation doesn't fit."""
    right = [fits(made(piles, variation.of(method)), layer) for method, layer in zip(own, printed)]
    return np.bincount(group[tells & ~np.all(right, axis=0)], minlength=groups)
