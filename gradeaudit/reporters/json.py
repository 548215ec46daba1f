"""The report as one JSON object, for programs: one line a record, sorted, the same bytes for the same input."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from gradeaudit.findings import Report
from gradeaudit.reporters._records import as_text, finding_lines, gradebook, report_head, unchecked_lines
from gradeaudit.reporters.base import reporter

_AT_ONCE = 50


@reporter(title="one object, stable, for programs", suffixes=(".json",))
def JSON(report: Report) -> Iterator[bytes]:
    """The report by the published schema, version 1, as UTF-8; of a large one only some records are texts at a time."""
    return (text.encode("utf-8", "replace") for text in _pieces(report))


def _pieces(report: Report) -> Iterator[str]:
    yield "{" + ",\n".join(f"{as_text(name)}: {as_text(value)}" for name, value in report_head(report).items())
    yield from _list("inputs", (as_text(entry._asdict()) for entry in report.inputs))
    yield from _list("gradebooks", map(as_text, map(gradebook, report.gradebooks)))
    yield from _list("findings", finding_lines(report.findings))
    yield from _list("not_checked", unchecked_lines(report.not_checked))
    yield from _list("broken", (as_text(entry._asdict()) for entry in report.broken))
    if report.comparison is not None:
        from gradeaudit.changes import record  # only where two exports are compared

        yield f',\n"comparison": {as_text(record(report.comparison))}'
    yield "}\n"


def _list(name: str, records: Iterator[str]) -> Iterator[str]:
    """A list of records, each on its line."""
    yield f",\n{as_text(name)}: ["
    before = "\n"
    while some := list(islice(records, _AT_ONCE)):
        yield before + ",\n".join(some)
        before = ",\n"
    yield "]" if before == "\n" else "\n]"
