"""Late work that earned more than the policy lets late work earn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.counted import REASONS, counted
from gradeaudit.grading.limits import limits
from gradeaudit.grading.setup import setup
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy
    from gradeaudit.policy.keys.marks import LateRules

_UNKNOWN = "the policy's rules about late work depend on the category, and this export doesn't say each assignment's"


@rule(
    title="Late work earned more than it may",
    family="marks",
    severity="error",
    needs={"scores": ["mark", "points", "late"], "assignments": ["points_possible", "title"]},
    policy=[
        "late_work.at_most",
        "late_work.penalty",
        "late_work.by_category.*.at_most",
        "late_work.by_category.*.penalty",
    ],
    per=["assignment"],
    what="A score that the LMS marks as late is higher than what is left after the policy's smallest deduction.",
    why="Late work that is worth as much as work on time is unfair to those who kept the date.",
    fix="Take off what the policy says, or take out the late mark if the lateness was excused.",
    message="{cells} on “{title}” marked late with more than {cap:g}%: {observed}",
    example="a late project with 98%, where one day late costs 10%",
    instead="90% at most",
    not_a_finding="A late score at or below what the policy leaves; late work where nothing is taken off; what is left"
    " of a bonus, where others of the class or the policy's extra credit show that more than 100% can be earned.",
)
def late_above_cap(books: Gradebooks, policy: Policy) -> Rows:
    """How many days late isn't known, so the smallest deduction is the one that every late score must show.

    What it is taken off may be more than 100%: where a bonus may be earned, or others of the class have earned one.
    """
    scores, assignments = books.scores, books.assignments
    category, of = assignments["category"].to_numpy(), scores["assignment"].to_numpy()
    names = [*setup(books, policy).name, ""]
    rules = {name: policy.late_work(name) for name in set(names)}
    off = np.array([_least_off(rules[name]) for name in names])[category]
    most = np.array([np.inf if (share := rules[name].at_most) is None else share for name in names])[category]
    possible = assignments["points_possible"].to_numpy()[of]
    with np.errstate(invalid="ignore", divide="ignore"):
        percent = np.where(possible > 0, 100.0 * scores["points"].to_numpy() / possible, np.nan)
    late = scores["late"].to_numpy()
    real = ~books.students["is_test_student"].to_numpy()[scores["student"].to_numpy()]
    bonus = np.array([policy.marks(name).extra_credit == "allowed" for name in names], bool)[category]
    bonus |= counted(books, policy).why_not == REASONS.index("extra credit")
    whole = np.fmax(limits(books, policy).most_percent, 100.0)
    on_time = real & ~late & ~np.isnan(percent)
    np.maximum.at(whole, of[on_time], percent[on_time])
    unknown = (category < 0) & bool(policy.settings.late_work and policy.settings.late_work.by_category)
    cap = np.where(unknown | ((off == 0) & (most >= 100)), np.nan, np.minimum(most, whole - off))
    above = real & late & (percent > cap[of] + 1e-6)
    found = scores.loc[above, ["book", "place", "assignment", "student"]].assign(percent=percent[above])
    of = found["assignment"].to_numpy()
    highest, number = (found.groupby("assignment")["percent"].transform(how) for how in ("max", "size"))
    return Rows(
        found.assign(
            title=assignments["title"].to_numpy()[of],
            cap=cap[of],
            observed=[f"{top:g}%" if count == 1 else f"up to {top:g}%" for top, count in zip(highest, number)],
            expected=[f"{most:g}% or less" for most in cap[of]],
            confidence=np.where(bonus[of] & (cap < most)[of], "likely", "certain"),
        ).drop(columns="percent"),
        {_UNKNOWN: np.unique(assignments["book"].to_numpy()[unknown])},
    )


def _least_off(late: LateRules) -> float:
    """The least percent that any late work loses; nothing where the first steps are free."""
    if not late.penalty or min(late.penalty) > 1:
        return 0.0
    return min(*late.penalty.values(), 100.0 if late.penalty_limit is None else late.penalty_limit)
