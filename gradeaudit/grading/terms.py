"""Gradebook and term: the unit in which a policy counts grades, and how much of the term is over.

An assignment belongs to the term that its export names, else to the one that its due date lies in, else to the
gradebook's, else to the term of the day. The day is that of the audit, or of the export where that is earlier. A policy
without a calendar doesn't say when a term is over; an export of one term is then taken as the whole of it, and of
several the last is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gradeaudit.policy.names import fold

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.calendar import Calendar
    from gradeaudit.policy.effective import Policy

Array = np.ndarray[Any, Any]

EARLY = 1 / 3
"""The share of a term that must be over before what must be there at its end is judged by projection."""
LAST_TERM = "the policy sets no calendar, and the last of several terms may not be over"
TOO_EARLY = "too early to tell: less than a third of the term is over"
LATE_START = "its students enrolled when more than a third of the term was over"
NO_ASSIGNMENTS = "it has no assignments"
NO_STUDENTS = "it has no students"


class Units(NamedTuple):
    """Terms of gradebooks, numbered from 0; sorted by gradebook.

    ``book`` and ``term`` (its name, "" where nothing names one) have an element for each unit, ``of_assignment`` (a
    unit) for each assignment. ``elapsed`` is the share of each unit's term that is over, from 0 to 1; NaN where there
    is no calendar to tell. ``open`` are units that aren't to be judged, ``why_open`` says why; ``due`` are those whose
    progress date has come, or whose term is over. ``late`` are those whose class began when more than a third was
    over. ``number`` is the term's number in the calendar, -1 without one. ``mixed`` are units that may hold work of
    earlier terms too: some of it is there for want of a date or a term's name, and the term isn't the year's first.
    """

    book: Array
    term: Array
    of_assignment: Array
    elapsed: Array
    open: Array
    why_open: Array
    due: Array
    late: Array
    number: Array
    mixed: Array

    def short(self, number: Array, least: Array | int) -> tuple[Array, Array]:
        """Which units have fewer than ``least`` of something, and how many they are on the way to.

        ``number`` is what each has now: one element, or one row, a unit. While its term runs, a unit is judged by what
        it will have at the end if it goes on as until now, rounded up; that number is the second answer.
        """
        column = (len(self.elapsed),) + (1,) * (number.ndim - 1)
        pace = np.nan_to_num(self.elapsed, nan=1.0).reshape(column)
        projected = np.ceil(number / np.maximum(pace, 1e-9) - 1e-9)
        coming = np.where(pace < 1, projected, number).astype(np.int64)
        return (coming < least) & ~self.open.reshape(column), coming

    def basis(self, unit: int, coming: int) -> str:
        """How a unit was judged, in words that follow the number found."""
        if np.isnan(self.elapsed[unit]):
            return "the export is taken as the whole term"
        return f"at this pace {coming} by the end of the term" if self.elapsed[unit] < 1 else ""

    def known(self, unit: Array) -> Array:
        """How sure a verdict at the end of some units' terms is: certain when they are over, else likely."""
        return np.where(self.elapsed[unit] >= 1, "certain", "likely")

    def words(self, unit: Array) -> list[str]:
        """Units' terms in words that follow a noun: “ in Q1”, nothing where no term is named."""
        return [f" in {term}" if term else "" for term in self.term[unit].tolist()]

    def unjudged(self) -> dict[str, Array]:
        """Reasons with the gradebooks of which no term could be judged."""
        judged = np.bincount(self.book[~self.open], minlength=int(self.book.max(initial=-1)) + 1) > 0
        left = self.open & ~judged[self.book] if len(self.book) else self.open
        return {str(why): self.book[left & (self.why_open == why)] for why in np.unique(self.why_open[left])}


def days_of_books(gradebooks: Gradebooks, policy: Policy) -> Array:
    """The day that each gradebook shows: that of the audit, or of the export where that is earlier."""
    exported = gradebooks.books["exported_at"].to_numpy().astype("datetime64[D]")
    days: Array = np.fmin(exported, np.datetime64(policy.as_of, "D"))
    return days


def first_week(gradebooks: Gradebooks, policy: Policy) -> Array:
    """The gradebooks whose day lies in the first seven days of the calendar's first term, or before it."""
    calendar = policy.calendar
    if calendar is None:
        return np.zeros(len(gradebooks), bool)
    early: Array = days_of_books(gradebooks, policy) < calendar.starts.min() + np.timedelta64(7, "D")
    return early


def terms_of_books(gradebooks: Gradebooks, policy: Policy) -> Array:
    """The term that each gradebook shows: by its own word, as the policy spells it, else the term of its day.

    It is "" where neither the gradebook nor the calendar tells.
    """
    spelt = {
        fold(term): term
        for entry in policy.categories.values()
        if isinstance(entry.weight, dict)
        for term in entry.weight
        if term != "default"
    }
    calendar = policy.calendar
    own = gradebooks.books["term"].astype(str).tolist()
    if calendar is None:
        return np.array([spelt.get(fold(term), term) for term in own], object)
    current = _current(calendar, days_of_books(gradebooks, policy)).tolist()
    names = calendar.names
    terms = []
    for term, number in zip(own, current):
        named = calendar.term_named(term) if term else number
        terms.append(names[named] if named >= 0 else spelt.get(fold(term), term))
    return np.array(terms, object)


def units(gradebooks: Gradebooks, policy: Policy) -> Units:
    """The terms of a batch's gradebooks under its policy, worked out once for all the rules that ask."""
    return gradebooks.shared(_units, policy)


def without_assignments(gradebooks: Gradebooks) -> dict[str, Array]:
    """The gradebooks that have no assignments, or none to whom they were given, under the reasons why nothing can be
    counted in them."""
    number = np.bincount(gradebooks.assignments["book"].to_numpy(), minlength=len(gradebooks))
    nobody = without_students(gradebooks) & (number > 0)
    return {NO_ASSIGNMENTS: np.flatnonzero(number == 0), NO_STUDENTS: np.flatnonzero(nobody)}


def without_students(gradebooks: Gradebooks) -> Array:
    """Which gradebooks have no student but perhaps the LMS's own for trying things out."""
    students = gradebooks.students
    real = students["book"].to_numpy()[~students["is_test_student"].to_numpy()]
    found: Array = np.bincount(real, minlength=len(gradebooks)) == 0
    return found


def _units(gradebooks: Gradebooks, policy: Policy) -> Units:
    assignments, calendar = gradebooks.assignments, policy.calendar
    book = assignments["book"].to_numpy()
    of_book = terms_of_books(gradebooks, policy)
    names, number = _numbered(assignments["term"].to_numpy(), of_book[book])
    guessed = np.zeros(len(book), bool)
    if calendar is not None:
        names, number, guessed = _by_date(gradebooks, calendar, names, number)
    keys, of_assignment = np.unique(book.astype(np.int64) * max(len(names), 1) + number, return_inverse=True)
    books = (keys // max(len(names), 1)).astype(np.int32)
    term = np.array(names, object)[keys % max(len(names), 1)] if names else np.zeros(0, object)
    nobody = without_students(gradebooks)[books]
    if calendar is None:
        last = _last(assignments["due_on"].to_numpy(), of_assignment, books)
        nowhere = np.full(len(books), -1)
        unknown = np.full(len(books), np.nan)
        none = np.zeros(len(books), bool)
        why = np.where(nobody, NO_STUDENTS, np.where(last, LAST_TERM, ""))
        left = last | nobody
        return Units(books, term, of_assignment, unknown, left, why, ~left, none, nowhere, none)
    known = np.array([calendar.term_named(name) if name else -1 for name in term.tolist()], np.int64)
    days = days_of_books(gradebooks, policy)[books]
    elapsed = _elapsed(calendar, known, days)
    early = (elapsed < EARLY) | (term == "")  # no term of the calendar has begun
    late = _elapsed(calendar, known, begun(gradebooks)[books]) > EARLY
    later = np.append(calendar.starts > calendar.starts.min(), False)[known]
    progress = np.append(calendar.progress, np.datetime64("NaT"))[known]
    return Units(
        book=books,
        term=term,
        of_assignment=of_assignment,
        elapsed=elapsed,
        open=early | late | nobody,
        why_open=np.where(nobody, NO_STUDENTS, np.where(early, TOO_EARLY, np.where(late, LATE_START, ""))),
        due=((days >= progress) | ~(elapsed < 1)) & ~nobody,
        late=late,
        number=known,
        mixed=later & (np.bincount(of_assignment[guessed], minlength=len(books)) > 0),
    )


def _numbered(own: Array, of_book: Array) -> tuple[list[str], Array]:
    """The distinct names of terms, and for each assignment the number of its own, else of its gradebook's."""
    from pandas import factorize  # rules are listed without pandas

    number, names = factorize(np.where(own == "", of_book, own))
    return names.tolist(), number.astype(np.int64)


def _by_date(
    gradebooks: Gradebooks, calendar: Calendar, names: list[str], number: Array
) -> tuple[list[str], Array, Array]:
    """The same, with names as the calendar spells them, and due dates telling where the export names no term.

    The third answer is which assignments have neither, so that they are counted in the term of the day.
    """
    known = [calendar.term_named(name) if name else -1 for name in names]
    spelt = [calendar.names[term] if term >= 0 else name for name, term in zip(names, known)]
    whole = list(dict.fromkeys([*calendar.names, *spelt]))
    renumber = np.array([whole.index(name) for name in spelt], np.int64)
    named = renumber[number] if len(renumber) else number
    assignments = gradebooks.assignments
    own = (assignments["term"] != "").to_numpy() | (gradebooks.books["term"] != "").to_numpy()[assignments["book"]]
    said = own & (np.array(known, np.int64) >= 0)[number] if names else own
    by_date = calendar.term_of(assignments["due_on"].to_numpy())
    return whole, np.where(said | (by_date < 0), named, by_date), ~said & (by_date < 0)


def _current(calendar: Calendar, days: Array) -> Array:
    """The term that each day lies in, else the last one that ended before it; -1 before the first."""
    inside = calendar.term_of(days)
    order = np.argsort(calendar.ends, kind="stable")
    before = np.searchsorted(calendar.ends[order], days, side="left") - 1
    found: Array = np.where(inside >= 0, inside, np.where(before >= 0, order[before], -1))
    return found


def _elapsed(calendar: Calendar, term: Array, days: Array) -> Array:
    """How much of each term is over at the end of each day, from 0 to 1; NaN without term or day."""
    share: dict[tuple[int, Any], float] = {}
    for key in set(zip(term.tolist(), days.tolist())):
        share[key] = np.nan if key[0] < 0 or key[1] is None else calendar.share_over(key[0], key[1])
    return np.array([share[key] for key in zip(term.tolist(), days.tolist())], np.float64)


def begun(gradebooks: Gradebooks) -> Array:
    """The day on which the first student of each gradebook enrolled; NaT where no enrolment dates are known."""
    students = gradebooks.students
    joined = students["enrolled_from"].to_numpy().astype("datetime64[D]")
    begun = np.full(len(gradebooks), np.datetime64("NaT", "D"))
    known = np.flatnonzero(~np.isnat(joined))
    latest_first = known[np.argsort(joined[known], kind="stable")[::-1]]
    begun[students["book"].to_numpy()[latest_first]] = joined[latest_first]  # the earliest is written last
    return begun


def _last(due_on: Array, of_assignment: Array, books: Array) -> Array:
    """Of a gradebook with several terms, the one with the last due date; without due dates, the last in the export."""
    place = np.arange(len(due_on))
    day = np.where(np.isnat(due_on), np.datetime64(0, "s"), due_on).astype("datetime64[s]").astype(np.int64)
    latest = np.zeros((len(books), 2), np.int64)
    np.maximum.at(latest[:, 0], of_assignment, day)
    np.maximum.at(latest[:, 1], of_assignment, place)
    order = np.lexsort((latest[:, 1], latest[:, 0], books))
    ordered = books[order]
    last = np.zeros(len(books), bool)
    last[order[np.append(ordered[1:] != ordered[:-1], True)[: len(order)]]] = True
    several = np.bincount(books, minlength=1)[books] > 1 if len(books) else last
    result: Array = last & several
    return result
