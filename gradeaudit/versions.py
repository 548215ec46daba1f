"""Amendments within the year: what a finding is about is judged by the version of the policy in force on its day.

An assignment's day is its due date, else its term's last; a term's is its last. What has no day of its own, such as a
category's weight, is judged by the version in force on the gradebook's day.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.policy.effective import Policy
from gradeaudit.rules.base import Rows, Rule

if TYPE_CHECKING:
    import pandas as pd

_NO_DAY = np.datetime64("NaT", "D")


def older(policy: Policy, gradebooks: Gradebooks) -> Iterator[tuple[Policy, datetime.date]]:
    """The versions that were in force before, the latest first, each with the day on which it no longer was; only as
    far back as some assignment of these gradebooks lies."""
    if policy.before is None:
        return
    days = _assignment_days(gradebooks, policy)
    days = days[~np.isnat(days)]
    while policy.before is not None and policy.since is not None and (days < np.datetime64(policy.since, "D")).any():
        yield policy.before, policy.since
        policy = policy.before


def in_force(rule: Rule, rows: Rows, gradebooks: Gradebooks, policy: Policy, until: datetime.date | None) -> Rows:
    """The rows whose day lies in this version's time; those without a day belong to the last (``until`` is None)."""
    if until is None and policy.before is None:
        return rows
    days = _days(rule, rows.found, gradebooks, policy)
    since = np.datetime64(policy.since or datetime.date.min, "D")
    inside = np.isnat(days) | (days >= since) if until is None else (days >= since) & (days < np.datetime64(until, "D"))
    return Rows(rows.found[inside], rows.not_checked if until is None else {})


def several_a_version(rule: Rule) -> bool:
    """Whether one finding of a rule is about several assignments, so that each version may have one of its own."""
    return rule.family == "dates" and not {"assignment", "term"} & set(rule.per)


def _days(rule: Rule, found: pd.DataFrame, gradebooks: Gradebooks, policy: Policy) -> Array:
    """The day of each row; NaT for a row that has none."""
    if "term" in rule.per and "term" in found:
        return _term_ends(found["term"].to_numpy(), policy)
    days = np.append(_assignment_days(gradebooks, policy), _NO_DAY)
    if "assignment" in rule.per and "assignment" in found:
        of: Array = days[found["assignment"].to_numpy()]
        return of
    if several_a_version(rule):
        places = gradebooks.assignments["place"].to_numpy()
        at = {
            (book, place): row for row, (book, place) in enumerate(zip(_book(gradebooks.assignments), places.tolist()))
        }
        rows = [at.get(key, -1) for key in zip(_book(found), found["place"].tolist())]
        by_place: Array = days[rows]
        return by_place
    return np.full(len(found), _NO_DAY)


def _book(table: pd.DataFrame) -> list[int]:
    books: list[int] = table["book"].tolist()
    return books


def _assignment_days(gradebooks: Gradebooks, policy: Policy) -> Array:
    """Each assignment's due date, else the last day of the term that its export names."""
    assignments = gradebooks.assignments
    due = assignments["due_on"].to_numpy().astype("datetime64[D]")
    term = assignments["term"].to_numpy()
    term = np.where(term == "", gradebooks.books["term"].to_numpy()[assignments["book"].to_numpy()], term)
    days: Array = np.where(np.isnat(due), _term_ends(term, policy), due)
    return days


def _term_ends(terms: Array, policy: Policy) -> Array:
    """The last day of each term by its name, or the audit's day where that is earlier."""
    calendar = policy.calendar
    if calendar is None:
        return np.full(len(terms), _NO_DAY)
    number = {name: calendar.term_named(name) for name in set(terms.tolist())}
    ends = np.append(np.minimum(calendar.ends, np.datetime64(policy.as_of, "D")), _NO_DAY)
    found: Array = ends[[number[name] for name in terms.tolist()]]
    return found
