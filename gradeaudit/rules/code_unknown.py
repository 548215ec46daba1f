"""A text in a score cell that is no code of the policy and no form of score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.errors import visible
from gradeaudit.grading.cells import cells
from gradeaudit.policy.suggest import closest_code, to_accept_code
from gradeaudit.rules._tables import located, texts
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
    per=["assignment", "key"],
    what="A score cell holds a text that is no code of the policy, no code of the LMS and no form of score.",
    why="Nobody can tell what an unlisted code means, and it counts in one gradebook and not in the next.",
    fix="Type the policy's code that means the same, or ask for the code to be added to the policy.",
    message="“{code}” in {cells} is no code of the policy{hint}",
    example="abs",
    instead="MI, the policy's code for missing work",
    not_a_finding="What the LMS itself writes, such as Canvas's EX; a code in other case; an alias; a letter grade;"
    " text with digits and words of completion, which mark-format reports.",
)
def code_unknown(books: Gradebooks, policy: Policy) -> Rows:
    """Cells of one assignment with one text, whatever its case, are one finding."""
    unknown = np.flatnonzero(cells(books, policy).are("text"))
    said = [" ".join(text.split()) for text in texts(books, unknown)]
    hints = {text: closest_code(text, policy.codes) for text in dict.fromkeys(said)}
    shown = [visible(text, 40) for text in said]
    return Rows(
        located(
            books,
            "scores",
            unknown,
            key=[text.casefold() for text in said],
            code=shown,
            observed=shown,
            expected="one of " + ", ".join(policy.codes),
            hint=[f" (closest: {hints[text]})" if hints[text] else "" for text in said],
            fix_also=[
                f"If the text is right, write this into the policy instead: {to_accept_code(hints[text], text)}"
                if hints[text]
                else ""
                for text in said
            ],
        )
    )
