"""A code that stands beside a score and may not, or that needs a score beside it and has none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradeaudit.grading.cells import cells
from gradeaudit.marks import FORMS
from gradeaudit.rules._tables import located
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
    code = look.code.copy()
    flagged = np.flatnonzero((code < 0) & (look.marks.meaning >= 0))
    code[flagged] = _of_meaning(policy, look.marks.meanings)[look.marks.meaning[flagged]]
    rule_of = [policy.codes[name].with_score for name in names]
    forbidden, required = (np.array([says == what for says in [*rule_of, ""]]) for what in ("forbidden", "required"))
    rows = np.flatnonzero((forbidden | required).take(code) & look.real)

    beside = np.full(len(code), np.nan)
    beside[look.beside[0]] = look.beside[1]
    beside = beside[rows]
    number = np.where(np.isnan(beside), scores["number"].to_numpy()[rows], beside)
    form = scores["form"].cat.codes.to_numpy()[rows]
    shares = (form == FORMS.index("percent")) | (form == FORMS.index("fraction"))
    # a number that is itself a code isn't beside one
    numeric = ~np.isnan(beside) | ((shares | (form == FORMS.index("number"))) & (look.code[rows] < 0))
    possible = books.assignments["points_possible"].to_numpy()[look.assignment[rows]]
    with np.errstate(divide="ignore", invalid="ignore"):
        percent = np.where(shares, number, 100.0 * number / possible)
    worth = look.marks.worth[code[rows]]
    agrees = np.isclose(percent, worth) | ((number == 0) & (worth == 0))
    wrong = np.where(numeric, forbidden[code[rows]] & ~agrees, required[code[rows]])
    has, said = numeric[wrong], [names[position] for position in code[rows[wrong]].tolist()]
    return Rows(
        located(
            books,
            "scores",
            rows[wrong],
            code=said,
            fault=np.where(has, "stands beside a score, which the policy forbids", "has no score beside it"),
            observed=np.where(has, "a score", "no score"),
            expected=np.where(has, "the code alone, or the score alone", "a score beside the code"),
            policy_key=[f"missing_work.codes.{name}.with_score" for name in said],
        )
    )


def _of_meaning(policy: Policy, meanings: tuple[str, ...]) -> Array:
    """The policy's code for each meaning, where just one code has it; else -1."""
    having = [[at for at, code in enumerate(policy.codes.values()) if code.means == name] for name in meanings]
    return np.array([codes[0] if len(codes) == 1 else -1 for codes in having])
