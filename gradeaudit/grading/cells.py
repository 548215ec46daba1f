"""What each score cell is: points, a percent, a letter, a date that Excel made, a code, or a text that nobody knows.

Every distinct text is looked at once; the cells follow by its number. A text that is a code of the policy or a word of
the LMS has no kind: rules about codes look at it, rules about forms don't.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gradeaudit.grading.policy_marks import PolicyMarks, policy_letters, policy_marks
from gradeaudit.marks import FORMS, PLAIN, STATES
from gradeaudit.policy.names import fold_code

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

Array = np.ndarray[Any, Any]

KINDS = ("", "points", "percent", "fraction", "letter", "complete", "date", "unreadable", "text")
"""``unreadable`` is text with digits that is no number of its export, ``text`` any other that nothing explains."""
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


@dataclass(frozen=True)
class Cells:
    """The score cells of a batch, one element a row of ``scores``.

    ``kind`` is a position in ``KINDS``. ``code`` is the policy's code of the cell (a position in ``marks.codes``, -1
    for none), also of one that stands beside a number in the same cell (``L 8``), whose number is then ``beside``
    (NaN for none). ``percent`` is the score in percent of the points possible (NaN where it isn't known, as for
    assignments without points); ``points`` the score in points, of a fraction too. ``real`` is false for the LMS's
    test student.
    """

    marks: PolicyMarks
    kind: Array
    code: Array
    beside: Array
    percent: Array
    points: Array
    real: Array

    def are(self, *kinds: str) -> Array:
        """True for cells of real students that have one of these kinds."""
        wanted = np.array([name in kinds for name in KINDS])
        found: Array = wanted[self.kind] & self.real
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
    text = scores["mark"].cat.codes.to_numpy()
    form = scores["form"].cat.codes.to_numpy()
    state = scores["state"].cat.codes.to_numpy()
    number = scores["number"].to_numpy()
    scored, coded = state == STATES.index("scored"), state == STATES.index("coded")

    texts = scores["mark"].cat.categories
    used = np.zeros(len(texts) + 1, bool)
    used[text[coded]] = True
    letters = policy_letters(policy)
    kind_of, code_of, number_of = (np.full(len(texts) + 1, empty) for empty in (0, -1, np.nan))
    position = {name: at for at, name in enumerate(marks.codes)}
    for at in np.flatnonzero(used).tolist():
        found, name, alone = _look_at(str(texts[at]), policy, letters)
        kind_of[at], code_of[at], number_of[at] = KINDS.index(found), position.get(name, -1), alone

    code = marks.code.astype(np.int64)
    kind = np.zeros(len(form), np.int8)
    for what, shape in (("points", "number"), ("percent", "percent"), ("fraction", "fraction"), ("letter", "letter")):
        kind[scored & (form == FORMS.index(shape))] = KINDS.index(what)
    kind = np.where(coded, kind_of[text], kind).astype(np.int8)
    kind[code >= 0] = 0
    beside = np.where(coded & (code < 0), number_of[text], np.nan)
    code = np.where(coded & (code < 0), code_of[text], code)

    possible = gradebooks.assignments["points_possible"].to_numpy()[scores["assignment"].to_numpy()]
    is_share = (kind == KINDS.index("percent")) | (kind == KINDS.index("fraction"))
    is_points = kind == KINDS.index("points")
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(possible > 0, 100.0 * number / possible, np.nan)
    return Cells(
        marks,
        kind,
        code,
        beside,
        np.where(is_share, number, np.where(is_points, share, np.nan)),
        np.where(is_points, number, np.where(is_share, number * possible / 100.0, np.nan)),
        ~gradebooks.students["is_test_student"].to_numpy()[scores["student"].to_numpy()],
    )


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
