"""What each score cell says under the district's codes: its code, and what that means (missing, excused, late …).

Every distinct text is looked up once and the cells follow by its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gradeaudit.marks import STATES
from gradeaudit.policy.names import fold_code, fold_codes

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

Array = np.ndarray[Any, Any]


class PolicyMarks(NamedTuple):
    """The reading of every score cell, one element a row of ``scores``.

    ``code`` is a position in ``codes`` (the policy's own names, aliases settled), or -1; ``meaning`` a position in
    ``meanings`` (the policy language's), or -1: what the policy's code means, else what the LMS itself says of the
    cell (its own word for excused, its missing, late and incomplete flags); ``recorded`` whether the student has been
    given a grade: a score, a letter of the policy, or a code that stands for one as it has a value or means missing.
    ``worth`` has the percent that each of ``codes`` counts as, NaN for one that has no value, and NaN at its end.
    """

    codes: tuple[str, ...]
    meanings: tuple[str, ...]
    code: Array
    meaning: Array
    recorded: Array
    worth: Array

    @property
    def counts_as(self) -> Array:
        """The percent that each cell's code counts as; NaN where it has no code or the code has no value."""
        return self.worth[self.code]

    def means(self, *meanings: str) -> Array:
        """True for cells that have one of these meanings."""
        return one_of(self.meaning, [self.meanings.index(name) for name in meanings])


def one_of(positions: Array, wanted: Sequence[int]) -> Array:
    """Which positions are wanted: a few comparisons are faster than a look-up in a long column."""
    found = np.zeros(len(positions), bool)
    for position in wanted:
        found |= positions == position
    return found


def policy_marks(gradebooks: Gradebooks, policy: Policy) -> PolicyMarks:
    """Reads the score cells of a batch under its policy, once for all the rules that ask."""
    return gradebooks.shared(_read, policy)


def folded_marks(gradebooks: Gradebooks) -> list[str]:
    """The distinct texts of the score cells' marks, by their numbers, as codes and letters are compared."""
    return gradebooks.shared(_fold, None)


def _fold(gradebooks: Gradebooks, terms: None) -> list[str]:
    return fold_codes(gradebooks.scores["mark"].cat.categories.tolist())


def _read(gradebooks: Gradebooks, policy: Policy) -> PolicyMarks:
    from gradeaudit.policy.schema import MEANINGS  # importing it takes longer than a command that lists rules may

    scores, folded = gradebooks.scores, folded_marks(gradebooks)
    text, state = scores["mark"].cat.codes.to_numpy(), scores["state"].cat.codes.to_numpy()
    names = tuple(policy.codes)
    position = {alias: names.index(match.name) for alias, match in policy.code_names.items()}
    of_text = np.full(len(folded) + 1, -1, np.int16)
    for at, one in enumerate(folded):
        if one in position:
            of_text[at] = position[one]
    code = of_text.take(text)
    means = np.array([MEANINGS.index(policy.codes[name].means) for name in names] + [-1], np.int8)
    worth = np.array([_percent(policy.codes[name].counts_as) for name in names] + [np.nan])
    coded = np.flatnonzero(code >= 0)
    meaning = np.full(len(code), -1, np.int8)
    meaning[coded] = means[code[coded]]
    for says, what in (
        ((state == STATES.index("excused")) | scores["excused"].to_numpy(), "excused"),
        (scores["missing"].to_numpy(), "missing"),
        (scores["incomplete"].to_numpy(), "incomplete"),
        (scores["late"].to_numpy(), "late"),
    ):
        meaning[says & (meaning < 0)] = MEANINGS.index(what)
    recorded = state == STATES.index("scored")
    letters = policy_letters(policy)
    if letters:
        lettered = np.array([one in letters for one in folded] + [False], bool) & (of_text < 0)
        recorded |= (state == STATES.index("coded")) & lettered.take(text)
    coded = coded[np.isnan(scores["points"].to_numpy()[coded])]  # an A may be a letter here and "absent" there
    recorded[coded] = (~np.isnan(worth) | (means == MEANINGS.index("missing")))[code[coded]]
    recorded &= meaning != MEANINGS.index("excused")
    return PolicyMarks(names, MEANINGS, code, meaning, recorded, worth)


def policy_letters(policy: Policy) -> frozenset[str]:
    """The letters that the policy lets stand as marks, as they are compared."""
    marks = policy.settings.marks
    blocks = [marks, *(marks.by_category or {}).values()] if marks else []
    return frozenset(fold_code(letter) for block in blocks for letter in block.letters or ())


def _percent(value: float | None) -> float:
    return np.nan if value is None else value
