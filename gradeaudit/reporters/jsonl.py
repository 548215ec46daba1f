"""The findings one a line, for programs that read line by line; the last line has the figures and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from gradeaudit.findings import Report
from gradeaudit.reporters._records import as_text, finding_lines, report_head
from gradeaudit.reporters.base import reporter


@reporter(title="one finding a line, the figures last", suffixes=(".jsonl",))
def jsonl(report: Report) -> Iterator[bytes]:
    """Each finding as in the JSON report; the last line is that report's head with not_checked and broken, as UTF-8."""
    last = {
        **report_head(report),
        "not_checked": [entry._asdict() for entry in report.not_checked],
        "broken": [entry._asdict() for entry in report.broken],
    }
    texts = chain(finding_lines(report.findings), (as_text(last),))
    return (f"{text}\n".encode("utf-8", "replace") for text in texts)
