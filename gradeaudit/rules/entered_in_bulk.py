"""Most of a term's scores entered on one or two days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.rules._words import many
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

_SPAN = 21
"""Days that the due dates must span for a term to have been under way."""


@rule(
    title="Most scores were entered on one or two days",
    family="dates",
    severity="info",
    needs={"scores": ["entered_on", "mark"], "assignments": ["due_on"]},
    policy="dates",
    parameters={"share": 80, "assignments": 5},
    confidence="possible",
    what="Nearly all scores of weeks of work were entered on one or two days.",
    why="Until that day families saw an empty gradebook; it is often a sign of a gradebook that is kept elsewhere.",
    fix="Enter scores as they are given.",
    message="{share:.0f}% of the scores of {work} were entered on {days}",
    example="nine tenths of a quarter entered on its last day",
    instead="scores entered every week",
    not_a_finding="Fewer than five assignments; work that was all due within three weeks; a term whose scores were"
    " spread over three days or more.",
)
def entered_in_bulk(books: Gradebooks, policy: Policy) -> Rows:
    """The two days with most entries are counted, for assignments whose due dates span at least three weeks."""
    scores, due = books.scores, books.assignments["due_on"].to_numpy().astype("datetime64[D]")
    entered = scores["entered_on"].to_numpy().astype("datetime64[D]")
    of, book = scores["assignment"].to_numpy(), scores["book"].to_numpy()
    known = np.flatnonzero(~np.isnat(entered) & ~np.isnat(due[of]))
    day, of, book = entered[known].astype(np.int64), of[known], book[known]
    first, last = np.full(len(books), np.iinfo(np.int64).max), np.full(len(books), np.iinfo(np.int64).min)
    np.minimum.at(first, book, due[of].astype(np.int64))
    np.maximum.at(last, book, due[of].astype(np.int64))
    number = np.bincount(np.unique(np.stack([book, of]), axis=1)[0], minlength=len(books))
    whole = np.bincount(book, minlength=len(books))
    (owner, days), count = np.unique(np.stack([book, day]), axis=1, return_counts=True)
    order = np.lexsort((days, -count, owner))
    owner, days, count = owner[order], days[order], count[order]
    rank = np.arange(len(owner)) - np.searchsorted(owner, owner)
    top = np.bincount(owner[rank < 2], weights=count[rank < 2], minlength=len(books))
    share = 100.0 * top / np.maximum(whole, 1)
    bulk = (share >= policy.parameter("entered-in-bulk", "share", 80)) & (last - first >= _SPAN) & (whole > 0)
    bulk &= number >= policy.parameter("entered-in-bulk", "assignments", 5)
    names = {one: [] for one in np.flatnonzero(bulk).tolist()}  # type: dict[int, list[str]]
    for one, text in zip(owner[rank < 2].tolist(), days[rank < 2].view("datetime64[D]").astype(str)):
        if one in names:
            names[one].append(text)
    found = books.books.loc[bulk, ["book", "place"]]
    return Rows(
        found.assign(
            share=share[bulk],
            observed=[f"{part:.0f}% at once" for part in share[bulk]],
            expected="scores entered throughout the term",
            work=[many(count, "assignment") for count in number[bulk].tolist()],
            days=[" and ".join(sorted(texts)) for texts in names.values()],
        )
    )
