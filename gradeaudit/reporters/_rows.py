"""The findings as rows of a spreadsheet, one row a place: the same columns in every format that has rows."""

from __future__ import annotations

from collections.abc import Iterator

from gradeaudit.findings import Finding, Gradebook, Place, Report
from gradeaudit.places import cell_name

Cell = str | int | None

COLUMNS = (
    "severity", "rule", "message", "file", "sheet", "cell", "row", "column", "course", "section", "teacher", "school",
    "category", "assignment", "student", "observed", "expected", "why", "fix", "policy_file", "policy_line", "family",
    "confidence", "status", "note", "gradebook", "fingerprint",
)  # fmt: skip
"""In the order of the columns; ``row`` and ``column`` count from 1, the rest is text but for ``policy_line``."""


def rows(report: Report) -> Iterator[tuple[Finding, Place | None, tuple[Cell, ...]]]:
    """Every finding, also a waived or known one, once for each of its places (once without a place if it has none)."""
    books = {book.id: book for book in report.gradebooks}
    for found in report.findings:
        before, after = _fixed(found, books.get(found.gradebook))
        for place in found.places or (None,):
            yield (
                found,
                place,
                (*before, *_where(found, place), *after[:6], place.student if place else None, *after[6:]),
            )


def _fixed(found: Finding, book: Gradebook | None) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """What all rows of a finding share: the cells before its place and those behind."""
    ref = found.policy_ref
    about = (book.course, book.section, book.teacher, book.school) if book else (None,) * 4
    return (found.severity, found.rule, found.message), (
        *about,
        found.category,
        found.assignment,
        found.observed,
        found.expected,
        found.why,
        found.fix,
        ref.file if ref else None,
        ref.line if ref else None,
        found.family,
        found.confidence,
        found.status,
        found.note,
        found.gradebook,
        found.fingerprint,
    )


def _where(found: Finding, place: Place | None) -> tuple[Cell, ...]:
    if place is None:
        return found.file, None, None, None, None
    cell = cell_name(place.row, place.column) if place.column else None
    return place.file or found.file, place.sheet, cell, place.row or None, place.column or None
