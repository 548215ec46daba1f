"""Why a student's score of a category is another than the class's method makes of the scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gradeaudit.grading.canvas import Recomputed
from gradeaudit.grading.membership import DROPS
from gradeaudit.grading.methods import PRECISION, Made, Method, made
from gradeaudit.grading.piles import Piles, piles

if TYPE_CHECKING:
    from gradeaudit.gradebook import Array, Gradebooks

MOST_NAMED = 3
"""When more scores than this explain a total equally well, none of them is named."""
_DROPPED = dict(
    zip(
        DROPS,
        (
            ", as if no score were dropped",
            ", as if the lowest score were dropped",
            ", as if the two lowest scores were dropped",
            ", as if the highest score were dropped",
            ", as if the two highest scores were dropped",
        ),
    )
)


class _Reading(NamedTuple):
    """One way to make the scores of each kind: its words, whether it is a method, whether the scores that it
    counts otherwise are to be named, and what it makes."""

    words: str
    method: bool
    named: bool
    made: tuple[Made, ...]


class _Units(NamedTuple):
    """Some students' piles of a category, how Canvas makes their scores of each kind, how many scores their class drops
    (lowest and highest), and their printed scores (kinds, piles)."""

    piles: Piles
    own: tuple[Method, ...]
    drops: tuple[Array, Array]
    printed: Array

    def made(
        self, methods: Sequence[Method], drops: tuple[int, int] | None = None, without: Array | None = None
    ) -> tuple[Made, ...]:
        """What methods make of the piles, one for each kind; ``drops`` replace the class's."""
        every = np.ones(len(self.piles.unknown), np.int64)
        pair = self.drops if drops is None else (every * drops[0], every * drops[1])
        return tuple(made(self.piles, method, pair, without) for method in methods)

    def explained(self, reading: tuple[Made, ...]) -> Array:
        """Which piles' printed scores are all as a reading makes them."""
        percent, slack = np.stack([one.percent for one in reading]), np.stack([one.slack for one in reading])
        near = (np.abs(percent - self.printed) <= PRECISION + slack) | np.isnan(self.printed)
        result: Array = near.all(axis=0) & ~np.isnan(self.printed).all(axis=0)
        return result


def of_groups(gradebooks: Gradebooks, again: Recomputed, who: Array, where: Array, moved: Array) -> tuple[Array, Array]:
    """The words for some students' (``who``) scores of a category (``where``), and whether it is another method.

    ``moved`` (earned and possible; kinds, students) gets what the cause changes in the students' points.
    """
    slot = where - again.grid.first[again.grid.book[who]]
    made_of = piles(gradebooks, who, where, again.never)
    units = _Units(made_of, again.own, _class_drops(gradebooks, again, where), again.printed[:, who, slot])
    titles = np.append(gradebooks.assignments["title"].to_numpy(), "")[units.piles.assignment]
    own = units.made(units.own)
    words, varies = np.full(len(who), "", object), np.zeros(len(who), bool)

    def tried(readings: Iterator[_Reading]) -> None:
        for reading in readings:
            new = (words == "") & units.explained(reading.made)
            for unit in np.flatnonzero(new).tolist():
                words[unit] = reading.words + (_others(titles, own, reading.made, unit) if reading.named else "")
            varies[new] = reading.method
            _move(moved, who, own, reading.made, new)

    tried(_usual(units))
    explained = np.zeros(titles.shape, bool)
    for column in range(titles.shape[1]):
        without = units.piles.there & (np.arange(titles.shape[1]) == column)
        left_out = units.made(units.own, without=without)
        explained[:, column] = (words == "") & without[:, column] & units.explained(left_out)
        _move(moved, who, own, left_out, explained[:, column] & (explained.sum(axis=1) == 1))
    for unit in np.flatnonzero(explained.any(axis=1)).tolist():
        words[unit] = f", as if {_either(titles[unit][explained[unit]].tolist())} didn't count"
    tried(_unusual(units))
    return words, varies


def _class_drops(gradebooks: Gradebooks, again: Recomputed, where: Array) -> tuple[Array, Array]:
    """How many of the lowest and of the highest each category's class drops."""
    table = gradebooks.categories
    told = [np.nan_to_num(table[name].to_numpy()).astype(np.int64) for name in ("drop_lowest", "drop_highest")]
    lowest, highest = (numbers[where] for numbers in told)
    for category, variation in again.varied.items():
        lowest[where == category], highest[where == category] = variation.drops
    return lowest, highest


def _usual(units: _Units) -> Iterator[_Reading]:
    """The readings that are tried before single scores are left out."""
    for zeros, words in ((True, ", as if blanks counted as zero"), (False, ", as if blanks didn't count")):
        yield _Reading(words, True, False, units.made([method._replace(zeros=zeros) for method in units.own]))
    for drops, words in _DROPPED.items():
        yield _Reading(words, True, True, units.made(units.own, drops))
    for unposted, words in ((True, ", as if hidden work counted"), (False, ", as if hidden work didn't count")):
        yield _Reading(words, False, False, units.made([method._replace(unposted=unposted) for method in units.own]))


def _unusual(units: _Units) -> Iterator[_Reading]:
    """The readings that are tried after that."""
    percents = units.made([method._replace(percents=True) for method in units.own])
    yield _Reading(", as if the assignments' percents were averaged", True, False, percents)


def _others(titles: Array, own: Sequence[Made], reading: Sequence[Made], unit: int) -> str:
    """The titles of the scores that a reading counts otherwise than the class does, in brackets."""
    for usual, new in zip(own, reading):
        other = usual.counts[unit] != new.counts[unit]
        if 0 < other.sum() <= MOST_NAMED:
            return " (" + ", ".join(f"“{title}”" for title in titles[unit][other].tolist()) + ")"
    return ""


def _either(titles: list[str]) -> str:
    if len(titles) > MOST_NAMED:
        return "one of the scores"
    return " or ".join(f"“{title}”" for title in titles)


def _move(moved: Array, who: Array, own: Sequence[Made], reading: Sequence[Made], chosen: Array) -> None:
    for layer, (usual, new) in enumerate(zip(own, reading)):
        np.add.at(moved[0, layer], who[chosen], (new.earned - usual.earned)[chosen])
        np.add.at(moved[1, layer], who[chosen], (new.whole - usual.whole)[chosen])
