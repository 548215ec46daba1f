"""The teacher's page on a terminal: each thing to do with its cells, its reason, its fix and the policy's line."""

from __future__ import annotations

from collections.abc import Sequence

from gradeaudit.findings import SEVERITIES, Finding, Gradebook, Report
from gradeaudit.reporters._notes import Limits, more, run_lines, unchecked_lines
from gradeaudit.reporters._terminal import Pen, cut, measure, padded
from gradeaudit.summary import AGREEMENT, Task, by_gradebook, shown, tasks
from gradeaudit.wording import counted, named, percent, policy_name, sentence, things, where


def teacher(pen: Pen, report: Report, limits: Limits) -> list[str]:
    """A page for each gradebook with findings, the one with the most errors first."""
    found: dict[str, list[Finding]] = {book.id: [] for book in report.gradebooks}
    for entry in shown(report):
        found.setdefault(entry.gradebook, []).append(entry)
    books = [line.gradebook for line in by_gradebook(report) if found[line.gradebook.id]]
    lines = pen.wrap(f"Held against {policy_name(report)} as of {report.run.as_of}", "", style="dim")
    for book in books[: limits.pages]:
        lines += ["", *_book(pen, report, book, found[book.id], limits)]
    lines += more(pen, "", limits.pages, len(books), "gradebook")
    lines += run_lines(pen, report, limits.pages)
    return lines + unchecked_lines(pen, report, limits.reasons)


def _book(pen: Pen, report: Report, book: Gradebook, found: Sequence[Finding], limits: Limits) -> list[str]:
    lines = pen.wrap(named(book), "", style="head")
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
    title = pen.wrap(sentence(task.findings[0]) if alone else task.title, indent)
    lines = [start + title[0][len(indent) :], *title[1:]]
    room = pen.width - measure(indent) - measure(title[0][len(indent) :]) - len(task.rule) - 2
    if len(title) == 1 and room >= 0:
        lines[0] += " " * (room + 2) + name
        name = ""
    for found in task.findings:
        if not alone:
            lines += pen.wrap(sentence(found), indent, pen.say("• "))
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
        differs = (
            entry.weight is not None and entry.expected is not None and abs(entry.weight - entry.expected) > AGREEMENT
        )
        for weight, style in ((entry.expected, "info"), (entry.weight, "error" if differs else "good")):
            if weight is None:
                sides.append(padded(pen.say("–"), wide + 8))
            else:
                sides.append(f"{pen.bar(weight / 100, wide, style)} {padded(percent(weight), 7)}")
        source = " recovered from totals" if entry.weight_source == "recovered" and pen.width >= 100 else ""
        lines.append(f"  {name}  {'  '.join(sides)}{pen.say('≠') if differs else ' '}{pen.paint(source, 'dim')}")
    return lines
