"""What a report says of each gradebook itself: who and what it is, its size, its categories and their weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gradeaudit.findings import Category, Gradebook
from gradeaudit.gradebook import Gradebooks
from gradeaudit.policy.effective import Policy


def summarise(gradebooks: Gradebooks, policy: Policy | None = None) -> list[Gradebook]:
    """A record of each gradebook for the report: who and what it is, its size, and its categories with weights."""
    counts = {
        name: np.bincount(getattr(gradebooks, name)["book"].to_numpy(), minlength=len(gradebooks)).tolist()
        for name in ("assignments", "categories")
    }
    real = ~gradebooks.students["is_test_student"].to_numpy()
    counts["students"] = np.bincount(gradebooks.students["book"].to_numpy()[real], minlength=len(gradebooks)).tolist()
    categories = gradebooks.categories
    records = list(
        zip(categories["name"].tolist(), categories["weight"].tolist(), categories["weight_source"].tolist())
    )
    expected = _expected(records, policy)
    start = 0
    summaries = []
    for book, about in enumerate(gradebooks.books.to_dict("records")):
        end = start + counts["categories"][book]
        texts = {name: about[name] or None for name in ("course", "section", "teacher", "school", "level", "term")}
        summaries.append(
            Gradebook(
                id=gradebook_id(about["file"], about["sheet"]),
                file=about["file"],
                format=about["format"],
                students=counts["students"][book],
                assignments=counts["assignments"][book],
                method=about["method"],
                categories=tuple(
                    Category(name, None if weight != weight else round(weight, 4), source or None, *expected[number])
                    for number, (name, weight, source) in enumerate(records[start:end], start)
                ),
                identity=about["identity"],
                offers=tuple(sorted(gradebooks.offers[book])),
                lacks=dict(sorted(gradebooks.lacks[book].items())),
                **texts,
            )
        )
        start = end
    return summaries


def _expected(
    records: Sequence[tuple[str, float, str]], policy: Policy | None
) -> list[tuple[float | None, str | None]]:
    """The policy's weight for each category, in percent, and the policy's name for it."""
    if policy is None or not policy.categories:
        return [(None, None)] * len(records)
    matches = policy.category_matches(name for name, _, _ in records)
    return [(policy.weight(match.name), match.name) if match.name else (None, None) for match in matches]


def gradebook_id(file: str, sheet: str) -> str:
    """A gradebook's name in the report: its file, and its sheet or section where one file holds several."""
    return f"{file}#{sheet}" if sheet else file
