"""What changed between two exports of the same gradebooks, as records, as plain text and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from gradeaudit.errors import visible

KINDS = (
    "method", "category-added", "category-removed", "category-renamed", "weight", "drops", "assignment-added",
    "assignment-removed", "assignment-renamed", "assignment-moved", "points-possible", "due-date", "scores",
    "students-joined", "students-left",
)  # fmt: skip
"""The kinds of changes, in the order in which they are told."""
EVIDENCE = {
    "identity": "the identity that the export carries",
    "names": "the names of course and section",
    "file": "the name of the file, for want of anything that tells more",
    "only": "being the only gradebook on either side",
    "recorded": "the identity that the history recorded",
    "recorded-file": "the name of the file that the history recorded",
    "likeness": "{same} of {cells} scores of the same students under the same titles being the same",
}
"""How a gradebook of one export was found in the other, in words."""


@dataclass(frozen=True)
class Change:
    """One thing that changed: ``name`` is the category or assignment as it is called now, "" for the whole gradebook.

    ``before`` and ``after`` are titles, percents (weights), points or dates (None for none); ``counts`` are of scores
    (entered, changed, cleared), of assignments or of students. ``words`` say it all in one line.
    """

    kind: str
    name: str
    words: str
    before: str | float | None = None
    after: str | float | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Compared:
    """A gradebook that both exports hold: what changed in it, and what could not be compared, because …

    ``matched_by`` is a key of ``EVIDENCE``, ``evidence`` says the same in words.
    """

    before: str
    after: str
    course: str | None
    section: str | None
    matched_by: str
    evidence: str
    changes: tuple[Change, ...]
    not_compared: tuple[str, ...]


@dataclass(frozen=True)
class Unmatched:
    """A gradebook that only one of the exports holds, as far as can be told; ``reason`` says why."""

    gradebook: str
    course: str | None
    section: str | None
    reason: str


@dataclass(frozen=True)
class Comparison:
    """Everything that two exports show of what changed, sorted by course, section and file."""

    gradebooks: tuple[Compared, ...]
    only_before: tuple[Unmatched, ...]
    only_after: tuple[Unmatched, ...]

    @property
    def changed(self) -> bool:
        """Whether anything differs, be it that a gradebook came or went."""
        return bool(self.only_before or self.only_after or any(book.changes for book in self.gradebooks))


def as_json(comparison: Comparison) -> str:
    """The comparison as one JSON document; ``changed`` is whether anything differs."""
    return json.dumps({"schema_version": "1", **record(comparison)}, ensure_ascii=False, indent=1) + "\n"


def record(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain records."""
    return {"changed": comparison.changed, **asdict(comparison)}


def as_text(comparison: Comparison) -> str:
    """A paragraph for each gradebook with changes; then, counted, what could not be compared in the others."""
    lines: list[str] = []
    for book in comparison.gradebooks:
        if not book.changes:
            continue
        lines.append(_headed(book))
        lines.append(f"  matched by {book.evidence}")
        lines += [f"  · {visible(change.words, 400)}" for change in book.changes]
        lines += [f"  not compared: {visible(reason, 400)}" for reason in book.not_compared]
        lines.append("")
    for when, books in (("earlier", comparison.only_before), ("later", comparison.only_after)):
        if books:
            lines.append(f"only in the {when} export:")
            lines += [f"  {_named(one.gradebook, one.course, one.section)}: {one.reason}" for one in books]
            lines.append("")
    reasons = Counter(reason for book in comparison.gradebooks if not book.changes for reason in book.not_compared)
    if reasons:
        lines.append("not compared in gradebooks in which nothing else changed:")
        lines += [f"  {visible(reason, 400)}: {count(times, 'gradebook')}" for reason, times in sorted(reasons.items())]
        lines.append("")
    changed = sum(bool(book.changes) for book in comparison.gradebooks)
    lines.append(
        f"{count(len(comparison.gradebooks), 'gradebook')} compared: {changed} changed,"
        f" {len(comparison.gradebooks) - changed} not; {len(comparison.only_before)} only in the earlier export,"
        f" {len(comparison.only_after)} only in the later one"
    )
    return "\n".join(lines) + "\n"


def _headed(book: Compared) -> str:
    files = book.before if book.before == book.after else f"{book.before} → {book.after}"
    return _named(files, book.course, book.section)


def _named(file: str, course: str | None, section: str | None) -> str:
    about = ", ".join(visible(text) for text in (course, section) if text)
    return visible(file, 600) + (f" ({about})" if about else "")


def count(number: int, noun: str) -> str:
    """A number with its noun: 1 score, 2 scores."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
