"""What each score cell says under the district's codes: its code, and what that means (missing, excused, late …).

Every distinct text is looked up once and the cells follow by its number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gradeaudit.policy.names import fold_code

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class PolicyMarks:
    """The reading of every score cell, one element a row of ``scores``.

    ``code`` is a position in ``codes`` (the policy's own names, aliases settled), or -1; ``meaning`` a position in
    ``meanings`` (the policy language's), or -1: what the policy's code means, else what the LMS itself says of the
    cell (its own word for excused, its missing, late and incomplete flags); ``counts_as`` the percent that a code
    counts as, NaN where the cell has no code or the code has no value; ``recorded`` whether the student has been
    given a grade: a score, a letter of the policy, or a code that stands for one as it has a value or means missing.
    """

    codes: tuple[str, ...]
    meanings: tuple[str, ...]
    code: Array
    meaning: Array
    counts_as: Array
    recorded: Array

    def means(self, *meanings: str) -> Array:
        """True for cells that have one of these meanings."""
        wanted = np.array([name in meanings for name in self.meanings] + [False])
        found: Array = wanted[self.meaning]
        return found


def policy_marks(gradebooks: Gradebooks, policy: Policy) -> PolicyMarks:
    """Reads the score cells of a batch under its policy, once for all the rules that ask."""
    return gradebooks.shared(_read, policy)


def _read(gradebooks: Gradebooks, policy: Policy) -> PolicyMarks:
    from gradeaudit.policy.schema import MEANINGS  # importing it takes longer than a command that lists rules may

    scores = gradebooks.scores
    names = tuple(policy.codes)
    position = {name: number for number, name in enumerate(names)}
    marks = scores["mark"].cat
    of_text = np.array([position.get(policy.code(text).name, -1) for text in marks.categories] + [-1], np.int16)
    code = of_text[marks.codes.to_numpy()]
    means = np.array([MEANINGS.index(policy.codes[name].means) for name in names] + [-1], np.int8)
    worth = np.array([_percent(policy.codes[name].counts_as) for name in names] + [np.nan])
    meaning = means[code]
    state = (scores["state"] == "excused").to_numpy()
    for says, what in (
        (state | scores["excused"].to_numpy(), "excused"),
        (scores["missing"].to_numpy(), "missing"),
        (scores["incomplete"].to_numpy(), "incomplete"),
        (scores["late"].to_numpy(), "late"),
    ):
        meaning = np.where(says & (meaning < 0), np.int8(MEANINGS.index(what)), meaning)
    counts_as = worth[code]
    letters = policy_letters(policy)
    lettered = np.array([bool(letters) and fold_code(text) in letters for text in marks.categories] + [False], bool)
    scored = (scores["state"] == "scored").to_numpy()
    scored = scored | ((scores["state"] == "coded").to_numpy() & lettered[marks.codes.to_numpy()] & (code < 0))
    stands = ~np.isnan(counts_as) | (means[code] == MEANINGS.index("missing"))
    only_code = (code >= 0) & np.isnan(scores["points"].to_numpy())  # an A may be a letter here and "absent" there
    excused = meaning == MEANINGS.index("excused")
    return PolicyMarks(names, MEANINGS, code, meaning, counts_as, np.where(only_code, stands, scored) & ~excused)


def policy_letters(policy: Policy) -> frozenset[str]:
    """The letters that the policy lets stand as marks, as they are compared."""
    marks = policy.settings.marks
    blocks = [marks, *(marks.by_category or {}).values()] if marks else []
    return frozenset(fold_code(letter) for block in blocks for letter in block.letters or ())


def _percent(value: float | None) -> float:
    return np.nan if value is None else value
