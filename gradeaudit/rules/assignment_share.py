"""One assignment, or the largest two, on which too much of a term's grade rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.shares import shares
from gradeaudit.grading.terms import units, without_assignments
from gradeaudit.grading.weighing import PRINTED, weighing
from gradeaudit.rules._words import in_brackets, listed, percents
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Array, Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="One or two assignments count for too much",
    family="weights",
    severity="warning",
    needs={"assignments": ["points_possible"], "scores": ["mark"]},
    policy="weights.share",
    per=["assignment", "term"],
    what="An assignment, or the two largest together, carry more of a term's grade than the policy allows. While the"
    " term runs it is judged by what it will carry at the end, if work goes on at this pace and to the policy's"
    " minimum numbers of grades.",
    why="Where one test decides the grade, a single bad day does, and all other work counts for little.",
    fix="Give more work of the same kind before the term ends, or spread the points over several assignments.",
    message="{names} {carry} {observed} of the grade{term_words}, the policy allows at most {expected}{more}",
    example="one test of 60 points, alone in a category of 60%, where the policy allows 30%",
    instead="two tests, 30% each",
    not_a_finding="The first test of a term that will have more by the policy's minimum; a share on the cap itself; a"
    " pair that is only too much because one of the two already is.",
)
def assignment_share(books: Gradebooks, policy: Policy) -> Rows:
    """Single assignments are held against the cap for one, the two largest of a term against the cap for two."""
    settings = policy.settings.weights.share if policy.settings.weights else None
    one = np.inf if settings is None or settings.one is None else settings.one
    two = np.inf if settings is None or settings.two is None else settings.two
    held, terms, assignments = shares(books, policy), units(books, policy), books.assignments
    share = np.where(terms.open[terms.of_assignment], 0.0, np.nan_to_num(held.share))
    slack = held.error + PRINTED
    single = np.flatnonzero(share > one + slack)
    pairs = _largest_two(share, terms.of_assignment)
    capped = np.minimum(share, one)  # a pair is told where it stays too much once single ones are put right
    pairs = pairs[capped[pairs].sum(axis=1) > two + slack[pairs].sum(axis=1)]
    titles = assignments["title"].to_numpy()
    rows = np.concatenate([single, pairs.ravel()])
    unit = terms.of_assignment[rows]
    recovered = weighing(books, policy).recovered[assignments["book"].to_numpy()[rows]]
    observed = [*percents(share[single]), *percents(np.repeat(share[pairs].sum(axis=1), 2))]
    alone = np.arange(len(rows)) < len(single)
    return Rows(
        assignments[["book", "place"]]
        .take(rows)
        .assign(
            assignment=np.where(alone, rows, -1),
            category=np.where(alone, assignments["category"].to_numpy()[rows], -1),
            term=terms.term[unit],
            names=[listed([titles[row]]) for row in single]
            + [names for pair in pairs for names in [listed(titles[pair].tolist())] * 2],
            carry=np.where(alone, "counts for", "together count for"),
            observed=observed,
            term_words=terms.words(unit),
            expected=[f"{one:g}%" if own else f"{two:g}% for two" for own in alone.tolist()],
            more=[
                in_brackets(_basis(terms.elapsed[at]), "weights recovered from the totals" if again else "")
                for at, again in zip(unit.tolist(), recovered.tolist())
            ],
            confidence=np.where(recovered, "likely", terms.known(unit)),
            policy_key=np.where(alone, "weights.share.one", "weights.share.two"),
        ),
        {**without_assignments(books), **terms.unjudged(), **held.why},
    )


def _largest_two(share: Array, unit: Array) -> Array:
    """The rows of the two largest shares of each unit, the larger first; units of one assignment have none."""
    order = np.lexsort((-share, unit))
    first = np.append(True, unit[order][1:] != unit[order][:-1])[: len(order)]
    leads = np.flatnonzero(first[:-1] & ~first[1:])
    return np.column_stack([order[leads], order[leads + 1]])


def _basis(elapsed: float) -> str:
    if np.isnan(elapsed):
        return "the export is taken as the whole term"
    return "at the term's end, at this pace" if elapsed < 1 else ""
