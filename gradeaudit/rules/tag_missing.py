"""Titles without a tag that the policy requires."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.due import due
from gradeaudit.policy.names import fold
from gradeaudit.rules._tables import below
from gradeaudit.rules._words import many
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    import pandas as pd

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
    told = due(books, policy)
    assignments, tags = books.assignments, (policy.settings.naming.tags if policy.settings.naming else None) or ()
    titles = [title.casefold() for title in assignments["title"].tolist()]
    book = assignments["book"].to_numpy()
    nothing = assignments.iloc[:0][["book", "place"]].assign(tag="", problem="", observed="", expected="")
    parts: list[pd.DataFrame] = [nothing]
    for entry in tags:
        wanted = {fold(name) for name in entry.of}
        mine = told.graded & np.array([not wanted or fold(name) in wanted for name in told.name.tolist()], bool)
        has = np.array([entry.tag.casefold() in title for title in titles], bool)
        if entry.at_least is None:
            lacking = mine & ~has
            number = np.bincount(book[lacking], minlength=len(books))
            found = assignments.loc[lacking, ["book", "place"]]
            seen: str | list[str] = "no tag"
            words = [f"{many(n, 'assignment')} without {entry.tag}" for n in number[book[lacking]]]
        else:
            number = np.bincount(book[mine & has], minlength=len(books))
            some = np.bincount(book[mine], minlength=len(books)) > 0
            few = some & (number < entry.at_least)
            found = books.books.loc[few, ["book", "place"]]
            seen = [many(n, "title") for n in number[few]]
            words = [f"{entry.tag} stands in {titles_}, the policy wants {entry.at_least}" for titles_ in seen]
        parts.append(found.assign(tag=entry.tag, problem=words, observed=seen, expected=entry.tag))
    return Rows(below(parts))
