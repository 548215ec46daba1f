"""Late work that earned more than the policy lets late work earn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.setup import setup
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


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
    not_a_finding="A late score at or below what the policy leaves; late work where nothing is taken off.",
)
def late_above_cap(books: Gradebooks, policy: Policy) -> Rows:
    """How many days late isn't known, so the deduction of the first day is the one that every late score must show."""
    scores, assignments = books.scores, books.assignments
    names = [*setup(books, policy).name, ""]
    caps = {}
    for name in set(names):
        late = policy.late_work(name)
        first = late.penalty[min(late.penalty)] if late.penalty else 0.0
        caps[name] = min(100.0 if late.at_most is None else late.at_most, 100.0 - first)
    cap = np.array([caps[name] if caps[name] < 100 else np.nan for name in names])[assignments["category"].to_numpy()]
    of = scores["assignment"].to_numpy()
    possible = assignments["points_possible"].to_numpy()[of]
    with np.errstate(invalid="ignore", divide="ignore"):
        percent = np.where(possible > 0, 100.0 * scores["points"].to_numpy() / possible, np.nan)
    real = ~books.students["is_test_student"].to_numpy()[scores["student"].to_numpy()]
    above = real & scores["late"].to_numpy() & (percent > cap[of] + 1e-6)
    found = scores.loc[above, ["book", "place", "assignment", "student"]].assign(percent=percent[above])
    of = found["assignment"].to_numpy()
    highest, number = (found.groupby("assignment")["percent"].transform(how) for how in ("max", "size"))
    return Rows(
        found.assign(
            title=assignments["title"].to_numpy()[of],
            cap=cap[of],
            observed=[f"{top:g}%" if count == 1 else f"up to {top:g}%" for top, count in zip(highest, number)],
        ).drop(columns="percent")
    )
