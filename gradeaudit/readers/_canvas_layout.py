"""Canvas's columns: which are assignments, which are totals, and of which assignment group."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from gradeaudit.export import Rows
from gradeaudit.gradebook import TOTAL_KINDS
from gradeaudit.marks import Dialect
from gradeaudit.readers import _grid as grid

_TOTAL = re.compile(
    r"(?:(?P<group>.+?) )??(?P<unposted>Unposted )?(?P<kind>Current|Final) (?P<what>Score|Points|Grade)"
    r"(?: \((?P<period>.+)\))?",
    re.DOTALL,
)
_OVERRIDE = re.compile(r"Override (?P<what>Score|Grade|Status)(?: \((?P<period>.+)\))?", re.DOTALL)
_HIDDEN = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE | re.DOTALL)
_READ_ONLY = re.compile(r"\s*[(（]")
"""How (read only) begins in any language; another text in the points row is points possible that nobody can read."""
_IDS = re.compile(r" \(\d+\)$", re.MULTILINE)
_WORDS = re.compile(r"^(?! *-?[\d.,]* ?%? *$).+$", re.MULTILINE)

_OVERRIDDEN = TOTAL_KINDS.index("override")


class Total(NamedTuple):
    """A column of totals: its kind (a position in TOTAL_KINDS) and its group (a position in ``groups``, or -1)."""

    column: int
    kind: int
    group: int
    what: str
    period: str


class Layout(NamedTuple):
    """A file's columns: assignments as (column, title, id), groups as (name, first column), columns from 0;
    ``points`` are each assignment's points possible, NaN where they aren't set."""

    assignments: list[tuple[int, str, str]]
    points: list[float]
    totals: list[Total]
    groups: list[tuple[str, int]]
    method: str


def count_ids(header: list[str]) -> int:
    """How many headers end in a Canvas id."""
    return len(_IDS.findall("\n".join(header)))


def has_words(points: list[str]) -> bool:
    """Whether the points row says something other than points, such as (read only) in any language."""
    return any(map(_WORDS.search, reversed(points)))  # totals stand at the end


class Roles(NamedTuple):
    """What a file's rows below the header are, by their numbers from 0."""

    points: int
    hidden: list[int]
    people: list[int]


def roles(rows: Rows) -> Roles:
    """Tells the row of points possible and the rows that say which columns are hidden from those of students."""
    leads = [lead.strip() for lead in grid.leads(rows)]
    points = leads.index("Points Possible")
    hidden: list[int] = []
    people: list[int] = []
    for number, lead in enumerate(leads):
        if number in (0, points):
            continue
        if lead:
            people.append(number)
        elif any(map(str.strip, row := rows[number])):
            (hidden if all(map(_HIDDEN.fullmatch, row)) else people).append(number)
    return Roles(points, hidden, people)


def layout(header: Sequence[str], printed: list[str], dialect: Dialect) -> Layout:
    """Tells the columns after ``Section`` apart, by the points row (``printed``) first and the header second.

    Source: Canvas's gradebook_exporter.rb and gradebook_importer.rb. Titles and group names may repeat, so a block of
    totals ends where its prefix changes or one of its kinds comes again.
    """
    number = {text: dialect.number(text.strip()) for text in set(printed)}
    assignments: list[tuple[int, str, str]] = []
    points: list[float] = []
    totals: list[Total] = []
    groups: list[tuple[str, int]] = []
    seen: set[tuple[int, str]] = set()
    prefix = ""
    for column in range(header.index("Section") + 1, len(header)):
        name, said = header[column], printed[column]
        possible = number[said]
        if not math.isnan(possible):
            title, key = _identified(name)
            assignments.append((column, title, key))
            points.append(possible)
            continue
        total = _total(name)
        title, key = (name, "") if total and said.strip() else _identified(name)
        if total and key and total.kind != _OVERRIDDEN:
            total = None  # an assignment called "Final Score" without points possible
        if total:
            own = (total.kind, total.what)
            if total.prefix and (total.prefix != prefix or own in seen):
                groups.append((total.prefix, column))
                seen = set()
            prefix = total.prefix
            seen.add(own)
            group = len(groups) - 1 if prefix else -1
            totals.append(Total(column, total.kind, group, total.what, total.period))
        elif key and not _READ_ONLY.match(said):
            assignments.append((column, title, key))
            points.append(possible)
    exported = any(key for _, _, key in assignments)
    weighted = exported and not any(total.group < 0 and total.what == "Points" for total in totals)
    method = ("weighted" if weighted else "total_points") if totals and exported else "unknown"
    return Layout(assignments, points, totals, groups, method)


def _identified(name: str) -> tuple[str, str]:
    """An assignment's title and its Canvas id, empty where the header doesn't end in one."""
    if name[-1:] == ")":
        title, _, key = name[:-1].rpartition("(")
        if key.isdecimal() and title[-1:].isspace():
            return title[:-1], key
    return name, ""


class _Named(NamedTuple):
    prefix: str
    kind: int
    what: str
    period: str


@lru_cache(maxsize=4096)  # a district's exports share most of these headers
def _total(name: str) -> _Named | None:
    """What a header says of a column of totals, or None when it isn't one's header."""
    if override := _OVERRIDE.fullmatch(name):
        return _Named("", _OVERRIDDEN, override["what"], override["period"] or "")
    found = _TOTAL.fullmatch(name)
    if found is None:
        return None
    kind = ("unposted_" if found["unposted"] else "") + found["kind"].lower()
    kind += "_points" if found["what"] == "Points" else ""
    return _Named(found["group"] or "", TOTAL_KINDS.index(kind), found["what"], found["period"] or "")
