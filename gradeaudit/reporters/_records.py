"""Findings and gradebooks as the published JSON schema has them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from gradeaudit import escape
from gradeaudit.findings import Finding, Gradebook, NotChecked, Place, PolicyRef, Report
from gradeaudit.places import cell_name
from gradeaudit.summary import summary

_ENCODED = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_SHARED = 2_000
"""How many values are kept as JSON while records are written: all rules' words, and what is in a few gradebooks."""


def _line(names: Iterable[str]) -> str:
    """A record on one line, with room for its values as JSON."""
    return "{" + ", ".join(f'"{name}": %s' for name in names) + "}"


_NOTED, _FINDING = _line(Finding._fields), _line(Finding._fields[:-1])  # a note stands only where there is one
_UNCHECKED = _line(("rule", "reason", "gradebooks"))


def report_head(report: Report) -> dict[str, Any]:
    """What stands before all lists: the schema's version, the tool, the run and the figures."""
    run: dict[str, Any] = {"as_of": report.run.as_of, "policy": None}
    if report.run.policy_file is not None:
        run["policy"] = {
            "file": report.run.policy_file,
            "district": report.run.district,
            "sha256": report.run.policy_sha256,
        }
    return {
        "schema_version": "1",
        "tool": {"name": "gradeaudit", "version": report.run.version},
        "run": run,
        "summary": summary(report),
    }


def gradebook(book: Gradebook) -> dict[str, Any]:
    """A gradebook as the schema has it."""
    return {
        "id": book.id,
        "file": book.file,
        "format": book.format,
        "course": book.course,
        "section": book.section,
        "teacher": book.teacher,
        "school": book.school,
        "level": book.level,
        "term": book.term,
        "students": book.students,
        "assignments": book.assignments,
        "method": book.method,
        "categories": [
            {"name": category.name, "weight": category.weight, "weight_source": category.weight_source}
            for category in book.categories
        ],
    }


def finding_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Each finding as JSON on one line; what findings share, such as a rule's words, is put into JSON once."""
    told = lru_cache(_SHARED)(_told)
    for found in findings:
        line, values = (_NOTED, found) if found.note else (_FINDING, found[:-1])
        yield line % tuple(map(told, values))


def _told(value: str | tuple[Place, ...] | PolicyRef | None) -> str:
    """A value of a finding as JSON."""
    if isinstance(value, tuple):
        return as_text([place(spot) for spot in value])
    return as_text(vars(value) if isinstance(value, PolicyRef) else value)


def unchecked_lines(entries: Iterable[NotChecked]) -> Iterator[str]:
    """Each entry as JSON on one line; the gradebooks of several, which are often all, are put into JSON once."""
    named = lru_cache(_SHARED)(as_text)
    for entry in entries:
        yield _UNCHECKED % (named(entry.rule), named(entry.reason), named(entry.gradebooks))


def place(spot: Place) -> dict[str, Any]:
    """A place as the schema has it; ``file`` stands only where it isn't the finding's own."""
    record: dict[str, Any] = {
        "sheet": spot.sheet or None,
        "row": spot.row or None,
        "column": spot.column or None,
        "cell": cell_name(spot.row, spot.column) if spot.column else None,
        "student": spot.student,
    }
    return {**record, "file": spot.file} if spot.file else record


def as_text(value: Any) -> str:
    """A value as JSON on one line; what is no JSON, such as NaN, is refused."""
    return escape.json(_ENCODED(value))
