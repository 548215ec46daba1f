"""A text in a score cell that is no code of the policy and no form of score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.errors import closest
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="A code isn't in the policy",
    family="marks",
    severity="error",
    needs={"scores": ["mark"]},
    policy="missing_work.codes",
    per=["assignment", "code"],
    what="A score cell holds a text that is no code of the policy, no code of the LMS and no form of score.",
    why="Nobody can tell what an unlisted code means, and it counts in one gradebook and not in the next.",
    fix="Type the policy's code that means the same, or ask for the code to be added to the policy.",
    message="“{code}” in {cells} is no code of the policy{hint}",
    example="abs",
    instead="MI, the policy's code for missing work",
    not_a_finding="What the LMS itself writes, such as Canvas's EX; a code in other case; an alias.",
)
def code_unknown(books: Gradebooks, policy: Policy) -> Rows:
    """Each distinct text is looked up once; the cells follow by its number."""
    marks = books.scores["mark"]
    texts = marks.cat.categories
    states = books.scores["state"].to_numpy() == "coded"
    unknown = np.array([policy.code(text).name == "" for text in texts], bool)
    found = books.scores[states & unknown[marks.cat.codes.to_numpy()] & (books.scores["form"] == "code").to_numpy()]
    codes = found["mark"].astype(object).str.strip()
    hints = {code: closest(code, list(policy.codes)) for code in codes.unique()}
    return Rows(
        found[["book", "assignment", "student", "place"]].assign(
            code=codes,
            observed=codes,
            expected="one of " + ", ".join(policy.codes),
            hint=codes.map({code: f" (closest: {near})" if near else "" for code, near in hints.items()}),
        )
    )
