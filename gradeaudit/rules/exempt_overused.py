"""More scores with a code, such as excused, than the policy allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.counted import REASONS, counted
from gradeaudit.grading.policy_marks import policy_marks
from gradeaudit.rules._tables import below
from gradeaudit.rules._words import many
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    import pandas as pd

    from gradeaudit.gradebook import Array, Gradebooks
    from gradeaudit.policy.effective import Policy

_TRANSFER = REASONS.index("one student's transfer grade")


@rule(
    title="A code is used more than it may be",
    family="marks",
    severity="warning",
    needs={"scores": ["mark"]},
    policy="missing_work.codes.*.at_most",
    per=["code", "axis"],
    parameters={"cells": 3},
    what="A larger share of a gradebook's scores, of one student's, or of one assignment's carries a code than the"
    " policy allows.",
    why="Work that is excused again and again leaves a grade that rests on little.",
    fix="Check each use; where the work can still be done, ask for it.",
    message="{who} with {code} {beyond}",
    example="nine of twenty assignments excused for one student",
    instead="excuses for the days the student was away",
    not_a_finding="A student who joined late, for the work before; the grade that one student brought from another"
    " school, from which all the others are excused; one or two excused scores; within the share.",
)
def exempt_overused(books: Gradebooks, policy: Policy) -> Rows:
    """By student, by assignment and by gradebook, over the assignments that the class is graded on."""
    scores, marks, grades = books.scores, policy_marks(books, policy), counted(books, policy)
    of, who = scores["assignment"].to_numpy(), scores["student"].to_numpy()
    live = (
        ((grades.share > 0) & (grades.why_not != _TRANSFER))[of]
        & grades.enrolled[who]
        & ~_before(books, grades.recorded)
    )
    names = list(marks.codes)
    means = [policy.codes[name].means for name in names]
    least = policy.parameter("exempt-overused", "cells", 3)
    parts = [_none(books)]
    for number, name in enumerate(names):
        most = policy.codes[name].at_most
        if most is None:
            continue
        mine = marks.code == number
        if means.count(means[number]) == 1:
            mine |= (marks.code < 0) & marks.means(means[number])
        for axis, key, size, table in (
            ("student", who, len(books.students), books.students),
            ("assignment", of, len(books.assignments), books.assignments),
            ("gradebook", scores["book"].to_numpy(), len(books), books.books),
        ):
            all_cells = np.bincount(key[live], minlength=size)
            coded = np.bincount(key[live & mine], minlength=size)
            over = (coded >= least) & (coded > most / 100.0 * all_cells + 1e-9)
            found = table.loc[over, ["book", "place"]]
            number_of = np.bincount(found["book"], minlength=len(books))[found["book"]]
            parts.append(
                found.assign(
                    code=name, axis=axis, expected=f"at most {most:g}%",
                    observed=[f"{100 * part / whole:.0f}%" for part, whole in zip(coded[over], all_cells[over])],
                    who=["the gradebook" if axis == "gradebook" else many(n, axis) for n in number_of],
                    beyond=f"for more than {most:g}% of the class" if axis == "assignment"
                    else f"on more than {most:g}% of the work",
                )
            )  # fmt: skip
    return Rows(below(parts))


def _before(books: Gradebooks, recorded: Array) -> Array:
    """Scores of work that lies before a student's first grade, by due date where there is one, else by column."""
    scores, assignments = books.scores, books.assignments
    due = assignments["due_on"].to_numpy().astype("datetime64[D]")
    order = np.where(np.isnat(due), np.arange(len(due)), due.astype(np.int64))
    of, who = scores["assignment"].to_numpy(), scores["student"].to_numpy()
    first = np.full(len(books.students), np.iinfo(np.int64).max)
    np.minimum.at(first, who[recorded], order[of[recorded]])
    before: Array = order[of] < first[who]
    return before


def _none(books: Gradebooks) -> pd.DataFrame:
    return books.books.iloc[:0][["book", "place"]].assign(code="", axis="", expected="", observed="", who="", beyond="")
