"""Exports written as text, read by one reader, and what was read of them in a few plain columns."""

from __future__ import annotations

import csv
import io
import textwrap
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gradeaudit import discovery, places
from gradeaudit import export as exports
from gradeaudit.assembly import Assembly
from gradeaudit.export import Export, Rows, Table
from gradeaudit.gradebook import Gradebooks
from gradeaudit.readers.base import Claim

REAL = Path(__file__).parents[3] / "shared" / "exports"
SAMPLES = Path(__file__).parents[2] / "sample_exports"


def text(content: str, name: str = "book.csv", delimiter: str = ",") -> Export:
    """A text file as it is opened; ``content`` is dedented, so that tests can draw it."""
    rows = list(csv.reader(io.StringIO(textwrap.dedent(content).lstrip("\n"), newline=""), delimiter=delimiter))
    return Export(name, "csv", (Table(rows),), "", "utf-8", delimiter)


def workbook(*sheets: tuple[str, Rows], name: str = "book.xlsx") -> Export:
    """A workbook as it is opened: its sheets' names and cells."""
    return Export(name, "xlsx", tuple(Table(rows, sheet) for sheet, rows in sheets))


def xml(content: str, name: str = "book.xml") -> Export:
    """An XML file as it is opened; ``content`` is dedented."""
    return Export(name, "xml", text=textwrap.dedent(content).lstrip("\n"), encoding="utf-8")


def mapped(export: Export, mapping: str) -> Export:
    """A file with a mapping beside it."""
    return replace(export, mapping=mapping, mapping_file="marks.map.yaml")


def load(path: Path) -> Export:
    """A file of the real or sample exports, opened as an audit opens it; the test is skipped where it is absent."""
    if not path.exists():
        pytest.skip(f"{path.name} is not here")
    (location,) = exports.find([path])
    assert isinstance(location, exports.Location)
    return exports.load(location)


def claim(reader: str, export: Export) -> Claim:
    """The reader's vote, which must be one."""
    found = discovery.readers()[reader].detect(export)
    assert found is not None
    return found


def read(reader: str, *opened: Export) -> Gradebooks:
    """The canonical tables that one reader makes of some files."""
    assembly = Assembly()
    for book in discovery.readers()[reader].read(list(opened)):
        assembly.add(book)
    return assembly.finish()


def about(gradebooks: Gradebooks, *names: str) -> dict[str, object]:
    """Some facts of the only gradebook."""
    assert len(gradebooks) == 1
    return {name: gradebooks.books[name].tolist()[0] for name in names}


def assignments(gradebooks: Gradebooks) -> list[tuple[str, float | None, str, str]]:
    """Each assignment's title, points possible, category and cell."""
    table, names = gradebooks.assignments, [*gradebooks.categories["name"], ""]
    return [
        (title, None if np.isnan(points) else points, names[category], cell(place))
        for title, points, category, place in zip(
            table["title"], table["points_possible"], table["category"], table["place"]
        )
    ]


def students(gradebooks: Gradebooks) -> list[tuple[str, str, str, str]]:
    """Each student's name, the LMS's id, the student number and cell."""
    table = gradebooks.students
    rows = zip(table["name"], table["local_id"], table["sis_id"], table["place"])
    return [(name, local, number, cell(place)) for name, local, number, place in rows]


def categories(gradebooks: Gradebooks) -> list[tuple[str, float | None, float | None]]:
    """Each category's name, weight and number of lowest scores dropped."""
    table = gradebooks.categories
    rows = zip(table["name"], table["weight"], table["drop_lowest"])
    return [(name, known(weight), known(drop)) for name, weight, drop in rows]


def scores(gradebooks: Gradebooks) -> dict[str, tuple[str, float | None, str]]:
    """Cell → its text, points and state."""
    table = gradebooks.scores
    rows = zip(table["place"], table["mark"], table["points"], table["state"])
    return {cell(place): (mark, known(points), state) for place, mark, points, state in rows}


def totals(gradebooks: Gradebooks) -> dict[str, tuple[str, str, float | None, str]]:
    """Cell → the total's category (empty: the course), kind, value and letter."""
    table, names = gradebooks.totals, [*gradebooks.categories["name"], ""]
    rows = zip(table["place"], table["category"], table["kind"], table["value"], table["letter"].astype(object))
    return {
        cell(place): (names[category], kind, known(value), letter if isinstance(letter, str) else "")
        for place, category, kind, value, letter in rows
    }


def days(gradebooks: Gradebooks, column: str) -> list[str]:
    """The days of a column of dates of the assignments; empty where it has none."""
    return [
        "" if np.isnat(day) else str(day.astype("datetime64[D]")) for day in gradebooks.assignments[column].to_numpy()
    ]


def cell(place: int) -> str:
    """A place as a spreadsheet names it."""
    return places.cell_name(places.row_of(int(place)), places.column_of(int(place)))


def spot(row: int, column: int) -> str:
    """A row and a column, from 1, as a spreadsheet names their cell."""
    return places.cell_name(row, column)


def known(number: float) -> float | None:
    """The number, or None for NaN."""
    return None if np.isnan(number) else float(number)
