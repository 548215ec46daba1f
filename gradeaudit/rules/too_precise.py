"""Scores with more decimals than the policy allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.cell_counts import by_assignment
from gradeaudit.grading.mark_rules import mark_rules
from gradeaudit.grading.real import real
from gradeaudit.marks import FORMS, STATES
from gradeaudit.rules._tables import located, texts
from gradeaudit.rules._words import many
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


_COMPUTED = 0.5
"""From this share of a column on, its decimals come from a computer and not from a hand."""


@rule(
    title="A score has too many decimals",
    family="marks",
    severity="info",
    needs={"scores": ["mark", "points"]},
    policy=["marks.decimals", "marks.by_category.*.decimals"],
    per=["assignment"],
    what="A score has more decimals than the policy allows.",
    why="Decimals that nobody can explain invite disputes, and other gradebooks round them away.",
    fix="Round the score to the policy's decimals.",
    message="{cells} on “{title}” with more than {decimals}, such as {observed}",
    example="17.25",
    instead="17.3, where the policy allows one decimal",
    not_a_finding="Zeros at the end, which many LMSs print; columns in which most scores are that precise, which an LMS"
    " has computed.",
)
def too_precise(books: Gradebooks, policy: Policy) -> Rows:
    """A score in points or percent that rounding changes has too many decimals; a category may have its own limit."""
    assignments, scores = books.assignments, books.scores
    settled = mark_rules(books, policy)
    allowed = np.where(settled.undecided, np.nan, settled.numbers("decimals"))
    of, form = scores["assignment"].to_numpy(), scores["form"].cat.codes.to_numpy()
    typed = real(books) & (scores["state"].cat.codes.to_numpy() == STATES.index("scored"))
    typed &= (form == FORMS.index("number")) | (form == FORMS.index("percent"))
    scale = 10.0**allowed
    scale = scale[:1] if (scale == scale[:1]).all() else scale.take(of)  # most policies have one limit for all
    off = scores["number"].to_numpy() * scale
    off -= np.rint(off)
    precise = np.flatnonzero(typed & (np.abs(off, out=off) > 1e-6 * scale))
    if len(precise):
        part, whole = np.bincount(of[precise], minlength=len(assignments)), by_assignment(books, typed)
        precise = precise[(part < _COMPUTED * whole).take(of[precise])]
    of = of[precise]
    decimals = [many(int(most), "decimal") if most else "no decimals" for most in allowed[of].tolist()]
    return Rows(
        located(
            books,
            "scores",
            precise,
            title=assignments["title"].to_numpy()[of],
            decimals=decimals,
            observed=texts(books, precise),
            expected=[f"at most {most}" if most != "no decimals" else most for most in decimals],
            policy_key=settled.path(of, "decimals"),
        ),
        settled.unjudged(assignments["book"].to_numpy()),
    )
