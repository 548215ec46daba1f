"""Canvas's columns: which are assignments, which are totals, and of which assignment group."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from gradeaudit.export import Rows
from gradeaudit.gradebook import TOTAL_KINDS
from gradeaudit.marks import Dialect

WITH_ID = re.compile(r"(?P<title>.*)\s\((?P<id>\d+)\)", re.DOTALL)
_TOTAL = re.compile(
    r"(?:(?P<group>.+?) )??(?P<unposted>Unposted )?(?P<kind>Current|Final) (?P<what>Score|Points|Grade)"
    r"(?: \((?P<period>.+)\))?",
    re.DOTALL,
)
_OVERRIDE = re.compile(r"Override (?P<what>Score|Grade|Status)(?: \((?P<period>.+)\))?", re.DOTALL)
_HIDDEN = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE | re.DOTALL)
_NUMERIC = re.compile(r"-?[\d.,]+%?")


class Total(NamedTuple):
    """A column of totals: its kind (a position in TOTAL_KINDS) and its group (a position in ``groups``, or -1)."""

    column: int
    kind: int
    group: int
    what: str
    period: str


class Layout(NamedTuple):
    """A file's columns: assignments as (column, title, id), groups as (name, first column), columns from 0."""

    header: list[str]
    points_row: int
    hidden_rows: list[int]
    assignments: list[tuple[int, str, str]]
    totals: list[Total]
    groups: list[tuple[str, int]]
    method: str


def is_words(cell: str) -> bool:
    """Whether a cell of the points row says something other than points, such as (read only) in any language."""
    return bool(cell.strip()) and not _NUMERIC.fullmatch(cell.strip())


def layout(rows: Rows, dialect: Dialect) -> Layout:
    """Tells the columns after ``Section`` apart, by the points row first and the header second.

    Source: Canvas's gradebook_exporter.rb and gradebook_importer.rb. Titles and group names may repeat, so a block of
    totals ends where its prefix changes or one of its kinds comes again.
    """
    header = [cell.strip() for cell in rows[0]]
    section = header.index("Section")
    points_row = next(number for number, row in enumerate(rows) if row and row[0].strip() == "Points Possible")
    hidden_rows = [
        number
        for number, row in enumerate(rows[1:], 1)
        if any(cell.strip() for cell in row) and all(_HIDDEN.fullmatch(cell) for cell in row)
    ]
    points = rows[points_row] + [""] * (len(header) - len(rows[points_row]))
    assignments: list[tuple[int, str, str]] = []
    totals: list[Total] = []
    groups: list[tuple[str, int]] = []
    seen: set[tuple[int, str]] = set()
    prefix = ""
    for column in range(section + 1, len(header)):
        name, point = header[column], points[column].strip()
        numeric = dialect.number(point) == dialect.number(point)
        identified = WITH_ID.fullmatch(name)
        total = None if numeric else _OVERRIDE.fullmatch(name) or _TOTAL.fullmatch(name)
        if total and identified and not point and "Override" not in name:
            total = None  # an assignment called "Final Score" without points possible
        if total:
            found = total.groupdict()
            kind = _kind(found)
            group = found.get("group") or ""
            if group and (group != prefix or (kind, found["what"]) in seen):
                groups.append((group, column))
                seen = set()
            prefix = group
            seen.add((kind, found["what"]))
            totals.append(
                Total(column, kind, len(groups) - 1 if group else -1, found["what"], found.get("period") or "")
            )
        elif numeric or (identified and not is_words(point)):
            title, key = (identified["title"], identified["id"]) if identified else (name, "")
            assignments.append((column, title, key))
    exported = any(key for _, _, key in assignments)
    weighted = exported and not any(total.group < 0 and total.what == "Points" for total in totals)
    method = ("weighted" if weighted else "total_points") if totals and exported else "unknown"
    return Layout(header, points_row, hidden_rows, assignments, totals, groups, method)


def _kind(found: dict[str, Any]) -> int:
    if "kind" not in found:
        return TOTAL_KINDS.index("override")
    name = ("unposted_" if found["unposted"] else "") + found["kind"].lower()
    return TOTAL_KINDS.index(name + "_points" if found["what"] == "Points" else name)
