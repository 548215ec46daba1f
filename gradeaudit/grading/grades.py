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
    totals = gradebooks.totals
    rows, rank = _candidates(gradebooks, "letter")
    part = totals.iloc[rows][["student", "period"]].assign(row=rows, rank=rank).sort_values(["rank", "row"])
    first = part.drop_duplicates(["student", "period"]).sort_values("row")
    numbered = totals.iloc[grades(gradebooks).row]
    known = set(zip(numbered["student"], numbered["period"]))
    return Words(
        first["row"].to_numpy(),
        totals["letter"].astype(object).to_numpy()[first["row"].to_numpy()],
        np.array([key in known for key in zip(first["student"], first["period"])], bool),
    )


def _candidates(gradebooks: Gradebooks, column: str) -> tuple[Array, Array]:
    """The rows of ``totals`` with a course's grade in a column, and how near each is to what is posted (0 first)."""
    totals = gradebooks.totals
    kinds = list(totals["kind"].cat.categories)
    rank = np.full(len(kinds) + 1, len(_ORDER))
    for place, name in enumerate(_ORDER):
        rank[kinds.index(name)] = place
    of = rank[totals["kind"].cat.codes.to_numpy()]
    rows = np.flatnonzero((of < len(_ORDER)) & (totals["category"] < 0).to_numpy() & totals[column].notna().to_numpy())
    return rows, of[rows]


def _grades(gradebooks: Gradebooks, terms: None) -> Grades:
    totals = gradebooks.totals
    rows, rank = _candidates(gradebooks, "value")
    part = totals.iloc[rows][["student", "period"]].assign(row=rows, rank=rank).sort_values(["rank", "row"])
    first = part.drop_duplicates(["student", "period"]).sort_values("row")
    computed = part[(part["rank"] == 1)].drop_duplicates(["student", "period"]).set_index(["student", "period"])["row"]
    before = computed.reindex(list(zip(first["student"], first["period"]))).to_numpy(float)
    value = totals["value"].to_numpy()
    known = ~np.isnan(before)
    final = np.full(len(first), np.nan)
    final[known] = value[before[known].astype(np.int64)]
    return Grades(first["row"].to_numpy(), value[first["row"].to_numpy()], final, (first["rank"] == 0).to_numpy())
