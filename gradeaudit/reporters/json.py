"""The report as one JSON object, for programs: one line a record, sorted, the same bytes for the same input."""

from __future__ import annotations

from typing import Any

from gradeaudit.changes import record
from gradeaudit.findings import Report
from gradeaudit.reporters._records import as_text, finding, gradebook, report_head
from gradeaudit.reporters.base import reporter


@reporter(title="one object, stable, for programs", suffixes=(".json",))
def JSON(report: Report) -> bytes:
    """The report by the published schema, version 1, as UTF-8."""
    head = report_head(report)
    lists = {
        "inputs": [vars(entry) for entry in report.inputs],
        "gradebooks": [gradebook(entry) for entry in report.gradebooks],
        "findings": [finding(entry) for entry in report.findings],
        "not_checked": [vars(entry) for entry in report.not_checked],
        "broken": [vars(entry) for entry in report.broken],
    }
    parts = [f"{as_text(name)}: {as_text(value)}" for name, value in head.items()]
    parts += [f"{as_text(name)}: {_lines(records)}" for name, records in lists.items()]
    if report.comparison is not None:
        parts.append(f'"comparison": {as_text(record(report.comparison))}')
    return ("{" + ",\n".join(parts) + "}\n").encode("utf-8", "replace")


def _lines(records: list[Any]) -> str:
    return "[\n" + ",\n".join(map(as_text, records)) + "\n]" if records else "[]"
