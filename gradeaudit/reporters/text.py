"""The report on a terminal or in a pipe: a teacher's list of things to fix, or a coordinator's overview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gradeaudit.findings import SEVERITIES, Finding, Gradebook, Report
from gradeaudit.reporters._terminal import Pen, cut, measure, padded
from gradeaudit.reporters.base import reporter
from gradeaudit.summary import (
    BookLine,
    Tally,
    Task,
    by_gradebook,
    by_group,
    by_rule,
    checks,
    clean,
    shown,
    summary,
    tasks,
    unchecked,
    weights,
)
from gradeaudit.wording import (
    SEVERITY_NOUNS,
    book_title,
    counted,
    people,
    percent,
    policy_name,
    things,
    where,
)

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


@reporter(title="for people, on a terminal or in a pipe", suffixes=(".txt",))
def text(report: Report) -> bytes:
    """Plain text as UTF-8 (ASCII where ``look.unicode`` is false), coloured only where ``look.color`` is true.

    ``look.view`` chooses the teacher's list or the coordinator's overview; ``auto`` takes the list for one gradebook.
    """
    pen = Pen(report.look)
    limits = Limits(*[PLENTY] * 8) if report.look.verbose else Limits()
    view = report.look.view
    if view == "auto":
        view = "teacher" if len(report.gradebooks) == 1 else "coordinator"
    if not report.gradebooks:
        lines = [pen.paint("Nothing was audited: no gradebook could be read.", "error")]
    elif not shown(report):
        lines = _clean(pen, report)
    elif view == "teacher":
        lines = _teacher(pen, report, limits)
    else:
        lines = _coordinator(pen, report, limits)
    lines += _broken(pen, report, limits)
    if shown(report):
        lines += _footer(pen, report)
    return ("\n".join(line.rstrip() for line in lines) + "\n").encode("utf-8", "backslashreplace")


def _clean(pen: Pen, report: Report) -> list[str]:
    figures = summary(report)
    rules = sum(entry.checked > 0 for entry in report.rules)
    line = f"{counted(len(report.gradebooks), 'gradebook')}, {counted(rules, 'rule')}, "
    line += f"{counted(figures['findings'], 'finding')}"
    if figures["findings"]:
        line += f", all below --min-severity {report.look.min_severity}"
    for status in ("waived", "known"):
        if figures[status]:
            line += f", {figures[status]:,} {status}"
    skipped = {entry.rule for entry in report.not_checked}
    if skipped:
        line += f"; {counted(len(skipped), 'rule')} could not be checked everywhere"
    lines = [pen.paint(pen.say(f"{line} · {policy_name(report)} · as of {report.run.as_of}"), "good")]
    return lines + (_unchecked(pen, report, PLENTY) if report.look.verbose else [])


def _teacher(pen: Pen, report: Report, limits: Limits) -> list[str]:
    found: dict[str, list[Finding]] = {book.id: [] for book in report.gradebooks}
    for entry in shown(report):
        found.setdefault(entry.gradebook, []).append(entry)
    books = [line.gradebook for line in by_gradebook(report) if found[line.gradebook.id]]
    lines = pen.wrap(f"Held against {policy_name(report)} as of {report.run.as_of}", "", style="dim")
    for book in books[: limits.pages]:
        lines += ["", *_book(pen, report, book, found[book.id], limits)]
    lines += _more(pen, "", limits.pages, len(books), "gradebook")
    return lines + _unchecked(pen, report, limits.reasons)


def _book(pen: Pen, report: Report, book: Gradebook, found: Sequence[Finding], limits: Limits) -> list[str]:
    lines = pen.wrap(_named(book), "", style="head")
    size = f"{counted(book.students, 'student')}, {counted(book.assignments, 'assignment')}"
    lines += pen.wrap(f"{size} · {book.format} export · {book.id}", "", style="dim")
    todo = tasks(report, found)
    number = 0
    for severity in SEVERITIES:
        group = [task for task in todo if task.severity == severity]
        if group:
            lines += pen.head(things(len(group), severity))
        for task in group:
            number += 1
            lines += ["", *_task(pen, number, task, limits)]
    return lines + _weights(pen, book)


def _task(pen: Pen, number: int, task: Task, limits: Limits) -> list[str]:
    start = f"{number:>2}  {pen.mark(task.severity)} "
    indent = " " * 14
    name = pen.paint(task.rule, "dim")
    alone = len(task.findings) == 1
    title = pen.wrap(_sentence(task.findings[0]) if alone else task.title, indent)
    lines = [start + title[0][len(indent) :], *title[1:]]
    room = pen.width - measure(indent) - measure(title[0][len(indent) :]) - len(task.rule) - 2
    if len(title) == 1 and room >= 0:
        lines[0] += " " * (room + 2) + name
        name = ""
    for found in task.findings:
        if not alone:
            lines += pen.wrap(_sentence(found), indent, pen.say("• "))
        spots = where(found, limits.places)
        if spots and found.assignment and found.assignment not in found.message:
            spots = f"{spots} in “{found.assignment}”"
        if spots:
            lines += pen.wrap(spots, indent, "at     " if alone else "  at  ")
    lines += pen.wrap(task.why, indent, "why    ") if task.why else []
    lines += pen.wrap(task.fix, indent, "fix    ") if task.fix else []
    for ref in dict.fromkeys(found.policy_ref for found in task.findings if found.policy_ref):
        lines += pen.wrap(f"{ref.file}:{ref.line}  {ref.text.strip()}", indent, "policy ")
    return lines + (pen.wrap(task.rule, indent, "rule   ") if name else [])


def _sentence(found: Finding) -> str:
    return found.message if found.confidence == "certain" else f"{found.message} ({found.confidence})"


def _named(book: Gradebook) -> str:
    return " · ".join(text for text in (book_title(book), book.teacher, book.school) if text)


def _weights(pen: Pen, book: Gradebook) -> list[str]:
    """The weights of one gradebook as bars, the policy's beside its own."""
    weighed = [entry for entry in book.categories if entry.weight is not None or entry.expected is not None]
    if not weighed:
        return []
    wide = max(6, min(24, (pen.width - 46) // 2))
    names = min(20, max(measure(pen.say(entry.name)) for entry in weighed))
    lines = pen.head("Weights")
    lines.append(f"  {' ' * names}  {padded('policy', wide + 8)}  this gradebook")
    for entry in weighed:
        name = padded(cut(pen.say(entry.name), names), names)
        sides = []
        differs = entry.weight is not None and entry.expected is not None and abs(entry.weight - entry.expected) > 0.5
        for weight, style in ((entry.expected, "info"), (entry.weight, "error" if differs else "good")):
            if weight is None:
                sides.append(padded(pen.say("–"), wide + 8))
            else:
                sides.append(f"{pen.bar(weight / 100, wide, style)} {padded(percent(weight), 7)}")
        source = " recovered from totals" if entry.weight_source == "recovered" and pen.width >= 100 else ""
        lines.append(f"  {name}  {'  '.join(sides)}{pen.say('≠') if differs else ' '}{pen.paint(source, 'dim')}")
    return lines


def _coordinator(pen: Pen, report: Report, limits: Limits) -> list[str]:
    lines = _headline(pen, report)
    lines += _rules(pen, report, limits)
    lines += _groups(pen, report, limits)
    lines += _worst(pen, report, limits)
    lines += _policy_weights(pen, report)
    return lines + _unchecked(pen, report, limits.reasons)


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
    return lines + _more(pen, "  ", limits.rules, len(rules), "rule")


def _groups(pen: Pen, report: Report, limits: Limits) -> list[str]:
    kind, groups = by_group(report)
    if len(groups) < 2:
        return []
    none = "no school named" if kind == "school" else "the folder itself"
    head = (f"By {kind}", "gradebooks", "clean", "errors", "warnings", "notes")
    rows = [
        (f"  {group.name or none}", f"{group.gradebooks:,}", f"{group.clean:,}", *_counts(group.tally))
        for group in groups[: limits.groups]
    ]
    first, *rest = pen.columns([head, *rows], indent="")
    title = pen.say(head[0])
    painted = pen.paint(title, "head") + pen.paint(first[len(title) :], "dim")
    return ["", painted, *rest, *_more(pen, "  ", limits.groups, len(groups), kind)]


def _counts(tally: Tally) -> tuple[str, str, str]:
    return (f"{tally.error:,}", f"{tally.warning:,}", f"{tally.info:,}")


def _worst(pen: Pen, report: Report, limits: Limits) -> list[str]:
    visible = {id(entry) for entry in shown(report)}
    books = [line for line in by_gradebook(report) if any(id(entry) in visible for entry in line.findings)]
    lines = pen.head("Where to start")
    for line in books[: limits.books]:
        lines += _worst_book(pen, line, [entry for entry in line.findings if id(entry) in visible], limits)
    return lines + _more(pen, "  ", limits.books, len(books), "gradebook with findings")


def _worst_book(pen: Pen, line: BookLine, found: Sequence[Finding], limits: Limits) -> list[str]:
    counts = ", ".join(
        counted(count, SEVERITY_NOUNS[severity])
        for severity, count in zip(SEVERITIES, (line.tally.error, line.tally.warning, line.tally.info))
        if count
    )
    name = cut(pen.say(_named(line.gradebook)), pen.width - len(counts) - 4)
    lines = [f"  {padded(name, pen.width - len(counts) - 4)}  {counts}"]
    lines += pen.wrap(line.gradebook.id, "  ", style="dim")
    for entry in found[: limits.findings]:
        spots = where(entry, 4)
        text = f"{_sentence(entry)} — {spots}" if spots else _sentence(entry)
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


def _unchecked(pen: Pen, report: Report, limit: int) -> list[str]:
    reasons = unchecked(report)
    if not reasons:
        return []
    lines = pen.head("Not checked, and why")
    for entry in reasons[:limit]:
        books = "" if len(report.gradebooks) == 1 else f" in {counted(entry.gradebooks, 'gradebook')}"
        rules = ", ".join(entry.rules[:6]) + (f" and {len(entry.rules) - 6} more" if len(entry.rules) > 6 else "")
        lines += pen.wrap(f"{entry.reason}{books}: {rules}", "  ", pen.say("· "))
    return lines + _more(pen, "  ", limit, len(reasons), "reason")


def _broken(pen: Pen, report: Report, limits: Limits) -> list[str]:
    if not report.broken:
        return []
    lines = pen.head("Could not be read or audited")
    for entry in report.broken[: limits.broken]:
        about = ": ".join(text for text in (entry.file, entry.rule, entry.error) if text)
        lines += pen.wrap(about, "  ", pen.say("✖ "))
    return lines + _more(pen, "  ", limits.broken, len(report.broken), "problem")


def _more(pen: Pen, indent: str, limit: int, total: int, noun: str) -> list[str]:
    if total <= limit:
        return []
    nouns = f"{noun}s" if "with" not in noun else noun.replace(" with", "s with")
    return pen.wrap(
        f"… showing {limit:,} of {total:,} {nouns}; --verbose or -o findings.csv has all", indent, style="dim"
    )


def _footer(pen: Pen, report: Report) -> list[str]:
    figures = summary(report)
    counts = ", ".join(counted(figures["by_severity"][severity], SEVERITY_NOUNS[severity]) for severity in SEVERITIES)
    line = f"{counts} in {counted(len(report.gradebooks), 'gradebook')}."
    below = figures["findings"] - len(shown(report))
    if below:
        line += f" {below:,} not shown (--min-severity {report.look.min_severity})."
    return ["", *pen.wrap(line, ""), *pen.wrap(people(report), "", style="dim")]
