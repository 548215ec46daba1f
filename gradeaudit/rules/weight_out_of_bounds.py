"""A category, or several together, that weigh more or less than the policy's bounds allow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gradeaudit.grading.setup import setup
from gradeaudit.grading.weighing import PRINTED, unknown_weights, weighing
from gradeaudit.rules._steps import WEIGH
from gradeaudit.rules._words import listed, percents
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


class _Bound(NamedTuple):
    """What some of the policy's categories (by position) may weigh together, in percent, and the key that says so."""

    of: tuple[int, ...]
    least: float
    most: float
    key: str

    @property
    def words(self) -> str:
        if self.least == self.most:
            return f"exactly {percents([self.least])[0]}"
        parts = []
        if self.least > -np.inf:
            parts.append(f"at least {percents([self.least])[0]}")
        if self.most < np.inf:
            parts.append(f"at most {percents([self.most])[0]}")
        return " and ".join(parts)


@rule(
    title="A category's weight is outside the policy's bounds",
    family="weights",
    severity="error",
    needs={"categories": ["weight"]},
    policy=["categories.*.weight", "weights.limits"],
    per=["bound"],
    what="A category, or several that the policy adds up, weigh less than its least or more than its most.",
    why="Within the bounds a school may choose; beyond them some kind of work counts for too much or too little.",
    fix="Change the weight so that it lies within the bounds, and adjust the other categories to match.",
    steps=WEIGH,
    message="{names} {weigh} {observed}, the policy allows {expected}{source}",
    example="Homework at 20%, where the policy allows at most 10%",
    instead="Homework at 10% or less",
    not_a_finding="A weight on the bound itself; a category that the gradebook doesn't have; a category whose exact"
    " weight the policy sets, which weight-differs compares.",
)
def weight_out_of_bounds(books: Gradebooks, policy: Policy) -> Rows:
    """One pass for each bound of the policy; of a sum, a category that isn't there weighs nothing."""
    held, look, table = weighing(books, policy), setup(books, policy), books.categories
    bounds = list(_bounds(policy))
    if not bounds:
        return Rows(table[:0], {"the policy sets no bounds on weights": np.arange(len(books))})
    rows, numbers, weights = [], [], []
    for number, bound in enumerate(bounds):
        of = list(bound.of)
        there = ~np.isnan(held.weight[:, of])
        weight = np.nansum(held.weight[:, of], axis=1)
        slack = PRINTED + held.error[:, of].sum(axis=1)
        off = ((weight < bound.least - slack) | (weight > bound.most + slack)) & there.any(axis=1) & ~held.points
        involved = np.zeros(held.weight.shape, bool)
        involved[:, of] = off[:, None] & there
        rows.append(look.rows(involved))
        numbers.append(np.full(len(rows[-1]), number))
        weights.append(weight[look.book[rows[-1]]])
    row, of_bound = np.concatenate(rows), np.concatenate(numbers)
    found = table[["book", "place"]].take(row)
    names: dict[tuple[int, int], list[str]] = {}
    keys = list(zip(look.book[row].tolist(), of_bound.tolist()))
    for key, name in zip(keys, table["name"].to_numpy()[row].tolist()):
        names.setdefault(key, []).append(name)
    recovered = held.recovered[look.book[row]]
    return Rows(
        found.assign(
            category=[one if len(names[key]) == 1 else -1 for key, one in zip(keys, row.tolist())],
            bound=[bounds[number].key for number in of_bound.tolist()],
            policy_key=[bounds[number].key for number in of_bound.tolist()],
            names=[listed(names[key]) for key in keys],
            weigh=["weighs" if len(names[key]) == 1 else "together weigh" for key in keys],
            observed=percents(np.concatenate(weights)),
            expected=[bounds[number].words for number in of_bound.tolist()],
            source=np.where(recovered, " (recovered from the totals)", ""),
            confidence=np.where(recovered, "likely", "certain"),
        ),
        {
            **unknown_weights(books, np.isnan(held.weight).all(axis=1) & ~held.points),
            "it adds up points, so its categories have no weights": np.flatnonzero(held.points),
        },
    )


def _bounds(policy: Policy) -> Iterator[_Bound]:
    """The bounds of single categories, and those of sums whose categories the policy knows."""
    position = {name: number for number, name in enumerate(policy.categories)}
    for name, entry in policy.categories.items():
        weight = entry.weight
        if weight is not None and not isinstance(weight, (dict, float)):
            yield _Bound((position[name],), *_ends(weight.min, weight.max), f"categories.{name}.weight")
    limits = policy.settings.weights.limits if policy.settings.weights else ()
    for number, limit in enumerate(limits):
        of = tuple(dict.fromkeys(position[match.name] for match in policy.category_matches(limit.of) if match.name))
        if of:
            yield _Bound(of, *_ends(limit.min, limit.max), f"weights.limits.{number}")


def _ends(least: float | None, most: float | None) -> tuple[float, float]:
    return -np.inf if least is None else least, np.inf if most is None else most
