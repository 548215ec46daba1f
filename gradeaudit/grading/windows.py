"""The school year cut into weeks, or into stretches of so many days, for rules that ask for grades in each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from gradeaudit.policy.calendar import Calendar

Array = np.ndarray[Any, Any]

_PER = re.compile(r"(\d+)\s*(school days?|days?|weeks?)", re.ASCII | re.IGNORECASE)
SHORT = 3
"""A week of fewer school days than this asks for nothing."""


class Windows(NamedTuple):
    """Stretches of days in order: the first and the last day of each (datetime64[D])."""

    first: Array
    last: Array


def windows(calendar: Calendar, per: str) -> Windows | None:
    """The stretches that a policy's ``per`` means, within terms: whole school weeks, or so many days each.

    Weeks begin with the first full week of each term and leave out weeks of fewer than three school days; stretches of
    days are counted from each term's first day and must fit into it. None where ``per`` is no such period.
    """
    match = _PER.fullmatch(per.strip())
    if per.strip().casefold() in ("week", "1 week"):
        parts = [_weeks(calendar, term) for term in range(len(calendar.names))]
    elif match and int(match[1]):
        unit = match[2].casefold()
        parts = [_stretches(calendar, term, int(match[1]), unit) for term in range(len(calendar.names))]
    else:
        return None
    first, last = (np.concatenate(days) for days in zip(*parts))
    order = np.argsort(first, kind="stable")
    return Windows(first[order], last[order])


def _weeks(calendar: Calendar, term: int) -> tuple[Array, Array]:
    starts, one = calendar.weeks.starts, np.timedelta64(1, "D")
    ends = np.minimum(starts + np.timedelta64(6, "D"), calendar.ends[term])
    # a term that begins within a week, after its first school day, begins to ask in the next one
    begins = calendar.add_school_days(starts - one, 1)
    inside = (begins >= calendar.starts[term]) & (starts <= calendar.ends[term])
    inside &= calendar.school_days_between(starts - one, ends) >= SHORT
    return starts[inside], ends[inside]


def _stretches(calendar: Calendar, term: int, count: int, unit: str) -> tuple[Array, Array]:
    one = np.timedelta64(1, "D")
    start, end = calendar.starts[term], calendar.ends[term]
    if unit.startswith("school"):
        days = np.arange(start, end + one)
        school = days[calendar.is_school_day(days)]
        whole = len(school) // count * count
        return school[:whole:count], school[count - 1 : whole : count]
    length = np.timedelta64(count * (7 if unit.startswith("week") else 1), "D")
    first = np.arange(start, end - length + one + one, length)
    return first, first + length - one
