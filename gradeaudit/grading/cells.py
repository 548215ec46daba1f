"""What each score cell is: points, a percent, a letter, a date that Excel made, a code, or a text that nobody knows.

Every distinct text is looked at once; the cells follow by its number. A text that is a code of the policy or a word of
the LMS has no kind: rules about codes look at it, rules about forms don't.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gradeaudit.grading.cell_counts import by_assignment
from gradeaudit.grading.policy_marks import PolicyMarks, one_of, policy_letters, policy_marks
from gradeaudit.grading.real import real
from gradeaudit.marks import FORMS, PLAIN, STATES
from gradeaudit.policy.names import fold_code

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

Array = np.ndarray[Any, Any]

KINDS = ("", "points", "percent", "fraction", "letter", "complete", "date", "unreadable", "text")
"""``unreadable`` is text with digits that is no number of its export, ``text`` any other that nothing explains."""
_POINTS = KINDS.index("points")
_KIND_OF_FORM = {"number": "points", "percent": "percent", "fraction": "fraction", "letter": "letter"}
_OF_FORM = np.array([KINDS.index(_KIND_OF_FORM.get(form, "")) for form in FORMS], np.int8)
_COMPLETE = frozenset(
    ["full", "full credit", "full marks", "full points", "complete", "completed", "done", "finished", "check", "pass"]
) | frozenset(["passed", "✓", "✔", "☑", "✅"])
_MONTH = r"(?:jan|feb|mar|m[äa]r|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-zäé]{0,6}\.?"
_DATE = re.compile(
    rf"\d{{1,2}}\.?[-/ ]{_MONTH}(?:[-/ ]\d{{2,4}})?|{_MONTH}[-/ ]\d{{1,4}}"
    r"|\d{4}-\d\d-\d\d(?:[ t]\d\d:\d\d(?::\d\d)?)?|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)",
    re.ASCII,
)
_CODE_FIRST = re.compile(r"(?P<code>[^\d\s.,+-][^\d]*?)[\s:/(=-]*(?P<number>\d[\d.,]*)\s*%?\)?", re.ASCII)
_CODE_LAST = re.compile(r"(?P<number>\d[\d.,]*)[\s:/(=-]*(?P<code>[^\d\s.,%/-][^\d]*?)\)?", re.ASCII)


class Cells(NamedTuple):
    """The score cells of a batch, one element a row of ``scores``.

    ``kind`` is a position in ``KINDS``. ``code`` is the policy's code of the cell (a position in ``marks.codes``, -1
    for none), also of one that stands beside a number in the same cell (``L 8``): ``beside`` has the rows of such
    cells and their numbers. ``points`` is the score in points, of a percent and a fraction too (NaN for none).
    ``real`` is false for the LMS's test student. ``assignment`` is the row of each cell's assignment, and ``counts``
    (assignments, kinds) says how many cells of real students it has of each kind. ``rare`` has the rows of real
    students' cells that aren't points: few, mostly.
    """

    marks: PolicyMarks
    kind: Array
    code: Array
    beside: tuple[Array, Array]
    points: Array
    real: Array
    assignment: Array
    counts: Array
    rare: Array

    def are(self, *kinds: str) -> Array:
        """True for cells of real students that have one of these kinds."""
        found: Array = one_of(self.kind, [KINDS.index(name) for name in kinds]) & self.real
        return found

    def rows(self, wanted: Array) -> Array:
        """The cells of real students, by their rows, whose kind is wanted in their assignment (assignments, kinds)."""
        found: Array = self.rare[wanted[self.assignment[self.rare], self.kind[self.rare]]]
        points = wanted[:, _POINTS] & (self.counts[:, _POINTS] > 0)
        if points.any():
            found = np.sort(np.append(found, np.flatnonzero(points.take(self.assignment) & self.are("points"))))
        return found

    @property
    def scored(self) -> Array:
        """Cells of real students with a number that is a score: points, a percent or a fraction."""
        return self.are("points", "percent", "fraction")


def cells(gradebooks: Gradebooks, policy: Policy) -> Cells:
    """Reads the score cells of a batch under its policy, once for all the rules that ask."""
    return gradebooks.shared(_read, policy)


def _read(gradebooks: Gradebooks, policy: Policy) -> Cells:
    scores, marks = gradebooks.scores, policy_marks(gradebooks, policy)
    state = scores["state"].cat.codes.to_numpy()
    form = scores["form"].cat.codes.to_numpy()
    kind = (form == FORMS.index("number")) * np.int8(_POINTS)
    others = np.flatnonzero(form != FORMS.index("number"))
    kind[others] = _OF_FORM[form[others]]
    kind *= state == STATES.index("scored")

    worded = np.flatnonzero(state == STATES.index("coded"))
    text = scores["mark"].cat.codes.to_numpy()[worded]
    texts = scores["mark"].cat.categories
    letters, position = policy_letters(policy), {name: at for at, name in enumerate(marks.codes)}
    kind_of, code_of, number_of = (np.full(len(texts), empty) for empty in (0, -1, np.nan))
    for at in np.flatnonzero(np.bincount(text)).tolist():
        found, name, alone = _look_at(str(texts[at]), policy, letters)
        kind_of[at], code_of[at], number_of[at] = KINDS.index(found), position.get(name, -1), alone
    kind[worded] = kind_of[text]
    kind[marks.code >= 0] = 0
    with_number = np.flatnonzero(code_of[text] >= 0)
    beside, numbers = worded[with_number], number_of[text[with_number]]
    code = marks.code.copy()
    code[beside] = code_of[text[with_number]]

    points, number = scores["points"].to_numpy().copy(), scores["number"].to_numpy()
    points[marks.code >= 0] = np.nan  # a number that is a code is no score
    fraction = np.flatnonzero(kind == KINDS.index("fraction"))
    assignment, who = scores["assignment"].to_numpy(), real(gradebooks)
    possible = gradebooks.assignments["points_possible"].to_numpy()
    points[fraction] = number[fraction] * possible[assignment[fraction]] / 100.0
    usual = kind == _POINTS
    rare = np.flatnonzero(~usual & who)
    counts = np.bincount(assignment[rare] * len(KINDS) + kind[rare], minlength=len(possible) * len(KINDS))
    counts = counts.reshape(len(possible), len(KINDS))
    counts[:, _POINTS] = by_assignment(gradebooks, usual & who)
    return Cells(marks, kind, code, (beside, numbers), points, who, assignment, counts, rare)


def _look_at(text: str, policy: Policy, letters: frozenset[str]) -> tuple[str, str, float]:
    """The kind of a text that is no number, and the policy's code and the number if both stand in it."""
    folded = fold_code(text)
    if policy.code(text).name or not folded:
        return "", "", math.nan
    if folded in letters:
        return "letter", "", math.nan
    if folded in _COMPLETE:
        return "complete", "", math.nan
    if _DATE.fullmatch(folded):
        return "date", "", math.nan
    if not any(letter.isnumeric() for letter in text):
        return "text", "", math.nan
    for shape in (_CODE_FIRST, _CODE_LAST):
        parts = shape.fullmatch(text.strip())
        if parts and (code := policy.code(parts["code"]).name):
            number = PLAIN.number(parts["number"].replace(",", "."))
            if not math.isnan(number):
                return "", code, number
    return "unreadable", "", math.nan
