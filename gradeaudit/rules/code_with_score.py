"""A code that stands beside a score and may not, or that needs a score beside it and has none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradeaudit.grading.cells import cells
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

Array = np.ndarray[Any, Any]


@rule(
    title="A code and a score don't go together",
    family="marks",
    severity="warning",
    needs={"scores": ["mark"]},
    policy="missing_work.codes.*.with_score",
    per=["assignment", "code", "fault"],
    what="A code that forbids a score has one beside it, or a code that requires a score has none.",
    why="Of a code and a score that contradict each other, every system believes another one.",
    fix="Keep what is true: the code alone, or the score; with a code such as late, enter the score too.",
    message="{code} in {cells} {fault}",
    example="MI beside a score of 8",
    instead="MI alone, or 8 alone",
    not_a_finding="A score that is just what the policy counts the code as, such as 0 beside MI; a code about which the"
    " policy doesn't say whether a score may stand beside it.",
)
def code_with_score(books: Gradebooks, policy: Policy) -> Rows:
    """A code stands in the cell itself (``L 8``) or in the export's flags for missing, late, excused, incomplete."""
    look, scores = cells(books, policy), books.scores
    names = list(look.marks.codes)
    code = np.where(look.code >= 0, look.code, _of_flags(look.marks.meaning, policy, look.marks.meanings))
    number = np.where(np.isnan(look.beside), scores["number"].to_numpy(), look.beside)
    numeric = ~np.isnan(look.beside) | scores["form"].isin(["number", "percent", "fraction"]).to_numpy()
    numeric &= ~((look.code >= 0) & np.isnan(look.beside))  # a number that is itself a code isn't beside one
    possible = books.assignments["points_possible"].to_numpy()[scores["assignment"].to_numpy()]
    shares = scores["form"].isin(["percent", "fraction"]).to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        percent = np.where(shares, number, 100.0 * number / possible)
    worth = np.array([_worth(policy, name) for name in names] + [np.nan])[code]
    agrees = np.isclose(percent, worth) | ((number == 0) & (worth == 0))
    rule_of = [policy.codes[name].with_score for name in names]
    forbidden = np.array([says == "forbidden" for says in rule_of] + [False], bool)[code]
    required = np.array([says == "required" for says in rule_of] + [False], bool)[code]
    has = look.real & numeric & forbidden & ~agrees
    lacks = look.real & ~numeric & required
    wrong = has | lacks
    said = [names[position] for position in code[wrong].tolist()]
    return Rows(
        scores.loc[wrong, ["book", "assignment", "student", "place"]].assign(
            code=said,
            fault=np.where(has[wrong], "stands beside a score, which the policy forbids", "has no score beside it"),
            observed=np.where(has[wrong], "a score", "no score"),
            expected=np.where(has[wrong], "the code alone, or the score alone", "a score beside the code"),
            policy_key=[f"missing_work.codes.{name}.with_score" for name in said],
        )
    )


def _of_flags(meaning: Array, policy: Policy, meanings: tuple[str, ...]) -> Array:
    """The policy's code for what the LMS says of a cell, where just one code has that meaning; else -1."""
    having = [[at for at, code in enumerate(policy.codes.values()) if code.means == name] for name in meanings]
    only = np.array([codes[0] if len(codes) == 1 else -1 for codes in having] + [-1])
    found: Array = only[meaning]
    return found


def _worth(policy: Policy, name: str) -> float:
    worth = policy.codes[name].counts_as
    return np.nan if worth is None else worth
