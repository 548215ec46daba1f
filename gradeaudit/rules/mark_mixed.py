"""One assignment whose marks are of several forms or scales."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradeaudit.grading.cells import KINDS, cells
from gradeaudit.grading.mark_rules import mark_rules
from gradeaudit.grading.one_reading import one_reading
from gradeaudit.rules._tables import located
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

Array = np.ndarray[Any, Any]

_MIXABLE = ("points", "percent", "fraction", "letter", "complete")
_WORDS = {
    "points": "points", "percent": "percents", "fraction": "fractions", "letter": "letters",
    "complete": "words of completion",
}  # fmt: skip
_FEW = 2
"""One mark far above the points possible is a slip of the finger; as many as this are another scale."""


@rule(
    title="An assignment mixes forms or scales",
    family="marks",
    severity="warning",
    needs={"scores": ["mark"]},
    policy="marks",
    per="assignment",
    confidence="likely",
    what="The marks of one assignment are written in several forms, or some of them on another scale.",
    why="The same work then counts differently from student to student, and an average over the column means nothing.",
    fix="Write all marks of the assignment in one form and on one scale.",
    message="{mixed}: {cells} of the other kind",
    example="8, 9 and 85% in one column, or 3, 4 and 92 on an assignment of 4 points",
    instead="8, 9 and 8.5 of 10 points",
    not_a_finding="Codes beside scores; a single score above the points possible; forms that the policy doesn't allow,"
    " which mark-format reports.",
    fixable=["percents", "fractions"],
)
def mark_mixed(books: Gradebooks, policy: Policy) -> Rows:
    """The places are the cells of the rarer forms, or of the larger scale."""
    look, rules = cells(books, policy), mark_rules(books, policy)
    forms = [one.forms for one in rules.rules]
    allowed = np.array([[kind in _MIXABLE and (of is None or kind in of) for kind in KINDS] for of in forms], bool)
    counts = np.where(allowed[rules.number], look.counts, 0)
    main = counts.argmax(axis=1)
    several = (counts > 0).sum(axis=1) > 1
    other = look.rows((counts > 0) & several[:, None] & (np.arange(len(KINDS)) != main[:, None]))

    worth = books.assignments["points_possible"].to_numpy()
    possible, points = worth.take(look.assignment), look.are("points")
    far = np.flatnonzero(points & (look.points > 2 * possible) & (look.points <= 100) & (possible > 0))
    scales = ~several & (np.bincount(look.assignment[far], minlength=len(worth)) >= _FEW)
    if scales.any():
        near = look.assignment[points & (look.points <= possible)]
        scales &= np.bincount(near, minlength=len(worth)) >= _FEW

    wrong = np.sort(np.append(other, far[scales[look.assignment[far]]]))
    fixes, texts = one_reading(books, look, wrong)
    rows = look.assignment[wrong].tolist()
    return Rows(
        located(
            books,
            "scores",
            wrong,
            mixed=[
                f"scores out of {worth[row]:g} and scores up to 100 in one column"
                if scales[row]
                else _joined(counts[row]) + " in one column"
                for row in rows
            ],
            fix=fixes,
            fix_text=texts,
            observed=[_joined(counts[row]) if several[row] else "two scales" for row in rows],
            expected=[_WORDS[KINDS[main[row]]] if several[row] else f"scores out of {worth[row]:g}" for row in rows],
        )
    )


def _joined(counts: Array) -> str:
    """The forms of a column, the most frequent first."""
    order = [kind for kind in np.argsort(-counts, kind="stable").tolist() if counts[kind]]
    words = [_WORDS[KINDS[kind]] for kind in order]
    return ", ".join(words[:-1]) + " and " + words[-1]
