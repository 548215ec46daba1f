"""A mark in a form that the policy doesn't allow, or in none that can be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.errors import visible
from gradeaudit.grading.cells import KINDS, cells
from gradeaudit.grading.mark_rules import mark_rules
from gradeaudit.grading.one_reading import one_reading
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy
    from gradeaudit.policy.keys.marks import MarkRules

_FORMS = ("points", "percent", "fraction", "letter", "complete")
_WORDS = {
    "points": "bare points", "percent": "a percent", "fraction": "a fraction", "letter": "a letter",
    "complete": "a word of completion", "date": "a date, which Excel makes of a fraction such as 8/10",
}  # fmt: skip
_WRITINGS = (
    (re.compile(r"[+-]?\d*,\d+"), "a number with a decimal comma, in an export with decimal points"),
    (re.compile(r"[+-]?\d*\.\d+"), "a number with a decimal point, in an export with decimal commas"),
    (re.compile(r"[+-]?[\d.,]+e[+-]?\d+", re.IGNORECASE), "a number with an exponent"),
)


@rule(
    title="A mark isn't in a form that the policy allows",
    family="marks",
    severity="error",
    needs={"scores": ["mark"]},
    policy=["marks.forms", "marks.by_category.*.forms"],
    per=["assignment", "form"],
    what="A mark is written in a form that the policy doesn't allow, or so that its export can't mean a number by it.",
    why="A percent among points, a decimal comma or a date is read as another score, or as none, when grades are"
    " computed or moved to another system.",
    fix="Type the mark in one of the forms that the policy allows.",
    message="{form} (“{observed}”) in {cells}; the policy allows {allowed}",
    example="85%, 9/10, B+, 8,5, full, 1e3 or 8-Oct, where the policy allows points",
    instead="8.5",
    not_a_finding="The export's own decimal mark, used throughout; codes of the policy and the LMS's own words; a code"
    " beside a number, such as L 8.",
    fixable=["numbers", "percents", "fractions"],
)
def mark_format(books: Gradebooks, policy: Policy) -> Rows:
    """Cells of one assignment and one form are one finding."""
    look, rules, scores = cells(books, policy), mark_rules(books, policy), books.scores
    allowed = np.array([[_allows(one, kind) for kind in KINDS] for one in rules.rules], bool)
    assignment = scores["assignment"].to_numpy()
    wrong = look.real & ~allowed[rules.number[assignment], look.kind] & ~rules.undecided[assignment]
    found = scores.loc[wrong, ["book", "assignment", "student", "place"]]
    kinds = [KINDS[number] for number in look.kind[wrong].tolist()]
    texts = [visible(text.strip(), 40) for text in scores.loc[wrong, "mark"].astype(object)]
    fixes, points = one_reading(books, look, wrong)
    own = [rules.rules[number] for number in rules.number[assignment[wrong]].tolist()]
    return Rows(
        found.assign(
            form=[_said(kind, text, one) for kind, text, one in zip(kinds, texts, own)],
            observed=texts,
            allowed=[_listed(one) for one in own],
            expected=[_listed(one) for one in own],
            policy_key=rules.path(assignment[wrong], "forms"),
            fix=fixes,
            fix_text=points,
        ),
        rules.unjudged(books.assignments["book"].to_numpy()),
    )


def _allows(rules: MarkRules, kind: str) -> bool:
    if rules.forms is None or kind in ("", "text"):
        return True
    return kind in rules.forms


def _said(kind: str, text: str, rules: MarkRules) -> str:
    if kind == "unreadable":
        return next((words for shape, words in _WRITINGS if shape.fullmatch(text)), "text that is no number")
    return _WORDS[kind]


def _listed(rules: MarkRules) -> str:
    words = {"points": "points", "percent": "percents", "fraction": "fractions", "letter": "letters"}
    forms = [words.get(form, "words of completion") for form in _FORMS if form in (rules.forms or ())]
    return forms[0] if len(forms) == 1 else ", ".join(forms[:-1]) + " and " + forms[-1] if forms else "no form"
