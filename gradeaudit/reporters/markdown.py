"""The report in Markdown, for a wiki, a pull request or a job's summary page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gradeaudit.escape import markdown as safe
from gradeaudit.findings import Finding, Gradebook, Report
from gradeaudit.reporters.base import reporter
from gradeaudit.summary import Tally, by_gradebook, by_group, by_rule, of_the_run, shown, summary, unchecked
from gradeaudit.wording import book_title, counted, people, policy_name, where

BOOKS, FINDINGS, REASONS, GROUPS, BROKEN = 50, 40, 30, 100, 50
"""The most gradebooks, findings of one, reasons, schools and files written out; what is left out is counted."""


@reporter(title="Markdown, for a wiki, a pull request or a job summary", suffixes=(".md",))
def markdown(report: Report) -> bytes:
    """Figures, then rules, schools and the worst gradebooks with their findings, then what was not checked or broke."""
    lines = [*_head(report)]
    books = [line for line in by_gradebook(report) if line.tally.total]
    if len(report.gradebooks) > 1:
        lines += _rules(report)
        lines += _groups(report)
    lines += _of_the_run(report)
    wanted = {id(found) for found in shown(report)}
    for line in books[:BOOKS]:
        lines += _book(line.gradebook, [found for found in line.findings if id(found) in wanted])
    if len(books) > BOOKS:
        lines += ["", f"{len(books) - BOOKS} more gradebooks with findings are in the CSV and JSON reports."]
    lines += _changed(report)
    lines += _unchecked(report)
    lines += _broken(report)
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _head(report: Report) -> Iterator[str]:
    figures = summary(report)
    yield f"# {safe(policy_name(report))}"
    yield ""
    counts = [counted(figures["by_severity"][name], noun) for name, noun in _NOUNS.items()]
    yield f"**{', '.join(counts)}** in {counted(figures['gradebooks'], 'gradebook')}, as of {report.run.as_of}."
    more = [f"{figures[name]} {name}" for name in ("waived", "known", "broken") if figures[name]]
    yield f"{figures['not_checked']} checks could not be made" + "".join(f", {text}" for text in more) + "."
    yield safe(people(report))
    change = report.change
    if change is not None and change.since is not None:
        yield ""
        yield (
            f"Since {change.since}: {change.appeared} new, {change.fixed} fixed, {change.persisting} persisting,"
            f" {change.reopened} reopened."
        )


_NOUNS = {"error": "error", "warning": "warning", "info": "note"}


def _table(head: Sequence[str], rows: Sequence[Sequence[object]], numbers: int) -> list[str]:
    """A table whose last ``numbers`` columns are figures."""
    marks = ["---"] * (len(head) - numbers) + ["---:"] * numbers
    lines = ["", "| " + " | ".join(head) + " |", "|" + "|".join(marks) + "|"]
    return lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]


def _changed(report: Report) -> Iterator[str]:
    """What changed since an earlier export, gradebook by gradebook."""
    if report.comparison is None:
        return
    changed = [book for book in report.comparison.gradebooks if book.changes]
    yield from ("", "## What changed since the earlier export")
    for book in changed[:BOOKS]:
        yield from ("", f"**{safe(book.after)}**, matched by {safe(book.evidence)}", "")
        yield from (f"* {safe(change.words)}" for change in book.changes[:FINDINGS])
        if len(book.changes) > FINDINGS:
            yield f"* {len(book.changes) - FINDINGS} more"
    if len(changed) > BOOKS:
        yield from ("", f"{len(changed) - BOOKS} more gradebooks changed; the JSON report has them all.")
    if not changed:
        yield from ("", "Nothing.")


def _rules(report: Report) -> list[str]:
    rows = [
        (line.severity, safe(line.title), f"`{line.name}`", line.gradebooks, line.tally.total)
        for line in by_rule(report)
    ]
    return ["", "## By rule", *_table(("", "found", "rule", "gradebooks", "findings"), rows, 2)]


def _groups(report: Report) -> list[str]:
    kind, groups = by_group(report)
    rows = [
        (safe(line.name) or "the folder itself", line.gradebooks, line.clean, *_tally(line.tally)) for line in groups
    ]
    head = (kind, "gradebooks", "clean", "errors", "warnings", "notes")
    lines = ["", f"## By {kind}", *_table(head, rows[:GROUPS], 5)]
    return lines + (["", f"{len(rows) - GROUPS} more are in the CSV and JSON reports."] if len(rows) > GROUPS else [])


def _tally(tally: Tally) -> tuple[int, int, int]:
    return tally.error, tally.warning, tally.info


def _book(book: Gradebook, findings: Sequence[Finding]) -> list[str]:
    return ["", f"## {safe(book_title(book))}", "", f"{safe(book.file)}", "", *_listed(findings)]


def _of_the_run(report: Report) -> list[str]:
    findings = of_the_run(report)
    return ["", "## The run as a whole", "", *_listed(findings)] if findings else []


def _listed(findings: Sequence[Finding]) -> list[str]:
    lines = []
    for found in findings[:FINDINGS]:
        place = where(found)
        lines.append(f"* **{found.severity}** {safe(found.message)}" + (f" ({safe(place)})" if place else ""))
        lines.append(f"  {safe(found.fix)}")
    if len(findings) > FINDINGS:
        lines.append(f"* {len(findings) - FINDINGS} more are in the CSV and JSON reports.")
    return lines


def _unchecked(report: Report) -> list[str]:
    reasons = unchecked(report)
    if not reasons:
        return []
    rows = [(safe(line.reason), ", ".join(f"`{rule}`" for rule in line.rules), line.gradebooks) for line in reasons]
    lines = ["", "## Not checked, and why", *_table(("because", "rules", "gradebooks"), rows[:REASONS], 1)]
    if len(rows) > REASONS:
        lines += ["", f"{len(rows) - REASONS} more reasons are in the JSON report."]
    return lines


def _broken(report: Report) -> list[str]:
    if not report.broken:
        return []
    lines = ["", "## Could not be read or audited", ""]
    lines += [f"* {safe(entry.file or entry.rule or '')}: {safe(entry.error)}" for entry in report.broken[:BROKEN]]
    rest = len(report.broken) - BROKEN
    return lines + ([f"* {rest} more are in the JSON report."] if rest > 0 else [])
