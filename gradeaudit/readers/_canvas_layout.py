"""Canvas's rows and columns: which rows are students, which columns are assignments and which are totals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from gradeaudit.export import Rows
from gradeaudit.marks import Dialect
from gradeaudit.readers._canvas_totals import Unpriced, identified, unpriced

_HIDDEN = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE | re.DOTALL)
_ID = re.compile(r" \((\d+)\)\0")
_IDS = re.compile(r" \(\d+\)$", re.MULTILINE)
_WORDS = re.compile(r"^(?! *-?[\d.,]* ?%? *$).+$", re.MULTILINE)


class Layout(NamedTuple):
    """A file's columns, counted from 0: ``assignments``, with their titles, ids and points possible (NaN where they
    aren't set); where totals and groups (name, first column) stand, and what the totals' headers say (``told``)."""

    assignments: list[int]
    titles: list[str]
    keys: list[str]
    points: list[float]
    totals: list[int]
    groups: list[tuple[str, int]]
    told: Unpriced
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


def roles(rows: Rows, leads: Sequence[str]) -> Roles:
    """Tells the row of points possible and the rows that say which columns are hidden from those of students.

    ``leads`` are the rows' first cells.
    """
    leads = list(map(str.strip, leads))
    points = leads.index("Points Possible")
    below = [*range(1, points), *range(points + 1, len(leads))]
    if "" not in leads:
        return Roles(points, [], below)
    hidden: list[int] = []
    people: list[int] = []
    for number in below:
        if leads[number]:
            people.append(number)
        elif any(map(str.strip, row := rows[number])):
            (hidden if all(map(_HIDDEN.fullmatch, row)) else people).append(number)
    return Roles(points, hidden, people)


def layout(header: Sequence[str], printed: list[str], dialect: Dialect) -> Layout:
    """Tells the columns after ``Section`` apart, by the points row (``printed``) first and the header second."""
    number = {text: dialect.number(text.strip()) for text in set(printed)}
    possible = [number[said] for said in printed]
    columns = range(header.index("Section") + 1, len(header))
    assignments = [column for column in columns if possible[column] == possible[column]]
    rest = [column for column in columns if possible[column] != possible[column]]
    told = unpriced(tuple(header[column] for column in rest), tuple(printed[column] for column in rest))
    if told.assignments:
        assignments = sorted([*assignments, *(rest[position] for position in told.assignments)])
    titles, keys = _identified([header[column] for column in assignments])
    exported = any(keys)
    in_points = "Points" in told.whats and any(total.group < 0 and total.what == "Points" for total in told.totals)
    method = ("total_points" if in_points else "weighted") if told.totals and exported else "unknown"
    return Layout(
        assignments,
        titles,
        keys,
        [possible[column] for column in assignments],
        [rest[position] for position in told.at],
        [(name, rest[position]) for name, position in told.groups],
        told,
        method,
    )


def _identified(names: list[str]) -> tuple[list[str], list[str]]:
    """The assignments' titles and their Canvas ids."""
    parts = _ID.split("\0".join([*names, ""]))
    if len(parts) == 2 * len(names) + 1 and "\0" not in "".join(parts):  # all end in one, as in any export
        return parts[:-1:2], parts[1::2]
    named = list(map(identified, names))
    return [title for title, _ in named], [key for _, key in named]
