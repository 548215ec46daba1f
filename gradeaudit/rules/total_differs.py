"""A printed total that doesn't follow from the scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.canvas import KINDS
from gradeaudit.grading.causes import TYPED, causes
from gradeaudit.grading.following import judged
from gradeaudit.rules._system_totals import with_other_systems
from gradeaudit.rules._tables import located
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

_WORDS = {"current": "current", "final": "final"}


@rule(
    title="A total can't be reproduced from the scores",
    family="totals",
    severity="error",
    needs={"totals": ["value"], "scores": ["mark", "points"], "assignments": ["points_possible"]},
    policy="totals.recompute",
    per=["category", "what", "cause"],
    what="A printed total is another than the LMS's own arithmetic, or any method that is tried, makes of the scores,"
    " while it fits for the rest of the class.",
    why="Families and transcripts show the printed total; if it doesn't follow from the scores, a grade is wrong.",
    fix="Compare the scores with those in the LMS and export again; a total that was typed over in a spreadsheet must"
    " come from the LMS.",
    message="{totals} of {what} can't be reproduced: {observed} printed, {expected} from the scores{cause}",
    example="95.00 printed, 84.22 from the scores",
    instead="84.22, the total that the LMS computes",
    not_a_finding="Differences of rounding; a class whose totals all follow another method; a student whose totals"
    " another method makes, which total-method-varies reports; totals of a grading period, whose scores aren't all"
    " listed; exempt work and extra credit that an export doesn't mark.",
)
def total_differs(books: Gradebooks, policy: Policy) -> Rows:
    """One row for each total that no method makes of the scores, in a class where the others follow one."""
    held, why = judged(books, policy), causes(books, policy)
    chosen = ~why.varies & ~why.follows
    bad = np.flatnonzero(held.off)[chosen]
    kind, printed = held.kind[bad], held.printed[bad]
    rows = held.rows[bad]
    names = np.append(books.categories["name"].to_numpy(), "")[books.totals["category"].to_numpy()[rows]]
    cause = why.words[chosen]
    of = [f"“{name}”" if name else "the course" for name in names]
    single = (cause == "") | (cause == TYPED)  # another cause holds for all of a student's totals of one category
    canvas = Rows(
        located(
            books,
            "totals",
            rows,
            what=[f"the {_words(KINDS[k])} score of {of[n]}" if single[n] else of[n] for n, k in enumerate(kind)],
            observed=[f"{value:.2f}" for value in printed],
            expected=[f"{value:.2f}" for value in held.expected[bad]],
            cause=cause,
        ),
        held.unjudged,
    )
    return with_other_systems(canvas, books, policy, varies=False)


def _words(kind: str) -> str:
    return f"{kind.removeprefix('unposted_')} (with hidden work)" if kind.startswith("unposted") else _WORDS[kind]
