"""Which printed totals follow from the scores of an export by its system's own arithmetic, and which don't."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.canvas import KINDS, Recomputed, recomputed

if TYPE_CHECKING:
    import pandas as pd

    from gradeaudit.gradebook import Array, Gradebooks
    from gradeaudit.policy.effective import Policy

_ROUNDING = 0.006
_MOST = 0.25
"""When more of a class than this is off, the class's method is another, and nobody's total is called wrong."""
_OTHER = "gradeaudit can't work out this system's totals yet"
_METHOD = "the totals don't follow from the listed scores for most students, so the method is another than is known"
_PERIOD = "with a grading period chosen, Canvas's totals rest on work that the export doesn't list"


@dataclass(frozen=True)
class Judged:
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
    period = np.zeros(len(books), bool)
    period[np.unique(totals["book"].to_numpy()[(totals["period"] != "").to_numpy()])] = True
    again = recomputed(books)
    tolerance = policy.settings.totals.tolerance if policy.settings.totals else 0.1
    kind = positions(totals)
    rows = np.flatnonzero((kind >= 0) & totals["value"].notna().to_numpy() & (totals["student"].to_numpy() >= 0))
    printed = totals["value"].to_numpy()[rows]
    book = totals["book"].to_numpy()[rows]
    expected, near = _expected(books, again, rows, kind[rows], printed, tolerance)
    able = ~np.isnan(expected) & (canvas & ~period)[book]
    off = able & ~near
    key = (book.astype(np.int64) * len(KINDS) + kind[rows]) * (len(books.categories) + 2)
    key += totals["category"].to_numpy()[rows] + 1
    _, group = np.unique(key, return_inverse=True)
    judged = np.bincount(group[able], minlength=group.max(initial=-1) + 1)
    wrong = np.bincount(group[off], minlength=len(judged))
    method = (wrong * 2 >= judged) | ((wrong > 2) & (wrong > _MOST * judged))
    return Judged(
        rows,
        kind[rows],
        printed,
        expected,
        off & ~method[group],
        {
            _OTHER: np.flatnonzero(~canvas),
            _PERIOD: np.flatnonzero(period & canvas),
            _METHOD: np.unique(book[off & method[group]]),
            **_hidden(books, np.unique(book[np.isnan(expected) & (canvas & ~period)[book]])),
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
    """For each total what it should be, NaN where that can't be worked out, and whether what is printed comes near it.

    A course's total may follow from the groups as they are printed, or as they should be.
    """
    totals = books.totals
    student, category = (totals[name].to_numpy()[rows] for name in ("student", "category"))
    of_book = totals["book"].to_numpy()[rows]
    course = category < 0
    expected, near = np.full(len(rows), np.nan), np.zeros(len(rows), bool)
    points = (books.books["method"] == "total_points").to_numpy()[of_book]
    slot = category - again.grid.first[of_book]
    group = ~course & (slot < again.group.shape[2]) & ~_unknown(books)[category]
    on_course, by_slot = (again.course, again.course_slack), (again.group, again.group_slack)
    for chosen, readings in (
        (course & points, [on_course]),
        (course & ~points, [(again.exact, again.exact_slack), (again.weighed, again.weighed_slack)]),
        (group, [by_slot, (again.without, again.group_slack)]),
    ):
        at = (kind[chosen], student[chosen], *([slot[chosen]] if chosen is group else []))
        for value, slack in readings:
            gap = np.abs(printed[chosen] - value[at])
            near[chosen] |= gap <= tolerance + slack[at] + _ROUNDING
        expected[chosen] = readings[0][0][at]
    return expected, near


def _unknown(books: Gradebooks) -> Array:
    """Categories of which nobody knows what is in them."""
    table = books.categories
    shown = np.array(["assignments.category" in offers for offers in books.offers], bool)
    holds = np.zeros(len(table) + 1, bool)
    holds[books.assignments["category"].to_numpy()] = True
    return np.append(~shown[table["book"].to_numpy()] | ~holds[: len(table)], True)
