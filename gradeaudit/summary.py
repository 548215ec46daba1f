"""The figures of a report, counted once and shown the same by every reporter."""

from __future__ import annotations

from collections import Counter
from typing import Any

from gradeaudit.findings import SEVERITIES, Report


def summary(report: Report) -> dict[str, Any]:
    """How many files, gradebooks and findings; only new findings count by severity and by rule.

    ``not_checked`` counts pairs of a rule and a gradebook.
    """
    new = [found for found in report.findings if found.status == "new"]
    severities = Counter(found.severity for found in new)
    status = Counter(found.status for found in report.findings)
    return {
        "files": len(report.inputs),
        "gradebooks": len(report.gradebooks),
        "findings": len(new),
        "by_severity": {severity: severities[severity] for severity in SEVERITIES},
        "by_rule": dict(sorted(Counter(found.rule for found in new).items())),
        "not_checked": sum(len(entry.gradebooks) for entry in report.not_checked),
        "waived": status["waived"],
        "known": status["known"],
        "broken": len(report.broken),
    }
