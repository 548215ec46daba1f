"""Which printed totals follow from the scores of an export by its system's own arithmetic, and which don't."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gradeaudit.grading.canvas import KINDS, Recomputed, recomputed
from gradeaudit.grading.grid import of_a_period
from gradeaudit.grading.membership import made_otherwise

if TYPE_CHECKING:
    import pandas as pd

    from gradeaudit.gradebook import Array, Gradebooks
    from gradeaudit.policy.effective import Policy

_ROUNDING = 0.006
_OTHER = "gradeaudit can't work out this system's totals yet"
_METHOD = "the totals don't follow from the listed scores for most students, so the method is another than is known"
_PERIOD = "with a grading period chosen, Canvas's totals rest on work that the export doesn't list"


class Judged(NamedTuple):
    """The totals of a batch that are printed, one element each, and what came of those that could be worked out.

    ``rows`` are rows of ``totals``; ``kind`` positions in ``KINDS``; ``printed`` and ``expected`` are in percent
    (``expected`` NaN where it can't be worked out). ``off``: the total doesn't follow from the scores, in a class
    where it does for the others. ``unjudged`` maps a reason to the gradebooks whose totals weren't judged.
    """

    rows: Array
    kind: Array
    printed: Array
    expected: Array
    off: Array
    unjudged: Mapping[str, Array]


def judged(gradebooks: Gradebooks, policy: Policy) -> Judged:
    """The totals of a batch, held against its scores once for all the rules that ask."""
    return gradebooks.shared(_judge, policy)


def _judge(books: Gradebooks, policy: Policy) -> Judged:
    """Groups are worked out from scores, the course from its printed groups, or from the scores when points add up."""
    totals = books.totals
    canvas = (books.books["format"] == "canvas").to_numpy()
    period = of_a_period(books)
    again = recomputed(books)
    tolerance = policy.settings.totals.tolerance if policy.settings.totals else 0.1
    kind, value = positions(totals), totals["value"].to_numpy()
    rows = np.flatnonzero((kind >= 0) & ~np.isnan(value) & (totals["student"].to_numpy() >= 0))
    kind, printed = kind[rows], value[rows]
    book, category = (totals[name].to_numpy()[rows] for name in ("book", "category"))
    expected, far = _expected(books, again, rows, kind, printed, tolerance)
    known, judgeable = ~np.isnan(expected), (canvas & ~period)[book]
    off = judgeable & far
    # totals of one kind and category, or of a gradebook's course, are made alike
    group = np.where(category < 0, len(books.categories) + book, category) * len(KINDS) + kind
    judged = np.bincount(group[known & judgeable])
    wrong = np.bincount(group[off], minlength=len(judged))
    method = made_otherwise(wrong, judged)
    hopeless = off.copy()
    hopeless[off] = method[group[off]]
    return Judged(
        rows,
        kind,
        printed,
        expected,
        off & ~hopeless,
        {
            _OTHER: np.flatnonzero(~canvas),
            _PERIOD: np.flatnonzero(period & canvas),
            _METHOD: np.unique(book[hopeless]),
            **_hidden(books, np.unique(book[~known & judgeable])),
        },
    )


def _hidden(books: Gradebooks, unsure: Array) -> dict[str, Array]:
    """Why some of a gradebook's totals can't be worked out, where its reader or the recovery says so."""
    reasons: dict[str, list[int]] = {}
    points = (books.books["method"] == "total_points").to_numpy()
    for book in unsure.tolist():
        for column in ("assignments.category", *(() if points[book] else ("categories.weight",))):
            if column not in books.offers[book] and column in books.lacks[book]:
                reasons.setdefault(f"not all totals: {books.lacks[book][column]}", []).append(book)
    return {why: np.array(numbers) for why, numbers in reasons.items()}


def positions(totals: pd.DataFrame) -> Array:
    """For each total its position in KINDS, -1 for others."""
    codes = totals["kind"].cat.codes.to_numpy()
    known = list(totals["kind"].cat.categories)
    position = np.full(len(known) + 1, -1)
    for number, name in enumerate(KINDS):
        position[known.index(name)] = number
    result: Array = position[codes]
    return result


def _expected(
    books: Gradebooks, again: Recomputed, rows: Array, kind: Array, printed: Array, tolerance: float
) -> tuple[Array, Array]:
    """For each total what it should be, NaN where that can't be worked out, and whether what is printed is far from it.

    A course's total may follow from the groups as they are printed, or as they should be.
    """
    student, category, book = (books.totals[name].to_numpy()[rows] for name in ("student", "category", "book"))
    expected, far = np.full(len(rows), np.nan), np.zeros(len(rows), bool)
    course = category < 0
    points = (books.books["method"] == "total_points").to_numpy()[book]
    slot = category - again.grid.first[book]
    group = ~course & (slot < again.group.shape[2]) & ~_unknown(books)[category]

    def gap(some: Array, value: Array, slack: Array) -> Array:
        """By how much more than may be what is printed is off; NaN where nothing is known."""
        more: Array = np.abs(printed[some] - value) - (tolerance + slack + _ROUNDING)
        return more

    some = np.flatnonzero(course & points)
    if len(some):
        at = (kind[some], student[some])
        expected[some] = value = again.course[at]
        far[some] = gap(some, value, again.course_slack[at]) > 0
    some = np.flatnonzero(course & ~points)
    if len(some):
        at = (kind[some], student[some])
        expected[some] = value = again.exact[at]
        some = some[gap(some, value, again.exact_slack[at]) > 0]
        far[some] = ~(gap(some, *again.weighed(kind[some], student[some])) <= 0)
    some = np.flatnonzero(group)
    cells = (kind[some], student[some], slot[some])
    expected[some] = value = again.group[cells]
    slack = again.group_slack[cells]
    left = np.flatnonzero(gap(some, value, slack) > 0)
    some, slack = some[left], slack[left]
    far[some] = ~(gap(some, again.without(kind[some], student[some], slot[some]), slack) <= 0)
    return expected, far


def _unknown(books: Gradebooks) -> Array:
    """Categories of which nobody knows what is in them."""
    table = books.categories
    shown = np.array(["assignments.category" in offers for offers in books.offers], bool)
    holds = np.zeros(len(table) + 1, bool)
    holds[books.assignments["category"].to_numpy()] = True
    return np.append(~shown[table["book"].to_numpy()] | ~holds[: len(table)], True)
