"""A letter grade that isn't the policy's letter for the number beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.letters import letter_at, rounded
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

_EDGE = 0.005
"""A number printed to two decimals may lie this far on the other side of a boundary."""


@rule(
    title="A letter doesn't fit its number",
    family="totals",
    severity="error",
    needs={"totals": ["value", "letter"]},
    policy="totals.scale",
    what="A letter grade is another than the policy's scale gives for the number beside it.",
    why="Transcripts carry the letter, and with another scale the same work earns another grade next door.",
    fix="Set the course's grading scheme to the policy's scale.",
    steps={"canvas": "In the course's Settings, under Course Details, choose the district's grading scheme."},
    message="{totals} with a letter that isn't the policy's for its number, such as {example}",
    example="A beside 84.22",
    instead="B, from 80 on by the policy's scale",
    not_a_finding="A number on the boundary within the export's rounding; letters in capitals or not.",
)
def letter_differs(books: Gradebooks, policy: Policy) -> Rows:
    """Letter and number of one student, kind and period are held against the scale, rounded first where it says so."""
    totals = books.totals
    scale = (policy.settings.totals.scale if policy.settings.totals else None) or {}
    course = (totals["category"] < 0).to_numpy()
    letters = totals[course & totals["letter"].notna().to_numpy()]
    numbers = totals[course & totals["value"].notna().to_numpy()]
    same = ["student", "kind", "period"]
    number = numbers.drop_duplicates(same).set_index(same)["value"]
    value = number.reindex(list(zip(*(letters[name] for name in same)))).to_numpy(float)
    order = sorted(scale, key=lambda letter: scale[letter])
    names = np.array([*order, ""], object)
    least = np.array([scale[letter] for letter in order])
    low, high = (letter_at(least, rounded(value + edge, policy)) for edge in (-_EDGE, _EDGE))
    printed = letters["letter"].astype(object).str.strip().str.casefold().to_numpy()
    folded = np.array([name.casefold() for name in names], object)
    bad = ~np.isnan(value) & (printed != folded[low]) & (printed != folded[high]) & bool(scale)
    found = letters.loc[bad, ["book", "place", "student"]]
    right = names[letter_at(least, rounded(value[bad], policy))]
    shown = letters["letter"].astype(object).to_numpy()[bad]
    return Rows(
        found.assign(
            example=[f"{was} beside {much:.2f}, which is {is_}" for was, much, is_ in zip(shown, value[bad], right)],
            observed=shown,
            expected=right,
        )
    )
