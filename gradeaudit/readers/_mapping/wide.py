"""A table with one row per student, made a gradebook as its mapping describes it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from gradeaudit import places
from gradeaudit.errors import Problem
from gradeaudit.export import Export, Rows, Table
from gradeaudit.gradebook import TOTAL_KINDS, Book, Source
from gradeaudit.marks import Dialect
from gradeaudit.readers import _grid as grid
from gradeaudit.readers._dates import dates as moments
from gradeaudit.readers._dates import slash_order as order_of
from gradeaudit.readers._mapping.about import about, dialect_of, lacking
from gradeaudit.readers._mapping.columns import column_of, columns_of, folded
from gradeaudit.readers._mapping.header import fits, header_row, maximum, spread, table_of
from gradeaudit.readers._mapping.schema import Planned, SheetMap

FOOTERS = frozenset(
    {
        "average", "averages", "avg", "avg.", "mean", "median", "total", "totals", "class average", "class avg",
        "class avg.", "class mean", "class median", "class total", "course average", "standard deviation", "std dev",
        "std. dev.",
    }
)  # fmt: skip
"""What the student's cell says in rows below the students that are no students."""


class _Wide(NamedTuple):
    """Where everything stands, counted from 0."""

    rows: Rows
    top: int
    people: list[int]
    student: list[int]
    columns: dict[str, int]
    planned: list[tuple[int, Planned]]
    totals: list[tuple[int, str]]
    special: dict[str, int]
    over: list[str]
    """The texts of the row of categories, spread over the columns that they stand for."""


def wide(export: Export, sheet_map: SheetMap) -> Book:
    """The gradebook of a table with one row per student; raises ``Problem`` at the mapping's line that doesn't fit."""
    table = table_of(export, sheet_map)
    layout = _layout(table, sheet_map)
    if not layout.people:
        raise Problem("there are no students below the header", export.file, "check header: in the mapping")
    across = [column for column, _ in layout.planned]
    lines = [layout.rows[number] for number in layout.people]
    cells = grid.cells(lines, layout.people, across)
    dialect = dialect_of(cells["text"], export.delimiter, sheet_map)
    assignments = _assignments(layout, cells["text"], dialect, sheet_map)
    students = _students(layout)
    categories = _categories(assignments, layout, sheet_map)
    names = [folded(name) for name in categories["name"]]
    offers = {"scores.mark", "scores.points", "assignments.title", "students.name"}
    for column in ("points_possible", "due_on", "assigned_on"):
        given = assignments[column]
        if not (np.isnan(given) if given.dtype.kind == "f" else np.isnat(given)).all():
            offers.add(f"assignments.{column}")
    offers |= {"categories.name", "assignments.category"} if names else set()
    offers |= {"categories.weight"} if sheet_map.weights else set()
    offers |= {"totals.value", "totals.letter"} if layout.totals else set()
    offers |= {"students.local_id", "students.sis_id"} if "id" in layout.columns else set()
    offers |= {"students.section"} if "section" in layout.columns else set()
    offers |= {"scores.excused"} if "excused" in dict(sheet_map.codes).values() else set()
    category_texts = assignments.pop("category_text")
    return Book(
        about=about(export, table.sheet, sheet_map, {"section": students["section"]}),
        sources=(Source(export.file, table.sheet),),
        offers=frozenset(offers),
        lacks=lacking(offers),
        dialect=dialect,
        categories=categories,
        assignments={
            **assignments,
            "category": [names.index(folded(text)) if text else -1 for text in category_texts],
            "category_source": ["declared" if text else "" for text in category_texts],
        },
        students=students,
        scores=cells,
        totals=grid.cells(
            lines,
            layout.people,
            [column for column, _ in layout.totals],
            category=[_total_category(kind, names) for _, kind in layout.totals],
            kind=[_total_kind(kind) for _, kind in layout.totals],
        ),
    )


def left_out(rows: Rows, after: int, column: int, also: Sequence[str] = ()) -> list[int]:
    """The rows, from 0, below the header ``after`` whose ``column`` says Average, Total and the like, or ``also``."""
    words = FOOTERS | {folded(text) for text in also}
    return [
        number
        for number, row in enumerate(rows[after + 1 :], after + 1)
        if column < len(row) and row[column] and folded(row[column]).rstrip(" :") in words
    ]


def _layout(table: Table, sheet_map: SheetMap) -> _Wide:
    rows = table.rows
    top = header_row(rows, sheet_map)
    width = max(map(len, rows), default=0)
    rows = grid.lines(rows, range(len(rows)), width)
    header = rows[top] if rows else []
    student = [column_of(name, header, sheet_map, "student", number) for number, name in enumerate(sheet_map.student)]
    columns = {key: column_of(name, header, sheet_map, key) for key, name in sheet_map.columns.items()}
    totals = [(column_of(name, header, sheet_map, "totals", name), kind) for name, kind in sheet_map.totals]
    planned = [
        (column, entry)
        for number, entry in enumerate(sheet_map.assignments)
        for column in columns_of(entry.column, header, sheet_map, *_path(sheet_map, entry, number))
    ]
    taken = [*student, *columns.values(), *(column for column, _ in totals)]
    for column, entry in planned:
        if column in taken:
            raise Problem(
                f"column {places.column_name(column + 1)} is an assignment and something else",
                sheet_map.where("assignments", entry.column),
                "name each column once",
            )
        taken.append(column)
    special = {key: row - 1 for key, row in sheet_map.rows.items() if key != "header" and row <= len(rows)}
    first = (student or [columns["id"]])[0]
    out = {*special.values(), *left_out(rows, top, first, sheet_map.leave_out)}
    who = sorted({*student, columns.get("id", first)})
    people = [
        number
        for number in grid.people(rows, top + 1)
        if number not in out
        and (any(rows[number][c].strip() for c in who) or any(rows[number][c].strip() for c, _ in planned))
    ]
    over = spread(table, special["category_row"], width) if "category_row" in special else [""] * width
    return _Wide(rows, top, people, student, columns, planned, totals, special, over)


def _path(sheet_map: SheetMap, entry: Planned, number: int) -> tuple[str | int, ...]:
    named = ("assignments", entry.column)
    return named if named in sheet_map.places else ("assignments", number)


def _assignments(layout: _Wide, texts: list[str], dialect: Dialect, sheet_map: SheetMap) -> dict[str, Any]:
    width = len(layout.planned)
    columns: dict[str, list[Any]] = {key: [] for key in ("title", "points", "category", "due", "assigned")}
    read = {text: dialect.number(text) for text in set(texts)}
    numbers = list(map(read.__getitem__, texts))
    for number, (column, entry) in enumerate(layout.planned):
        row = {key: layout.rows[place][column].strip() for key, place in layout.special.items()}
        header = layout.rows[layout.top][column]
        title, in_header = maximum(header)
        if not math.isnan(in_header) and not fits(in_header, numbers[number::width]):
            title, in_header = header, math.nan
        stated = dialect.number(row["points_row"].strip("/ ")) if "points_row" in row else math.nan
        columns["title"].append(entry.title or title)
        columns["points"].append(next((p for p in (entry.points, stated, in_header) if not math.isnan(p)), math.nan))
        columns["category"].append(entry.category or layout.over[column])
        columns["due"].append(entry.due or row.get("due_row", ""))
        columns["assigned"].append(entry.assigned or row.get("assigned_row", ""))
    order = sheet_map.dates or order_of([*columns["due"], *columns["assigned"]])
    return {
        "title": columns["title"],
        "points_possible": np.array(columns["points"], np.float64),
        "due_on": moments(columns["due"], order),
        "assigned_on": moments(columns["assigned"], order),
        "extra_credit": [entry.extra_credit for _, entry in layout.planned],
        "counts": [entry.counts for _, entry in layout.planned],
        "category_text": columns["category"],
        "place": [places.pack(layout.top + 1, column + 1) for column, _ in layout.planned],
    }


def _students(layout: _Wide) -> dict[str, Any]:
    lines = [layout.rows[number] for number in layout.people]

    def texts(key: str) -> list[str]:
        column = layout.columns.get(key)
        return [""] * len(lines) if column is None else [line[column].strip() for line in lines]

    first = layout.student[0] if layout.student else layout.columns["id"]
    return {
        "name": [", ".join(part for c in layout.student if (part := line[c].strip())) for line in lines],
        "local_id": texts("id"),
        "sis_id": texts("id"),
        "section": texts("section"),
        "place": [places.pack(number + 1, first + 1) for number in layout.people],
    }


def _categories(assignments: dict[str, Any], layout: _Wide, sheet_map: SheetMap) -> dict[str, Any]:
    """The categories that assignments, weights and totals name, in that order, each once."""
    place: dict[str, tuple[str, int]] = {}
    for text, spot in zip(assignments["category_text"], assignments["place"]):
        if text:
            place.setdefault(folded(text), (text, spot))
    totals = [
        (kind.partition(":")[2], places.pack(layout.top + 1, column + 1))
        for column, kind in layout.totals
        if kind.startswith("category:")
    ]
    for text, spot in [*((name, places.pack(layout.top + 1, 0)) for name in sheet_map.weights), *totals]:
        place.setdefault(folded(text), (text, spot))
    weights = {folded(name): weight for name, weight in sheet_map.weights.items()}
    return {
        "name": [text for text, _ in place.values()],
        "weight": [weights.get(name, math.nan) for name in place],
        "weight_source": ["declared" if name in weights else "" for name in place],
        "place": [spot for _, spot in place.values()],
    }


def _total_category(kind: str, names: list[str]) -> int:
    return names.index(folded(kind.partition(":")[2])) if kind.startswith("category:") else -1


def _total_kind(kind: str) -> int:
    return TOTAL_KINDS.index("final" if kind.startswith("category:") else kind)
