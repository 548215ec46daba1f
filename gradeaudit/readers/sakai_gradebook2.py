"""Sakai: the structured export of the older Gradebook2 tool, with categories, weights and drop rules above the header.

Source: real exports; their printed grades follow from what is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from gradeaudit import places
from gradeaudit.errors import Problem
from gradeaudit.export import Export, Rows
from gradeaudit.gradebook import TOTAL_KINDS, Book, Source
from gradeaudit.marks import Dialect, settle
from gradeaudit.readers import _grid as grid
from gradeaudit.readers.base import Claim, Reader

_OFFERS = frozenset(
    {
        "assignments.title", "assignments.points_possible", "categories.name", "categories.drop_lowest",
        "students.name", "students.local_id", "students.section", "scores.mark", "scores.points", "totals.value",
        "totals.letter",
    }
)  # fmt: skip
_LACKS = {
    "assignments.category": "this Gradebook2 export has no categories (the gradebook isn't set up with any)",
    "categories.weight": "this Gradebook2 export has no weights (the gradebook doesn't weight its categories)",
    "assignments.due_on": "a Gradebook2 export has no due dates",
    "assignments.assigned_on": "a Gradebook2 export has no assigned dates",
    "scores.entered_on": "a Gradebook2 export doesn't say when a score was entered",
    "scores.missing": "a Gradebook2 export doesn't mark missing work",
    "scores.late": "a Gradebook2 export doesn't mark late work",
    "scores.excused": "a Gradebook2 export shows excused work as blank",
    "students.sis_id": "a Gradebook2 export has no student number beside Sakai's Student Id",
}
_METHODS = {"no categories": "total_points", "categories": "total_points", "weighted categories": "weighted"}
_PERSON = ("student id", "student name", "section")
_TOTALS = ("letter grade", "calculated grade")


def detect(export: Export) -> Claim | None:
    """The second cell of the first row is Gradebook:, above a header with Student Id."""
    if len(export.header) < 4 or export.header[1] != "Gradebook:":
        return None
    rows = export.rows
    evidence = ["the first row names the gradebook and how it is set up"]
    header = _header(rows)
    if header is None:
        return Claim(
            "likely",
            tuple(evidence),
            refusal="a Sakai Gradebook2 file without a header of students, not a gradebook with grades (in Gradebook2:"
            " Tools, Export, with data)",
        )
    evidence.append("a header with Student Id below the structure")
    if _percentages(rows):
        evidence.append("scores are percentages: each is read as points of 100 that count by the item's points")
    return Claim("certain", tuple(evidence))


def read(exports: list[Export]) -> Iterator[Book]:
    """The one gradebook of a structured export."""
    for export in exports:
        header = _header(export.rows)
        if header is None:
            raise Problem("there is no header with Student Id", export.file, "export the gradebook again, with data")
        yield _book(export, header)


def _header(rows: Rows) -> int | None:
    return next((n for n, row in enumerate(rows[:40]) if row and row[0].strip().casefold() == "student id"), None)


def _percentages(rows: Rows) -> bool:
    return len(rows[0]) > 4 and rows[0][4].strip().casefold() == "percentages"


def _book(export: Export, top: int) -> Book:
    rows = export.rows
    header = [cell.strip() for cell in rows[top]]
    folded = [name.casefold() for name in header]
    numbers = grid.people(rows, top + 1)
    if not numbers:
        raise Problem("the Gradebook2 export has no students", export.file, "export the gradebook again, with data")
    lines = grid.lines(rows, numbers, len(header))
    above = {row[1].strip().rstrip(":").casefold(): number for number, row in enumerate(rows[:top]) if len(row) > 2}
    items = [
        column
        for column, name in enumerate(folded)
        if name and name not in (*_PERSON, *_TOTALS) and not name.startswith("comment : ")
    ]
    scores = grid.cells(lines, numbers, items)
    totals = _totals(lines, numbers, [column for column, name in enumerate(folded) if name in _TOTALS])
    dialect = settle([*scores["text"].distinct(), *totals["text"].distinct()], export.delimiter)
    points = _numbers(rows, above.get("points"), items, dialect)
    percentages = _percentages(rows)
    names, member = _categories(rows, above.get("category"), items)
    offers = set(_OFFERS)
    offers |= {"assignments.category"} if names else set()
    spots = [column for _, column in names]
    weights = _numbers(rows, above.get("% grade"), spots, dialect)
    offers |= {"categories.weight"} if not np.isnan(weights).all() else set()
    return Book(
        about=_about(export, grid.column(lines, _spot(folded, "section"))),
        sources=(Source(export.file, export.tables[0].sheet),),
        offers=frozenset(offers),
        lacks=_LACKS,
        dialect=dialect,
        categories={
            "name": [name for name, _ in names],
            "weight": weights,
            "weight_source": ["" if np.isnan(weight) else "declared" for weight in weights],
            "drop_lowest": np.nan_to_num(_numbers(rows, above.get("drop lowest"), spots, dialect)),
            "place": [places.pack(above["category"] + 1, column + 1) for column in spots],
        },
        assignments={
            "title": [header[column] for column in items],
            "category": member,
            "category_source": ["declared" if number >= 0 else "" for number in member],
            "points_possible": np.where(np.isnan(points), np.nan, 100.0) if percentages else points,
            "multiplier": _multipliers(rows, above, items, points, dialect, member, spots),
            "place": [places.pack(top + 1, column + 1) for column in items],
        },
        students={
            "local_id": grid.column(lines, _spot(folded, "student id")),
            "name": grid.column(lines, _spot(folded, "student name")),
            "section": grid.column(lines, _spot(folded, "section")),
            "place": grid.first_cells(numbers),
        },
        scores=scores,
        totals=totals,
    )


def _spot(folded: Sequence[str], name: str) -> int | None:
    return folded.index(name) if name in folded else None


def _numbers(rows: Rows, number: int | None, columns: Sequence[int], dialect: Dialect) -> np.ndarray[Any, Any]:
    """What a row of the structure says over some columns; NaN where it says nothing."""
    row = rows[number] if number is not None else []
    texts = [row[column].strip().rstrip("% ") if column < len(row) else "" for column in columns]
    return np.array([dialect.number(text) for text in texts], np.float64)


def _multipliers(
    rows: Rows,
    above: dict[str, int],
    items: Sequence[int],
    points: np.ndarray[Any, Any],
    dialect: Dialect,
    member: Sequence[int],
    spots: Sequence[int],
) -> np.ndarray[Any, Any]:
    """What each item counts beside its points: its percent of the category where one is stated, else its points.

    A category whose items are weighted by their points has none.
    """
    by_points = set()
    if (number := above.get("weight items by points")) is not None:
        cells = [rows[number][column].strip().casefold() if column < len(rows[number]) else "" for column in spots]
        by_points = {position for position, cell in enumerate(cells) if cell == "true"}
    share = _numbers(rows, above.get("% category"), items, dialect)
    plain = np.isnan(share) | np.array([category in by_points for category in member], bool)
    counts = np.where(plain, points, share)
    size = np.full(len(points), 100.0) if _percentages(rows) else points
    with np.errstate(invalid="ignore", divide="ignore"):
        multiplier: np.ndarray[Any, Any] = np.where(size > 0, counts / size, 1.0)
    return np.where(np.isnan(multiplier), 1.0, multiplier)


def _categories(rows: Rows, number: int | None, items: Sequence[int]) -> tuple[list[tuple[str, int]], list[int]]:
    """The categories with the column each begins at, and each item's category: the last one that began before it."""
    row = rows[number] if number is not None else []
    names = [(cell.strip(), column) for column, cell in enumerate(row) if column > 2 and cell.strip()]
    return names, [sum(column <= item for _, column in names) - 1 for item in items]


def _totals(lines: Rows, numbers: Sequence[int], columns: Sequence[int]) -> dict[str, Any]:
    return grid.cells(lines, numbers, columns, kind=[TOTAL_KINDS.index("final")] * len(columns))


def _about(export: Export, sections: Sequence[str]) -> dict[str, Any]:
    distinct = sorted({section for section in sections if section})
    stem = export.name.rpartition(".")[0]
    name = export.rows[0][2].strip()
    return {
        "file": export.file,
        "format": "sakai_gradebook2",
        "course": "" if name == "Gradebook" else name,  # Gradebook is what Sakai itself calls it
        "section": " and ".join(distinct) if len(distinct) <= 3 else f"{len(distinct)} sections",
        "identity": f"sakai_gradebook2:{stem}",
        "method": _METHODS.get(export.rows[0][3].strip().casefold(), "unknown"),
    }


READER = Reader(
    name="sakai_gradebook2",
    system="Sakai",
    title="Gradebook2 export (structured CSV)",
    sure="certain: seen in real exports whose printed grades follow from what is read",
    detect=detect,
    read=read,
    offers=_OFFERS | {"assignments.category", "categories.weight"},
    lacks=_LACKS,
)
