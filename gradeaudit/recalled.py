"""A moment of a history as gradebooks: their set-ups alone, without assignments, students or scores."""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np

from gradeaudit.assembly import Assembly
from gradeaudit.gradebook import Book, Gradebooks, Source
from gradeaudit.history.setups import Setup, moment

_COMPARED = (
    "assignments.title", "assignments.points_possible", "assignments.due_on", "scores.mark", "categories.name",
    "categories.weight", "categories.drop_lowest",
)  # fmt: skip
_LACKS = dict.fromkeys(_COMPARED, "a history holds set-ups alone")


def recalled(path: Path, day: datetime.date | None) -> Gradebooks:
    """The set-ups of the last run up to a day, or of the last run; raises ``Problem`` where there is none."""
    found = moment(path, day)
    assembly = Assembly()
    for setup in found.setups:
        assembly.add(_book(setup, path.name, found.day))
    return assembly.finish()


def _book(setup: Setup, file: str, day: datetime.date) -> Book:
    """A gradebook as far as the history knows it; it goes by its identity, whose first part is the format."""
    known = {"categories.name"} if setup.categories else set()
    if setup.categories and all(weight is not None for _, weight, _ in setup.categories):
        known.add("categories.weight")
    return Book(
        about={
            "file": file,
            "sheet": f"{day} {setup.gradebook}",
            "format": "history",
            "identity": setup.gradebook,
            "method": setup.method,
            "term": setup.term,
            "exported_at": np.datetime64(day, "s"),
        },
        sources=(Source(file),),
        offers=frozenset(known),
        lacks={column: why for column, why in _LACKS.items() if column not in known},
        categories={
            "name": [name for name, _, _ in setup.categories],
            "weight": [np.nan if weight is None else weight for _, weight, _ in setup.categories],
            "weight_source": [source for _, _, source in setup.categories],
        },
    )
