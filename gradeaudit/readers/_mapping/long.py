"""A table with one row per score, made gradebooks as its mapping describes it: one for each course and section."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np

from gradeaudit import places
from gradeaudit.errors import Problem
from gradeaudit.export import Export, Rows
from gradeaudit.gradebook import Book, Source
from gradeaudit.marks import Dialect
from gradeaudit.readers import _grid as grid
from gradeaudit.readers._dates import dates as moments
from gradeaudit.readers._dates import slash_order as order_of
from gradeaudit.readers._mapping.about import about, dialect_of, lacking
from gradeaudit.readers._mapping.columns import column_of, folded
from gradeaudit.readers._mapping.header import header_row, table_of
from gradeaudit.readers._mapping.schema import ABOUT, FLAGS, SheetMap

SPLIT = ("school", "course_code", "course", "section", "teacher")
"""The columns that tell gradebooks apart, where a mapping names them."""

_YES = frozenset({"1", "true", "yes", "y", "x", "t"})
_OFFERS = {
    "points": "assignments.points_possible",
    "due": "assignments.due_on",
    "assigned": "assignments.assigned_on",
    "entered": "scores.entered_on",
    "section": "students.section",
    **{flag: f"scores.{flag}" for flag in FLAGS},
}


class _Long(NamedTuple):
    """What holds for the whole table: its columns, from 0, and how it writes numbers and dates."""

    sheet: str
    column: dict[str, int]
    student: list[int]
    dialect: Dialect
    order: str


def long(export: Export, sheet_map: SheetMap) -> Iterator[Book]:
    """The gradebooks of a table with one row per score, in the order of their first rows."""
    table = table_of(export, sheet_map)
    top = header_row(table.rows, sheet_map)
    header = table.rows[top] if table.rows else []
    rows = grid.lines(table.rows, range(len(table.rows)), len(header))
    column = {key: column_of(name, header, sheet_map, key) for key, name in sheet_map.columns.items()}
    student = [column_of(name, header, sheet_map, "student", n) for n, name in enumerate(sheet_map.student)]
    lines = grid.people(rows, top + 1)
    if not lines:
        raise Problem("there are no scores below the header", export.file, "check header: in the mapping")
    dialect = dialect_of([rows[number][column["score"]] for number in lines], export.delimiter, sheet_map)
    dates = [column[key] for key in ("due", "assigned", "entered") if key in column]
    order = sheet_map.dates or order_of([rows[number][spot] for number in lines for spot in dates])
    layout = _Long(table.sheet, column, student, dialect, order)
    split = [column[key] for key in SPLIT if key in column]
    books: dict[tuple[str, ...], list[int]] = {}
    for number in lines:
        books.setdefault(tuple([rows[number][spot].strip() for spot in split]), []).append(number)
    for numbers in books.values():
        yield _book(export, sheet_map, layout, [rows[number] for number in numbers], np.array(numbers, np.int64))


def _book(export: Export, sheet_map: SheetMap, layout: _Long, rows: Rows, numbers: np.ndarray[Any, Any]) -> Book:
    """One gradebook; ``rows`` are its lines of the table, ``numbers`` their row numbers from 0."""
    column = layout.column

    def texts(key: str) -> list[str]:
        return list(map(str.strip, map(itemgetter(column[key]), rows))) if key in column else [""] * len(rows)

    def spots(key: str, which: list[int]) -> Any:
        return _at(numbers[which], column[key])

    ids, titles, due = texts("id"), texts("assignment"), texts("due")
    names = [", ".join(part for spot in layout.student if (part := row[spot].strip())) for row in rows]
    people, student = _numbered([id_ or name for id_, name in zip(ids, names)])
    category, weight = texts("category"), texts("weight")
    groups, group = _numbered([(folded(name), own) if name else None for name, own in zip(category, weight)])
    own_ids = texts("assignment_id")
    tasks, task = _numbered([key or (title, own, day) for key, title, own, day in zip(own_ids, titles, group, due)])
    weights = _weights(sheet_map, layout, [category[row] for row in groups], [weight[row] for row in groups])
    sections = texts("section")
    offers = {
        "scores.mark", "scores.points", "assignments.title", *(_OFFERS[key] for key in column if key in _OFFERS),
    }  # fmt: skip
    offers |= {"students.name"} if layout.student else set()
    offers |= {"students.local_id", "students.sis_id"} if "id" in column else set()
    offers |= {"categories.name", "assignments.category"} if groups else set()
    offers |= {"categories.weight"} if any(not math.isnan(value) for value in weights) else set()
    offers |= {"scores.excused"} if "excused" in dict(sheet_map.codes).values() else set()
    who = column["id"] if "id" in column else layout.student[0]
    return Book(
        about=about(export, layout.sheet, sheet_map, {key: texts(key) for key in ABOUT if key in column}),
        sources=(Source(export.file, layout.sheet),),
        offers=frozenset(offers),
        lacks=lacking(offers),
        dialect=layout.dialect,
        categories={
            "name": [category[row] for row in groups],
            "weight": weights,
            "weight_source": ["" if math.isnan(value) else "declared" for value in weights],
            "place": spots("category", groups) if groups else [],
        },
        assignments={
            "title": [rows[row][column["assignment"]] for row in tasks],
            "key": [own_ids[row] for row in tasks],
            "category": group[tasks],
            "category_source": ["declared" if group[row] >= 0 else "" for row in tasks],
            "points_possible": _points(texts("points"), task, len(tasks), layout.dialect),
            "due_on": moments([due[row] for row in tasks], layout.order),
            "assigned_on": moments(list(map(texts("assigned").__getitem__, tasks)), layout.order),
            "term": list(map(texts("term").__getitem__, tasks)),
            "place": spots("assignment", tasks),
        },
        students={
            "name": [names[row] for row in people],
            "local_id": [ids[row] for row in people],
            "sis_id": [ids[row] for row in people],
            "section": [sections[row] for row in people],
            "place": _at(numbers[people], who),
        },
        scores={
            "student": student,
            "assignment": task,
            "text": list(map(itemgetter(column["score"]), rows)),
            "entered_on": moments(texts("entered"), layout.order),
            "place": _at(numbers, column["score"]),
            **{flag: [text.casefold() in _YES for text in texts(flag)] for flag in FLAGS if flag in column},
        },
    )


def _at(rows: np.ndarray[Any, Any], column: int) -> Any:
    """The places of one column's cells; rows and column count from 0."""
    return places.pack(rows + 1, column + 1)


def _numbered(things: Sequence[Hashable]) -> tuple[list[int], np.ndarray[Any, Any]]:
    """The position of each distinct thing's first appearance, and every thing's number among them; None is -1."""
    first: dict[Hashable, int] = {}
    for position, thing in enumerate(things):
        first.setdefault(thing, position)
    first.pop(None, None)
    number = {thing: count for count, thing in enumerate(first)}
    number[None] = -1
    return list(first.values()), np.fromiter(map(number.__getitem__, things), np.int64, len(things))


def _weights(sheet_map: SheetMap, layout: _Long, names: list[str], texts: list[str]) -> list[float]:
    """Weights in percent: the mapping's own where it has one, else the column's."""
    stated = {folded(name): value for name, value in sheet_map.weights.items()}
    return [stated.get(folded(name), layout.dialect.number(text.rstrip("% "))) for name, text in zip(names, texts)]


def _points(texts: list[str], task: np.ndarray[Any, Any], tasks: int, dialect: Dialect) -> np.ndarray[Any, Any]:
    """Points possible of each assignment: the first number that any of its rows states."""
    number = {text: dialect.number(text) for text in set(texts)}
    values = np.array([number[text] for text in texts], np.float64)
    known = np.flatnonzero(~np.isnan(values))
    points = np.full(tasks, np.nan)
    first, position = np.unique(task[known], return_index=True)
    points[first] = values[known][position]
    return points
