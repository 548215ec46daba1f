"""What edX's downloads say in their file names: the course, and when the report was made."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

import numpy as np

from gradeaudit.export import Export

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
