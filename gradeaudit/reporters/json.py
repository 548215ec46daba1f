"""The report as one JSON object, for programs: one line a record, sorted, the same bytes for the same input."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from gradeaudit.findings import Broken, Finding, Input, NotChecked, Report
from gradeaudit.reporters._records import as_text, gradebook_lines, lines, report_head, utf8
from gradeaudit.reporters.base import reporter

_AT_ONCE = 50


@reporter(title="one object, stable, for programs", suffixes=(".json",))
def JSON(report: Report) -> Iterator[bytes]:
    """The report by the published schema, version 1, as UTF-8; of a large one only some records are texts at a time."""
    yield utf8("{" + ",\n".join(f"{as_text(name)}: {as_text(value)}" for name, value in report_head(report).items()))
    yield from _list("inputs", lines(report.inputs, Input._fields))
    yield from _list("gradebooks", gradebook_lines(report.gradebooks))
    yield from _list("findings", lines(report.findings, Finding._fields))
    yield from _list("not_checked", lines(report.not_checked, NotChecked._fields))
    yield from _list("broken", lines(report.broken, Broken._fields))
    if report.comparison is not None:
        from gradeaudit.changes import record  # only where two exports are compared

        yield utf8(f',\n"comparison": {as_text(record(report.comparison))}')
    yield b"}\n"


def _list(name: str, records: Iterator[bytes]) -> Iterator[bytes]:
    """A list of records, each on its line."""
    yield utf8(f',\n"{name}": [')
    before = b"\n"
    while some := list(islice(records, _AT_ONCE)):
        yield before + b",\n".join(some)
        before = b",\n"
    yield b"]" if before == b"\n" else b"\n]"
