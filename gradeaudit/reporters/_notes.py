"""What the teacher's list and the overview have in common: limits, what was not checked, what broke, the last lines."""

from __future__ import annotations

from dataclasses import dataclass

from gradeaudit.findings import SEVERITIES, Report
from gradeaudit.reporters._terminal import Pen
from gradeaudit.summary import of_the_run, shown, summary, unchecked
from gradeaudit.wording import SEVERITY_NOUNS, counted, people, sentence

PLENTY = 10**9


@dataclass(frozen=True)
class Limits:
    """How many lines each part of the overview shows before it says how many more there are."""

    rules: int = 12
    groups: int = 10
    books: int = 5
    findings: int = 3
    reasons: int = 6
    broken: int = 10
    places: int = 12
    pages: int = 20


def unchecked_lines(pen: Pen, report: Report, limit: int) -> list[str]:
    """The reasons for which rules were not applied; nothing where all were."""
    reasons = unchecked(report)
    if not reasons:
        return []
    lines = pen.head("Not checked, and why")
    for entry in reasons[:limit]:
        books = "" if len(report.gradebooks) == 1 else f" in {counted(entry.gradebooks, 'gradebook')}"
        rules = ", ".join(entry.rules[:6]) + (f" and {len(entry.rules) - 6} more" if len(entry.rules) > 6 else "")
        lines += pen.wrap(f"{entry.reason}{books}: {rules}", "  ", pen.say("· "))
    return lines + more(pen, "  ", limit, len(reasons), "reason")


def broken_lines(pen: Pen, report: Report, limits: Limits) -> list[str]:
    """The files that could not be read and the rules that failed."""
    if not report.broken:
        return []
    lines = pen.head("Could not be read or audited")
    for entry in report.broken[: limits.broken]:
        about = ": ".join(text for text in (entry.file, entry.rule, entry.error) if text)
        lines += pen.wrap(about, "  ", pen.say("✖ "))
    return lines + more(pen, "  ", limits.broken, len(report.broken), "problem")


def more(pen: Pen, indent: str, limit: int, total: int, noun: str) -> list[str]:
    """How many are not shown, and where they are; nothing where all are shown."""
    if total <= limit:
        return []
    nouns = f"{noun}s" if "with" not in noun else noun.replace(" with", "s with")
    return pen.wrap(
        f"… showing {limit:,} of {total:,} {nouns}; --verbose or -o findings.csv has all", indent, style="dim"
    )


def footer(pen: Pen, report: Report) -> list[str]:
    """The figures once more, what was left out, and what the report shows of students."""
    figures = summary(report)
    counts = ", ".join(counted(figures["by_severity"][severity], SEVERITY_NOUNS[severity]) for severity in SEVERITIES)
    line = f"{counts} in {counted(len(report.gradebooks), 'gradebook')}."
    below = figures["findings"] - len(shown(report))
    if below:
        line += f" {below:,} not shown (--min-severity {report.look.min_severity})."
    return ["", *pen.wrap(line, ""), *pen.wrap(people(report), "", style="dim")]


def run_lines(pen: Pen, report: Report, limit: int) -> list[str]:
    """What was found that concerns no gradebook, such as a waiver that expired."""
    findings = of_the_run(report)
    lines = pen.head("The run as a whole") if findings else []
    for entry in findings[:limit]:
        wrapped = pen.wrap(sentence(entry), " " * 14)
        lines += [f"    {pen.mark(entry.severity)} {wrapped[0][14:]}", *wrapped[1:]]
    return lines + more(pen, "  ", limit, len(findings), "finding")
