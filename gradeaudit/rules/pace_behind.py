"""Weeks, or other stretches of days, without the grades that the policy wants in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradeaudit.grading.counted import counted
from gradeaudit.grading.terms import begun, days_of_books, without_assignments, without_students
from gradeaudit.grading.windows import Windows, windows
from gradeaudit.rules._words import many
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.calendar import Calendar
    from gradeaudit.policy.effective import Policy

Array = np.ndarray[Any, Any]

_TIME_TO_SCORE = 5
"""School days after a week's end before its work is asked for."""


@rule(
    title="Weeks without the required grades",
    family="counts",
    severity="warning",
    needs={"assignments": ["due_on"], "scores": ["mark"]},
    policy="counts.pace",
    per=["since"],
    what="In one or more weeks in a row, or stretches of as many days as the policy says, fewer counted grades were due"
    " than the policy wants in each.",
    why="Students and families learn too late where they stand, and the grades bunch up at the term's end.",
    fix="Score the work of those weeks, and spread what is still to come evenly.",
    message="{stretches} from {since} to {until} with fewer than {expected}{of}",
    example="3 weeks in a row from 2026-09-14 to 2026-10-04 with fewer than 1 counted grade",
    instead="a grade in each week",
    not_a_finding="Weeks of fewer than three school days, or of a term that the gradebook isn't of; the days before"
    " a term's first full week, or before the first student enrolled; weeks that ended less than"
    " five school days ago, whose work may not be scored yet.",
)
def pace_behind(books: Gradebooks, policy: Policy) -> Rows:
    """One finding for each streak of a gradebook."""
    calendar, pace = policy.calendar, policy.settings.counts.pace if policy.settings.counts else None
    none = books.books[:0]
    if calendar is None:
        return Rows(none, {"the policy sets no calendar": np.arange(len(books))})
    stretches = windows(calendar, pace.per) if pace and pace.min else None
    if pace is None or stretches is None or not len(stretches.first):
        return Rows(none, {"the policy's pace sets no number of grades for a week or for days": np.arange(len(books))})
    number = _counts(books, policy, stretches.first, stretches.last, pace.of)
    settled = calendar.add_school_days(stretches.last, _TIME_TO_SCORE)
    joined = begun(books)[:, None]
    short = (number < (pace.min or 0)) & (settled <= days_of_books(books, policy)[:, None])
    short &= ~(joined > stretches.first)  # an unknown day of enrolment compares as false
    short &= _shown(books, calendar)[:, _terms_of(stretches, calendar)]
    short[np.bincount(books.assignments["book"].to_numpy(), minlength=len(books)) == 0] = False
    short[without_students(books)] = False
    edge = np.zeros((len(books), 1), bool)
    opened = np.argwhere(short & ~np.hstack([edge, short[:, :-1]]))
    closed = np.argwhere(short & ~np.hstack([short[:, 1:], edge]))
    length = closed[:, 1] - opened[:, 1] + 1
    noun = "week" if pace.per.strip().casefold() in ("week", "1 week") else f"stretch of {pace.per}"
    nouns = "weeks in a row" if noun == "week" else f"stretches of {pace.per} in a row"
    return Rows(
        books.books[["book", "place"]]
        .take(opened[:, 0])
        .assign(
            since=stretches.first[opened[:, 1]].astype(str),
            until=stretches.last[closed[:, 1]].astype(str),
            stretches=[many(count, noun, nouns) for count in length.tolist()],
            expected=many(pace.min or 0, "counted grade"),
            of=f" in {' or '.join(f'“{name}”' for name in pace.of)}" if pace.of else "",
            observed=[many(count, noun, nouns) for count in length.tolist()],
            policy_key="counts.pace",
        ),
        without_assignments(books),
    )


def _terms_of(stretches: Windows, calendar: Calendar) -> Array:
    """The term of each stretch; a week may begin before its term does, or end after it."""
    first = calendar.term_of(stretches.first)
    return np.where(first >= 0, first, calendar.term_of(stretches.last))


def _shown(books: Gradebooks, calendar: Calendar) -> Array:
    """Which terms each gradebook shows, one column a term: the one that it names, those that all its assignments name,
    or any."""
    table, of_book = books.assignments, books.books["term"].tolist()
    number = {name: calendar.term_named(name) for name in {*of_book, *table["term"].tolist()}}
    own = np.array([number[name] for name in of_book], np.int64)
    book, named = table["book"].to_numpy(), np.array([number[name] for name in table["term"].tolist()], np.int64)
    shown = np.zeros((len(books), len(calendar.names) + 1), bool)
    shown[book, named] = True  # the last column, -1, is for assignments that name none
    shown[shown[:, -1]] = True
    shown[own >= 0] = False
    shown[own >= 0, own[own >= 0]] = True
    return shown


def _counts(books: Gradebooks, policy: Policy, first: Array, last: Array, of: tuple[str, ...]) -> Array:
    """Counted grades that were due in each stretch: one row a gradebook, one column a stretch."""
    grades, size = counted(books, policy), (len(books), len(first))
    names = list(policy.categories)
    wanted = np.array([name in {policy.category(one).name for one in of} for name in names] + [not of], bool)
    due = books.assignments["due_on"].to_numpy().astype("datetime64[D]")
    column = np.searchsorted(first, due, side="right") - 1  # a NaT sorts after every day
    inside = ~np.isnat(due) & (column >= 0) & (due <= last[column])
    inside &= wanted[grades.category] if of else True
    group = np.where(inside, books.assignments["book"].to_numpy() * np.int64(size[1]) + column, -1)
    return grades.number(group, size[0] * size[1]).reshape(size)
