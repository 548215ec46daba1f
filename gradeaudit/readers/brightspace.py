"""Brightspace (D2L): the gradebook exported as CSV or Excel, one row a student, points and weights in the headers.

Source: real exports and import files, screenshots of the export page, and D2L's documentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from gradeaudit import places
from gradeaudit.errors import Problem
from gradeaudit.export import Export, Rows
from gradeaudit.gradebook import Book, Source
from gradeaudit.marks import STATES, Dialect, settle
from gradeaudit.readers import _grid as grid
from gradeaudit.readers._brightspace_columns import END_OF_LINE, Columns, Item, columns
from gradeaudit.readers._brightspace_totals import brightspace_totals
from gradeaudit.readers._dates import NEVER, date
from gradeaudit.readers.base import Claim, Reader

_PEOPLE = ("OrgDefinedId", "Username", "Last Name", "First Name", "Email", "Sections")
_FILE = re.compile(
    r"(?P<course>.+)_GradesExport_.*?(?:(?P<day>\d{4}-\d\d-\d\d)-(?P<hour>\d\d)-(?P<minute>\d\d)"
    r"|(?P<american>\d\d-\d\d-\d\d)).*",
    re.DOTALL,
)
_KEYS = frozenset({"OrgDefinedId", "Username"})
_BLANK = frozenset({"", "#"})
_TOKENS = (("no record", "blank"), ("-", "blank"), ("exempt", "excused"))
_OFFERS = frozenset({"assignments.title", "scores.mark", "scores.points"})
_UNDESCRIBED = "this Brightspace file is shaped for import: its headers carry no points and no categories (export it)"
_LACKS = {
    "assignments.points_possible": _UNDESCRIBED,
    "assignments.category": _UNDESCRIBED,
    "categories.name": _UNDESCRIBED,
    "categories.weight": "this Brightspace gradebook goes by points: its export carries no weights",
    "categories.drop_lowest": "a Brightspace export doesn't say which scores are dropped",
    "assignments.due_on": "a Brightspace export has no due dates",
    "assignments.assigned_on": "a Brightspace export has no assigned dates",
    "assignments.extra_credit": "a Brightspace export doesn't mark bonus items",
    "assignments.hidden": "a Brightspace export doesn't say what is hidden",
    "scores.excused": "a Brightspace export shows exempt work as a blank",
    "scores.missing": "a Brightspace export doesn't mark missing work",
    "scores.late": "a Brightspace export doesn't mark late work",
    "scores.entered_on": "a Brightspace export doesn't say when a score was entered",
    "totals.value": "this Brightspace export has no final grade (tick Final Calculated Grade when exporting)",
    "totals.letter": "this Brightspace export has no letters (tick Grade Scheme when exporting)",
    "students.sis_id": "this Brightspace export has no OrgDefinedId (choose it as the key field when exporting)",
}


def detect(export: Export) -> Claim | None:
    """The end-of-line column and an item, subtotal or final; the same without an item is a class list or attendance."""
    ends = END_OF_LINE in export.names
    if not ends and _KEYS.isdisjoint(export.names):
        return None
    found = columns(export.header)
    evidence = ["a column called End-of-Line Indicator"] if ends else ["students by OrgDefinedId or Username"]
    if found.items or found.pairs:
        if found.is_described:
            evidence.append("items with their points in the header")
        elif found.items:
            evidence.append("items without points in the header, as in a file for import")
        if found.pairs:
            evidence.append("pairs of numerator and denominator")
        return Claim("certain" if ends else "likely", tuple(evidence)) if ends or found.is_described else None
    if ends or {"GroupCategory", "GroupName"} <= export.names:
        names = export.names
        kind = "groups" if "GroupName" in names else "attendance" if "% Attendance" in names else "class list"
        return Claim(
            "certain",
            (*evidence, "no column of grades"),
            refusal=f"a Brightspace {kind} file, not a gradebook (in Brightspace: Grades, Enter Grades, Export)",
        )
    return None


def read(exports: list[Export]) -> Iterator[Book]:
    """The one gradebook of each export."""
    for export in exports:
        yield _book(export)


def _book(export: Export) -> Book:
    header = export.header
    numbers = grid.people(export.rows, 1, _BLANK)
    if not numbers:
        raise Problem("the Brightspace export has no students", export.file, "export it again with students enrolled")
    found = columns(header)
    lines = grid.lines(export.rows, numbers, len(header))
    first = min(
        [item.column for item in found.items] + [p.numerator for p in found.pairs if p.numerator >= 0], default=0
    )
    cells = grid.Cells.of(lines, first, len(header))
    dialect = settle(cells.texts, export.delimiter, _TOKENS)
    names, weights = _categories(found)
    students = _students(lines, numbers, {name: header.index(name) for name in _PEOPLE if name in header})
    totals = brightspace_totals(cells, numbers, found, names, _kind(cells, found, dialect), dialect)
    return Book(
        about=_about(export, students["section"], found),
        sources=(Source(export.file, export.tables[0].sheet),),
        offers=_offers(header, found, totals),
        lacks=_LACKS,
        dialect=dialect,
        categories={
            "name": names,
            "weight": weights,
            "weight_source": ["declared" if weight == weight else "" for weight in weights],
            "place": [places.pack(1, _first(found, name) + 1) for name in names],
        },
        assignments=_assignments(found, names),
        students=students,
        scores=_scores(cells, numbers, found),
        totals=totals,
        notes=_notes(found),
    )


def _category(item: Item) -> str:
    """The category an item counts in: in a weighted book an item outside all categories is one of its own."""
    return item.category or (item.name if item.weight == item.weight else "")


def _first(found: Columns, name: str) -> int:
    own = [item.column for item in found.items if _category(item) == name]
    return min(own + [pair.numerator for pair in found.pairs if pair.kind == "subtotal" and pair.name == name])


def _categories(found: Columns) -> tuple[list[str], list[float]]:
    """Names and weights in percent; the weight of an item outside all categories is of the final grade."""
    weights: dict[str, float] = {}
    for item in found.items:
        if name := _category(item):
            weights.setdefault(name, item.category_weight if item.category else item.weight)
    for pair in found.pairs:
        if pair.kind == "subtotal":
            weights.setdefault(pair.name, np.nan)
    return list(weights), list(weights.values())


def _assignments(found: Columns, names: list[str]) -> dict[str, Any]:
    """The items; in a weighted book one counts by its weight whatever its points: its multiplier is weight / points."""
    items = found.items
    category = [names.index(_category(item)) if _category(item) else -1 for item in items]
    return {
        "title": [item.name for item in items],
        "category": category,
        "category_source": ["declared" if number >= 0 else "" for number in category],
        "points_possible": [item.points_possible for item in items],
        "multiplier": [
            item.weight / item.points_possible if item.weight == item.weight and item.points_possible > 0 else 1.0
            for item in items
        ],
        "place": [places.pack(1, item.column + 1) for item in items],
    }


def _scores(cells: grid.Cells, numbers: Sequence[int], found: Columns) -> dict[str, Any]:
    """The items' cells; the words of a grade scheme, such as Pass, are scores of their own kind and no codes."""
    columns = [item.column for item in found.items]
    texts = cells.at(columns)
    scores = grid.crossings(texts, numbers, columns)
    if any(item.has_words for item in found.items):
        blank = {"", *(token for token, state in _TOKENS if state == "blank")}
        given = texts.each(lambda text: text.strip().casefold() not in blank, bool)
        worded = np.array([item.has_words for item in found.items])
        scores["state"] = np.where(worded & given, STATES.index("scored"), -1).ravel()
    beside = [number for number, item in enumerate(found.items) if item.symbol >= 0]
    if beside:
        letters = np.full(texts.numbers.shape, "", object)
        letters[:, beside] = cells.at([found.items[number].symbol for number in beside]).each(str.strip, object)
        scores["letter"] = letters.ravel()
    return scores


def _students(lines: Rows, numbers: list[int], at: dict[str, int]) -> dict[str, Any]:
    column = {name: grid.column(lines, at.get(name)) for name in _PEOPLE}
    return {
        "name": grid.full_names(column["Last Name"], column["First Name"]),
        "local_id": [text.removeprefix("#") for text in column["Username"]],
        "sis_id": [text.removeprefix("#") for text in column["OrgDefinedId"]],
        "section": column["Sections"],
        "place": grid.first_cells(numbers),
    }


def _kind(cells: grid.Cells, found: Columns, dialect: Dialect) -> str:
    """``final`` when ungraded work counts 0, ``current`` when it is dropped; the export shows only the denominators.

    They are the same for all students, and all that can be had, only when ungraded work counts (D2L's documentation).
    """
    pair = next((pair for pair in found.pairs if pair.kind == "calculated" and pair.denominator >= 0), None)
    if pair is None:
        return "final"
    wholes = [whole for whole in map(dialect.number, cells.at(pair.denominator).distinct()) if whole == whole]
    full = sum(_categories(found)[1] if found.is_weighted else [item.points_possible for item in found.items])
    most = full if full == full else max(wholes, default=0.0)
    return "current" if any(whole < most - 0.01 for whole in wholes) else "final"


def _about(export: Export, sections: list[str], found: Columns) -> dict[str, Any]:
    named = _FILE.fullmatch(export.name)
    distinct = sorted({section for section in sections if section})
    section = distinct[0] if len(distinct) == 1 else f"{len(distinct)} sections" if distinct else ""
    course = named["course"] if named else ""
    return {
        "file": export.file,
        "format": "brightspace",
        "identity": f"brightspace:{course or section or export.name.rpartition('.')[0]}",
        "course": course,
        "section": section,
        "method": "weighted" if found.is_weighted else "total_points" if found.is_described else "unknown",
        "exported_at": _exported(named) if named else NEVER,
    }


def _exported(named: re.Match[str]) -> np.datetime64:
    """When the file was exported, as its name says: a minute, or in another version a day."""
    if named["american"]:
        return date(named["american"].replace("-", "/"))
    return date(f"{named['day']} {named['hour']}:{named['minute']}")


def _offers(header: Sequence[str], found: Columns, totals: dict[str, Any]) -> frozenset[str]:
    offers = set(_OFFERS)
    if found.is_described:
        offers |= {"assignments.category", "categories.name"}
        offers |= {"assignments.points_possible"}
    if found.is_weighted:
        offers.add("categories.weight")
    if bool((~np.isnan(totals["value"]) & (totals["category"] == -1)).any()):
        offers.add("totals.value")
    if any(pair.kind == "calculated" and pair.symbol >= 0 for pair in found.pairs):
        offers.add("totals.letter")
    for name, column in (
        ("OrgDefinedId", "sis_id"),
        ("Username", "local_id"),
        ("Last Name", "name"),
        ("Sections", "section"),
    ):
        if name in header:
            offers.add(f"students.{column}")
    return frozenset(offers)


def _notes(found: Columns) -> tuple[str, ...]:
    alone = sum(item.weight == item.weight and not item.category for item in found.items)
    computed = sum(pair.kind == "item" for pair in found.pairs)
    counted = (
        (alone, "items outside all categories with a weight of their own ({}), each read as a category"),
        (computed, "calculated items ({}), read as computed columns"),
        (found.notes, "text items ({}), which never count, left out"),
    )
    return tuple(words.format(count) for count, words in counted if count)


READER = Reader(
    name="brightspace",
    system="Brightspace (D2L)",
    title="Gradebook export (CSV, XLSX)",
    sure="likely: headers seen in screenshots and files, one real export without its full headers",
    detect=detect,
    read=read,
    offers=_OFFERS
    | {
        "assignments.category", "assignments.points_possible", "categories.name", "categories.weight",
        "students.local_id", "students.name", "students.section", "students.sis_id", "totals.letter", "totals.value",
    },
    lacks=_LACKS,
)  # fmt: skip
