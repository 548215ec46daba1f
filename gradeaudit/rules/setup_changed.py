"""A set-up that was changed after the policy froze it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.freeze import setup_frozen
from gradeaudit.grading.setup import LISTS_ALL
from gradeaudit.grading.weighing import tolerance
from gradeaudit.grading.within_year import asks_anew
from gradeaudit.rules._drift import changed, sure, together
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    import datetime

    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

_PARTS = {
    "method": "method", "weight": "weights", "drops": "drops", "category-added": "categories",
    "category-removed": "categories", "category-renamed": "categories",
}  # fmt: skip
"""Each kind of change with the part of the set-up that it belongs to: one finding tells all changes of a part."""
_EMPTY = "this export lists only categories with assignments in them, so one that came or went may have been empty"


@rule(
    title="The set-up changed after it was frozen",
    family="drift",
    severity="error",
    scope="drift",
    needs={"categories": ["name"]},
    policy="freeze.setup",
    per=["part"],
    what="Categories, weights, the way of computing grades or drops changed after the day from which the policy lets"
    " them stay as they are.",
    why="Grades that students already know change without any work of theirs, and analyses over the year no longer"
    " compare like with like.",
    fix="Set it back as it was, or have the change approved and written into the policy as an amendment.",
    message="{changes}; the set-up was to stay as it was from {since} on",
    example="Homework raised from 10% to 40% in March, where set-ups are frozen from September",
    instead="the weights of September all year, or an amendment of the policy that changes them",
    not_a_finding="A weight that an amendment of the policy, or its own weights by term, ask for; a category that is"
    " now called what the policy calls it; a recovered weight that moved by half a point; a change that may have been"
    " made before the freeze.",
)
def setup_changed(books: Gradebooks, policy: Policy) -> Rows:
    """A change is one after the freeze only if the earlier export was made in it already."""
    frozen = setup_frozen(books, policy)
    table = changed(books, *_PARTS)
    book = table["book"].to_numpy()
    listed = books.books["format"].isin(LISTS_ALL).to_numpy()[book]
    vague = table["kind"].isin(["category-added", "category-removed"]).to_numpy() & ~listed
    asked = [
        _asked(policy, kind, name, was, now, since.item())
        for kind, name, was, now, since in zip(
            table["kind"].tolist(), table["name"].tolist(), table["was"].tolist(), table["now"].tolist(),
            frozen.since[book],
        )
    ]  # fmt: skip
    free = ~np.array(asked, bool)
    rows = table[frozen.sure[book] & free & ~vague].reset_index(drop=True)
    rows = rows.assign(part=[_PARTS[kind] for kind in rows["kind"].tolist()])
    changes = together(rows, "part")
    since = frozen.since[rows["book"].to_numpy()].astype(str)
    number = np.bincount(book[free], minlength=len(books)) > 0
    reasons = frozen.unjudged(np.arange(len(books)), number)
    for why, which in _weights_unknown(books).items():
        reasons[why] = np.array([one for one in which if frozen.sure[one]], np.int64)
    doubtful = rows.groupby(["book", "part"])["likely"].transform("max").to_numpy(bool)
    return Rows(
        rows[["book", "place", "part"]].assign(
            changes=changes,
            since=since,
            observed=changes,
            expected=[f"no change from {day} on" for day in since.tolist()],
            confidence=sure(doubtful),
        ),
        {**reasons, _EMPTY: np.unique(book[frozen.sure[book] & free & vague])},
    )


def _asked(policy: Policy, kind: str, name: str, was: str, now: str, since: datetime.date) -> bool:
    """Whether the policy itself asks for a change of its set-up."""
    if kind == "method":
        return asks_anew(policy, since, "weights", "method")
    if kind == "drops":
        return asks_anew(policy, since, "totals", "drop_lowest")
    known = policy.category(name).name
    if kind == "category-renamed" and known and policy.category(was).name == known:
        return True
    by_term = known and isinstance(policy.categories[known].weight, dict)
    if not by_term and not asks_anew(policy, since, "categories", name):
        return False
    weight = policy.weight(known) if known else None
    return kind != "weight" or weight is None or not now or abs(float(now) - weight) <= tolerance(policy)


def _weights_unknown(books: Gradebooks) -> dict[str, list[int]]:
    """Why the weights of some gradebooks can't be compared; nothing of those that add up points."""
    reasons: dict[str, list[int]] = {}
    weighted = (books.books["method"] != "total_points").to_numpy()
    for number in np.flatnonzero(weighted).tolist():
        if "categories.weight" not in books.offers[number]:
            why = books.lacks[number].get("categories.weight", "the exports carry no category weights")
            reasons.setdefault(why, []).append(number)
    return reasons
