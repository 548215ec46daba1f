"""How many of the lowest scores each category drops, where its printed totals show what the export doesn't say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from gradeaudit.gradebook import Array
from gradeaudit.grading.membership import FEWEST
from gradeaudit.grading.work import Method, Work, picked

_MOST = 2
"""No more than so many are tried: more would be found by chance in small categories."""


class Asked(NamedTuple):
    """Printed totals (n,): whose they are (``student``), of which ``slot`` (-1: the course), whether in points,
    what is ``printed`` and how far rounding may have moved it (``slack``)."""

    student: Array
    slot: Array
    points: Array
    printed: Array
    slack: Array


def with_drops(work: Work, methods: Callable[[Work], tuple[Method, ...]], asked: Asked) -> Work:
    """The same work with so many dropped as most students' totals of a category show, by one of a system's methods.

    No drops are looked for in a category that states its own, or where most totals follow without.
    """
    some = np.flatnonzero(asked.slot >= 0)
    if not len(some):
        return work
    student, slot, points, printed, slack = (column[some] for column in asked)
    shape = work.drop_lowest.shape
    place = work.book[student] * shape[1] + slot
    number = np.bincount(place, minlength=work.drop_lowest.size).reshape(shape)

    def hits(drops: Array) -> Array:
        """By book and slot, how many totals the best method makes."""
        ways = methods(replace(work, drop_lowest=drops))
        values = np.stack([picked(way, student, slot, points) for way in ways])
        fits = np.abs(values - printed) <= slack
        return np.stack([np.bincount(place[one], minlength=drops.size) for one in fits]).max(axis=0).reshape(shape)

    most, drops = hits(work.drop_lowest), work.drop_lowest
    open_ = (drops == 0) & (number >= FEWEST) & (most * 2 <= number)
    for many in range(1, _MOST + 1) if open_.any() else ():
        made = hits(np.where(open_, float(many), work.drop_lowest))
        better = open_ & (made > most) & (made * 2 > number)
        most, drops = np.where(better, made, most), np.where(better, float(many), drops)
    return replace(work, drop_lowest=drops)
