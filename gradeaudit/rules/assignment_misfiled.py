"""A title that names another category than the one that the assignment is in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.counted import counted
from gradeaudit.grading.setup import setup
from gradeaudit.grading.titles import holding, titles
from gradeaudit.policy.suggest import closest_category
from gradeaudit.rules._steps import MOVE
from gradeaudit.rules._tables import located
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
    told, grades, look = titles(books), counted(books, policy), setup(books, policy)
    names = list(policy.categories)
    position = {name: at for at, name in enumerate(names)}
    meant = {kind: position.get(closest_category(kind, policy.categories), -1) for kind in _KINDS}
    kinds = {
        at: {match.lastgroup or "" for match in _MENTIONED.finditer(told.folded[at])}
        for at in holding(told.folded, _STEMS)
    }
    said = np.full(len(told.texts), -1)
    for at, some in kinds.items():
        others = {meant[kind] for kind in some}
        said[at] = others.pop() if len(others) == 1 else -1
    expects = np.zeros((len(books), len(names) + 1), bool)
    expects[:, :-1] = [entry.required for entry in policy.categories.values()]
    expects[look.book, look.number] = True
    own, right, book = grades.category, said[told.number], books.assignments["book"].to_numpy()
    rows = np.flatnonzero(grades.assignment & (own >= 0) & (right >= 0) & (right != own) & expects[book, right])
    called = told.are(at for at in set(told.number[rows].tolist()) if _is_called(told.folded[at].strip(), kinds[at]))
    rows = rows[called[rows]]
    category = books.assignments["category"].to_numpy()[rows]
    name, better = books.categories["name"].to_numpy()[category], [names[at] for at in right[rows].tolist()]
    return Rows(
        located(
            books,
            "assignments",
            rows,
            title=books.assignments["title"].to_numpy()[rows],
            category=category,
            name=name,
            right=better,
            observed=name,
            expected=better,
        )
    )


def _is_called(title: str, kinds: set[str]) -> bool:
    """Whether a title is the name of such work, rather than about it or with the word in passing."""
    return not _ABOUT.search(title) and any(re.fullmatch(_NAMES[kind], title) for kind in kinds)
