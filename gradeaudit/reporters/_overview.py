"""The coordinator's page on a terminal: figures, rules, schools, where to start, and weights beside the policy's."""

from __future__ import annotations

from collections.abc import Sequence

from gradeaudit.findings import SEVERITIES, Finding, Report
from gradeaudit.reporters._notes import Limits, more, run_lines, unchecked_lines
from gradeaudit.reporters._terminal import Pen, cut, measure, padded
from gradeaudit.summary import (
    BookLine,
    Tally,
    by_gradebook,
    by_group,
    by_rule,
    checks,
    clean,
    shown,
    summary,
    weights,
)
from gradeaudit.wording import SEVERITY_NOUNS, counted, named, percent, policy_name, sentence, where


def overview(pen: Pen, report: Report, limits: Limits) -> list[str]:
    """All gradebooks on one page."""
    lines = _headline(pen, report)
    lines += _rules(pen, report, limits)
    lines += _groups(pen, report, limits)
    lines += _worst(pen, report, limits)
    lines += _policy_weights(pen, report)
    return lines + unchecked_lines(pen, report, limits.reasons)


def _headline(pen: Pen, report: Report) -> list[str]:
    figures, good = summary(report), clean(report)
    lines = pen.wrap(policy_name(report), "", style="head")
    about = f"{report.run.policy_file or 'no policy'} · as of {report.run.as_of} · gradeaudit {report.run.version}"
    lines += [*pen.wrap(about, "", style="dim"), ""]
    books = len(report.gradebooks)
    label = f"{good:,} of {counted(books, 'gradebook')} without a finding  "
    lines.append(f"  {label}{pen.bar(good / books, max(6, min(40, pen.width - len(label) - 4)), 'good')}")
    counts = [
        pen.paint(counted(figures["by_severity"][severity], SEVERITY_NOUNS[severity]), severity)
        for severity in SEVERITIES
    ]
    counts += [f"{figures[status]:,} {status}" for status in ("waived", "known") if figures[status]]
    lines.append("  " + pen.say(" · ").join(counts))
    made = f"{counted(checks(report), 'check')} made, {figures['not_checked']:,} could not be made"
    return [*lines, f"  {pen.paint(made, 'dim')}"]


def _rules(pen: Pen, report: Report, limits: Limits) -> list[str]:
    seen = {entry.rule for entry in shown(report)}
    rules = [line for line in by_rule(report) if line.name in seen]
    wide = 10 if pen.width < 100 else 20
    books = len(report.gradebooks)
    heading = f"of {counted(books, 'gradebook')}"
    digits = max(5, len(heading) - wide - 1)
    named = max(len(line.name) for line in rules[: limits.rules]) if pen.width >= 110 else 0
    title = pen.width - 12 - wide - digits - 10 - (named + 2 if named else 0)
    lines = [
        "",
        pen.paint(padded("By rule", 12 + title + 2), "head")
        + pen.paint(f"{padded(heading, wide + digits + 1)}  found", "dim"),
    ]
    for line in rules[: limits.rules]:
        share = pen.bar(line.gradebooks / books, wide, line.severity)
        row = f"  {pen.mark(line.severity)} {padded(cut(pen.say(line.title), title), title)}  "
        row += f"{share} {line.gradebooks:>{digits},}  {line.tally.total:>5,}"
        lines.append(row + (f"  {pen.paint(line.name, 'dim')}" if named else ""))
    return lines + more(pen, "  ", limits.rules, len(rules), "rule")


def _groups(pen: Pen, report: Report, limits: Limits) -> list[str]:
    kind, groups = by_group(report)
    if len(groups) < 2:
        return []
    none = "the folder itself"
    head = (f"By {kind}", "gradebooks", "clean", "errors", "warnings", "notes")
    rows = [
        (f"  {group.name or none}", f"{group.gradebooks:,}", f"{group.clean:,}", *_counts(group.tally))
        for group in groups[: limits.groups]
    ]
    first, *rest = pen.columns([head, *rows], indent="")
    title = pen.say(head[0])
    painted = pen.paint(title, "head") + pen.paint(first[len(title) :], "dim")
    return ["", painted, *rest, *more(pen, "  ", limits.groups, len(groups), "group" if " or " in kind else kind)]


def _counts(tally: Tally) -> tuple[str, str, str]:
    return (f"{tally.error:,}", f"{tally.warning:,}", f"{tally.info:,}")


def _worst(pen: Pen, report: Report, limits: Limits) -> list[str]:
    visible = {id(entry) for entry in shown(report)}
    books = [line for line in by_gradebook(report) if any(id(entry) in visible for entry in line.findings)]
    lines = run_lines(pen, report, limits.books) + pen.head("Where to start")
    for line in books[: limits.books]:
        lines += _worst_book(pen, line, [entry for entry in line.findings if id(entry) in visible], limits)
    return lines + more(pen, "  ", limits.books, len(books), "gradebook with findings")


def _worst_book(pen: Pen, line: BookLine, found: Sequence[Finding], limits: Limits) -> list[str]:
    counts = ", ".join(
        counted(count, SEVERITY_NOUNS[severity])
        for severity, count in zip(SEVERITIES, (line.tally.error, line.tally.warning, line.tally.info))
        if count
    )
    name = cut(pen.say(named(line.gradebook)), pen.width - len(counts) - 4)
    lines = [f"  {padded(name, pen.width - len(counts) - 4)}  {counts}"]
    lines += pen.wrap(line.gradebook.id, "  ", style="dim")
    for entry in found[: limits.findings]:
        spots = where(entry, 4)
        text = f"{sentence(entry)} — {spots}" if spots else sentence(entry)
        wrapped = pen.wrap(text, " " * 14)
        lines += [f"    {pen.mark(entry.severity)} {wrapped[0][14:]}", *wrapped[1:]]
    rest = len(found) - limits.findings
    return lines + ([f"    {pen.paint(pen.say(f'… and {rest:,} more'), 'dim')}"] if rest > 0 else [])


def _policy_weights(pen: Pen, report: Report) -> list[str]:
    lines = weights(report)
    if not lines:
        return []
    names = min(24, max(measure(pen.say(line.name)) for line in lines))
    wide = max(6, min(30, pen.width - names - 50))
    drawn = pen.head("Weights, as the policy has them and as gradebooks do")
    for line in lines:
        low, high = percent(line.actual[0]), percent(line.actual[-1])
        spread = low if low == high else f"{low} to {high}"
        agreeing = f"{line.agreeing:,} of {len(line.actual):,} agree"
        style = "good" if line.agreeing == len(line.actual) else "error"
        name = padded(cut(pen.say(line.name), names), names)
        bar = pen.bar(line.expected / 100, wide, "info")
        drawn.append(f"  {name}  {bar} {percent(line.expected):<6} {padded(spread, 16)} {pen.paint(agreeing, style)}")
    return drawn
