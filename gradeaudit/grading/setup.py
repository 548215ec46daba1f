"""How gradebooks are set up, with the policy's eyes: what each category is by its name, and whether it is in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gradeaudit.grading.counted import counted

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

Array = np.ndarray[Any, Any]

LISTS_ALL = ("canvas", "moodle_backup", "generic")
"""Formats that list every category: Canvas prints totals of each assignment group, also of an empty one
(gradebook_exporter.rb), a Moodle backup holds the whole tree, and a mapping's weights name them all. Other exports know
a category by its assignments: one that isn't listed may be there and be empty."""


class Setup(NamedTuple):
    """The categories of a batch, one element a row of ``categories``.

    ``book`` is its gradebook, ``name`` the policy's name ("" when it knows none), ``how`` says how the gradebook's
    name matched it (same, accepted, alias, ""), ``number`` is its position among the policy's categories (-1: none).
    ``used`` is true when the category carries weight, holds graded work, or has a total. ``holds`` counts its
    assignments, ``scored`` those of them that anyone has a grade in. ``shown`` says of each gradebook whether it
    shows its assignments' categories, ``complete`` whether it plainly lists all its categories, also empty ones.
    """

    book: Array
    name: Array
    how: Array
    number: Array
    used: Array
    holds: Array
    scored: Array
    shown: Array
    complete: Array

    def rows(self, chosen: Array) -> Array:
        """The rows of the categories where ``chosen`` is true: one row a gradebook, one column a policy category."""
        of_policy = np.flatnonzero(self.number >= 0)
        rows: Array = of_policy[chosen[self.book[of_policy], self.number[of_policy]]]
        return rows


def setup(gradebooks: Gradebooks, policy: Policy) -> Setup:
    """The set-up of a batch's gradebooks under its policy, worked out once for all the rules that ask."""
    return gradebooks.shared(_look, policy)


def _look(gradebooks: Gradebooks, policy: Policy) -> Setup:
    table, assignments, totals = gradebooks.categories, gradebooks.assignments, gradebooks.totals
    matches = policy.category_matches(table["name"])
    position = {name: number for number, name in enumerate(policy.categories)}
    book = table["book"].to_numpy()
    category = assignments["category"].to_numpy()
    graded = (
        (counted(gradebooks, policy).share > 0)
        & assignments["counts"].to_numpy()
        & (assignments["points_possible"].to_numpy() != 0)
    )
    holds = np.bincount(category[category >= 0], minlength=len(table))
    scored = np.bincount(category[(category >= 0) & graded], minlength=len(table))
    of = totals["category"].to_numpy()
    valued = np.bincount(of[(of >= 0) & ~np.isnan(totals["value"].to_numpy())], minlength=len(table)) > 0
    shown = np.array(["assignments.category" in offers for offers in gradebooks.offers], bool)
    weighs = np.nan_to_num(table["weight"].to_numpy()) > 0
    share = np.nan_to_num(table["weight_share"].to_numpy()) > 0
    stated = np.bincount(book, weights=np.nan_to_num(table["weight"].to_numpy()), minlength=len(gradebooks))
    listing = gradebooks.books["format"].isin(LISTS_ALL).to_numpy()
    empty = np.bincount(book[holds == 0], minlength=len(gradebooks)) > 0
    used = weighs | share | (scored > 0) | (valued & ~shown[book])
    return Setup(
        book=book,
        name=np.array([match.name for match in matches], object),
        how=np.array([match.how for match in matches], object),
        number=np.array([position.get(match.name, -1) for match in matches], np.int16),
        used=used,
        holds=holds,
        scored=scored,
        shown=shown,
        complete=listing | empty | (np.abs(stated - 100) < 1),
    )
