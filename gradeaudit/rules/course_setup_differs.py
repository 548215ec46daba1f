"""Sections of one course that are set up differently."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gradeaudit.grading.weighing import tolerance
from gradeaudit.policy.names import fold
from gradeaudit.rules._peers import teams
from gradeaudit.rules._words import listed, many, percents
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


class _Setup(NamedTuple):
    """One gradebook: its method, the weight (NaN: unknown) of each category in use, and what it calls them."""

    method: str
    weights: dict[str, float]
    called: dict[str, str]


@rule(
    title="Sections of one course are set up differently",
    family="peers",
    severity="warning",
    scope="peers",
    needs={"categories": ["name"]},
    policy="peers.same_setup",
    what="A section's categories, weights or way of computing grades differ from those of most sections of the course.",
    why="Two students in one course, with the same work, get different grades for being in different rooms.",
    fix="Agree on one set-up for the course and use it in every section, or say in the policy why they differ.",
    message="set up differently from {peers} of the course: {differences}",
    example="Homework at 20% in one section of Algebra 1 and at 10% in the other three",
    instead="Homework at 10% in all four",
    not_a_finding="A weight that is off by no more than the policy's tolerance; empty categories without weight;"
    " sections of different course levels; a category under another name that the policy takes for the same.",
)
def course_setup_differs(books: Gradebooks, policy: Policy) -> Rows:
    """Each section is compared with one that has the most common set-up of its course."""
    team, unknown = teams(books, policy)
    setups = _setups(books, policy)
    sections: dict[str, list[int]] = defaultdict(list)
    for book, name in enumerate(team):
        if name:
            sections[name].append(book)
    odd: list[tuple[int, int, str]] = []
    for members in sections.values():
        kinds = Counter(_kind(setups[book]) for book in members)
        usual = max(kinds, key=lambda kind: (kinds[kind], -next(b for b in members if _kind(setups[b]) == kind)))
        model = next(book for book in members if _kind(setups[book]) == usual)
        for book in members:
            differences = _differences(setups[book], setups[model], tolerance(policy))
            if differences:
                odd.append((book, kinds[usual], differences))
    return Rows(
        books.books[["book", "place"]]
        .take([book for book, _, _ in odd])
        .assign(
            peers=[many(count, "other section") for _, count, _ in odd],
            differences=[text for _, _, text in odd],
            observed=[text for _, _, text in odd],
            expected="the set-up of most sections of the course",
        ),
        unknown,
    )


def _setups(books: Gradebooks, policy: Policy) -> list[_Setup]:
    table = books.categories
    setups = [_Setup(method, {}, {}) for method in books.books["method"].tolist()]
    matches = policy.category_matches(table["name"])
    weight = np.where(np.isnan(table["weight"]), table["weight_share"], table["weight"]).tolist()
    for book, name, match, worth, used in zip(
        table["book"].tolist(), table["name"].tolist(), matches, weight, table["used"].tolist()
    ):
        if used:
            key = match.name or fold(name)
            setups[book].weights[key] = setups[book].weights.get(key, 0.0) + worth
            setups[book].called.setdefault(key, name)
    return setups


def _kind(one: _Setup) -> tuple[object, ...]:
    weights = tuple(sorted((name, "" if worth != worth else f"{worth:.1f}") for name, worth in one.weights.items()))
    return (one.method, weights)


def _differences(one: _Setup, other: _Setup, slack: float) -> str:
    """What sets one gradebook apart from another, in words; nothing where nothing is known to."""
    parts = []
    if {one.method, other.method} == {"weighted", "total_points"}:
        parts.append("it adds up points" if one.method == "total_points" else "it weighs categories")
    more = [one.called[name] for name in sorted(one.weights.keys() - other.weights.keys())]
    less = [other.called[name] for name in sorted(other.weights.keys() - one.weights.keys())]
    if more:
        parts.append(f"it has {listed(more)}")
    if less:
        parts.append(f"it lacks {listed(less)}")
    for name in sorted(one.weights.keys() & other.weights.keys()):
        here, there = one.weights[name], other.weights[name]
        if abs(here - there) > slack:
            parts.append(f"“{one.called[name]}” weighs {percents([here])[0]} here and {percents([there])[0]} there")
    return ", ".join(parts)
