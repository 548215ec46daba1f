"""A section that the school teaches and that has no gradebook, or an empty one."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from gradeaudit.policy.catalogue import folded
from gradeaudit.rules._words import many
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.catalogue import Row
    from gradeaudit.policy.effective import Policy

_UNGRADED = re.compile(r"\b(?:study hall|lunch|advisory|advisement|homeroom|home room|release|aide|free period)\b")
"""Courses in which nothing is graded."""
_KEYS = ("school", "course_code", "section", "teacher", "term")


@rule(
    title="A section has no gradebook",
    family="structure",
    severity="error",
    scope="run",
    needs={"assignments": ["title"]},
    policy="identify.catalogue",
    per=["section"],
    parameters={"grace": 14.0, "share": 50.0},
    what="A section of the course catalogue has no gradebook in this run, or one without assignments or categories.",
    why="A class whose gradebook was never opened has no grades to show families, and none to check.",
    fix="Ask for the section's export, or for its gradebook to be set up; if it has no grades, leave it out of the"
    " catalogue.",
    message="{text}",
    example="Algebra 1, P3 in the catalogue, and no export of it",
    instead="one export for each section",
    not_a_finding="Study hall, lunch, advisory and the like; the first two weeks of the year; a section whose course is"
    " exported with all its sections in one file; the sections of a school of which this run holds less than half.",
)
def gradebook_absent(books: Gradebooks, policy: Policy) -> Rows:
    """Each row of the catalogue is looked for among the gradebooks, then the gradebooks found are looked into."""
    rows = [row for row in policy.catalogue.rows if _is_section(row)] if policy.catalogue else []
    grace = int(policy.parameter("gradebook-absent", "grace", 14.0))
    calendar = policy.calendar
    started = calendar is None or np.datetime64(policy.as_of, "D") >= calendar.starts.min() + np.timedelta64(grace, "D")
    about = [dict(zip(_KEYS, values)) for values in zip(*(books.books[key].tolist() for key in _KEYS))]
    by_code: dict[str, list[int]] = defaultdict(list)
    for book, known in enumerate(about):
        for key in {folded(known["course_code"]), folded(known["section"])} - {""}:
            by_code[key].append(book)
    found = [_covering(row, about, by_code) for row in rows]
    absent, partial = _absent(rows, found, policy.parameter("gradebook-absent", "share", 50.0))
    absent, partial = (absent, partial) if started else ([], [])
    listed = sorted({book for covering in found for book in covering}) if started else []
    empty = _empty(books, listed)
    place = books.books["place"].to_numpy()
    table = books.books[["book", "place"]].reindex(range(len(absent) + len(empty)))
    return Rows(
        table.assign(
            book=[-1] * len(absent) + [book for book, _ in empty],
            place=[0] * len(absent) + [int(place[book]) for book, _ in empty],
            section=[*absent, *("" for _ in empty)],
            observed=["no gradebook"] * len(absent) + [text.removeprefix("This gradebook has ") for _, text in empty],
            expected="a gradebook with categories and assignments",
            text=[f"{name} has no gradebook in this run" for name in absent] + [text for _, text in empty],
            policy_key="identify.catalogue",
        ),
        {
            f"the year began less than {many(grace, 'day')} ago": np.arange(0 if started else len(books)),
            "this run holds too few of its school's sections to ask for the others": np.array(partial, np.int64),
        },
    )


def _is_section(row: Row) -> bool:
    words = folded(" ".join((row.get("course", ""), row.get("department", ""), row.get("course_code", ""))))
    return bool(row.get("course_code") or row.get("section")) and not _UNGRADED.search(words)


def _covering(row: Row, about: list[dict[str, str]], by_code: dict[str, list[int]]) -> list[int]:
    """The gradebooks that a catalogue's row may mean: by course code or section, and nothing known against it."""
    asked = {key: folded(row.get(key, "")) for key in _KEYS}
    books = dict.fromkeys(by_code.get(asked["course_code"], []) + by_code.get(asked["section"], []))
    return [
        book
        for book in books
        if all(not asked[key] or not about[book][key] or asked[key] == folded(about[book][key]) for key in _KEYS)
    ]


def _absent(rows: list[Row], found: list[list[int]], share: float) -> tuple[list[str], list[int]]:
    """The sections without gradebook in the catalogue's words, and the gradebooks of schools not asked for others.

    A school is asked for when the run holds enough of its sections.
    """
    partial: set[int] = set()
    schools: dict[str, list[Any]] = defaultdict(list)
    for row, covering in zip(rows, found):
        schools[folded(row.get("school", ""))].append((row, covering))
    names = []
    for sections in schools.values():
        if 100 * sum(bool(held) for _, held in sections) >= share * len(sections):
            names += [_name(row) for row, held in sections if not held]
        else:
            partial |= {book for _, held in sections for book in held}
    return sorted(dict.fromkeys(names)), sorted(partial)


def _name(row: Row) -> str:
    named = [row.get("course") or row.get("course_code"), row.get("section"), row.get("teacher"), row.get("school")]
    return ", ".join(text for text in named if text)


def _empty(books: Gradebooks, listed: list[int]) -> list[tuple[int, str]]:
    """The listed gradebooks without assignments, or without categories though their export would show them."""
    work = np.bincount(books.assignments["book"].to_numpy(), minlength=len(books))
    kinds = np.bincount(books.categories["book"].to_numpy(), minlength=len(books))
    texts = []
    for book in listed:
        if not work[book]:
            texts.append((book, "This gradebook has no assignments"))
        elif not kinds[book] and "categories.name" in books.offers[book]:
            texts.append((book, "This gradebook has no categories"))
    return texts
