"""Sakai: the grades exported from Gradebook (10 and later), points in the titles, categories after their items.

Source: Sakai's gradebookng export panel and import helper, and real files.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from gradeaudit import places
from gradeaudit.errors import Problem
from gradeaudit.export import Export, Rows
from gradeaudit.gradebook import TOTAL_KINDS, Book, Source
from gradeaudit.marks import PLAIN, settle
from gradeaudit.readers import _grid as grid
from gradeaudit.readers.base import Claim, Reader

_ITEM = re.compile(r"(?P<ext>#)?(?P<title>.*\S) \[(?P<points>\d+(?:[.,]\d{1,2})?)\] *", re.DOTALL)
_CATEGORY = re.compile(r"# \S+ (?P<name>.*?) (?:\((?P<weight>[\d.,]+)%\))?", re.DOTALL)
_FILE = re.compile(r"gradebook_export-(?P<site>.+?)(?:-ALL)?(?: ?\(\d+\))?\.(?:csv|xlsx?)", re.IGNORECASE)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}.*")
_FIXED = {
    "student id": "id", "student name": "name", "name": "name", "# student number": "number", "# section": "section",
    "# total points": "final_points", "# course grade": "final", "# calculated grade": "final",
    "# grade override": "override", "# course grade override date": "", "# student display id": "",
    "# this column will be ignored": "",
}  # fmt: skip
_JUDGED = 100
_OFFERS = frozenset({"assignments.title", "assignments.points_possible", "scores.mark", "scores.points"})
_CUSTOM = "in Sakai: Gradebook, Import/Export, Custom Export"
_LACKS = {
    "categories.name": f"this Sakai export has no category averages, and only they name the categories ({_CUSTOM}, with"
    " Category averages ticked)",
    "assignments.category": f"this Sakai export has no category averages, and only they show each item's category"
    f" ({_CUSTOM}, with Category averages ticked)",
    "categories.weight": "this Sakai export states no weights (category averages state them when the gradebook is"
    " weighted)",
    "categories.drop_lowest": "a Sakai export carries no drop rules",
    "assignments.due_on": "a Sakai export has no due dates",
    "assignments.assigned_on": "a Sakai export has no assigned dates",
    "scores.entered_on": "a Sakai export doesn't say when a score was entered",
    "scores.missing": "a Sakai export doesn't mark missing work",
    "scores.late": "a Sakai export doesn't mark late work",
    "scores.excused": "a Sakai export doesn't tell excused work from ungraded work",
    "students.local_id": f"this Sakai export has no Student ID ({_CUSTOM}, with it ticked)",
    "students.name": f"this Sakai export has no names ({_CUSTOM}, with them ticked)",
    "students.sis_id": f"this Sakai export has no student number ({_CUSTOM}, with it ticked)",
    "totals.value": f"this Sakai export has no course grade ({_CUSTOM}, with Calculated Grade ticked)",
    "totals.letter": f"this Sakai export has no course grade ({_CUSTOM}, with Course Grade ticked)",
}


class _Item(NamedTuple):
    column: int
    title: str
    points: float
    category: int


class _Category(NamedTuple):
    column: int
    name: str
    weight: float


class _Layout(NamedTuple):
    person: dict[str, int]
    items: list[_Item]
    categories: list[_Category]
    totals: list[tuple[int, str]]
    comments: int


def detect(export: Export) -> Claim | None:
    """Student ID and a name, with titles that end in their points; comment columns and # columns make it certain."""
    rows = export.rows
    if not rows:
        return None
    for row in rows[:4] if "display id" in export.top else ():
        start = [cell.strip().casefold() for cell in row[:5]]
        if start[:2] == ["display id", "id"] and "grade" in start:
            return Claim(
                "certain",
                ("the header has Display ID, ID and grade",),
                refusal="the grades of one Sakai assignment, not a gradebook (in Sakai: Gradebook, Import/Export)",
            )
    if "]" not in export.top or not any(cell.rstrip(' "').endswith("]") for cell in rows[0]):
        return None
    layout = _layout(rows[0])
    known = {"id", "name"} <= set(layout.person)
    marked = layout.comments + len(layout.categories) + len(layout.totals)
    if not layout.items or not (known or (layout.comments and layout.person)):
        return None
    evidence = [f"titles that end in their points, such as [10]: {len(layout.items)}"]
    if known:
        evidence.append("the header has Student ID and a name")
    if layout.comments:
        evidence.append(f"comment columns as Sakai names them, with an asterisk: {layout.comments}")
    if layout.categories:
        evidence.append(f"category averages, each after its category's items: {len(layout.categories)}")
    if all(item.title.startswith("Example Assignment") for item in layout.items):
        return Claim(
            "likely",
            tuple(evidence),
            refusal="Sakai's example of an import file, which it gives for a gradebook without any item",
        )
    if _as_percent(rows, layout):
        evidence.append("scores are percentages: each is read as points of 100 that count by the item's points")
    return Claim("certain" if known and marked else "likely", tuple(evidence))


def read(exports: list[Export]) -> Iterator[Book]:
    """The one gradebook of a Sakai export."""
    for export in exports:
        yield _book(export)


def _layout(header: Sequence[str]) -> _Layout:
    person: dict[str, int] = {}
    items: list[_Item] = []
    categories: list[_Category] = []
    totals: list[tuple[int, str]] = []
    comments = 0
    titles: set[str] = set()
    for column, cell in enumerate(header):
        cell = cell.lstrip(" \ufeff").removeprefix('"').removesuffix('"')
        folded = " ".join(cell.casefold().split())
        if folded in _FIXED:
            role = _FIXED[folded]
            if role in TOTAL_KINDS:
                totals.append((column, role))
            elif role:
                person.setdefault(role, column)
            continue
        about = cell.removeprefix("# ")
        if about.startswith("* ") and about[2:].strip() in titles:
            comments += 1
        elif match := _ITEM.fullmatch(cell):
            titles.add(match["title"].strip())
            points = PLAIN.number(match["points"].replace(",", "."))
            items.append(_Item(column, match["title"], points, len(categories)))
        elif match := _CATEGORY.fullmatch(cell) or _CATEGORY.fullmatch(cell + " "):
            weight = PLAIN.number((match["weight"] or "").replace(",", "."))
            categories.append(_Category(column, match["name"], weight))
    kept = [item._replace(category=item.category if item.category < len(categories) else -1) for item in items]
    return _Layout(person, kept, categories, totals, comments)


def _as_percent(rows: Rows, layout: _Layout) -> bool:
    """Whether the gradebook grades by percentages: then scores go to 100 whatever the items' points.

    Taken to be so when, of the first students, a third of the scores exceed their item's points and none exceeds 100 by
    more than extra credit.
    """
    scores = [
        (number, item.points)
        for row in rows[1 : _JUDGED + 1]
        for item in layout.items
        if item.column < len(row) and not math.isnan(number := PLAIN.number(row[item.column].strip().replace(",", ".")))
    ]
    above = sum(number > points for number, points in scores)
    return above > 5 and 3 * above >= len(scores) and all(number <= 120 for number, _ in scores)


def _book(export: Export) -> Book:
    rows = export.rows
    layout = _layout(rows[0])
    numbers = grid.people(rows, 1)
    if not numbers or not layout.items:
        raise Problem(
            "the Sakai export has no " + ("items with points" if numbers else "students"),
            export.file,
            "export the gradebook again",
        )
    lines = grid.lines(rows, numbers, len(rows[0]))
    scores = grid.cells(lines, numbers, [item.column for item in layout.items])
    totals = _totals(lines, numbers, layout)
    texts = [*scores["text"].distinct(), *totals["text"].distinct()]
    points = np.array([item.points for item in layout.items])
    percent = _as_percent(rows, layout)
    return Book(
        about=_about(export, grid.column(lines, layout.person.get("section")), layout),
        sources=(Source(export.file, export.tables[0].sheet),),
        offers=_offers(layout),
        lacks=_LACKS,
        dialect=settle(texts, export.delimiter, (("null", "blank"),)),
        categories={
            "name": [category.name for category in layout.categories],
            "weight": [category.weight for category in layout.categories],
            "weight_source": ["" if math.isnan(category.weight) else "declared" for category in layout.categories],
            "place": [places.pack(1, category.column + 1) for category in layout.categories],
        },
        assignments={
            "title": [item.title for item in layout.items],
            "category": [item.category for item in layout.items],
            "category_source": ["declared" if item.category >= 0 else "" for item in layout.items],
            "points_possible": np.full(len(points), 100.0) if percent else points,
            "multiplier": points / 100.0 if percent else np.ones(len(points)),
            "place": [places.pack(1, item.column + 1) for item in layout.items],
        },
        students={
            "local_id": grid.column(lines, layout.person.get("id")),
            "name": grid.column(lines, layout.person.get("name")),
            "sis_id": grid.column(lines, layout.person.get("number")),
            "section": grid.column(lines, layout.person.get("section")),
            "place": grid.first_cells(numbers),
        },
        scores=scores,
        totals=totals,
    )


def _totals(lines: Rows, numbers: Sequence[int], layout: _Layout) -> dict[str, Any]:
    """The course's totals, and then each category's average."""
    totals = [(column, kind, -1) for column, kind in layout.totals]
    totals += [(category.column, "final", number) for number, category in enumerate(layout.categories)]
    return grid.cells(
        lines,
        numbers,
        [column for column, _, _ in totals],
        category=[category for _, _, category in totals],
        kind=[TOTAL_KINDS.index(kind) for _, kind, _ in totals],
    )


def _offers(layout: _Layout) -> frozenset[str]:
    offers = set(_OFFERS)
    offers |= {"categories.name", "assignments.category"} if layout.categories else set()
    weighted = any(not math.isnan(category.weight) for category in layout.categories)
    offers |= {"categories.weight"} if weighted else set()
    kinds = {kind for _, kind in layout.totals}
    offers |= {"totals.value"} if kinds or layout.categories else set()
    offers |= {"totals.letter"} if kinds & {"final", "override"} else set()
    given = {"id": "local_id", "name": "name", "number": "sis_id", "section": "section"}
    return frozenset(offers | {f"students.{column}" for role, column in given.items() if role in layout.person})


def _about(export: Export, sections: Sequence[str], layout: _Layout) -> dict[str, Any]:
    named = _FILE.fullmatch(export.name)
    site = named["site"] if named else ""
    distinct = sorted({section for section in sections if section and section != "None"})
    weighted = any(not math.isnan(category.weight) for category in layout.categories)
    return {
        "file": export.file,
        "format": "sakai",
        "course_code": "" if _UUID.fullmatch(site) else site,
        "section": " and ".join(distinct) if len(distinct) <= 3 else f"{len(distinct)} sections",
        "identity": f"sakai:{site or export.name.rpartition('.')[0]}",
        "method": "weighted" if weighted else "unknown",
    }


READER = Reader(
    name="sakai",
    system="Sakai",
    title="Gradebook export (CSV, XLSX; full or custom)",
    sure="certain: read in Sakai's own exporter; the word for categories in other languages likely",
    detect=detect,
    read=read,
    offers=_OFFERS
    | {
        "categories.name", "assignments.category", "categories.weight", "totals.value", "totals.letter",
        "students.local_id", "students.name", "students.sis_id", "students.section",
    },
    lacks=_LACKS,
)  # fmt: skip
