"""A file as text cells, each with its place: encoding, delimiter and sheets are settled here, once."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gradeaudit.errors import Problem, visible

Rows = list[list[str]]


@dataclass(frozen=True)
class Table:
    """One sheet's cells as text; ``rows[11][7]`` is what a spreadsheet shows in H12. Rows may be ragged or empty."""

    rows: Rows
    sheet: str = ""


@dataclass(frozen=True)
class Export:
    """A file that was opened: its cells, or, for XML and JSON, its text.

    ``file`` is the file as the user named it (for a member of a zip ``archive.zip/member.csv``), ``folder`` the names
    of the folders above it, outermost first, from the path that the user gave. ``kind`` is csv, xlsx, xls, ods, xml or
    json. ``notes`` are what a reader of the report should know of how the file was read, without any cell text.
    """

    file: str
    kind: str
    tables: tuple[Table, ...] = ()
    text: str = ""
    encoding: str = ""
    delimiter: str = ""
    notes: tuple[str, ...] = ()
    mapping: str = ""
    """The YAML text that says what the columns are: of ``--map FILE``, or of ``NAME.map.yaml`` beside the file."""
    mapping_file: str = ""

    @property
    def rows(self) -> Rows:
        """The cells of the first sheet."""
        return self.tables[0].rows if self.tables else []

    @property
    def name(self) -> str:
        """The file's name without its folders."""
        return self.file.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """The folder the file lies in, as the user named it; empty for the current one."""
        return self.file.rpartition("/")[0]


@dataclass(frozen=True)
class Location:
    """Where a file is: its real path, the member if the path is a zip, and the name to show for it."""

    path: Path
    shown: str
    member: str = ""


def find(paths: list[Path]) -> Iterator[Location | Problem]:
    """Every file under the paths, folders recursively in sorted order; a Problem for a path that can't be looked at."""
    for path in paths:
        if path.is_dir():
            for found in sorted(path.rglob("*")):
                if found.is_file() and not any(part.startswith(".") for part in found.relative_to(path).parts):
                    yield Location(found, visible(str(Path(path.name) / found.relative_to(path)), 300))
        elif path.is_file():
            yield Location(path, visible(path.name, 300))
        else:
            yield Problem("there is no such file or folder", visible(str(path), 300), "check the path")


def load(location: Location) -> Export:
    """Opens one file; raises ``Problem`` when it isn't a table, is damaged, or is too large."""
    text = location.path.read_bytes().decode("utf-8-sig")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    return Export(location.shown, "csv", (Table(rows),), "", "utf-8", delimiter)
