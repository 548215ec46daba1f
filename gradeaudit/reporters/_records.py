"""Findings and gradebooks as the published JSON schema has them."""

from __future__ import annotations

import json
from typing import Any

from gradeaudit import escape
from gradeaudit.findings import Finding, Gradebook, Place, Report
from gradeaudit.places import cell_name
from gradeaudit.summary import summary

_ENCODED = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


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


def finding(found: Finding) -> dict[str, Any]:
    """A finding as the schema has it."""
    record = dict(vars(found))
    record["places"] = [place(spot) for spot in found.places]
    reference = found.policy_ref
    record["policy_ref"] = None if reference is None else vars(reference)
    if not record.pop("note"):
        return record
    return {**record, "note": found.note}


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
