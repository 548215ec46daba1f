"""Whether a change between two exports lies after the day from which a policy lets nothing be changed any more.

All that two exports show of a change is that it was made after the one and before the other. It certainly lies in a
freeze only if the freeze held all that time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gradeaudit.grading.terms import days_of_books
from gradeaudit.policy.names import fold

if TYPE_CHECKING:
    import datetime

    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.calendar import Calendar
    from gradeaudit.policy.effective import Policy

Array = np.ndarray[Any, Any]

UNDATED = "nothing says on which day the earlier export was made; say so with --before-day"
BEFORE = "the earlier export was made before the freeze, so the changes may have been, too"
NO_TERM = "the policy freezes each term on a day of its own, and nothing says which term this is"
NEVER, EVER = np.datetime64("9999-12-31", "D"), np.datetime64("0001-01-01", "D")
HALF = 0.5
"""A term that a single day for all terms closes is at least half over by then; one that begins later isn't meant."""


class Frozen(NamedTuple):
    """For gradebooks or assignments: whether what changed did so in a freeze.

    ``sure`` is true where the freeze held from the earlier export to the later one, ``since`` is then its first day;
    ``why_not`` says, where it may have held, why that can't be told, and is empty otherwise. ``guessed`` are those of
    which nothing says the term, so that a day that stands for all terms is taken to hold for them.
    """

    sure: Array
    since: Array
    why_not: Array
    guessed: Array

    def unjudged(self, book: Array, changed: Array) -> dict[str, Array]:
        """Reasons with the gradebooks in which something changed, so that it can't be told whether in a freeze."""
        open_ = changed & (self.why_not != "")
        return {str(why): np.unique(book[open_ & (self.why_not == why)]) for why in np.unique(self.why_not[open_])}


def setup_frozen(books: Gradebooks, policy: Policy) -> Frozen:
    """The freeze of the set-up, one element a gradebook.

    A gradebook of one term stays frozen from that term's day on; one of the whole year from each term's day to that
    term's end, for it may be set up anew for the next one.
    """
    freeze = policy.settings.freeze
    days = (freeze.setup if freeze else None) or {}
    calendar = policy.calendar
    names = _names(calendar, days)
    starts, alone = _starts(days, names), days.get("default")
    own = _numbers(books.books["term"].tolist(), names, calendar)
    spans = [(np.where(own == number, start, NEVER), _for_ever(own)) for number, start in enumerate(starts)]
    yearly = own < 0
    if calendar is None or set(days) == {"default"}:
        spans.append((np.where(yearly, np.datetime64(alone, "D") if alone else NEVER, NEVER), _for_ever(yearly)))
    else:
        spans += [
            (np.where(yearly, max(start, first), NEVER), np.where(yearly, end, NEVER))
            for start, first, end in zip(starts, calendar.starts, calendar.ends)
        ]
    earliest = min([*starts, NEVER]) if calendar is None and alone is None else NEVER
    return _held(books, policy, np.arange(len(books)), spans, (yearly, earliest))


def scores_frozen(books: Gradebooks, policy: Policy) -> Frozen:
    """The freeze of the scores, one element an assignment, by the term that its work belongs to.

    A single day for all terms closes those that are over by then, or more than half; work of which nothing says the
    term is frozen from that day on.
    """
    freeze = policy.settings.freeze
    days = (freeze.scores if freeze else None) or {}
    calendar = policy.calendar
    names = _names(calendar, days)
    table = books.assignments
    book = table["book"].to_numpy()
    own = _numbers(table["term"].tolist(), names, calendar)
    own = np.where(own < 0, _numbers(books.books["term"].tolist(), names, calendar)[book], own)
    if calendar is not None:
        own = np.where(own < 0, calendar.term_of(table["due_on"].to_numpy()), own)
    starts, alone = _starts(days, names), days.get("default")
    closed = _closed(days, names, calendar, starts)
    spans = [(np.where(own == number, start, NEVER), _for_ever(own)) for number, start in enumerate(closed)]
    free = own < 0
    spans.append((np.where(free, np.datetime64(alone, "D") if alone else NEVER, NEVER), _for_ever(free)))
    return _held(books, policy, book, spans, (free, min([*starts, NEVER]) if alone is None else NEVER))


def _for_ever(rows: Array) -> Array:
    """Ends of freezes that never end."""
    return np.full(len(rows), NEVER)


def _names(calendar: Calendar | None, days: Mapping[str, datetime.date]) -> list[str]:
    return list(calendar.names) if calendar is not None else [name for name in days if name != "default"]


def _numbers(texts: list[str], names: list[str], calendar: Calendar | None) -> Array:
    """The term that each text names, -1 for none."""
    known = {fold(name): number for number, name in enumerate(names)}
    number = {text: calendar.term_named(text) if calendar else known.get(fold(text), -1) for text in set(texts)}
    return np.array([number[text] if text else -1 for text in texts], np.int64)


def _starts(days: Mapping[str, datetime.date], names: list[str]) -> list[Any]:
    """The day from which each term is frozen; never where the policy gives none."""
    by_term = {fold(name): day for name, day in days.items() if name != "default"}
    chosen = [by_term.get(fold(name), days.get("default")) for name in names]
    return [np.datetime64(day, "D") if day else NEVER for day in chosen]


def _closed(
    days: Mapping[str, datetime.date], names: list[str], calendar: Calendar | None, starts: list[Any]
) -> list[Any]:
    """The same for scores: a day that stands for all terms closes only those that are over, or more than half."""
    named = {fold(name) for name in days}
    if calendar is None:
        return starts
    return [
        start if fold(name) in named or start == NEVER or calendar.share_over(number, start.item()) >= HALF else NEVER
        for number, (name, start) in enumerate(zip(names, starts))
    ]


def _held(
    books: Gradebooks, policy: Policy, book: Array, spans: list[tuple[Array, Array]], termless: tuple[Array, Any]
) -> Frozen:
    """Whether one span of days holds all that lies between the two exports, or else some of it.

    ``termless`` are those of which nothing says the term, and from which day on it is to be known.
    """
    free, earliest = termless
    earlier = books.books["earlier_at"].to_numpy().astype("datetime64[D]")[book]
    last = days_of_books(books, policy)[book]
    unknown = free & (earliest <= last)
    dated = ~np.isnat(earlier)
    first = np.where(dated, earlier, EVER)
    sure, some = np.zeros(len(book), bool), unknown.copy()
    since = np.full(len(book), NEVER)
    for start, end in spans:
        inside = (start <= first) & (start <= last) & (last <= end)
        since = np.where(inside & ~sure, start, since)
        sure |= inside
        some |= (start <= last) & (first <= end)
    why = np.where(unknown, NO_TERM, np.where(dated, BEFORE, UNDATED)).astype(object)
    return Frozen(sure, since, np.where(some & ~sure, why, ""), free & sure)
