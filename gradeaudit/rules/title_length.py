"""An assignment's title that is too short to say anything, or too long to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.titles import titles
from gradeaudit.rules._steps import RETITLE
from gradeaudit.rules._titles import titled
from gradeaudit.rules._words import many
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="A title is too short or too long",
    family="naming",
    severity="info",
    needs={"assignments": ["title"]},
    policy=["naming.min_length", "naming.max_length"],
    per="assignment",
    what="An assignment's title has fewer or more characters than the policy allows.",
    why="A title of a few letters tells a family nothing, and a very long one is cut off in reports and on phones.",
    fix="Rename the assignment: the kind of work, its number and its topic in a few words.",
    message="“{shown}” has {length}, the policy allows {limit}",
    example="HW1, where titles must have at least 8 characters",
    instead="HW 1: Fractions",
    not_a_finding="Stray spaces and invisible characters, which aren't counted.",
    steps=RETITLE,
)
def title_length(books: Gradebooks, policy: Policy) -> Rows:
    """Characters are counted in the tidied title; an accented letter is one."""
    naming = policy.settings.naming
    shortest = naming.min_length if naming and naming.min_length is not None else 0
    longest = naming.max_length if naming and naming.max_length is not None else np.inf
    told = titles(books)
    length = np.array([len(title) for title in told.tidied], np.int64)
    found = np.flatnonzero(told.are(np.flatnonzero((length < shortest) | (length > longest))))
    lengths = length[told.number[found]]
    short = lengths < shortest
    return Rows(
        titled(
            books,
            found,
            length=[many(one, "character") for one in lengths.tolist()],
            limit=np.where(short, f"no fewer than {shortest}", f"no more than {longest}"),
            expected=np.where(
                short,
                f"at least {many(shortest, 'character')}",
                f"at most {longest:g} character{'' if longest == 1 else 's'}",
            ),
            policy_key=np.where(short, "naming.min_length", "naming.max_length"),
        )
    )
