"""Sections of one course that give very different numbers of grades."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

from gradeaudit.rules._peers import teams
from gradeaudit.rules._words import many
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="Sections of one course differ in their number of grades",
    family="peers",
    severity="warning",
    scope="peers",
    needs={"assignments": ["category"]},
    policy="peers.spread",
    per=["right", "term"],
    what="Between two sections of one course the number of counted grades in a category differs by more than the"
    " policy's band; the section furthest from the middle is named.",
    why="With twice as many grades each counts half as much: the same work weighs differently in two rooms.",
    fix="Agree on the number of grades in the course, and add or combine work where it is needed.",
    message="{observed} in “{right}”{term_words}, {other} in another section of the course: the policy allows a"
    " difference of {expected}",
    example="4 minor grades in one section and 12 in another, with a band of 4",
    instead="8 minor grades and 12",
    not_a_finding="Sections of different terms, courses, schools or course levels; a section without a counted grade"
    " yet; retakes and work that doesn't count; work that only part of a class was given counts in part.",
)
def counts_spread(books: Gradebooks, policy: Policy) -> Rows:
    """Counts are compared within a course, a term and a category."""
    team, unknown = teams(books, policy)
    settings = policy.settings.peers
    band = {
        match.name: (limit, f"peers.spread.{name}")
        for name, limit in ((settings.spread if settings else None) or {}).items()
        if (match := policy.category(name)).name
    }
    table, of_book = books.assignments, books.books["term"].tolist()
    names = [match.name for match in policy.category_matches(books.categories["name"])] + [""]
    counts: dict[tuple[str, str, str], dict[int, float]] = defaultdict(dict)
    graded = table[(table["grades"] > 0).to_numpy()]
    terms: dict[int, set[str]] = defaultdict(set)
    for book, category, own, grades in zip(*(graded[name].tolist() for name in ("book", "category", "term", "grades"))):
        term, name = own or of_book[book], names[category]
        terms[book].add(term)
        if team[book] and name in band:
            group = counts[team[book], term, name]
            group[book] = group.get(book, 0.0) + grades
    for book, shown in terms.items():  # a section with grades in the term, and none in the category, has 0
        for term in shown:
            for name in band:
                if (team[book], term, name) in counts:
                    counts[team[book], term, name].setdefault(book, 0.0)
    found: list[tuple[int, int, int, str, str]] = []
    for (_, term, name), group in sorted(counts.items()):
        number = {book: round(value) for book, value in group.items()}
        low, high = min(number.values()), max(number.values())
        if high - low > band[name][0]:
            middle = median(number.values())
            end, other = (low, high) if middle - low >= high - middle else (high, low)
            found += [(book, end, other, name, term) for book, value in sorted(number.items()) if value == end]
    return Rows(
        books.books[["book", "place"]]
        .take([one[0] for one in found])
        .assign(
            right=[one[3] for one in found],
            term=[one[4] for one in found],
            term_words=[f" in {one[4]}" if one[4] else "" for one in found],
            observed=[many(one[1], "grade") for one in found],
            other=[str(one[2]) for one in found],
            expected=[str(band[one[3]][0]) for one in found],
            policy_key=[band[one[3]][1] for one in found],
        ),
        unknown,
    )
