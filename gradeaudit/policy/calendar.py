"""The school year: terms, progress dates, and arithmetic in school days, over whole columns of dates at once."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from gradeaudit.policy.keys.dates import SchoolYear
from gradeaudit.policy.names import fold

Array = np.ndarray[Any, Any]
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NO_DAY = np.datetime64("NaT", "D")


class Weeks(NamedTuple):
    """School weeks: the Monday of each (days), and how many school days it has (whole numbers)."""

    starts: Array
    school_days: Array


@dataclass(frozen=True)
class Calendar:
    """A school year as arrays, one entry a term: ``names`` (str), ``starts``, ``ends``, ``progress`` (days, both ends
    included; NaT where the policy gives no progress date)."""

    names: tuple[str, ...]
    starts: Array
    ends: Array
    progress: Array
    school: np.busdaycalendar
    known: dict[str, int]

    def is_school_day(self, dates: Array) -> Array:
        """Whether each date is a school day; False for NaT."""
        days = _days(dates)
        known = ~np.isnat(days)
        result: Array = np.zeros(days.shape, bool)
        result[known] = np.is_busday(days[known], busdaycal=self.school)
        return result

    def school_days_between(self, start: Array, end: Array) -> Array:
        """School days after ``start`` up to and including ``end`` (float; negative where end is earlier; NaN for NaT).

        From a Friday to the next Monday is 1; from a Saturday to that Monday is 1, too.
        """
        first, last = np.broadcast_arrays(_days(start), _days(end))
        known = ~(np.isnat(first) | np.isnat(last))
        result: Array = np.full(first.shape, np.nan)
        one = np.timedelta64(1, "D")
        low, high = np.minimum(first, last)[known] + one, np.maximum(first, last)[known] + one
        sign = np.where(last[known] < first[known], -1, 1)
        result[known] = sign * np.busday_count(low, high, busdaycal=self.school)
        return result

    def add_school_days(self, dates: Array, count: int) -> Array:
        """The day that is ``count`` school days after each date; a closed day counts from the school day before it."""
        days = _days(dates)
        known = ~np.isnat(days)
        result: Array = np.full(days.shape, NO_DAY)
        roll: Any = "backward" if count >= 0 else "forward"
        result[known] = np.busday_offset(days[known], count, roll=roll, busdaycal=self.school)
        return result

    def later(self, dates: Array, duration: tuple[int, str]) -> Array:
        """Each date moved on by a policy's duration: school days, days, weeks, or hours (whole days, rounded up)."""
        count, unit = duration
        if unit == "school days":
            return self.add_school_days(dates, count)
        days = {"days": count, "weeks": 7 * count, "hours": -(-count // 24)}[unit]
        result: Array = _days(dates) + np.timedelta64(days, "D")
        return result

    def term_of(self, dates: Array) -> Array:
        """The number of the term that each date lies in; -1 for none (vacation, NaT)."""
        days = _days(dates)
        found: Array = np.full(days.shape, -1, np.int64)
        for number in range(len(self.names) - 1, -1, -1):
            found[(days >= self.starts[number]) & (days <= self.ends[number])] = number
        return found

    def term_named(self, name: str) -> int:
        """The number of the term that an export calls ``name``, by its name or an alias; -1 for none."""
        return self.known.get(fold(name), -1)

    def share_over(self, term: int, as_of: datetime.date) -> float:
        """How much of a term's school days is over at the end of a day: 0 before it starts, 1 after it ends."""
        day = np.datetime64(as_of, "D")
        if day >= self.ends[term]:
            return 1.0
        if day < self.starts[term]:
            return 0.0
        one = np.timedelta64(1, "D")
        whole = int(np.busday_count(self.starts[term], self.ends[term] + one, busdaycal=self.school))
        gone = int(np.busday_count(self.starts[term], day + one, busdaycal=self.school))
        return gone / whole if whole else 1.0

    @cached_property
    def weeks(self) -> Weeks:
        """Every week from the first term's to the last term's, weeks without school included (0 school days)."""
        first = self.starts.min()
        first = first - np.timedelta64(int((first.astype(int) + 3) % 7), "D")  # numpy's day 0 is a Thursday
        starts = np.arange(first, self.ends.max() + np.timedelta64(1, "D"), np.timedelta64(7, "D"))
        ends = starts + np.timedelta64(7, "D")
        low = np.maximum(starts, self.starts.min())
        high = np.minimum(ends, self.ends.max() + np.timedelta64(1, "D"))
        return Weeks(starts, np.busday_count(low, high, busdaycal=self.school).astype(np.int64))

    def breaks(self, at_least: int = 5) -> tuple[Array, Array]:
        """The first and last days of breaks: ``at_least`` days or more in a row without school, weekends included."""
        one = np.timedelta64(1, "D")
        days = np.arange(self.starts.min(), self.ends.max() + one)
        free = np.concatenate(([False], ~np.is_busday(days, busdaycal=self.school), [False]))
        edges = np.flatnonzero(free[1:] != free[:-1])
        firsts, lasts = edges[::2], edges[1::2] - 1
        long = lasts - firsts + 1 >= at_least
        return days[firsts[long]], days[lasts[long]]


def calendar_of(year: SchoolYear | None) -> Calendar | None:
    """The calendar that a policy states; None when it states none, or no term."""
    if year is None or not year.terms:
        return None
    terms = year.terms
    closed = [
        np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + np.timedelta64(1, "D"))
        for first, last in year.closed
    ]
    known = {fold(alias): number for number, term in enumerate(terms.values()) for alias in term.aliases}
    known |= {fold(name): number for number, name in enumerate(terms)}
    return Calendar(
        names=tuple(terms),
        starts=np.array([term.starts for term in terms.values()], "datetime64[D]"),
        ends=np.array([term.ends for term in terms.values()], "datetime64[D]"),
        progress=np.array([term.progress or "NaT" for term in terms.values()], "datetime64[D]"),
        school=np.busdaycalendar(
            weekmask=[day in year.school_week for day in _WEEK],
            holidays=np.concatenate(closed) if closed else [],
        ),
        known=known,
    )


def _days(dates: Array) -> Array:
    return np.asarray(dates).astype("datetime64[D]")
