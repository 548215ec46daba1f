"""Titles without a tag that the policy requires."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.due import due
from gradeaudit.grading.titles import titles
from gradeaudit.policy.names import fold
from gradeaudit.rules._tables import below, located
from gradeaudit.rules._words import many
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="A required tag is missing",
    family="naming",
    severity="warning",
    needs={"assignments": ["title"], "scores": ["mark"]},
    policy="naming.tags",
    per=["tag"],
    what="Graded work lacks a tag in its title that the policy requires, or too few titles carry it.",
    why="The tag tells families something that the gradebook has no other place for, such as that work may be redone.",
    fix="Add the tag to the titles that it belongs to.",
    message="{problem}",
    example="Test 3: Fractions, though tests carry [R]",
    instead="Test 3: Fractions [R]",
    not_a_finding="Titles of categories that the tag isn't for; work that doesn't count; small or capital letters.",
)
def tag_missing(books: Gradebooks, policy: Policy) -> Rows:
    """A tag is for all titles of its categories, or for at least so many of a gradebook."""
    told, named = due(books, policy), titles(books)
    assignments, tags = books.assignments, (policy.settings.naming.tags if policy.settings.naming else None) or ()
    book, category = assignments["book"].to_numpy(), told.name.tolist()
    parts = [located(books, "books", np.zeros(0, int))]
    for entry in tags:
        wanted = {fold(name) for name in entry.of}
        meant = {name for name in set(category) if not wanted or fold(name) in wanted}
        mine = told.graded & np.array([name in meant for name in category], bool)
        has = named.are(at for at, text in enumerate(named.texts) if entry.tag.casefold() in text.casefold())
        same = {"tag": entry.tag, "expected": entry.tag, "assignment": -1}  # a finding is about all titles of a tag
        if entry.at_least is None:
            lacking = np.flatnonzero(mine & ~has)
            number = np.bincount(book[lacking], minlength=len(books))
            words = [f"{many(count, 'assignment')} without {entry.tag}" for count in number[book[lacking]].tolist()]
            found = located(books, "assignments", lacking, **same, problem=words, observed="no tag")
        else:
            number = np.bincount(book[mine & has], minlength=len(books))
            some = np.bincount(book[mine], minlength=len(books)) > 0
            few = np.flatnonzero(some & (number < entry.at_least))
            seen = [many(count, "title") for count in number[few].tolist()]
            words = [f"{entry.tag} stands in {count}, the policy wants {entry.at_least}" for count in seen]
            found = located(books, "books", few, **same, problem=words, observed=seen)
        parts.append(found)
    return Rows(below(parts))
