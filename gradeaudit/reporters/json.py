"""The report as one JSON object, for programs: one line a record, sorted, the same bytes for the same input."""

from __future__ import annotations

import json
from typing import Any

from gradeaudit.findings import Finding, Gradebook, Place, Report
from gradeaudit.places import cell_name
from gradeaudit.reporters.base import reporter
from gradeaudit.summary import summary


@reporter(title="one object, stable, for programs", suffixes=(".json",))
def JSON(report: Report) -> bytes:
    """The report by the published schema, version 1, as UTF-8."""
    run: dict[str, Any] = {"as_of": report.run.as_of, "policy": None}
    if report.run.policy_file is not None:
        run["policy"] = {
            "file": report.run.policy_file,
            "district": report.run.district,
            "sha256": report.run.policy_sha256,
        }
    head = {
        "schema_version": "1",
        "tool": {"name": "gradeaudit", "version": report.run.version},
        "run": run,
        "summary": summary(report),
    }
    lists = {
        "inputs": [vars(entry) for entry in report.inputs],
        "gradebooks": [gradebook(entry) for entry in report.gradebooks],
        "findings": [finding(entry) for entry in report.findings],
        "not_checked": [vars(entry) for entry in report.not_checked],
        "broken": [vars(entry) for entry in report.broken],
    }
    parts = [f"{_text(name)}: {_text(value)}" for name, value in head.items()]
    parts += [f"{_text(name)}: {_lines(records)}" for name, records in lists.items()]
    return ("{" + ",\n".join(parts) + "}\n").encode("utf-8", "replace")


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


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _lines(records: list[Any]) -> str:
    return "[\n" + ",\n".join(map(_text, records)) + "\n]" if records else "[]"
