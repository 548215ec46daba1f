"""What a report says of each gradebook itself: who and what it is, its size, its categories and their weights."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from gradeaudit.findings import Category, Gradebook
from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.policy.effective import Policy

_KNOWN = ("file", "format", "method", "identity")
_PERHAPS = ("course", "section", "teacher", "school", "level", "term")
"""Texts of a gradebook that are empty in its table, and None in its record, where its export doesn't say them."""


def summarise(gradebooks: Gradebooks, policy: Policy | None = None) -> list[Gradebook]:
    """A record of each gradebook for the report: who and what it is, its size, and its categories with weights."""
    texts = {name: gradebooks.books[name].tolist() for name in (*_KNOWN, *_PERHAPS)}
    texts |= {name: [text or None for text in texts[name]] for name in _PERHAPS}
    real = ~gradebooks.students["is_test_student"].to_numpy()
    starts = np.cumsum([0, *_counts(gradebooks.categories["book"].to_numpy(), gradebooks)]).tolist()
    categories = _categories(gradebooks, policy)
    offers = {offered: tuple(sorted(offered)) for offered in set(gradebooks.offers)}
    absent = [tuple(sorted(one.items())) for one in gradebooks.lacks]
    lacks = {one: dict(one) for one in absent}
    columns = {
        **texts,
        "id": gradebook_ids(gradebooks),
        "students": _counts(gradebooks.students["book"].to_numpy()[real], gradebooks),
        "assignments": _counts(gradebooks.assignments["book"].to_numpy(), gradebooks),
        "categories": [tuple(categories[start:end]) for start, end in pairwise(starts)],
        "offers": [offers[one] for one in gradebooks.offers],
        "lacks": [lacks[one] for one in absent],
    }
    return list(map(Gradebook, *(columns[name] for name in Gradebook._fields)))


def _counts(book: Array, gradebooks: Gradebooks) -> list[int]:
    """How many rows each gradebook has in a table, by the table's numbers of gradebooks."""
    counts: list[int] = np.bincount(book, minlength=len(gradebooks)).tolist()
    return counts


def _categories(gradebooks: Gradebooks, policy: Policy | None) -> list[Category]:
    """A record of each category; gradebooks that have the same one share its record."""
    names, weights, sources = (gradebooks.categories[name].tolist() for name in ("name", "weight", "weight_source"))
    expected = {name: _expected(name, policy) for name in set(names)}
    records: dict[tuple[str, float | None, str], Category] = {}
    categories = []
    for name, weight, source in zip(names, weights, sources):
        key = name, None if weight != weight else round(weight, 4), source
        record = records.get(key)
        if record is None:
            record = records[key] = Category(name, key[1], source or None, *expected[name])
        categories.append(record)
    return categories


def _expected(name: str, policy: Policy | None) -> tuple[float | None, str | None]:
    """The policy's weight for a category, in percent, and the policy's name for it."""
    match = policy.category(name) if policy is not None else None
    if policy is None or match is None or not match.name:
        return None, None
    return policy.weight(match.name), match.name


def gradebook_ids(gradebooks: Gradebooks) -> tuple[str, ...]:
    """The gradebooks' names in the report."""
    return tuple(map(gradebook_id, gradebooks.books["file"].tolist(), gradebooks.books["sheet"].tolist()))


def gradebook_id(file: str, sheet: str) -> str:
    """A gradebook's name in the report: its file, and its sheet or section where one file holds several."""
    return f"{file}#{sheet}" if sheet else file
