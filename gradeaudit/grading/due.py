"""Due dates as days, and which assignments they are judged on, for all the rules about dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gradeaudit.grading.counted import OF_THE_CLASS, REASONS, counted
from gradeaudit.grading.setup import setup

if TYPE_CHECKING:
    from gradeaudit.gradebook import Array, Gradebooks
    from gradeaudit.policy.calendar import Calendar
    from gradeaudit.policy.effective import Policy

NO_CALENDAR = "the policy has no calendar, and school days can't be counted without one"
_WAITING = ("", "not yet scored for half of the class")


class Due(NamedTuple):
    """One element an assignment: ``due`` and ``assigned`` (days, NaT where unknown), ``graded`` (it counts, or will
    once it is scored), ``scored`` (half of the class has a grade), ``name`` (the policy's name of its category, or ""),
    ``term`` (its number in the calendar, -1 where the export names none that the calendar knows). One a gradebook:
    ``day``, the day it is judged for: the audit's, or the export's where that is earlier.
    """

    due: Array
    assigned: Array
    graded: Array
    scored: Array
    name: Array
    term: Array
    day: Array


def due(gradebooks: Gradebooks, policy: Policy) -> Due:
    """The due dates of a batch under its policy, worked out once for all the rules that ask."""
    return gradebooks.shared(_due, policy)


def _due(gradebooks: Gradebooks, policy: Policy) -> Due:
    assignments, books = gradebooks.assignments, gradebooks.books
    grades = counted(gradebooks, policy)
    book = assignments["book"].to_numpy()
    names = np.append(setup(gradebooks, policy).name, "").astype(object)
    term = assignments["term"].to_numpy()
    term = np.where(term == "", books["term"].to_numpy()[book], term)
    known = {name: policy.calendar.term_named(name) if policy.calendar else -1 for name in set(term.tolist())}
    exported = books["exported_at"].to_numpy().astype("datetime64[D]")
    as_of = np.datetime64(policy.as_of, "D")
    return Due(
        due=assignments["due_on"].to_numpy().astype("datetime64[D]"),
        assigned=assignments["assigned_on"].to_numpy().astype("datetime64[D]"),
        graded=np.isin(grades.why_not, [REASONS.index(reason) for reason in _WAITING]),
        scored=grades.share >= OF_THE_CLASS,
        name=names[assignments["category"].to_numpy()],
        term=np.array([known[name] for name in term.tolist()], np.int64),
        day=np.where(np.isnat(exported) | (exported > as_of), as_of, exported),
    )


def limit(calendar: Calendar | None, dates: Array, duration: tuple[int, str]) -> Array:
    """Each date moved on by a policy's duration; NaT where that takes a calendar and there is none."""
    if calendar is not None:
        return calendar.later(dates, duration)
    count, unit = duration
    days = {"days": count, "weeks": 7 * count, "hours": -(-count // 24)}.get(unit)
    if days is None:
        return np.full(dates.shape, np.datetime64("NaT", "D"))
    moved: Array = dates + np.timedelta64(days, "D")
    return moved


def alike(gradebooks: Gradebooks, dates: Array) -> Array:
    """Gradebooks, one bool each, in which all of three dates or more are the same: a default, and nobody's choice."""
    book = gradebooks.assignments["book"].to_numpy()
    known = ~np.isnat(dates)
    number = np.bincount(book[known], minlength=len(gradebooks))
    day = dates[known].astype(np.int64)
    first = np.full(len(gradebooks), np.iinfo(np.int64).max)
    last = np.full(len(gradebooks), np.iinfo(np.int64).min)
    np.minimum.at(first, book[known], day)
    np.maximum.at(last, book[known], day)
    same: Array = (number >= 3) & (first == last)
    return same
