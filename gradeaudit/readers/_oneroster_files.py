"""The files of a OneRoster set, told apart by the columns they have, whatever they are called.

Source: the OneRoster CSV binding 1.2 and its list of changes from 1.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from gradeaudit import places
from gradeaudit.export import Export, Rows

Array = np.ndarray[Any, Any]

# A file is of the first kind of which it has all these columns; that is why lists of pairs come before what they pair.
_KINDS = (
    ("lineItemScoreScales", {"lineItemSourcedId", "scoreScaleSourcedId"}),
    ("resultScoreScales", {"resultSourcedId", "scoreScaleSourcedId"}),
    ("lineItemLearningObjectiveIds", {"lineItemSourcedId", "learningObjectiveId"}),
    ("resultLearningObjectiveIds", {"resultSourcedId", "learningObjectiveId"}),
    ("scoreScales", {"scoreScaleValue"}),
    ("results", {"lineItemSourcedId", "studentSourcedId"}),
    ("lineItems", {"title", "classSourcedId", "dueDate"}),
    ("enrollments", {"classSourcedId", "userSourcedId", "role"}),
    ("roles", {"userSourcedId", "roleType"}),
    ("userProfiles", {"userSourcedId", "profileType"}),
    ("users", {"givenName", "familyName", "username"}),
    ("classes", {"courseSourcedId", "schoolSourcedId"}),
    ("courses", {"courseCode", "orgSourcedId"}),
    ("academicSessions", {"startDate", "endDate", "schoolYear"}),
    ("orgs", {"name", "type", "parentSourcedId"}),
    ("demographics", {"sex", "hispanicOrLatinoEthnicity"}),
    ("resources", {"vendorResourceId"}),
    ("classResources", {"classSourcedId", "resourceSourcedId"}),
    ("courseResources", {"courseSourcedId", "resourceSourcedId"}),
    ("userResources", {"userSourcedId", "resourceSourcedId"}),
)  # fmt: skip
_CATEGORY = {"sourcedId", "status", "dateLastModified", "title", "weight"}


def kind_of(rows: Rows) -> str:
    """Which file of a OneRoster set the cells are, such as ``results``; empty when they are none of them."""
    header = [cell.strip() for cell in rows[0]] if rows else []
    if header[:2] == ["propertyName", "value"]:
        return "manifest" if any(row and row[0].strip() == "oneroster.version" for row in rows) else ""
    if "sourcedId" not in header[:1]:
        return ""
    names = set(header)
    for kind, columns in _KINDS:
        if columns <= names:
            return kind
    rest = {name for name in names - _CATEGORY if name and not name.startswith(("metadata.", "ext_"))}
    return "categories" if "title" in names and not rest else ""


def deleted(rows: Rows) -> tuple[int, bool]:
    """How many rows are marked as deleted, and whether the file is a delta: any row says its status."""
    header = [cell.strip() for cell in rows[0]]
    if "status" not in header:
        return 0, False
    status = header.index("status")
    said = [row[status] for row in rows[1:] if len(row) > status and row[status]]
    return sum(text.strip() == "tobedeleted" for text in said), bool(said)


@dataclass(frozen=True)
class Part:
    """One file of a set without its deleted and blank rows; ``numbers`` are the row numbers, counted from 0."""

    export: Export
    kind: str
    header: tuple[str, ...]
    rows: Sequence[list[str]]
    numbers: Array
    is_delta: bool

    def has(self, *names: str) -> bool:
        """Whether the file has one of these columns and something in it."""
        return any(self.texts(names[0], *names[1:]))

    def texts(self, *names: str) -> list[str]:
        """The cells of the first of these columns that the file has, as they stand; blanks when it has none."""
        position = next((self.header.index(name) for name in names if name in self.header), None)
        return [""] * len(self.rows) if position is None else [row[position] for row in self.rows]

    def ids(self, *names: str) -> list[str]:
        """The same without surrounding blanks."""
        return [text.strip() for text in self.texts(*names)]

    def column(self, name: str) -> int:
        """The position of a column as places count it, from 1; 0 when the file hasn't got it."""
        return self.header.index(name) + 1 if name in self.header else 0

    def places(self, source: int, name: str = "") -> Array:
        """The place of each row's cell in a column, or of the whole row."""
        packed: Array = places.pack(self.numbers + 1, np.full(1, self.column(name)), source)
        return packed

    @cached_property
    def number_of(self) -> dict[str, int]:
        """The position of each row's ``sourcedId``; of two rows with the same one, the first."""
        numbers: dict[str, int] = {}
        for number, text in enumerate(self.ids("sourcedId")):
            numbers.setdefault(text, number)
        return numbers


def part_of(export: Export, kind: str) -> Part:
    """A file's rows, ready to be looked up by column; rows marked ``tobedeleted`` and blank rows are left out."""
    header = tuple(cell.strip() for cell in export.rows[0])
    width, rows = len(header), export.rows[1:]
    if min(map(len, rows), default=width) < width:
        rows = [row if len(row) >= width else row + [""] * (width - len(row)) for row in rows]
    removed, is_delta = deleted(export.rows)
    status = header.index("status") if "status" in header else 0
    keep = np.fromiter(map(any, rows), bool, len(rows))
    if removed:
        keep &= [row[status].strip() != "tobedeleted" for row in rows]
    numbers = np.flatnonzero(keep) + 1
    kept = rows if len(numbers) == len(rows) else [row for row, stays in zip(rows, keep) if stays]
    return Part(export, kind, header, kept, numbers, is_delta)
