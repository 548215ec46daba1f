"""A printed total that doesn't follow from the scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.canvas import KINDS, Recomputed, recomputed
from gradeaudit.grading.following import judged
from gradeaudit.rules._system_totals import with_other_systems
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    import pandas as pd

    from gradeaudit.gradebook import Array, Gradebooks
    from gradeaudit.policy.effective import Policy

_WORDS = {"current": "current", "final": "final"}


@rule(
    title="A total can't be reproduced from the scores",
    family="totals",
    severity="error",
    needs={"totals": ["value"], "scores": ["mark", "points"], "assignments": ["points_possible"]},
    policy="totals.recompute",
    per=["kind", "category"],
    what="A printed total is another than the LMS's own arithmetic makes of the scores, while it fits for the rest of"
    " the class.",
    why="Families and transcripts show the printed total; if it doesn't follow from the scores, a grade is wrong.",
    fix="Compare the scores with those in the LMS and export again; a total that was typed over in a spreadsheet must"
    " come from the LMS.",
    message="{totals} of {what} can't be reproduced: {observed} printed, {expected} from the scores{cause}",
    example="95.00 printed, 84.22 from the scores",
    instead="84.22, the total that the LMS computes",
    not_a_finding="Differences of rounding; a class whose totals all follow another method, such as one with drop"
    " rules; totals of a grading period, whose scores aren't all listed.",
)
def total_differs(books: Gradebooks, policy: Policy) -> Rows:
    """One row for each total that doesn't follow from the scores, in a class where the others do."""
    totals, held = books.totals, judged(books, policy)
    rows, kind, printed = held.rows[held.off], held.kind[held.off], held.printed[held.off]
    found = totals.iloc[rows][["book", "place", "student", "category"]]
    names = np.append(books.categories["name"].to_numpy(), "the course")
    canvas = Rows(
        found.assign(
            kind=np.array(KINDS)[kind],
            what=[
                f"the {_words(KINDS[k])} score of " + (name if name == "the course" else f"“{name}”")
                for k, name in zip(kind, names[found["category"]])
            ],
            observed=[f"{value:.2f}" for value in printed],
            expected=[f"{value:.2f}" for value in held.expected[held.off]],
            cause=_causes(recomputed(books), totals, rows, kind, printed),
        ),
        held.unjudged,
    )
    return with_other_systems(canvas, books, policy)


def _words(kind: str) -> str:
    return f"{kind.removeprefix('unposted_')} (with hidden work)" if kind.startswith("unposted") else _WORDS[kind]


def _causes(again: Recomputed, totals: pd.DataFrame, rows: Array, kind: Array, printed: Array) -> list[str]:
    """What closes the gap, in words: the blanks counted the other way, or hidden work counted or not."""
    student, category = totals["student"].to_numpy()[rows], totals["category"].to_numpy()[rows]
    causes = []
    for who, of, which, value in zip(student.tolist(), category.tolist(), kind.tolist(), printed.tolist()):
        cause = ""
        if of < 0:
            layers = [again.weighed[:, who], again.course[:, who]]
            twin = {0: 1, 1: 0, 2: 3, 3: 2}[which]
            if any(abs(layer[twin] - value) <= 0.02 for layer in layers):
                cause = ", as if blanks counted as zero" if which % 2 == 0 else ", as if blanks didn't count"
            elif any(abs(layer[which ^ 2] - value) <= 0.02 for layer in layers):
                cause = ", as if hidden work counted" if which < 2 else ", as if hidden work didn't count"
        causes.append(cause)
    return causes
