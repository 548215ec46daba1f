"""A computed grade that was typed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.rules._words import of_points
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="A total is overridden by hand",
    family="totals",
    severity="warning",
    needs={"totals": ["value"]},
    policy="totals.override",
    what="A final grade was typed over by hand, where the policy forbids it or by more than it allows.",
    why="The grade that counts no longer follows from the scores, and nobody can see why from the gradebook.",
    fix="Take the override out, or have it approved and its reason written down as the policy says.",
    steps={"canvas": "In the Gradebook, clear the student's cell in the Override column."},
    message="{totals} overridden by hand{how}",
    example="an override of 91 where the scores make 84.22",
    instead="84.22, or a documented exception",
    not_a_finding="An override that lifts the grade to the policy's floor; one within what the policy allows.",
)
def total_overridden(books: Gradebooks, policy: Policy) -> Rows:
    """An override is held against the final score of the same student, without hidden work."""
    totals = books.totals
    allowed = policy.settings.totals.override if policy.settings.totals else None
    most = np.inf if allowed is None or allowed == "allowed" else 0.0 if allowed == "forbidden" else allowed.max
    student, value = totals["student"].to_numpy(), totals["value"].to_numpy()
    course = (totals["category"].to_numpy() < 0) & ~books.students["is_test_student"].to_numpy().take(student)
    course &= ~np.isnan(value)
    override = totals[course & (totals["kind"] == "override").to_numpy()]
    overridden = np.zeros(len(books.students), bool)
    overridden[override["student"].to_numpy()] = True
    final = totals[course & overridden.take(student) & (totals["kind"] == "final").to_numpy()]
    printed = final.drop_duplicates(["student", "period"]).set_index(["student", "period"])["value"]
    before = printed.reindex(list(zip(override["student"], override["period"]))).to_numpy()
    value = override["value"].to_numpy()
    floor = policy.floor("term")
    lifted = np.zeros(len(override), bool) if floor is None else (value == floor) & (before < floor)
    moved = np.abs(value - before)
    bad = ((moved > most + 1e-9) | (most == 0.0)) & ~lifted
    found = override.loc[bad, ["book", "place", "student"]].assign(moved=moved[bad])
    by_book = found.groupby("book")["moved"].transform("max") if len(found) else found["moved"]
    limit = "" if most == 0.0 else f", more than the {of_points(most)} that {'is' if most == 1 else 'are'} allowed"
    return Rows(
        found.assign(
            how=["" if np.isnan(gap) else f", by up to {gap:.2f} points{limit}" for gap in by_book],
            observed=["an override" if np.isnan(gap) else f"up to {gap:.2f} points apart" for gap in by_book],
            expected=["no override" if most == 0.0 else f"at most {of_points(most)}"] * len(found),
        ).drop(columns="moved")
    )
