"""The report as one JSON object, for programs: one line a record, sorted, the same bytes for the same input."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from gradeaudit.changes import record
from gradeaudit.findings import Report
from gradeaudit.reporters._records import as_text, finding, gradebook, report_head
from gradeaudit.reporters.base import reporter

_AT_ONCE = 500


@reporter(title="one object, stable, for programs", suffixes=(".json",))
def JSON(report: Report) -> bytes:
    """The report by the published schema, version 1, as UTF-8; of a large one only some records are texts at a time."""
    out = io.BytesIO()
    for text in _pieces(report):
        out.write(text.encode("utf-8", "replace"))
    return out.getvalue()


def _pieces(report: Report) -> Iterator[str]:
    yield "{" + ",\n".join(f"{as_text(name)}: {as_text(value)}" for name, value in report_head(report).items())
    yield from _list("inputs", map(vars, report.inputs))
    yield from _list("gradebooks", map(gradebook, report.gradebooks))
    yield from _list("findings", map(finding, report.findings))
    yield from _list("not_checked", map(vars, report.not_checked))
    yield from _list("broken", map(vars, report.broken))
    if report.comparison is not None:
        yield f',\n"comparison": {as_text(record(report.comparison))}'
    yield "}\n"


def _list(name: str, records: Iterable[dict[str, Any]]) -> Iterator[str]:
    """A list's records, a line each."""
    yield f",\n{as_text(name)}: ["
    before = "\n"
    lines = map(as_text, records)
    while some := list(islice(lines, _AT_ONCE)):
        yield before + ",\n".join(some)
        before = ",\n"
    yield "]" if before == "\n" else "\n]"
