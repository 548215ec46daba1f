"""A waiver in the policy waives nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="A waiver waives nothing",
    family="policy",
    severity="warning",
    scope="run",
    needs={},
    policy="waivers",
    per=["waiver"],
    what="A waiver in the policy matches no finding of this run.",
    why="A waiver for what doesn't happen hides a misspelt name, or an exception that nobody needs any more.",
    fix="Correct the names under rules: and where:, or remove the waiver.",
    message="The waiver “{waiver}” waives nothing: {why_unused}",
    example="where: {school: Centrall HS}",
    instead="where: {school: Central HS}",
    not_a_finding="A waiver whose rules were not applied in this run; one that has expired is told by waiver-expired.",
)
def waiver_unused(books: Gradebooks, policy: Policy) -> Rows:
    """One finding for each waiver that could have waived something and didn't."""
    idle = [
        (use, "it gives no reason" if not use.states.reason else _why(use.gradebooks))
        for use in policy.waivers
        if not use.findings
        and (use.states.expires is None or use.states.expires >= policy.as_of)
        and (use.states.granted_on is None or use.states.granted_on <= policy.as_of)
        and (not use.states.reason or (use.ran and use.known))
    ]
    return Rows(
        books.books[["book", "place"]]
        .iloc[:0]
        .reindex(range(len(idle)))
        .assign(
            waiver=[use.called for use, _ in idle],
            why_unused=[why for _, why in idle],
            observed=[why for _, why in idle],
            expected="a finding that it waives",
            severity=["warning" if use.gradebooks or not use.states.reason else "info" for use, _ in idle],
            policy_key=[use.path for use, _ in idle],
        )
    )


def _why(gradebooks: int) -> str:
    if not gradebooks:
        return "no gradebook of this run is meant by it"
    meant = (
        "the one gradebook that it means has" if gradebooks == 1 else f"the {gradebooks} gradebooks that it means have"
    )
    return f"{meant} no finding of its rules"
