"""What inspect shows: each file, what it was taken for and why, and what the gradebooks in it carry and lack."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gradeaudit.errors import visible
from gradeaudit.findings import Broken, Gradebook, Input
from gradeaudit.grading.recover import recover
from gradeaudit.reading import Batch
from gradeaudit.summaries import summarise
from gradeaudit.words import CARRIED, column_words


@dataclass(frozen=True)
class Inspection:
    """Everything that was recognised, sorted by file."""

    inputs: tuple[Input, ...]
    gradebooks: tuple[Gradebook, ...]
    broken: tuple[Broken, ...]


def inspected(batches: Sequence[Batch]) -> Inspection:
    """What the batches hold, without any policy."""
    return Inspection(
        tuple(sorted((entry for batch in batches for entry in batch.inputs), key=lambda entry: entry.file)),
        tuple(
            sorted(
                (book for batch in batches for book in summarise(recover(batch.gradebooks))), key=lambda book: book.id
            )
        ),
        tuple(entry for batch in batches for entry in batch.broken),
    )


def as_json(seen: Inspection) -> str:
    """The report's ``inputs`` and ``gradebooks``, each gradebook with ``offers`` and ``lacks``."""
    records: dict[str, Any] = {
        "schema_version": "1",
        "inputs": [entry._asdict() for entry in seen.inputs],
        "gradebooks": [
            {
                **book._asdict(),
                "categories": [category._asdict() for category in book.categories],
                "lacks": {column: why for column, why in book.lacks.items() if column not in book.offers},
            }
            for book in seen.gradebooks
        ],
    }
    return json.dumps(records, ensure_ascii=False, indent=1) + "\n"


def as_text(seen: Inspection) -> str:
    """A paragraph a file: what it is, why, how large, and what can't be checked in it."""
    lines: list[str] = []
    for entry in seen.inputs:
        lines.append(visible(entry.file, 300))
        if entry.error:
            lines.append(f"  not read: {visible(entry.error, 400)}")
        elif entry.format is None:
            lines.append("  passed over: not an export")
        else:
            lines.append(f"  {entry.format}, {entry.confidence}")
        lines += [f"  · {visible(reason, 300)}" for reason in entry.evidence]
        for book in seen.gradebooks:
            if book.file == entry.file:
                lines += _book(book)
        lines.append("")
    files, books = len(seen.inputs), len(seen.gradebooks)
    unread = sum(entry.error is not None for entry in seen.inputs)
    lines.append(f"{_count(files, 'file')}, {_count(books, 'gradebook')}, {unread} not read")
    return "\n".join(lines) + "\n"


def _book(book: Gradebook) -> list[str]:
    named = [visible(text) for text in (book.course, book.section, book.teacher, book.school, book.term) if text]
    lines = [
        f"  gradebook: {_count(book.students, 'student')}, {_count(book.assignments, 'assignment')}, {book.method}"
    ]
    lines += [f"    of {', '.join(named)}"] if named else []
    if book.categories:
        lines.append(
            "    categories: "
            + ", ".join(
                visible(category.name)
                + (f" {category.weight:g}% ({category.weight_source})" if category.weight is not None else "")
                for category in book.categories
            )
        )
    absent = [column for column in CARRIED.values() if column not in book.offers]
    for column in absent:
        lines.append(f"    no {column_words(column)}" + (f": {book.lacks[column]}" if column in book.lacks else ""))
    return lines


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
