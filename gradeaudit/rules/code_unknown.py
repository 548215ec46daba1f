"""A text in a score cell that is no code of the policy and no form of score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradeaudit.errors import closest, visible
from gradeaudit.grading.cells import cells
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

# What teachers type, and what it means in the policy language: a better hint than spelling where the policy has a
# code of that meaning.
_MEANT = {
    "missing": ("missing", "mi", "miss", "m", "msg", "ms", "nhi", "not handed in", "not turned in", "nti", "no work"),
    "excused": ("excused", "exc", "ex", "exempt", "exmpt", "x", "waived"),
    "incomplete": ("incomplete", "inc", "inco", "i", "not finished", "partial"),
    "late": ("late", "lt", "l", "turned in late"),
    "absent": ("absent", "abs", "ab", "a", "away", "sick", "ill"),
    "turned_in": ("turned in", "ti", "handed in", "collected", "submitted", "received"),
    "not_entered": ("not entered", "ne", "tbd", "not graded", "ng", "pending", "to grade"),
    "cheated": ("cheated", "cheating", "cheat", "plagiarism", "plagiarized", "copied"),
    "dropped": ("dropped", "drop"),
    "transfer": ("transfer", "transferred", "trf"),
}


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
    unknown = cells(books, policy).are("text")
    found = books.scores.loc[unknown, ["book", "assignment", "student", "place"]]
    texts = [" ".join(text.split()) for text in books.scores.loc[unknown, "mark"].astype(object)]
    hints = {text: _hint(text, policy) for text in dict.fromkeys(texts)}
    shown = [visible(text, 40) for text in texts]
    return Rows(
        found.assign(
            key=[text.casefold() for text in texts],
            code=shown,
            observed=shown,
            expected="one of " + ", ".join(policy.codes),
            hint=[f" (closest: {hints[text]})" if hints[text] else "" for text in texts],
        )
    )


def _hint(text: str, policy: Policy) -> str:
    """The policy's code that most likely was meant: by what the text says, else by its spelling."""
    folded = text.strip(" .!*()").casefold()
    for meaning, said in _MEANT.items():
        if folded in said:
            alike = [name for name, code in policy.codes.items() if code.means == meaning]
            return alike[0] if alike else ""
    return closest(text, list(policy.codes))
