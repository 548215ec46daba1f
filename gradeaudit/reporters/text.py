"""The report on a terminal or in a pipe: a teacher's list of things to fix, or a coordinator's overview."""

from __future__ import annotations

from gradeaudit.changes import as_text
from gradeaudit.findings import Report
from gradeaudit.reporters._notes import PLENTY, Limits, broken_lines, footer, run_lines, unchecked_lines
from gradeaudit.reporters._overview import overview
from gradeaudit.reporters._teacher import teacher
from gradeaudit.reporters._terminal import Pen
from gradeaudit.reporters.base import reporter
from gradeaudit.summary import shown, summary
from gradeaudit.wording import counted, policy_name


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
        lines += run_lines(pen, report, limits.books)
    elif not shown(report):
        lines = _clean(pen, report)
    elif view == "teacher":
        lines = teacher(pen, report, limits)
    else:
        lines = overview(pen, report, limits)
    if report.comparison is not None:
        lines = [*(pen.say(line) for line in as_text(report.comparison).splitlines()), "", *lines]
    lines += broken_lines(pen, report, limits)
    if shown(report):
        lines += footer(pen, report)
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
    return lines + (unchecked_lines(pen, report, PLENTY) if report.look.verbose else [])
