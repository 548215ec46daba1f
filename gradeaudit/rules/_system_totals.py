"""The totals of the systems other than Canvas that the method of their class doesn't reproduce, as rows of a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.arithmetic import ARITHMETIC, NO_ARITHMETIC, judged_by
from gradeaudit.grading.rounding import rounded_otherwise
from gradeaudit.rules._tables import below
from gradeaudit.rules.base import Rows

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

_OFF = "the policy says not to recompute totals"
_SCORES = {
    "current": "current score", "final": "final score", "current_points": "current points",
    "final_points": "final points",
}  # fmt: skip

_EXCUSED = "Where what didn't count was excused, the total is right."


def with_other_systems(canvas: Rows, books: Gradebooks, policy: Policy, varies: bool) -> Rows:
    """Canvas's rows, and those of the systems that have an arithmetic of their own; what holds for other systems is
    not said of them. ``varies``: the totals that another of their methods makes, else those that none makes."""
    if policy.settings.totals and not policy.settings.totals.recompute:
        return Rows(canvas.found.iloc[:0], {_OFF: np.arange(len(books))})
    formats = books.books["format"]
    known = formats.isin({**ARITHMETIC, **NO_ARITHMETIC}).to_numpy()
    if not known.any():
        return canvas
    other = _rows(books, policy, varies)
    reasons = {why: np.flatnonzero((formats == name).to_numpy()) for name, why in NO_ARITHMETIC.items()}
    not_checked = {reason: numbers[~known[numbers]] for reason, numbers in canvas.not_checked.items()}
    for reason, numbers in (*other.not_checked.items(), *reasons.items()):
        not_checked[reason] = np.append(not_checked.get(reason, numbers[:0]), numbers)
    found = canvas.found.assign(confidence="certain", severity="", fix_also="")
    return Rows(below([found, other.found]), not_checked)


def _rows(books: Gradebooks, policy: Policy, varies: bool) -> Rows:
    found = judged_by(books, policy)
    by_method = np.isin(np.arange(len(found.off)), list(found.varied))
    # what rounding explains is rounding-differs's to say
    rounded = np.isin(found.rows, rounded_otherwise(books, policy).rows)
    off = np.flatnonzero(found.off & (by_method == varies) & ~rounded)
    rows = books.totals.iloc[found.rows[off]]
    # few exports mark excused work, so that a score or two may have been left out rightly, and fewer extra credit too
    excused, extra = (
        np.array([column in offers for offers in books.offers], bool)[rows["book"].to_numpy()]
        for column in ("scores.excused", "assignments.extra_credit")
    )
    maybe = np.isin(off, list(found.left_out)) & ~excused
    kinds, periods = rows["kind"].astype(str).tolist(), rows["period"].tolist()
    names = [f"“{name}”" for name in books.categories["name"]] + ["the course"]
    return Rows(
        rows[["book", "place", "student", "category"]].assign(
            what=[
                f"the {_SCORES[kind]} of {names[category]}" + (f" in “{period}”" if period else "")
                for kind, category, period in zip(kinds, rows["category"].tolist(), periods)
            ],
            observed=[f"{value:.2f}" for value in rows["value"]],
            expected=[f"{value:.2f}" for value in found.expected[off]],
            cause=[f", {found.causes[at]}" if at in found.causes else "" for at in off.tolist()],
            confidence=np.where(maybe, "possible", np.where(excused & extra, "certain", "likely")),
            severity=np.where(maybe, "warning", ""),
            fix_also=np.where(maybe, _EXCUSED, ""),
        ),
        found.why_not,
    )
