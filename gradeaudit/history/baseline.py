"""The baseline: findings that are known, by fingerprint, so that a nightly job fails only on new ones."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from gradeaudit.errors import Problem, visible
from gradeaudit.findings import Finding, Report

NOTE = "in the baseline"


class Entry(NamedTuple):
    """How often a known finding may occur, its rule, and the identity of its gradebook."""

    rule: str
    gradebook: str
    occurs: int


@dataclass(frozen=True)
class Baseline:
    """Known findings by fingerprint. Nothing of a student, a row or a value is in it."""

    entries: Mapping[str, Entry]


class Held(NamedTuple):
    """A report held against a baseline: known findings marked, and the entries that no longer occur as often."""

    report: Report
    stale: Mapping[str, Entry]


def load(path: Path) -> Baseline:
    """Reads a baseline; raises ``Problem`` when there is none or it is damaged."""
    shown = visible(str(path), 300)
    if not os.path.isfile(path):
        raise Problem("there is no such baseline", shown, "make one with --update-baseline --accept-new")
    try:
        record = json.loads(path.read_text("utf-8"))
        entries = {str(key): _entry(value) for key, value in record["findings"].items()}
        if record["schema_version"] != "1":
            raise ValueError
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Problem(
            "the baseline is damaged, or of another version", shown, "restore it, or make it anew with --accept-new"
        ) from None
    return Baseline(entries)


def _entry(value: Any) -> Entry:
    entry = Entry(value["rule"], value["gradebook"], value["occurs"])
    if not (isinstance(entry.rule, str) and isinstance(entry.gradebook, str) and type(entry.occurs) is int):
        raise ValueError
    if entry.occurs < 1:
        raise ValueError
    return entry


def hold(report: Report, baseline: Baseline) -> Held:
    """Marks as known each finding that the baseline allows, in the report's order, up to its count.

    Stale are entries that this run could have found again but didn't: their rule was applied and their gradebook was
    audited. What this run didn't look at is left alone.
    """
    left = {key: entry.occurs for key, entry in baseline.entries.items()}
    findings: list[Finding] = []
    for found in report.findings:
        if found.status == "new" and left.get(found.fingerprint, 0) > 0:
            left[found.fingerprint] -= 1
            findings.append(found._replace(status="known", note=NOTE))
        else:
            findings.append(found)
    looked_at = {book.identity for book in report.gradebooks}
    rules = {words.name for words in report.rules}
    stale = {
        key: entry._replace(occurs=left[key])
        for key, entry in baseline.entries.items()
        if left[key] > 0 and entry.gradebook in looked_at and entry.rule in rules
    }
    return Held(replace(report, findings=tuple(findings)), stale)


class Change(NamedTuple):
    """A baseline brought up to date, and how many findings were added to it and removed from it."""

    baseline: Baseline
    added: int
    removed: int


def updated(baseline: Baseline, held: Held, accept_new: bool) -> Change:
    """Stale entries pruned; new findings are taken in only with ``accept_new``."""
    counts: Counter[str] = Counter({key: entry.occurs for key, entry in baseline.entries.items()})
    about = dict(baseline.entries)
    removed = 0
    for key, entry in held.stale.items():
        counts[key] -= entry.occurs
        removed += entry.occurs
    added = 0
    identity = {book.id: book.identity for book in held.report.gradebooks}
    for found in held.report.findings if accept_new else ():
        if found.status == "new":
            counts[found.fingerprint] += 1
            about.setdefault(found.fingerprint, Entry(found.rule, identity.get(found.gradebook, ""), 0))
            added += 1
    entries = {key: about[key]._replace(occurs=counts[key]) for key in sorted(about) if counts[key] > 0}
    return Change(Baseline(entries), added, removed)


def as_bytes(baseline: Baseline) -> bytes:
    """The baseline as JSON, one finding a line, sorted, so that a change of it can be reviewed."""
    lines = [f"{json.dumps(key)}: {json.dumps(entry._asdict())}" for key, entry in sorted(baseline.entries.items())]
    return ('{"schema_version": "1",\n"findings": {\n' + ",\n".join(lines) + "\n}}\n").encode("ascii")
