"""The grade that each student would have under a policy: its weights, its codes' values, its floors and its rounding.

The scores are taken as they stand. A category's score is points earned over points possible, or the average of the
assignments' percents where the policy says so; categories without work give their weight to the others. A blank is left
out unless the policy counts it as zero. Excused, hidden and not assigned work counts nowhere. Scores that a policy only
allows to be dropped are not dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gradeaudit.grading.letters import rounded
from gradeaudit.grading.policy_marks import policy_marks
from gradeaudit.grading.setup import setup
from gradeaudit.grading.weighing import expected_weights

if TYPE_CHECKING:
    from gradeaudit.gradebook import Array, Gradebooks
    from gradeaudit.policy.effective import Policy

NO_WEIGHTS = "the policy sets no weights"
NO_CATEGORIES = "this export doesn't show the categories of its assignments"
STRANGE = "it has scores in a category that the policy doesn't know, or outside any category"
NO_WEIGHT = "the policy doesn't fix one weight for each of the categories that have scores"


class Under(NamedTuple):
    """``value`` has each student's grade in percent: NaN for one without counted work or with a mark that can't be
    read, and throughout a gradebook for which ``why`` (one text a gradebook) says why it can't be worked out."""

    value: Array
    why: Array


def under(gradebooks: Gradebooks, policy: Policy) -> Under:
    """The grades of a batch under its policy."""
    assignments, scores, students = gradebooks.assignments, gradebooks.scores, gradebooks.students
    of, who = scores["assignment"].to_numpy(), scores["student"].to_numpy()
    marks, names = policy_marks(gradebooks, policy), len(policy.categories)
    number = np.append(setup(gradebooks, policy).number, -1)[assignments["category"].to_numpy()]
    scale = np.nan_to_num(assignments["multiplier"].to_numpy(), nan=1.0)[of]
    possible = np.nan_to_num(assignments["points_possible"].to_numpy())[of] * scale
    earned = scores["points"].to_numpy() * scale
    earned = np.where(np.isnan(marks.counts_as), earned, marks.counts_as / 100.0 * possible)
    totals = policy.settings.totals
    state = scores["state"].astype(str).to_numpy()
    if totals and totals.blanks == "zero":
        earned = np.where((state == "blank") & np.isnan(earned), 0.0, earned)
    apart = marks.means("excused") | (state == "not_assigned")
    live = (assignments["counts"].to_numpy() & ~assignments["hidden"].to_numpy())[of] & ~apart
    unreadable = live & np.isnan(earned) & ((state == "scored") | ((state == "coded") & (marks.meaning < 0)))
    counts = live & ~np.isnan(earned)
    book = students["book"].to_numpy()
    stray = counts & (number[of] < 0) & (possible > 0)

    cell = who.astype(np.int64) * (names + 1) + np.where(number < 0, names, number)[of]
    shape = (len(students), names + 1)

    def total(values: Array, chosen: Array) -> Array:
        return np.bincount(cell[chosen], weights=values[chosen], minlength=shape[0] * shape[1]).reshape(shape)[:, :-1]

    if totals and totals.category_average == "percent":
        counts &= possible > 0
        share = 100.0 * earned / np.where(possible > 0, possible, 1.0)
        whole, got = total(np.ones(len(cell)), counts), total(share, counts)
    else:
        whole, got = total(possible, counts), total(100.0 * earned, counts)
    weights = expected_weights(gradebooks, policy)[book] if names else np.zeros((len(students), 0))
    with np.errstate(invalid="ignore", divide="ignore"):
        category = got / np.where(whole > 0, whole, np.nan)
        there = ~np.isnan(category)
        weighed = np.where(there, weights, 0.0).sum(axis=1)
        value = np.where(there, np.nan_to_num(weights) * np.nan_to_num(category), 0.0).sum(axis=1)
        value = np.where(weighed > 0, value / weighed, np.nan)
    value[np.bincount(who[unreadable], minlength=len(students)) > 0] = np.nan
    value[students["is_test_student"].to_numpy()] = np.nan
    floor = policy.floor("term")
    value = rounded(value if floor is None else np.maximum(value, floor), policy)

    why = np.full(len(gradebooks), "", object)
    unweighed = np.isnan(weighed)
    why[np.unique(book[unweighed])] = NO_WEIGHT
    why[np.unique(book[who[stray]])] = STRANGE
    shown = np.array(["assignments.category" in offers for offers in gradebooks.offers], bool)
    why[~shown] = NO_CATEGORIES
    if not any(entry.weight is not None for entry in policy.categories.values()):
        why[:] = NO_WEIGHTS
    return Under(np.where((why != "")[book], np.nan, value), why)
