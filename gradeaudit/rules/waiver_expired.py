"""A waiver in the policy is past its date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="A waiver has expired",
    family="policy",
    severity="warning",
    scope="run",
    needs={},
    policy="waivers",
    per=["waiver"],
    what="A waiver in the policy is past its last day, so it no longer waives anything.",
    why="People believe that the exception still holds, while its findings are reported again.",
    fix="Renew the waiver with a new date, or remove it from the policy.",
    message="The waiver “{waiver}” expired on {observed}",
    example="expires: 2026-10-01",
    instead="a later date, granted anew, or no waiver",
    not_a_finding="A waiver on its last day; a waiver without a last day.",
)
def waiver_expired(books: Gradebooks, policy: Policy) -> Rows:
    """One finding for each waiver whose last day is before the day of the audit."""
    past = [use for use in policy.waivers if use.states.expires is not None and use.states.expires < policy.as_of]
    return Rows(
        books.books[["book", "place"]]
        .iloc[:0]
        .reindex(range(len(past)))
        .assign(
            waiver=[use.called for use in past],
            observed=[str(use.states.expires) for use in past],
            expected=f"a day from {policy.as_of} on",
            policy_key=[use.path for use in past],
        )
    )
