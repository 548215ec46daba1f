"""The same work entered under two assignments, or one title entered in two categories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradeaudit.grading.alike import alike
from gradeaudit.grading.counted import counted
from gradeaudit.grading.titles import titles
from gradeaudit.rules._tables import located, repeated
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

Array = np.ndarray[Any, Any]


@rule(
    title="The same work is entered twice",
    family="weights",
    severity="warning",
    confidence="likely",
    needs={"assignments": ["title"], "scores": ["mark"]},
    per=["subject"],
    what="Two assignments have the same scores for every student, or one title stands in two categories with scores in"
    " both.",
    why="Work that is entered twice counts twice, which neither the weights nor the titles show.",
    fix="Delete one of the two, or mark it as not counting; if they are two pieces of work, check the scores.",
    message="{text}",
    example="“Essay” in Homework and “Essay draft” in Writing, each with the same 28 scores",
    instead="one of them",
    not_a_finding="Two real quizzes with few different scores, completion marks, small classes: scores that could be"
    " the same by chance; a retake; work that doesn't count.",
)
def entered_twice(books: Gradebooks, policy: Policy) -> Rows:
    """Columns of scores first; a pair that is found so isn't found by its title again."""
    table, counts = books.assignments, counted(books, policy).assignment
    twin = alike(books, policy)
    twin = np.where((twin >= 0) & counts & counts[twin], twin, -1)
    by_scores = np.flatnonzero(twin >= 0)
    named = _same_title(books, counts & (twin < 0))
    by_title = np.flatnonzero(named >= 0)
    later = np.concatenate([by_scores, by_title])
    sooner = np.concatenate([twin[by_scores], named[by_title]])
    title = table["title"].to_numpy()
    texts = [
        _text(str(title[one]), str(title[two]), number < len(by_scores))
        for number, (one, two) in enumerate(zip(sooner.tolist(), later.tolist()))
    ]
    rows = np.column_stack([sooner, later]).ravel()
    return Rows(
        located(
            books,
            "assignments",
            rows,
            subject=[f"{title[one]} / {title[two]}" for one, two in zip(sooner, later) for _ in range(2)],
            text=np.repeat(np.array(texts, object), 2),
            observed="entered twice",
            expected="entered once",
        )
    )


def _text(one: str, two: str, by_scores: bool) -> str:
    if not by_scores:
        return f"“{one}” stands in two categories, with scores in both"
    if one == two:
        return f"Two assignments called “{one}” have the same score for every student"
    return f"“{one}” and “{two}” have the same score for every student"


def _same_title(books: Gradebooks, chosen: Array) -> Array:
    """For each chosen assignment the first one of its title, gradebook and term that is in another category, or -1."""
    table, told = books.assignments, titles(books)
    names: dict[str, int] = {}
    name = np.array([names.setdefault(text.strip(), len(names)) for text in told.folded], np.int64)[told.number]
    rows = np.flatnonzero(chosen & (table["category"].to_numpy() >= 0))
    rows = rows[repeated(table["book"].to_numpy()[rows] * np.int64(len(names)) + name[rows])]
    book, term, category = (table[column].to_numpy()[rows].tolist() for column in ("book", "term", "category"))
    seen: dict[tuple[int, str, int], int] = {}
    first = np.full(len(table), -1)
    for at, key in enumerate(zip(book, term, name[rows].tolist())):
        sooner = seen.setdefault(key, at)
        if category[sooner] != category[at]:
            first[rows[at]] = rows[sooner]
    return first
