"""A whole run over the sample exports under a policy, for tests of what only a run can show."""

from __future__ import annotations

import datetime
from pathlib import Path

from gradeaudit import discovery
from gradeaudit.findings import Finding, Report
from gradeaudit.flow import Order, audited, finished, found
from gradeaudit.policy.load import load

SAMPLES = Path(__file__).parents[1] / "sample_exports"


def run(folder: Path, policy: str, *exports: str, rules: tuple[str, ...], as_of: str = "2026-11-24") -> Report:
    """The report of a run over some sample exports under a policy, with some rules."""
    (folder / "policy.yaml").write_text(policy, encoding="utf-8")
    order = Order(
        paths=tuple(SAMPLES / export for export in exports),
        source=load(folder / "policy.yaml"),
        as_of=datetime.date.fromisoformat(as_of),
        rules=tuple(name for name in discovery.rules() if name in rules),
    )
    return finished(order, [audited(order, found(order))])


def of(report: Report, rule: str) -> list[Finding]:
    """The findings of one rule."""
    return [finding for finding in report.findings if finding.rule == rule]
