"""What edX's reports have in common: the facts in their file names, and grades as parts of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import numpy as np

from gradeaudit.export import Export, Rows
from gradeaudit.gradebook import TOTAL_KINDS
from gradeaudit.marks import Dialect
from gradeaudit.readers import _grid as grid

_FILE = re.compile(
    r"(?P<course>.+?)_(?:problem_)?grade_report_(?P<time>\d{4}-\d\d-\d\d-\d{4})(?: ?\(\d+\))?\.csv", re.IGNORECASE
)


def about(export: Export, reader: str) -> dict[str, Any]:
    """The facts of a report's gradebook: the course's id and the moment, as far as its name tells them."""
    named = _FILE.fullmatch(export.name)
    course = named["course"] if named else ""
    facts: dict[str, Any] = {
        "file": export.file,
        "format": reader,
        "course_code": course,
        "identity": f"{reader}:{course or export.name.rpartition('.')[0]}",
        "method": "weighted",
    }
    if named:
        time = named["time"]
        with suppress(ValueError):  # a name may only look like a moment
            facts["exported_at"] = np.datetime64(f"{time[:10]}T{time[11:13]}:{time[13:15]}", "s")
    return facts


def totals(
    rows: Rows, numbers: Sequence[int], columns: Sequence[int], category: Sequence[int], dialect: Dialect
) -> dict[str, Any]:
    """Final totals of some columns with parts of one: in percent, of each column's ``category`` (-1: the course)."""
    cells = grid.cells(rows, numbers, columns, category=category, kind=[TOTAL_KINDS.index("final")] * len(columns))
    return {**cells, "value": cells["text"].each(lambda text: 100 * dialect.number(text), float).ravel()}
