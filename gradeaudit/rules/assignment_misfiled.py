"""A title that names another category than the one that the assignment is in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gradeaudit.grading.counted import counted
from gradeaudit.grading.setup import setup
from gradeaudit.grading.titles import folded_titles, holding
from gradeaudit.policy.suggest import closest_category
from gradeaudit.rules._steps import MOVE
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

_KINDS = {
    "homework": r"homework|hw|hmwk", "classwork": r"class ?work|cw", "quiz": r"quiz(?:zes)?", "test": r"tests?",
    "exam": r"exams?", "project": r"projects?", "lab": r"labs?", "essay": r"essays?",
}  # fmt: skip
_STEMS = ("homework", "hw", "hmwk", "class", "cw", "quiz", "test", "exam", "project", "lab", "essay")
_NUMBER = r"(?: ?[#-]? ?\d+(?:[.-]\d+)*[a-z]?)?"
_NAMES = {
    kind: rf"(?:{words}){_NUMBER} ?(?:[:(\[–—-].*)?|(?:.*[^\w-])?(?:{words}){_NUMBER}(?: ?\([^)]*\))?"
    for kind, words in _KINDS.items()
}
"""A title that is called a kind of work: by how it begins, with a number or a colon after it, or by how it ends."""
_MENTIONED = re.compile(r"\b(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS.items()) + r")\b")
_ABOUT = re.compile(
    r"\b(?:corrections?|review|prep|preparation|study|guide|practice|reflections?|outline|draft|proposal|plan|notes?"
    r"|retakes?|redo|signed|safety|packet|pre-?test|analysis|check-?in|part|day|mock|sample)\b"
)
"""Words that make it work about a test, a project or a lab rather than one."""


@rule(
    title="A title names another category",
    family="structure",
    severity="info",
    confidence="possible",
    needs={"assignments": ["title", "category"], "scores": ["mark"]},
    policy="categories",
    per=["assignment"],
    what="An assignment is called a quiz, a test, homework or another kind of work that the policy has a category for,"
    " and sits in a different one.",
    why="Work in the wrong category counts for more or for less than the policy means it to.",
    fix="Move the assignment to the category that it belongs to, or give it a title that says what it is.",
    steps=MOVE,
    message="“{title}” is in “{name}”, and its title says “{right}”",
    example="“Unit 3 Test” in Homework",
    instead="“Unit 3 Test” in Tests",
    not_a_finding="A kind of work that the gradebook has no category for, and needs none; work about a test or a quiz,"
    " such as “Test corrections”, “Quiz review” or a study guide; a title that names several kinds; a word in passing,"
    " such as “Test your knowledge”.",
)
def assignment_misfiled(books: Gradebooks, policy: Policy) -> Rows:
    """Titles are sieved by plain words first; only those that name one other category are looked at closely."""
    table, grades = books.assignments, counted(books, policy)
    names = list(policy.categories)
    meant = {kind: closest_category(kind, policy.categories) for kind in _KINDS}
    folded = folded_titles(table["title"].tolist())
    own, counts = grades.category.tolist(), grades.assignment.tolist()
    look = setup(books, policy)
    has = set(zip(look.book.tolist(), look.name.tolist()))
    required = {name for name, entry in policy.categories.items() if entry.required}
    of_book = table["book"].tolist()
    mentioned: dict[str, set[str]] = {}
    wrong: list[int] = []
    right: list[str] = []
    for row in holding(folded, _STEMS):
        if own[row] < 0 or not counts[row]:
            continue
        if folded[row] not in mentioned:  # sections of a course share their titles
            mentioned[folded[row]] = {match.lastgroup or "" for match in _MENTIONED.finditer(folded[row])}
        kinds = mentioned[folded[row]]
        said = {meant[kind] for kind in kinds}
        if len(said) != 1 or not said.isdisjoint({"", names[own[row]]}):
            continue
        (other,) = said
        if (other in required or (of_book[row], other) in has) and _is_called(folded[row].strip(), kinds):
            wrong.append(row)
            right.append(other)
    category = table["category"].to_numpy()[wrong]
    name = books.categories["name"].to_numpy()[category]
    return Rows(
        table[["book", "place", "title"]]
        .take(wrong)
        .assign(assignment=wrong, category=category, name=name, right=right, observed=name, expected=right)
    )


def _is_called(title: str, kinds: set[str]) -> bool:
    """Whether a title is the name of such work, rather than about it or with the word in passing."""
    return not _ABOUT.search(title) and any(re.fullmatch(_NAMES[kind], title) for kind in kinds)
