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
    """Printed totals (n,): whose they are (``student``), of which ``slot`` (-1: the course), whether in points, what is
    ``printed`` and how far rounding may have moved it (``slack``). ``hidden`` (books,): the export states no drops."""

    student: Array
    slot: Array
    points: Array
    printed: Array
    slack: Array
    hidden: Array

    def made(self, ways: tuple[Method, ...]) -> Array:
        """What each method makes of them (methods, n)."""
        return np.stack([picked(way, self.student, self.slot, self.points) for way in ways])


def with_drops(
    work: Work, ways: tuple[Method, ...], methods: Callable[[Work], tuple[Method, ...]], asked: Asked
) -> Work:
    """The same work with so many dropped as most students' totals of a category show, by one of a system's methods.

    ``ways`` are the methods without drops; none are looked for where they make most totals.
    """
    some = np.flatnonzero((asked.slot >= 0) & asked.hidden[work.book[asked.student]])
    if not len(some):
        return work
    shape = work.drop_lowest.shape
    place = work.book[asked.student[some]] * shape[1] + asked.slot[some]
    number = np.bincount(place, minlength=work.drop_lowest.size).reshape(shape)

    def hits(ways: tuple[Method, ...]) -> Array:
        """By book and slot, how many totals the best method makes."""
        fits = (np.abs(asked.made(ways) - asked.printed) <= asked.slack)[:, some]
        most: Array = np.stack([np.bincount(place[one], minlength=number.size) for one in fits]).max(axis=0)
        return most.reshape(shape)

    most, drops = hits(ways), work.drop_lowest
    open_ = (number >= FEWEST) & (most * 2 <= number)
    for many in range(1, _MOST + 1) if open_.any() else ():
        made = hits(methods(replace(work, drop_lowest=np.where(open_, float(many), work.drop_lowest))))
        better = open_ & (made > most) & (made * 2 > number)
        most, drops = np.where(better, made, most), np.where(better, float(many), drops)
    return work if drops is work.drop_lowest else replace(work, drop_lowest=drops)
