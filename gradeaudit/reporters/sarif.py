"""SARIF 2.1.0, for code scanning: rules with their help, findings with stable fingerprints, nothing of a student.

Source: OASIS SARIF 2.1.0, and what GitHub's code scanning requires and how much of it it takes.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

from gradeaudit import escape
from gradeaudit.errors import visible
from gradeaudit.findings import SEVERITIES, Finding, Report, RuleWords
from gradeaudit.reporters.base import reporter

MAX_RESULTS = 25_000
"""GitHub refuses a run with more results."""
MAX_PLACES = 100
"""GitHub shows no more locations of one result."""
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_PRECISION = {"certain": "very-high", "likely": "high", "possible": "medium"}
_LINK = re.compile(r"([\\\[\]{}])")


@reporter(title="SARIF 2.1.0, for code scanning", suffixes=(".sarif",))
def sarif(report: Report) -> bytes:
    """One run; beyond 25,000 findings the worst are kept, and a notification says how many were left out."""
    kept = sorted(report.findings, key=lambda found: (SEVERITIES.index(found.severity), found.rule, found.fingerprint))
    kept = kept[:MAX_RESULTS]
    rules = {words.name: number for number, words in enumerate(report.rules)}
    notices = [_notice("error", f"{entry.file or entry.rule}: {visible(entry.error, 400)}") for entry in report.broken]
    if len(kept) < len(report.findings):
        left = len(report.findings) - len(kept)
        notices.append(
            _notice("warning", f"{left} milder findings are left out; the CSV and JSON reports have them all")
        )
    seen: dict[str, int] = {}
    run = {
        "tool": {"driver": _driver(report)},
        "automationDetails": {"id": "gradeaudit/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not report.broken, "toolExecutionNotifications": notices}],
        "results": [_result(found, rules, seen) for found in kept],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return (escape.json(json.dumps(log, ensure_ascii=False, allow_nan=False, separators=(",", ":"))) + "\n").encode(
        "utf-8", "replace"
    )


def _driver(report: Report) -> dict[str, Any]:
    return {
        "name": "gradeaudit",
        "version": report.run.version,
        "semanticVersion": report.run.version,
        "rules": [_rule(words) for words in report.rules],
    }


def _rule(words: RuleWords) -> dict[str, Any]:
    help_text = f"{words.what} {words.why} {words.fix}"
    return {
        "id": words.name,
        "name": "".join(part.capitalize() for part in words.name.split("-")),
        "shortDescription": {"text": words.title},
        "fullDescription": {"text": words.what},
        "help": {
            "text": help_text,
            "markdown": f"{words.what}\n\n**Why it matters.** {words.why}\n\n**Fix.** {words.fix}",
        },
        "defaultConfiguration": {"level": _LEVELS[words.severity]},
        "properties": {"tags": [words.family], "problem.severity": _problem(words.severity)},
    }


def _result(found: Finding, rules: dict[str, int], seen: dict[str, int]) -> dict[str, Any]:
    number = seen[found.fingerprint] = seen.get(found.fingerprint, 0) + 1
    result: dict[str, Any] = {
        "ruleId": found.rule,
        "level": _LEVELS[found.severity],
        "message": {"text": _text(f"{found.message}. {found.fix}")},
        "locations": _locations(found),
        "partialFingerprints": {
            "primaryLocationLineHash": f"{found.fingerprint}:{number}",
            "gradeaudit/v1": found.fingerprint,
        },
        "properties": {"precision": _PRECISION[found.confidence]},
    }
    if found.rule in rules:
        result["ruleIndex"] = rules[found.rule]
    if found.status == "known":
        result["baselineState"] = "unchanged"
    elif found.status == "new":
        result["baselineState"] = "new"
    else:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": visible(found.note, 400)}]
    return result


def _locations(found: Finding) -> list[dict[str, Any]]:
    parts = [found.gradebook, found.category, found.assignment]
    logical = [{"fullyQualifiedName": "/".join(visible(part) for part in parts if part)}]
    locations = []
    for place in found.places[:MAX_PLACES] or [None]:
        region = {"startLine": max(1, place.row) if place else 1}
        if place and place.column:
            region["startColumn"] = place.column
        locations.append(
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri((place.file if place else "") or found.file)},
                    "region": region,
                },
                "logicalLocations": logical,
            }
        )
    return locations


def _uri(file: str) -> str:
    """A relative address: percent-encoded, forward slashes, never absolute."""
    return quote(file.replace("\\", "/").lstrip("/"), safe="/._-~", errors="replace") or "unknown"


def _notice(level: str, text: str) -> dict[str, Any]:
    return {"level": level, "message": {"text": _text(text)}}


def _text(text: str) -> str:
    """Plain text of a SARIF message, whose brackets and braces would be links and placeholders."""
    return _LINK.sub(r"\\\1", visible(text, 2000))


def _problem(severity: str) -> str:
    return "recommendation" if severity == "info" else severity
