"""The grade that a student gets: what was typed over it, else the final total, else the current one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from gradeaudit.gradebook import Array, Gradebooks

_ORDER = ("override", "final", "current")


class Grades(NamedTuple):
    """One element a student and period that has a grade: ``row`` in ``totals``, its ``value`` in percent (NaN for a
    letter), the ``computed`` total that an override stands for (NaN where there is none), and whether it is one."""

    row: Array
    value: Array
    computed: Array
    overridden: Array


def grades(gradebooks: Gradebooks) -> Grades:
    """The course's grades of a batch, worked out once; posted ones only, so hidden work is left out."""
    return gradebooks.shared(_grades, None)


class Words(NamedTuple):
    """One element a student and period whose grade is shown as text: ``row`` in ``totals``, the ``text``, and whether a
    number stands ``beside`` it."""

    row: Array
    text: Array
    beside: Array


def words(gradebooks: Gradebooks) -> Words:
    """The course's grades of a batch that are letters or words; posted ones only, so hidden work is left out."""
    shown, numbered = _rows(gradebooks, "letter"), _rows(gradebooks, "value")
    row, of = _chosen(shown)
    return Words(
        row,
        gradebooks.totals["letter"].astype(object).to_numpy()[row],
        np.asarray((numbered[of] >= 0).any(axis=1)),
    )


def _rows(gradebooks: Gradebooks, column: str) -> Array:
    """By student and period (down) and ``_ORDER`` (across): the row of ``totals`` that has a grade in a column, or -1.

    The last rows are of no student.
    """
    totals = gradebooks.totals
    kinds = list(totals["kind"].cat.categories)
    rank = np.full(len(kinds) + 1, -1)
    rank[[kinds.index(name) for name in _ORDER]] = np.arange(len(_ORDER))
    rank = rank[totals["kind"].cat.codes.to_numpy()]
    student, (period, periods) = totals["student"].to_numpy(), totals["period"].factorize()
    told = (rank >= 0) & (totals["category"] < 0).to_numpy() & totals[column].notna().to_numpy()
    rows = np.flatnonzero(told)[::-1]  # of several the first one stands
    found = np.full(((len(gradebooks.students) + 1) * len(periods), len(_ORDER)), -1)
    found[student[rows] * len(periods) + period[rows], rank[rows]] = rows
    return found


def _chosen(rows: Array) -> tuple[Array, Array]:
    """The row of ``totals`` nearest to what is posted of each student and period that has one, in the rows' order, and
    which student and period it is of."""
    of = np.flatnonzero((rows >= 0).any(axis=1))
    row = rows[of, (rows[of] >= 0).argmax(axis=1)]
    order = np.argsort(row)
    return row[order], of[order]


def _grades(gradebooks: Gradebooks, terms: None) -> Grades:
    rows, value = _rows(gradebooks, "value"), gradebooks.totals["value"].to_numpy()
    row, of = _chosen(rows)
    computed = rows[of, _ORDER.index("final")]
    return Grades(
        row,
        value[row],
        np.where(computed >= 0, value[computed], np.nan),
        rows[of, _ORDER.index("override")] >= 0,
    )
