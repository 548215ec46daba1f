"""The files of a OneRoster set, told apart by the columns they have, whatever they are called.

Source: the OneRoster CSV binding 1.2 and its list of changes from 1.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, islice
from typing import Any, NamedTuple

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
_DELETED = "tobedeleted"
_CHUNK = 256  # more rows at once set off Python's garbage collector over and over: thrice the time
_OF_RESULTS = frozenset(
    {
        "lineItemSourcedId", "studentSourcedId", "scoreStatus", "score", "scoreDate", "textScore", "inProgress",
        "incomplete", "late", "missing",
    }
)  # fmt: skip
# What is read of the other files; passwords, birth dates and telephone numbers are not.
_WANTED = frozenset(
    {
        "sourcedId", "title", "weight", "metadata.classId", "assignDate", "dueDate", "classSourcedId",
        "categorySourcedId", "gradingPeriodSourcedId", "academicSessionSourcedId", "resultValueMax", "courseSourcedId",
        "classCode", "classType", "schoolSourcedId", "termSourcedIds", "termSourcedId", "grades", "courseCode", "name",
        "givenName", "familyName", "identifier", "userSourcedId", "role", "primary", "beginDate", "endDate",
    }
)  # fmt: skip
_CATEGORY = {"sourcedId", "status", "dateLastModified", "title", "weight"}


def kind_of(rows: Rows) -> str:
    """Which file of a OneRoster set the cells are, such as ``results``; empty when they are none of them."""
    first = rows[0][0].strip() if rows and rows[0] else ""
    if first not in ("sourcedId", "propertyName"):
        return ""
    header = [cell.strip() for cell in rows[0]]
    if header[:2] == ["propertyName", "value"]:
        return "manifest" if any(row and row[0].strip() == "oneroster.version" for row in rows) else ""
    if first != "sourcedId":
        return ""
    names = set(header)
    for kind, columns in _KINDS:
        if columns <= names:
            return kind
    rest = {name for name in names - _CATEGORY if name and not name.startswith(("metadata.", "ext_"))}
    return "categories" if "title" in names and not rest else ""


def says_status(rows: Rows) -> tuple[int, bool]:
    """How many rows are marked as deleted, and whether the file is a delta: any row says its status."""
    header = [cell.strip() for cell in rows[0]]
    if "status" not in header:
        return 0, False
    status = header.index("status")
    said = [row[status] for row in islice(rows, 1, None) if len(row) > status and row[status]]
    return sum(text.strip() == _DELETED for text in said), bool(said)


class Codes(dict[str, int]):
    """Distinct texts numbered in the order of their first appearance."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number


class Column(NamedTuple):
    """One column of a file: its distinct ``texts`` in the order they appear, and for each row which it has."""

    codes: Array
    texts: list[str]

    def each(self) -> list[str]:
        """The text of every row."""
        return [self.texts[code] for code in self.codes.tolist()]

    def are(self, wanted: Callable[[str], bool]) -> Array:
        """For every row whether its text, blanks around it aside, is wanted; a distinct text is asked about once."""
        hits = np.array([wanted(text.strip()) for text in self.texts], bool)
        return hits[self.codes] if len(hits) else np.zeros(0, bool)

    def only(self, rows: Array, compact: bool) -> Column:
        """Some of the rows, on request without the texts that none of them has."""
        codes = self.codes[rows]
        if not compact:
            return Column(codes, self.texts)
        distinct, fewer = np.unique(codes, return_inverse=True)
        return Column(fewer.astype(np.int32), [self.texts[code] for code in distinct.tolist()])

    def found(self, numbers: Mapping[str, int]) -> Array:
        """For every row the number that its text has in a list of ids, or -1."""
        known = np.array([numbers.get(text.strip(), -1) for text in self.texts], np.int64)
        return known[self.codes] if len(known) else np.zeros(0, np.int64)


@dataclass(frozen=True)
class Part:
    """One file of a set without its deleted and blank rows, column by column; ``numbers`` are row numbers from 0."""

    export: Export
    kind: str
    header: tuple[str, ...]
    columns: Mapping[str, Column]
    numbers: Array
    is_delta: bool

    def column(self, *names: str) -> Column:
        """The first of these columns that the file has; blanks when it has none."""
        blank = Column(np.zeros(len(self.numbers), np.int32), [""])
        return next((self.columns[name] for name in names if name in self.columns), blank)

    def has(self, *names: str) -> bool:
        """Whether the file has one of these columns and something in it."""
        return any(text.strip() for text in self.column(*names).texts)

    def texts(self, *names: str) -> list[str]:
        """The cells of the first of these columns, as they stand."""
        return self.column(*names).each()

    def ids(self, *names: str) -> list[str]:
        """The same without surrounding blanks."""
        column = self.column(*names)
        if len(column.codes) < len(column.texts):
            return [text.strip() for text in column.each()]
        return Column(column.codes, [text.strip() for text in column.texts]).each()

    def only(self, rows: Array) -> Part:
        """Some of the rows. Ids that none of them has are let go; of other columns the texts stay as they were, so
        that a part says the same of its columns as the whole."""
        columns = {
            name: column.only(rows, compact=name.lower().endswith("sourcedid")) for name, column in self.columns.items()
        }
        return Part(self.export, self.kind, self.header, columns, self.numbers[rows], self.is_delta)

    def row(self, sourced_id: str) -> dict[str, str]:
        """The record with an id; empty when there is none."""
        number = self.number_of.get(sourced_id)
        if number is None:
            return {}
        return {name: column.texts[column.codes[number]].strip() for name, column in self.columns.items()}

    def places(self, source: int, name: str = "") -> Array:
        """The place of each row's cell in a column, or of the whole row."""
        position = self.header.index(name) + 1 if name in self.header else 0
        packed: Array = places.pack(self.numbers + 1, np.full(1, position), source)
        return packed

    @cached_property
    def number_of(self) -> dict[str, int]:
        """The position of each row's ``sourcedId``; of two rows with the same one, the first."""
        return first_of(self.ids("sourcedId"))


def first_of(ids: Sequence[str]) -> dict[str, int]:
    """Where each id stands first, counted from 0."""
    numbers: dict[str, int] = {}
    for number, text in enumerate(ids):
        numbers.setdefault(text, number)
    return numbers


def _coded(cells: Sequence[str], known: Codes) -> Array:
    """The number of each text; most columns of flags say the same in many rows on end."""
    if cells and cells[0] == cells[-1] and cells.count(cells[0]) == len(cells):
        return np.full(len(cells), known[cells[0]], np.int32)
    return np.fromiter(map(known.__getitem__, cells), np.int32, len(cells))


class Pass:
    """One way through a file, however long; rows marked ``tobedeleted`` and blank rows are left out."""

    def __init__(self, export: Export, kind: str) -> None:
        self.export, self.kind = export, kind
        self._rows = export.tables[0].each()
        self.header = tuple(cell.strip() for cell in next(self._rows))
        wanted = _OF_RESULTS if kind == "results" else _WANTED
        self._positions = {name: self.header.index(name) for name in self.header if name in wanted}
        self.known = {name: Codes() for name in self._positions}
        self.is_delta = False

    def chunks(self) -> Iterator[tuple[dict[str, Array], Array]]:
        """Some rows after the other: the numbers that their texts have in ``known``, and their own, from 0."""
        start, status = 1, self.header.index("status") if "status" in self.header else -1
        while chunk := list(islice(self._rows, _CHUNK)):
            if min(map(len, chunk)) < len(self.header):
                chunk = [row + [""] * (len(self.header) - len(row)) for row in chunk]
            columns = list(zip(*chunk))
            numbers = np.arange(start, start + len(chunk), dtype=np.int32)
            start += len(chunk)
            marked = status >= 0 and any(columns[status])
            self.is_delta |= marked
            if marked or not all(columns[0]):
                keep = [any(row) and (not marked or row[status].strip() != _DELETED) for row in chunk]
                numbers = numbers[keep]
                columns = [tuple(compress(column, keep)) for column in columns]
            codes = {name: _coded(columns[at], self.known[name]) for name, at in self._positions.items()}
            yield codes, numbers

    def part(self) -> Part:
        """The whole file."""
        codes: dict[str, list[Array]] = {name: [np.zeros(0, np.int32)] for name in self._positions}
        numbers: list[Array] = [np.zeros(0, np.int64)]
        for some, rows in self.chunks():
            numbers.append(rows)
            for name, column in some.items():
                codes[name].append(column)
        columns = {name: Column(np.concatenate(codes[name]), list(self.known[name])) for name in self._positions}
        return Part(self.export, self.kind, self.header, columns, np.concatenate(numbers), self.is_delta)
