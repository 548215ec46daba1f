"""Which gradebooks are to be held against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradeaudit.grading.terms import terms_of_books

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

Array = np.ndarray[Any, Any]

_WORDS = {"course_code": "course code", "course_level": "course level"}


def teams(books: Gradebooks, policy: Policy) -> tuple[list[str], dict[str, Array]]:
    """For each gradebook a text that its peers share, "" where it can't be told; and why not, with those gradebooks.

    Peers agree in the attributes that the policy's ``peers.same_setup`` lists, else in school and course code, in the
    term, and in the course's level, since honors and standard sections may have one code.
    """
    settings = policy.settings.peers
    attributes = (settings.same_setup if settings else None) or ("school", "course_code")
    columns = [books.books[name].astype(str).tolist() for name in attributes]
    level = books.books["course_level"].astype(str).tolist()
    term = terms_of_books(books, policy).tolist()
    unknown = {
        f"its {_WORDS.get(name, name)} isn't known": np.flatnonzero([value == "" for value in column])
        for name, column in zip(attributes, columns)
    }
    team = ["" if "" in values else "\x1f".join((*values, *more)) for *values, more in zip(*columns, zip(level, term))]
    return team, {why: found for why, found in unknown.items() if len(found)}
