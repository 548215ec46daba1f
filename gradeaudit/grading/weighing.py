"""What each of the policy's categories weighs in each gradebook: weights added up by the policy's names for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gradeaudit.grading.setup import setup
from gradeaudit.grading.terms import terms_of_books

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

Array = np.ndarray[Any, Any]

NO_CATEGORIES = "it has no categories"
PRINTED = 0.05
"""How far off a weight may look because it was printed with a decimal or two, in percentage points: 33.3, 33.33."""


class Weighing(NamedTuple):
    """One row a gradebook, one column a policy category, in the policy's order; percents and percentage points.

    ``weight`` is the sum of the weights of the gradebook's categories that go by that name, NaN where it has none or
    one isn't known. ``share`` is the same of what totals show of the categories with scores (see ``gradebook``'s
    weight_share). ``error`` is how far off recovered ones may be. ``seen`` says whether the share is known.
    ``recovered``, ``points`` (it adds up points, or gives no category weight) and ``strange`` (it has a category with
    weight or share that the policy doesn't know) have one element a gradebook.
    """

    weight: Array
    share: Array
    error: Array
    recovered: Array
    points: Array
    strange: Array


def weighing(gradebooks: Gradebooks, policy: Policy) -> Weighing:
    """The weights of a batch's gradebooks under its policy, worked out once for all the rules that ask."""
    return gradebooks.shared(_weigh, policy)


def _weigh(gradebooks: Gradebooks, policy: Policy) -> Weighing:
    table, look = gradebooks.categories, setup(gradebooks, policy)
    books, names = len(gradebooks), len(policy.categories)
    book = table["book"].to_numpy()
    cell = book * (names + 1) + np.where(look.number < 0, names, look.number)

    def summed(column: str) -> Array:
        values = table[column].to_numpy()
        total = np.bincount(cell, weights=values, minlength=books * (names + 1))  # a NaN among them makes it NaN
        there = np.bincount(cell, minlength=len(total)) > 0
        return np.where(there, total, np.nan).reshape(books, names + 1)

    weight, share = summed("weight"), summed("weight_share")
    stated = table["weight"].to_numpy()
    nothing = (np.bincount(book[~np.isnan(stated)], minlength=books) > 0) & (np.nansum(weight, axis=1) == 0)
    recovered = np.bincount(book[(table["weight_source"] == "recovered").to_numpy()], minlength=books) > 0
    return Weighing(
        weight=weight[:, :-1],
        share=share[:, :-1],
        error=np.nan_to_num(summed("weight_error"))[:, :-1],
        recovered=recovered,
        points=(gradebooks.books["method"] == "total_points").to_numpy() | nothing,
        strange=(np.nan_to_num(weight[:, -1]) > 0) | (np.nan_to_num(share[:, -1]) > 0),
    )


def expected_weights(gradebooks: Gradebooks, policy: Policy, observed: Array | None = None) -> Array:
    """The exact weight, in percent, that the policy gives each of its categories in each gradebook's term.

    One row a gradebook, one column a policy category; NaN where the policy fixes none, or fixes one for other terms.
    Where it fixes one by term and the gradebook's term isn't known, it is the one nearest to ``observed``.
    """
    terms = terms_of_books(gradebooks, policy).astype(str)
    names = list(policy.categories)
    distinct, number = np.unique(terms, return_inverse=True)
    table = np.array([[_or_nan(policy.weight(name, str(term))) for name in names] for term in distinct], np.float64)
    expected: Array = table.reshape(len(distinct), len(names))[number]
    for column, name in enumerate(names):
        weight = policy.categories[name].weight
        if observed is not None and isinstance(weight, dict) and weight:
            choices = np.array(list(weight.values()))
            near = choices[np.abs(np.nan_to_num(observed[:, column])[:, None] - choices).argmin(axis=1)]
            expected[:, column] = np.where(terms == "", near, expected[:, column])
    return expected


def required(gradebooks: Gradebooks, policy: Policy) -> Array:
    """Which policy categories each gradebook must have: one row a gradebook, one column a policy category.

    A category that the policy bans, doesn't require, gives no weight, or gives weight in other terms only, isn't one.
    """
    expected = expected_weights(gradebooks, policy)
    entries = list(policy.categories.values())
    wanted = np.array([entry.required and not entry.banned for entry in entries], bool)
    by_term = np.array([isinstance(entry.weight, dict) for entry in entries], bool)
    needed: Array = wanted & (expected != 0) & ~(by_term & np.isnan(expected))
    return needed


def tolerance(policy: Policy) -> float:
    """How far a weight may be off, in percentage points: the policy's word, but never less than printing makes it."""
    weights = policy.settings.weights
    return max(weights.tolerance if weights else 0.5, PRINTED)


def unknown_weights(gradebooks: Gradebooks, chosen: Array) -> dict[str, Array]:
    """Why the weights of some gradebooks (one bool a gradebook) aren't known: each reason with its gradebooks."""
    reasons: dict[str, list[int]] = {}
    some = np.bincount(gradebooks.categories["book"].to_numpy(), minlength=len(gradebooks)) > 0
    for book in np.flatnonzero(chosen).tolist():
        why = gradebooks.lacks[book].get("categories.weight") or "this export carries no category weights"
        if not some[book] and "categories.weight" in gradebooks.offers[book]:
            why = NO_CATEGORIES
        reasons.setdefault(why, []).append(book)
    return {why: np.array(books) for why, books in reasons.items()}


def _or_nan(weight: float | None) -> float:
    return np.nan if weight is None else weight
