"""GitHub Actions: annotations within GitHub's limits, worst first, one a rule and file.

Source: GitHub's toolkit, command.ts; ten annotations of a kind a step are shown, so what is left out is said.
"""

from __future__ import annotations

from gradeaudit.errors import visible
from gradeaudit.escape import workflow, workflow_property
from gradeaudit.findings import SEVERITIES, Finding, Report
from gradeaudit.places import cell_name
from gradeaudit.reporters.base import reporter
from gradeaudit.summary import summary

LIMIT = 10
"""Annotations of one kind that GitHub shows of one step."""
_KINDS = {"error": "error", "warning": "warning", "info": "notice"}


@reporter(title="annotations for GitHub Actions")
def github(report: Report) -> bytes:
    """At most ten annotations of each kind, one a rule and file, and a last notice with the figures."""
    lines = [
        f"::error title={workflow_property('could not be read or checked')}::"
        + workflow(f"{visible(entry.file or entry.rule or '', 300)}: {visible(entry.error, 400)}")
        for entry in report.broken[:LIMIT]
    ]
    shown = left = 0
    for severity, kind in _KINDS.items():
        causes: dict[tuple[str, str], list[Finding]] = {}
        for found in report.findings:
            if found.status == "new" and found.severity == severity:
                causes.setdefault((found.rule, found.file), []).append(found)
        room = LIMIT - (len(lines) if severity == "error" else 0) - (1 if severity == "info" else 0)
        worst = sorted(causes.items(), key=lambda item: (-len(item[1]), item[0]))
        for (rule, file), group in worst[: max(room, 0)]:
            lines.append(_annotation(kind, rule, file, group))
        shown += min(len(worst), max(room, 0))
        left += max(len(worst) - max(room, 0), 0)
    figures = summary(report)
    counted = ", ".join(f"{figures['by_severity'][name]} {name}" for name in SEVERITIES)
    more = f"; {left} more rules and files are in the other reports" if left else ""
    text = f"{counted} in {figures['gradebooks']} gradebooks, {figures['broken']} broken{more}"
    lines.append(f"::notice title=gradeaudit::{workflow(text)}")
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _annotation(kind: str, rule: str, file: str, group: list[Finding]) -> str:
    first = group[0]
    place = first.places[0] if first.places else None
    where = f"file={workflow_property(visible(file, 300))},line={max(1, place.row) if place else 1}"
    if place and place.column:
        where += f",col={place.column}"
    more = f" (and {len(group) - 1} more like it)" if len(group) > 1 else ""
    cell = f" [{cell_name(place.row, place.column)}]" if place and place.row else ""
    text = f"{visible(first.message, 1000)}{cell}{more}\nfix: {first.fix}"
    return f"::{kind} {where},title={workflow_property(rule)}::{workflow(text)}"
