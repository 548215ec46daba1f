"""A mark in a form that the policy doesn't allow, or in none that can be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.errors import visible
from gradeaudit.grading.cells import KINDS, cells
from gradeaudit.grading.mark_rules import mark_rules
from gradeaudit.grading.one_reading import one_reading
from gradeaudit.grading.policy_marks import folded_marks
from gradeaudit.policy.names import fold_code
from gradeaudit.rules._tables import located, texts, told_apart
from gradeaudit.rules._words import listed
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Array, Gradebooks
    from gradeaudit.policy.effective import Policy
    from gradeaudit.policy.keys.marks import MarkRules

_FORMS = ("points", "percent", "fraction", "letter", "complete")
_WORDS = {
    "points": "bare points", "percent": "a percent", "fraction": "a fraction", "letter": "a letter",
    "complete": "a word of completion", "date": "a date, which Excel makes of a fraction such as 8/10",
    "unlisted": "a letter that isn't on the policy's list",
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
    what="A mark is written in a form that the policy doesn't allow, or so that its export can't mean a number by it,"
    " or is a letter that isn't on the policy's list.",
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
    look, rules = cells(books, policy), mark_rules(books, policy)
    allowed = np.array([[_allows(one, kind) for kind in KINDS] for one in rules.rules], bool)
    lists = np.array([one.letters is not None for one in rules.rules], bool)
    doubtful = ~allowed
    doubtful[:, KINDS.index("letter")] |= lists
    wrong = look.rows(doubtful[rules.number] & ~rules.undecided[:, None])
    if lists.any():
        number, text = rules.number[look.assignment[wrong]], books.scores["mark"].cat.codes.to_numpy()[wrong]
        wrong = wrong[~allowed[number, look.kind[wrong]] | _unlisted(books, rules.rules)[number, text]]
    fixes, points = one_reading(books, look, wrong)

    # what is said rests on the rules, the kind and the text: it is put into words once for all cells that agree in them
    number, text = rules.number[look.assignment[wrong]], books.scores["mark"].cat.codes.to_numpy()[wrong]
    key = (text * np.int64(len(allowed)) + number) * len(KINDS) + look.kind[wrong]
    first, back = told_apart(key)
    some = wrong[first]
    own = [rules.rules[at] for at in number[first].tolist()]
    kinds = [KINDS[at] for at in look.kind[some].tolist()]
    kinds = ["unlisted" if kind == "letter" and _allows(one, kind) else kind for kind, one in zip(kinds, own)]
    shown = [visible(mark.strip(), 40) for mark in texts(books, some)]
    may = [_letters(one) if kind == "unlisted" else _listed(one) for kind, one in zip(kinds, own)]
    by_form, by_letter = (rules.path(look.assignment[some], key) for key in ("forms", "letters"))
    said = {
        "form": [_said(kind, mark) for kind, mark in zip(kinds, shown)],
        "observed": shown,
        "allowed": may,
        "expected": may,
        "policy_key": [letter if kind == "unlisted" else form for kind, letter, form in zip(kinds, by_letter, by_form)],
    }
    each = {name: np.array(column, object)[back] for name, column in said.items()}
    return Rows(
        located(books, "scores", wrong, **each, fix=fixes, fix_text=points),
        rules.unjudged(books.assignments["book"].to_numpy()),
    )


def _unlisted(books: Gradebooks, rules: tuple[MarkRules, ...]) -> Array:
    """Whether the rules (down) list letters and a text (across) is none of them."""
    lists = [None if one.letters is None else {fold_code(letter) for letter in one.letters} for one in rules]
    folded = folded_marks(books)
    return np.array([[some is not None and text not in some for text in folded] for some in lists], bool)


def _allows(rules: MarkRules, kind: str) -> bool:
    if rules.forms is None or kind in ("", "text"):
        return True
    return kind in rules.forms


def _said(kind: str, text: str) -> str:
    if kind == "unreadable":
        return next((words for shape, words in _WRITINGS if shape.fullmatch(text)), "text that is no number")
    return _WORDS[kind]


def _listed(rules: MarkRules) -> str:
    words = {"points": "points", "percent": "percents", "fraction": "fractions", "letter": "letters"}
    forms = [words.get(form, "words of completion") for form in _FORMS if form in (rules.forms or ())]
    return forms[0] if len(forms) == 1 else ", ".join(forms[:-1]) + " and " + forms[-1] if forms else "no form"


def _letters(rules: MarkRules) -> str:
    return listed(list(rules.letters or ()))
