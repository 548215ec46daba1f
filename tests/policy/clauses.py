"""A clause of a policy tried on gradebooks through the whole run: scopes, terms and dates settled, then one rule."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gradeaudit import discovery
from gradeaudit.findings import Report
from gradeaudit.flow import Order, audited_batch, finished
from gradeaudit.gradebook import Book
from gradeaudit.policy.load import load
from gradeaudit.reading import Batch
from tests.tables import book, gradebooks

POLICIES = Path(__file__).parents[2] / "policies"
ABOUT = {
    "school": "North", "level": "high", "grade": "9", "department": "Science", "course": "Biology", "course_code": "BIO1",
    "course_level": "regular", "schedule": "yearlong", "flags": "-", "teacher": "Lee", "section": "1",
}  # fmt: skip
"""What is known of every gradebook here, unless a clause says otherwise."""


@dataclass(frozen=True)
class Clause:
    """What a policy says, the rule that judges it, gradebooks that break it, what is then found, and ones that keep it.

    ``finds`` are the messages of the findings of that rule in ``breaks``; in ``keeps`` it finds nothing. Both are
    checked by the rule, so that keeping is no silence.
    """

    says: str
    rule: str
    breaks: Sequence[Book]
    finds: Sequence[str]
    keeps: Sequence[Book]
    as_of: str = "2026-11-24"


def holds(policy: Path, clause: Clause) -> None:
    """Asserts that a clause is judged as it says."""
    broken, kept = (report(policy, several, clause.rule, clause.as_of) for several in (clause.breaks, clause.keeps))
    assert (broken.broken, kept.broken) == ((), ())
    assert [found.message for found in broken.findings] == list(clause.finds)
    assert {found.rule for found in broken.findings} == {clause.rule}
    assert [found.message for found in kept.findings] == []
    for one, several in ((broken, clause.breaks), (kept, clause.keeps)):
        assert [entry.reason for entry in one.not_checked] == []
        words = next(words for words in one.rules if words.name == clause.rule)
        assert words.checked == len(several)


def report(policy: Path, several: Sequence[Book], rule: str, as_of: str = "2026-11-24") -> Report:
    """What a run with one rule says of some gradebooks under a policy."""
    order = Order((), load(policy), datetime.date.fromisoformat(as_of), (rule,))
    return finished(order, [audited_batch(order, Batch(gradebooks(*several), (), ()))])


def everything(policy: Path, one: Book, as_of: str = "2026-11-24") -> Report:
    """What a run with all rules says of one gradebook under a policy."""
    order = Order((), load(policy), datetime.date.fromisoformat(as_of), tuple(discovery.rules()))
    return finished(order, [audited_batch(order, Batch(gradebooks(one), (), ()))])


def made(
    columns: Sequence[str], rows: Sequence[Sequence[str]] | int = 5, about: Mapping[str, Any] | None = None, **more: Any
) -> Book:
    """A gradebook with these columns (as in ``tables.book``) and rows of marks; a number is that many rows of 9."""
    marks = [["9"] * len(columns)] * rows if isinstance(rows, int) else rows
    lines = [" | ".join(["Student", *columns])] + [
        " | ".join([f"S{number}", *row]) for number, row in enumerate(marks, 1)
    ]
    return book("\n".join(lines), about={**ABOUT, **(about or {})}, **more)


def numbered(kind: str, number: int, points: int = 10, **more: str) -> list[str]:
    """Columns of one category: ``Kind 1 /10 @Kind`` and so on, each with the same further words."""
    words = "".join(f" {key}={value}" for key, value in more.items())
    return [f"{kind} {at} /{points} @{kind}{words}" for at in range(1, number + 1)]


def entered(day: str, cells: int) -> dict[str, Any]:
    """The scores' column of entry dates, all on one day."""
    return {"entered_on": np.full(cells, np.datetime64(day, "s"))}
