"""GitLab's code quality report: a JSON list of issues with unique fingerprints.

Source: GitLab's documentation of the Code Quality report format.
"""

from __future__ import annotations

import json
from typing import Any

from gradeaudit import escape
from gradeaudit.errors import visible
from gradeaudit.findings import Finding, Report
from gradeaudit.reporters.base import reporter

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


@reporter(title="code quality for GitLab")
def gitlab(report: Report) -> bytes:
    """One issue a new finding, at its first place; waived and known ones are left out, and none is an empty list."""
    seen: dict[str, int] = {}
    issues = [_issue(found, seen) for found in report.findings if found.status == "new"]
    text = json.dumps(issues, ensure_ascii=False, allow_nan=False, indent=1)
    return (escape.json(text) + "\n").encode("utf-8", "replace")


def _issue(found: Finding, seen: dict[str, int]) -> dict[str, Any]:
    number = seen[found.fingerprint] = seen.get(found.fingerprint, 0) + 1
    first = found.places[0] if found.places else None
    return {
        "description": f"{visible(found.message, 1000)}. {found.fix}",
        "check_name": found.rule,
        "fingerprint": found.fingerprint if number == 1 else f"{found.fingerprint}-{number}",
        "severity": _SEVERITIES[found.severity],
        "location": {
            "path": visible(found.file.removeprefix("./"), 1000),
            "lines": {"begin": max(1, first.row) if first else 1},
        },
    }
