"""Gradebook and term: the unit in which a policy counts grades, and how much of the term is over.

An assignment belongs to the term that its export names, else to the gradebook's. A policy without a calendar doesn't
say when a term is over; an export of one term is then taken as the whole of it, and of several the last is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

Array = np.ndarray[Any, Any]

EARLY = 1 / 3
"""The share of a term that must be over before what must be there at its end is judged by projection."""
LAST_TERM = "the policy sets no calendar, and the last of several terms may not be over"
TOO_EARLY = "too early to tell: less than a third of the term is over"
NO_ASSIGNMENTS = "it has no assignments"


@dataclass(frozen=True)
class Units:
    """Terms of gradebooks, numbered from 0; sorted by gradebook.

    ``book`` and ``term`` (its name, "" where nothing names one) have an element for each unit, ``of_assignment`` (a
    unit, -1 for none) for each assignment. ``elapsed`` is the share of each unit's term that is over, from 0 to 1;
    NaN where there is no calendar to tell. ``open`` are units that aren't to be judged, ``why_open`` says why; ``due``
    are those whose progress date has come, or whose term is over.
    """

    book: Array
    term: Array
    of_assignment: Array
    elapsed: Array
    open: Array
    why_open: Array
    due: Array

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


def terms_of_books(gradebooks: Gradebooks, policy: Policy) -> Array:
    """The term that each gradebook shows, by the policy's name where it has one for it; "" where it shows none."""
    terms: Array = gradebooks.books["term"].to_numpy()
    return terms


def units(gradebooks: Gradebooks, policy: Policy) -> Units:
    """The terms of a batch's gradebooks under its policy, worked out once for all the rules that ask."""
    return gradebooks.shared(_units, policy)


def _units(gradebooks: Gradebooks, policy: Policy) -> Units:
    assignments = gradebooks.assignments
    book = assignments["book"].to_numpy()
    own, of_book = assignments["term"].to_numpy(), terms_of_books(gradebooks, policy)
    names, term = np.unique(np.where(own == "", of_book[book], own).astype(str), return_inverse=True)
    keys, of_assignment = np.unique(book.astype(np.int64) * max(len(names), 1) + term, return_inverse=True)
    books = (keys // max(len(names), 1)).astype(np.int32)
    last = _last(assignments["due_on"].to_numpy(), of_assignment, books)
    return Units(
        book=books,
        term=names[keys % max(len(names), 1)] if len(names) else np.zeros(0, str),
        of_assignment=of_assignment,
        elapsed=np.full(len(books), np.nan),
        open=last,
        why_open=np.where(last, LAST_TERM, ""),
        due=~last,
    )


def without_assignments(gradebooks: Gradebooks) -> dict[str, Array]:
    """The gradebooks that have no assignments, under the reason why nothing can be counted in them."""
    number = np.bincount(gradebooks.assignments["book"].to_numpy(), minlength=len(gradebooks))
    return {NO_ASSIGNMENTS: np.flatnonzero(number == 0)}


def _last(due_on: Array, of_assignment: Array, books: Array) -> Array:
    """Of a gradebook with several terms, the one with the last due date; without due dates, the last in the export."""
    place = np.arange(len(due_on))
    day = np.where(np.isnat(due_on), np.datetime64(0, "s"), due_on).astype("datetime64[s]").astype(np.int64)
    latest = np.zeros((len(books), 2), np.int64)
    np.maximum.at(latest[:, 0], of_assignment, day)
    np.maximum.at(latest[:, 1], of_assignment, place)
    order = np.lexsort((latest[:, 1], latest[:, 0], books))
    last = np.zeros(len(books), bool)
    ordered = books[order]
    last[order[np.append(ordered[1:] != ordered[:-1], True)[: len(order)]]] = True
    several = np.bincount(books, minlength=1)[books] > 1 if len(books) else last
    result: Array = last & several
    return result
