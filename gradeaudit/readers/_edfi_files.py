"""The files of an Ed-Fi LMS Toolkit folder, told apart by their columns; of each folder's files the newest counts.

Source: the LMS Toolkit's extractors and its sample output.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gradeaudit import places
from gradeaudit.export import Export
from gradeaudit.readers import _grid as grid

_ALWAYS = frozenset({"SourceSystemIdentifier", "SourceSystem", "LastModifiedDate"})
_KINDS = (
    ("users", {"UserRole", "SISUserIdentifier"}),
    ("sections", {"SISSectionIdentifier", "LMSSectionStatus"}),
    ("section-associations", {"EnrollmentStatus", "LMSUserSourceSystemIdentifier"}),
    ("assignments", {"AssignmentCategory", "MaxPoints"}),
    ("submissions", {"SubmissionStatus", "AssignmentSourceSystemIdentifier"}),
    ("grades", {"GradeType", "LMSUserLMSSectionAssociationSourceSystemIdentifier"}),
    ("attendance-events", {"AttendanceStatus", "EventDate"}),
    ("section-activities", {"ActivityType", "LMSSectionSourceSystemIdentifier"}),
    ("system-activities", {"ActivityType", "ParentSourceSystemIdentifier"}),
)  # fmt: skip
_BRANCH = re.compile(r"users|sections|system-activities|section=.*|assignment=.*", re.IGNORECASE | re.DOTALL)
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)-(\d\d)-(\d\d)-(\d\d)\.csv", re.ASCII)


def kind_of(export: Export) -> str:
    """Which file of the toolkit an export is; empty when it is none of them."""
    if not export.names >= _ALWAYS:
        return ""
    return next((kind for kind, columns in _KINDS if columns <= export.names), "")


def root_of(file: str) -> str:
    """The folder that holds the toolkit's whole tree: what stands above its first branch."""
    parts = file.split("/")
    branch = next((number for number, part in enumerate(parts[:-1]) if _BRANCH.fullmatch(part)), len(parts) - 1)
    return "/".join(parts[:branch])


def moment(file: str) -> str:
    """When a file was written, as its name says: a date and time, or empty."""
    found = _TIME.fullmatch(file.rpartition("/")[2])
    return f"{found[1]} {found[2]}:{found[3]}:{found[4]}" if found else ""


class Part(NamedTuple):
    """One file: its rows and where each of its columns stands; ``source`` is its number in the gradebooks."""

    export: Export
    source: int
    column: Mapping[str, int]
    numbers: list[int]
    rows: Sequence[list[str]]

    def texts(self, name: str) -> list[str]:
        """One column's texts without surrounding blanks."""
        return grid.column(self.rows, self.column.get(name))

    def place(self, row: int, name: str) -> int:
        """The place of a cell, or of its whole row where the file hasn't got the column."""
        return places.pack(self.numbers[row] + 1, self.column.get(name, -1) + 1, self.source)


def newest(exports: Sequence[Export]) -> dict[str, list[Part]]:
    """By kind the files that hold the present state: of each folder the last, older ones being its history."""
    last: dict[tuple[str, str], Export] = {}
    for export in exports:
        kind = kind_of(export)
        key = (kind, export.folder)
        if key not in last or (moment(export.file), export.name) >= (moment(last[key].file), last[key].name):
            last[key] = export
    parts: dict[str, list[Part]] = {}
    for source, ((kind, _), export) in enumerate(sorted(last.items(), key=lambda item: item[0])):
        header = export.header
        numbers = grid.people(export.rows, 1)
        column = {name: position for position, name in enumerate(header)}
        parts.setdefault(kind, []).append(
            Part(export, source, column, numbers, grid.lines(export.rows, numbers, len(header)))
        )
    return parts
