"""A category that weighs more or less than the policy says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradeaudit.grading.setup import setup
from gradeaudit.grading.weighing import expected_weights, tolerance, unknown_weights, weighing
from gradeaudit.rules._steps import WEIGH
from gradeaudit.rules._tables import located
from gradeaudit.rules._words import listed, percents
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

Array = np.ndarray[Any, Any]


@rule(
    title="A category's weight differs from the policy",
    family="weights",
    severity="error",
    needs={"categories": ["name", "weight_share"]},
    policy="categories.*.weight",
    per=["right"],
    what="A category's weight isn't the one that the policy sets for it. Where the export states no weights they are"
    " recovered from the class's totals, and the finding says so.",
    why="The same work earns a different grade in this class than in another one.",
    fix="Set the category's weight to the policy's in the gradebook's settings.",
    steps=WEIGH,
    message="{names} {weigh} {observed}{of}, the policy says {expected}{source}",
    example="Homework at 25%, where the policy says 20%",
    instead="Homework at 20%",
    not_a_finding="A third written as 33.33 or 33.3; the weight that the policy sets for this term; a gradebook that"
    " adds up points; two categories that are one to the policy and together weigh what it says.",
)
def weight_differs(books: Gradebooks, policy: Policy) -> Rows:
    """Where only the shares of the categories with scores are known, they are held against the policy's shares."""
    held, look, table = weighing(books, policy), setup(books, policy), books.categories
    expected = expected_weights(books, policy, held.weight)
    by_share = ~held.points & np.isnan(held.weight).all(axis=1) & ~np.isnan(held.share).all(axis=1)
    there = np.where(by_share[:, None], ~np.isnan(held.share), ~np.isnan(held.weight))
    whole = np.where(there, expected, 0.0).sum(axis=1)  # NaN where one of them has no exact weight
    comparable = by_share & (whole > 0) & ~held.strange
    scale = np.where(comparable, 100.0 / np.where(comparable, whole, 1.0), np.where(by_share, np.nan, 1.0))
    observed = np.where(by_share[:, None], held.share, held.weight)
    expected = expected * scale[:, None]
    off = np.abs(observed - expected) > tolerance(policy) + held.error + 1e-9
    off &= there & ~held.points[:, None]

    rows = look.rows(off)
    cell = (look.book[rows], look.number[rows])
    names: dict[tuple[int, int], list[str]] = {}
    for one, number, name in zip(*(part.tolist() for part in cell), table["name"].to_numpy()[rows].tolist()):
        names.setdefault((one, number), []).append(name)
    together = [names[key] for key in zip(*(part.tolist() for part in cell))]
    known = ~np.isnan(held.weight).all(axis=1) | held.points
    return Rows(
        located(
            books,
            "categories",
            rows,
            right=look.name[rows],
            names=[listed(some) for some in together],
            weigh=["weighs" if len(some) == 1 else "together weigh" for some in together],
            observed=percents(observed[cell]),
            expected=percents(expected[cell]),
            of=np.where(by_share[cell[0]], " of the categories with scores", ""),
            source=np.where(held.recovered[cell[0]] | by_share[cell[0]], " (recovered from the totals)", ""),
            confidence=np.where(held.recovered[cell[0]] | by_share[cell[0]], "likely", "certain"),
            policy_key=[f"categories.{name}.weight" for name in look.name[rows]],
        ),
        {
            **unknown_weights(books, ~known & ~by_share),
            "only the ratios of its weights show, and the policy doesn't fix the weights of all those categories": (
                np.flatnonzero(by_share & ~comparable)
            ),
            "it adds up points, so its categories have no weights": np.flatnonzero(held.points),
        },
    )
