"""Schoology: the gradebook exported as CSV in any language, maximum, due date and category in the items' headers.

Source: a real header of 2020, two programs that read later ones, and Schoology's documentation.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from gradeaudit import places
from gradeaudit.errors import Problem
from gradeaudit.export import Export, Rows
from gradeaudit.gradebook import TOTAL_KINDS, Array, Book, Source
from gradeaudit.marks import PLAIN, Dialect, settle
from gradeaudit.readers import _grid as grid
from gradeaudit.readers._dates import dates, readable, slash_order
from gradeaudit.readers.base import Claim, Reader
from gradeaudit.texts import Texts

_ITEM = re.compile(
    r"(?P<name>.*) \((?:Max Pts|Max Points): (?P<most>[^,]*)(?:, Due Date: (?P<due>[^,]*))?"
    r"(?:, Grading Category: (?P<category>.*))?\)",
    re.DOTALL,
)
_PEOPLE = ("First Name", "Last Name", "Unique User ID", "Username")
_LOG = frozenset({"role_name", "action_type", "unique_user_id"})
_COPY = re.compile(r"(?: \(\d+\))?\.\w+\Z")
_SUFFIX = " - Category Score"
_NOT_COUNTED = "Ungraded"
# Words that stand where a score would be; none of them is a score (Schoology's documentation of exceptions).
_TOKENS = (
    ("n/a", "blank"), ("missing", "blank"), ("incomplete", "blank"), ("absent", "blank"), ("late", "blank"),
    ("excused", "excused"), ("exempt", "excused"), ("collected", "waiting"), ("submitted", "waiting"),
)  # fmt: skip
_FLAGS = {"missing": 0, "late": 1, "incomplete": 2}
_OFFERS = frozenset(
    {
        "assignments.title", "assignments.points_possible", "scores.mark", "scores.points", "scores.missing",
        "students.name", "students.local_id", "students.sis_id",
    }
)  # fmt: skip
_LACKS = {
    "categories.name": "this Schoology export names no grading categories",
    "categories.weight": "a Schoology export has no category weights",
    "categories.drop_lowest": "a Schoology export doesn't say how many scores are dropped",
    "assignments.category": "this Schoology export names no grading categories",
    "assignments.due_on": "this Schoology export has no due dates (newer exports have them in each item's header)",
    "assignments.assigned_on": "a Schoology export has no assigned dates",
    "assignments.hidden": "a Schoology export doesn't say what is hidden",
    "scores.excused": "this Schoology export shows excused work as a blank",
    "scores.late": "a Schoology export doesn't mark late work",
    "scores.entered_on": "a Schoology export doesn't say when a score was entered",
    "totals.value": "this Schoology export has no totals",
    "totals.letter": "this Schoology export has no letters",
}


class _Item(NamedTuple):
    column: int
    name: str
    most: float
    due: str
    category: str


class _Total(NamedTuple):
    column: int
    period: str
    category: str


def detect(export: Export) -> Claim | None:
    """Items with their maximum in brackets in the header; the log of what users did is refused as what it is."""
    if export.names >= _LOG:
        return Claim(
            "certain",
            ("columns of Schoology's log of user activities",),
            refusal="a log of what Schoology users did, not a gradebook (in Schoology: Gradebook, Export,"
            " Gradebook as CSV)",
        )
    items = len(_items(export.header)) if "(max p" in export.top else 0  # most files end here
    if not items:
        return None
    evidence = [f"{items} {'header ends' if items == 1 else 'headers end'} in a maximum as Schoology writes it"]
    if "Unique User ID" in export.names:
        return Claim("certain", (*evidence, "a column called Unique User ID"))
    return Claim("likely", (*evidence, "no column called Unique User ID: exported in another language"))


def read(exports: list[Export]) -> Iterator[Book]:
    """The one gradebook of each export."""
    for export in exports:
        yield _book(export)


def _book(export: Export) -> Book:
    header = export.header
    numbers = grid.people(export.rows, 1)
    if not numbers:
        raise Problem("the Schoology export has no students", export.file, "export it again with students enrolled")
    items = _items(header)
    who = _who(header, items)
    totals = _totals(header, items, set(who.values()))
    lines = grid.lines(export.rows, numbers, len(header))
    columns, computed = [item.column for item in items], [total.column for total in totals]
    block = grid.block(lines, [*columns, *computed])
    texts, shown = block[:, : len(columns)], block[:, len(columns) :]
    dialect = settle(block, export.delimiter, _TOKENS)
    names = list(dict.fromkeys([item.category for item in items if item.category]))
    names += [name for name in dict.fromkeys(total.category for total in totals) if name and name not in names]
    due = [item.due for item in items]
    order = "mdy" if "First Name" in header else slash_order(due)
    offers = set(_OFFERS)
    if names:
        offers |= {"categories.name", "assignments.category"}
    if readable(due, order):
        offers |= {"assignments.due_on", "scores.excused"}
    marks = [mark for mark in shown.distinct() if mark.strip().casefold() not in ("", "n/a")]
    if marks:
        offers.add("totals.value" if any(_is_number(mark, dialect) for mark in marks) else "totals.letter")
    return Book(
        about={
            "file": export.file,
            "format": "schoology",
            "identity": f"schoology:{_COPY.sub('', export.file)}",
            "term": _only({total.period for total in totals if total.period and not total.period.startswith("(")}),
        },
        sources=(Source(export.file, export.tables[0].sheet),),
        offers=frozenset(offers),
        lacks=_LACKS,
        dialect=dialect,
        categories={"name": names, "place": [places.pack(1, _first(items, totals, name) + 1) for name in names]},
        assignments={
            "title": [item.name for item in items],
            "category": [names.index(item.category) if item.category else -1 for item in items],
            "category_source": ["declared" if item.category else "" for item in items],
            "points_possible": [item.most for item in items],
            "due_on": dates(due, order),
            "counts": [item.category != _NOT_COUNTED for item in items],
            "place": [places.pack(1, item.column + 1) for item in items],
        },
        students=_students(lines, numbers, who),
        scores=grid.crossings(texts, numbers, columns) | _flags(texts),
        totals=grid.crossings(
            shown,
            numbers,
            computed,
            category=[_index(names, total.category) for total in totals],
            kind=[TOTAL_KINDS.index("current")] * len(totals),
        )
        | {"period": [total.period for total in totals] * len(lines)},
    )


@lru_cache(maxsize=4)
def _items(header: tuple[str, ...]) -> list[_Item]:
    found = [(column, match) for column, cell in enumerate(header) if (match := _ITEM.fullmatch(cell))]
    return [
        _Item(column, m["name"], PLAIN.number(m["most"]), m["due"] or "", m["category"] or "") for column, m in found
    ]


def _who(header: tuple[str, ...], items: list[_Item]) -> dict[str, int]:
    """The columns that say who a student is: by their English headers, else by their places, which don't change."""
    named = {name: header.index(name) for name in _PEOPLE if name in header}
    if named:
        return named
    who = {name: column for column, name in enumerate(_PEOPLE[:3]) if column < items[0].column}
    after = [column for column in range(items[-1].column + 1, len(header)) if header[column]]
    return who | ({"Username": after[-1]} if after else {})


def _totals(header: tuple[str, ...], items: list[_Item], people: set[int]) -> list[_Total]:
    """Computed columns: whatever is neither a person nor an item; the first is the course's, others a period's.

    A category's column is named ``PERIOD - CATEGORY - Category Score``, the last words in the exporter's language.
    What a column marked ``(Count in Grade)`` holds is not known, so it is left alone.
    """
    taken = people | {item.column for item in items}
    columns = [
        column for column, name in enumerate(header) if name and column not in taken and "(Count in Grade)" not in name
    ]
    known = sorted({item.category for item in items if item.category}, key=len, reverse=True)
    periods = sorted((header[column] for column in columns[1:]), key=len, reverse=True)
    totals = []
    for number, column in enumerate(columns):
        name = header[column]
        category = next((entry for entry in known if f" - {entry} - " in name), "")
        period = name.partition(f" - {category} - ")[0] if category else name
        if name.endswith(_SUFFIX) and not category:
            rest = name.removesuffix(_SUFFIX)
            period = next((entry for entry in periods if rest.startswith(f"{entry} - ")), "")
            category = rest[len(period) + 3 :] if period else rest
        totals.append(_Total(column, "" if number == 0 and not category else period, category))
    return totals


def _students(lines: Rows, numbers: list[int], who: dict[str, int]) -> dict[str, Any]:
    column = {name: grid.column(lines, who.get(name)) for name in _PEOPLE}
    return {
        "name": grid.full_names(column["Last Name"], column["First Name"]),
        "local_id": column["Username"],
        "sis_id": column["Unique User ID"],
        "place": grid.first_cells(numbers),
    }


def _flags(texts: Texts) -> dict[str, Array]:
    """Schoology's own words in the items' cells as flags."""
    said = texts.each(lambda text: _FLAGS.get(text.strip().casefold(), -1), np.int8).ravel()
    return {flag: said == number for flag, number in _FLAGS.items() if (said == number).any()}


def _first(items: list[_Item], totals: list[_Total], name: str) -> int:
    columns = [(item.column, item.category) for item in items] + [(total.column, total.category) for total in totals]
    return next(column for column, category in columns if category == name)


def _index(names: list[str], name: str) -> int:
    return names.index(name) if name else -1


def _only(names: set[str]) -> str:
    return next(iter(names)) if len(names) == 1 else ""


def _is_number(text: str, dialect: Dialect) -> bool:
    return not math.isnan(dialect.number(text.strip().rstrip("%").rstrip()))


READER = Reader(
    name="schoology",
    system="Schoology",
    title="Gradebook as CSV, in any language",
    sure="likely: one real header and programs that read others",
    detect=detect,
    read=read,
    offers=_OFFERS
    | {
        "assignments.category", "assignments.due_on", "categories.name", "scores.excused", "totals.letter",
        "totals.value",
    },
    lacks=_LACKS,
)  # fmt: skip
