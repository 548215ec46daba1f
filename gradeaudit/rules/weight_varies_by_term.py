"""A class whose weights change from term to term, without a word of the policy."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.weighing import tolerance
from gradeaudit.policy.names import fold
from gradeaudit.rules._tables import located
from gradeaudit.rules._words import percents
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

_CLASS = ("school", "course_code", "course", "section", "teacher")


@rule(
    title="Weights change between terms",
    family="weights",
    severity="error",
    scope="peers",
    needs={"categories": ["weight"]},
    policy="categories.*.weight",
    per=["name"],
    what="One class has gradebooks of several terms, and a category weighs something else in one of them, though the"
    " policy has one weight for all terms.",
    why="Terms that are computed differently can't be averaged fairly, and nobody tells families that the rules"
    " changed.",
    fix="Give the category the same weight in every term, or write the terms' weights into the policy.",
    message="“{name}” weighs {observed} in {term} and {expected} in {first}",
    example="Homework at 20% in Q1 and 30% in Q2",
    instead="Homework at 20% in both",
    not_a_finding="A category for which the policy has weights by term; a difference within the tolerance; gradebooks"
    " of different classes, or whose term isn't known.",
)
def weight_varies_by_term(books: Gradebooks, policy: Policy) -> Rows:
    """Each term of a class is compared with the class's first, in the terms' order of names."""
    about = books.books
    classes: dict[tuple[str, ...], list[int]] = defaultdict(list)
    terms = about["term"].astype(str).tolist()
    for book, key in enumerate(zip(*(about[name].astype(str).tolist() for name in _CLASS))):
        if any(key[1:4]) and terms[book]:
            classes[key].append(book)
    table = books.categories
    weights: dict[int, dict[str, tuple[int, float]]] = defaultdict(dict)
    matches = policy.category_matches(table["name"])
    for row, (book, name, match, weight) in enumerate(
        zip(table["book"].tolist(), table["name"].tolist(), matches, table["weight"].tolist())
    ):
        if weight == weight and not (match.name and isinstance(policy.categories[match.name].weight, dict)):
            weights[book].setdefault(match.name or fold(name), (row, weight))
    slack = tolerance(policy)
    found: list[tuple[int, int, float, float]] = []
    alone: list[int] = []
    for members in classes.values():
        ordered = sorted(members, key=lambda book: (terms[book], book))
        first = ordered[0]
        others = [book for book in ordered if terms[book] != terms[first]]
        alone += [] if others else members
        for book in others:
            for name, (row, weight) in sorted(weights[book].items()):
                before = weights[first].get(name)
                if before is not None and abs(weight - before[1]) > slack:
                    found.append((row, first, weight, before[1]))
    rows = np.array([one[0] for one in found], np.int64)
    later = table["book"].to_numpy()[rows].tolist()
    unknown = np.setdiff1d(np.arange(len(books)), [book for members in classes.values() for book in members])
    return Rows(
        located(
            books,
            "categories",
            rows,
            name=table["name"].to_numpy()[rows],
            observed=percents(one[2] for one in found),
            expected=percents(one[3] for one in found),
            term=[terms[book] for book in later],
            first=[terms[one[1]] for one in found],
        ),
        {
            "its class or its term isn't known": unknown,
            "the run has one term of its class only": np.array(sorted(alone), np.int64),
        },
    )
