"""Categories that count for much more than their weight, because others hold no grade."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.counted import counted, is_extra
from gradeaudit.grading.setup import setup
from gradeaudit.grading.terms import units, without_assignments
from gradeaudit.grading.weighing import expected_weights, unknown_weights, weighing
from gradeaudit.rules._words import in_brackets, listed, percents
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Array, Gradebooks
    from gradeaudit.policy.effective import Policy

_EXAMS = re.compile(r"\b(?:exams?|finals?|mid-?terms?)\b", re.IGNORECASE)
_ZERO = "the policy says that an empty category counts as zero, so no other counts for more"

_RATIOS = "only the ratios of its weights show, and the policy doesn't fix the weights of all its categories"


@rule(
    title="Empty categories make others count for much more",
    family="weights",
    severity="warning",
    needs={"categories": ["name", "weight_share"], "assignments": ["category"], "scores": ["mark"]},
    policy="weights.empty_category",
    per=["term"],
    what="When the term's progress date has come, or at its end, categories with weight hold no grade. Their weight"
    " goes to the others, and one of those counts for more than its weight by more than so many percentage points.",
    why="Families read the weights and expect them to hold; the grade that they see is made by other ones.",
    fix="Score work in the empty category, or take its weight from it if none will be given.",
    message="{names} {hold} no grade{term_words}, so “{other}” counts for {observed} of the grade instead of"
    " {expected}{more}",
    example="Projects (25%) without a grade, so that Tests count for 80% instead of 60%",
    instead="a scored project, or weights that don't count on one",
    not_a_finding="A small category whose weight hardly moves the others; an exam category before the exam; an empty"
    " category for extra credit.",
    parameters={"points": 10.0},
)
def weight_effective(books: Gradebooks, policy: Policy) -> Rows:
    """The gradebook's weights are spread over what has grades; where only ratios show, the policy's weights are."""
    table, terms, held = books.categories, units(books, policy), weighing(books, policy)
    book, name = table["book"].to_numpy(), table["name"].to_numpy()
    settings = policy.settings.weights
    zero = settings is not None and settings.empty_category == "zero"
    stated = table["weight"].to_numpy(float)
    ratios = np.isnan(stated) & (np.bincount(book, weights=~np.isnan(stated), minlength=len(books)) == 0)[book]
    number = setup(books, policy).number
    policys = np.column_stack([expected_weights(books, policy), np.full(len(books), np.nan)])[book, number]
    weight = np.where(is_extra(name), 0.0, np.where(ratios, policys, stated))
    whole = np.bincount(book, weights=weight, minlength=len(books))  # NaN where one of them isn't known
    judged = ~terms.open & terms.due & ~held.points[terms.book] & (whole[terms.book] > 0) & (not zero)

    by_ratio = np.bincount(book[ratios], minlength=len(books)) > 0
    unknown = np.isnan(whole) & ~held.points

    unit, row, has = _categories_of_terms(books, policy, judged)
    exam = np.array([bool(_EXAMS.search(text)) for text in name.tolist()], bool)
    there = has | (exam[row] & ~(terms.elapsed >= 1)[unit])
    present = np.bincount(unit[there], weights=weight[row][there], minlength=len(terms.book))[unit]
    with np.errstate(divide="ignore", invalid="ignore"):
        now, said = 100.0 * weight[row] / present, 100.0 * weight[row] / whole[book[row]]
    more = np.where(there, np.nan_to_num(now - said), 0.0)
    most = np.zeros(len(terms.book))
    np.maximum.at(most, unit, more)
    far = most > policy.parameter("weight-effective", "points", 10.0) + 1e-9
    lead = np.full(len(terms.book), -1)
    leads = np.flatnonzero(there & (more == most[unit]) & far[unit])[::-1]
    lead[unit[leads]] = leads  # the first of equals is written last
    empty = np.flatnonzero(far[unit] & ~there & (weight[row] > 0))
    names: dict[int, list[str]] = {}
    for at, text in zip(unit[empty].tolist(), name[row[empty]].tolist()):
        names.setdefault(at, []).append(text)
    of = unit[empty]
    return Rows(
        table[["book", "place"]]
        .take(row[empty])
        .assign(
            category=[at if len(names[one]) == 1 else -1 for one, at in zip(of.tolist(), row[empty].tolist())],
            term=terms.term[of],
            names=[listed(names[one]) for one in of.tolist()],
            hold=["holds" if len(names[one]) == 1 else "hold" for one in of.tolist()],
            term_words=terms.words(of),
            other=name[row[lead[of]]],
            observed=percents(now[lead[of]]),
            expected=percents(said[lead[of]]),
            more=[
                in_brackets(
                    "until now" if terms.elapsed[one] < 1 else terms.basis(one, 0),
                    "by the policy's weights" if by_policy else "",
                )
                for one, by_policy in zip(of.tolist(), ratios[row[empty]].tolist())
            ],
            confidence=np.where(ratios[row[empty]], "likely", terms.known(of)),
        ),
        {
            **without_assignments(books),
            **terms.unjudged(),
            **unknown_weights(books, unknown & ~by_ratio),
            _RATIOS: np.flatnonzero(unknown & by_ratio),
            "it adds up points, so its categories have no weights": np.flatnonzero(held.points),
            **({_ZERO: np.arange(len(books))} if zero else {}),
            "no progress date of its terms has come": np.setdiff1d(terms.book, terms.book[terms.due | terms.open]),
        },
    )


def _categories_of_terms(books: Gradebooks, policy: Policy, judged: Array) -> tuple[Array, Array, Array]:
    """Each category of each judged term: the unit, the category's row, and whether it holds a counted grade."""
    terms, grades = units(books, policy), counted(books, policy)
    book = books.categories["book"].to_numpy()
    chosen = np.flatnonzero(judged)
    first, last = (np.searchsorted(book, terms.book[chosen], side=side) for side in ("left", "right"))
    unit = np.repeat(chosen, last - first)
    row = np.arange(len(unit)) + np.repeat(
        first - np.append(0, np.cumsum(last - first)[:-1])[: len(first)], last - first
    )
    category, wide = books.assignments["category"].to_numpy(), np.int64(len(book) + 1)
    graded = grades.assignment & (category >= 0)
    has = np.isin(unit * wide + row, (terms.of_assignment * wide + category)[graded])
    return unit, row, has
