"""The findings one a line, for programs that read line by line; the last line has the figures and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from gradeaudit.findings import Finding, Report
from gradeaudit.reporters._records import as_text, lines, report_head, utf8
from gradeaudit.reporters.base import reporter


@reporter(title="one finding a line, the figures last", suffixes=(".jsonl",))
def jsonl(report: Report) -> Iterator[bytes]:
    """Each finding as in the JSON report; the last line is that report's head with not_checked and broken, as UTF-8."""
    last = {
        **report_head(report),
        "not_checked": [entry._asdict() for entry in report.not_checked],
        "broken": [entry._asdict() for entry in report.broken],
    }
    return (line + b"\n" for line in chain(lines(report.findings, Finding._fields), (utf8(as_text(last)),)))
