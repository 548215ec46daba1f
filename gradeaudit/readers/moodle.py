"""Moodle: the grades that a teacher exports as plain text, Excel or OpenDocument, one row a student.

Source: Moodle's grade/export and lib/grade, and real exports.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from gradeaudit import places
from gradeaudit.errors import Problem
from gradeaudit.export import Export, Rows
from gradeaudit.gradebook import TOTAL_KINDS, Book, Source
from gradeaudit.marks import Dialect, interpret, settle
from gradeaudit.readers import _grid as grid
from gradeaudit.readers._moodle_columns import LETTER, PERCENTAGE, REAL, Columns, Item, columns
from gradeaudit.readers.base import Claim, Reader
from gradeaudit.texts import Texts

_FILE = re.compile(
    r"(?P<code>.+?)[ _](?:\S+?)(?:-(?P<time>\d{8}_\d{4}))?(?:-[a-z]+_separated)?(?: ?\(\d+\))?\.(?:csv|txt|xlsx?|ods)",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"1\d{9}")
_MARK_COLUMNS = (REAL, PERCENTAGE, LETTER)
_OFFERS = frozenset(
    {"assignments.title", "scores.mark", "scores.points", "students.name", "students.local_id"}
)  # fmt: skip
_BACKUP = "the course backup's gradebook.xml has them"
_RECOVERED = (
    "a Moodle text export has no points possible; they were recovered from Real and Percentage, where items have grades"
)
_LACKS = {
    "assignments.points_possible": "this Moodle export has no points possible (export with both Real and Percentage"
    f" ticked; {_BACKUP}, too)",
    "assignments.category": f"a Moodle text export doesn't say which item is in which category ({_BACKUP})",
    "assignments.due_on": "a Moodle export has no due dates",
    "assignments.assigned_on": "a Moodle export has no assigned dates",
    "categories.name": "this Moodle export has no category totals, and only they name the categories (tick them when"
    " exporting)",
    "categories.weight": f"a Moodle text export carries no weights ({_BACKUP})",
    "categories.drop_lowest": f"a Moodle text export carries no drop rules ({_BACKUP})",
    "scores.entered_on": "a Moodle export doesn't say when a score was entered",
    "scores.missing": "a Moodle export doesn't mark missing work",
    "scores.late": "a Moodle export doesn't mark late work",
    "scores.excused": "a Moodle export doesn't mark excluded grades",
    "students.sis_id": "this Moodle export has no ID number (a site setting decides which profile fields it has)",
    "students.local_id": "this Moodle export has no email address (a site setting decides which profile fields it has)",
    "totals.value": "this Moodle export has no course total (tick it when exporting)",
    "totals.letter": "this Moodle export has no letter grades (tick Letter when exporting)",
}


def detect(export: Export) -> Claim | None:
    """Moodle's last column, or items that end in a display type such as (Real) beside Moodle's names for people."""
    if "Grade can be changed" in export.names and export.header[0].casefold() == "identifier":
        return Claim(
            "certain",
            ("the header has Identifier and Grade can be changed",),
            refusal="Moodle's grading worksheet of one assignment, not a gradebook (in Moodle: Grades, Export, Plain"
            " text file)",
        )
    found = columns(export)
    if found is None:
        return None
    evidence = []
    if found.downloaded >= 0:
        evidence.append("the last column is the moment of the download, as Moodle writes it")
    roles = [role for role in _MARK_COLUMNS if any(role in item.columns for item in _all(found))]
    items = f"{len(found.items)} grade item" + "s" * (len(found.items) != 1)
    if any(name.endswith(")") for name in export.header):
        evidence.append(f"{items} as {', '.join(role.title() for role in roles)}")
    else:
        evidence.append(f"names of people and {items} as older versions write them")
    if found.translated:
        evidence.append("labels in another language: people are told by Moodle's order of columns")
    if REAL in roles and PERCENTAGE in roles:
        evidence.append("points possible are recovered from Real and Percentage, where both are given")
    if any(category for _, category in found.totals):
        evidence.append("items that end in total are taken for the totals of categories")
    if found.unnamed:
        evidence.append("columns headed Category total don't say whose total they are: left out")
    return Claim("certain" if found.downloaded >= 0 else "likely", tuple(evidence))


def read(exports: list[Export]) -> Iterator[Book]:
    """The one gradebook of a Moodle export."""
    for export in exports:
        found = columns(export)
        if found is None:
            raise Problem("its header is none that Moodle writes", export.file, "see gradeaudit inspect")
        yield _book(export, found)


def _all(found: Columns) -> list[Item]:
    return [*found.items, *(item for item, _ in found.totals)]


def _book(export: Export, found: Columns) -> Book:
    rows = export.rows
    numbers = grid.people(rows, 1)
    if not numbers:
        raise Problem("the Moodle export has no students", export.file, "export it again for a group with students")
    lines = grid.lines(rows, numbers, len(rows[0]))
    marks = [next(item.columns[role] for role in _MARK_COLUMNS if role in item.columns) for item in found.items]
    texts = grid.block(lines, marks)
    names = [category for _, category in found.totals if category]
    totals = [
        (item.columns[role], names.index(category) if category else -1, role)
        for item, category in found.totals
        for role in _MARK_COLUMNS
        if role in item.columns
    ]
    computed = grid.block(lines, [column for column, _, _ in totals])
    dialect = _dialect(export, found, texts, computed)
    points = _points_possible(found.items, lines, dialect)
    offers = set(_OFFERS)
    offers |= {"assignments.points_possible"} if not all(map(math.isnan, points)) else set()
    offers |= {"categories.name"} if names else set()
    offers |= {"totals.value"} if any(role != LETTER for _, _, role in totals) else set()
    offers |= {"totals.letter"} if any(role == LETTER for _, _, role in totals) else set()
    offers |= {"students.sis_id"} if "number" in found.person else set()
    offers -= set() if "email" in found.person else {"students.local_id"}
    return Book(
        about=_about(export, lines, found),
        sources=(Source(export.file, export.tables[0].sheet),),
        offers=frozenset(offers),
        lacks=_lacks(found, points),
        notes=_notes(points),
        dialect=dialect,
        categories={
            "name": names,
            "place": [places.pack(1, item.first + 1) for item, category in found.totals if category],
        },
        assignments={
            "title": [item.title for item in found.items],
            "key": [item.name for item in found.items],
            "points_possible": points,
            "place": [places.pack(1, column + 1) for column in marks],
        },
        students=_students(lines, numbers, found.person),
        scores=grid.crossings(texts, numbers, marks),
        totals=_totals(computed, numbers, totals),
    )


def _dialect(export: Export, found: Columns, texts: Texts, totals: Texts) -> Dialect:
    """Moodle writes a decimal point in every language; a comma came in later. Words are those of its scales."""
    settled = settle([*texts.distinct(), *totals.distinct()], export.delimiter)
    plain = Dialect(settled.decimal, settled.thousands)
    real = [REAL in item.columns for item in found.items]
    words = {
        text.casefold()
        for text in set(map(str.strip, texts[:, real].distinct()))
        if text and _is_word(text) and interpret(text, plain).form in ("code", "other", "letter")
    } - {"-", "error"}
    return Dialect(settled.decimal, settled.thousands, (("-", "blank"), *((word, "scored") for word in sorted(words))))


def _is_word(text: str) -> bool:
    """Whether it may be the word of a scale: digits with signs alone are a number that was typed in another way."""
    return any(map(str.isalpha, text)) or not any(map(str.isnumeric, text))


def _points_possible(items: Sequence[Item], lines: Rows, dialect: Dialect) -> list[float]:
    """Each item's maximum, from all its pairs of Real and Percentage; NaN where no single number fits them.

    Source: Moodle writes ``percentage = real / maximum`` where the minimum is 0, both rounded to the export's decimals.
    """
    both = [number for number, item in enumerate(items) if REAL in item.columns and PERCENTAGE in item.columns]
    real = grid.block(lines, [items[number].columns[REAL] for number in both])
    share = grid.block(lines, [items[number].columns[PERCENTAGE] for number in both])
    value, half = real.each(dialect.number, float), real.each(_half, float)
    part = share.each(lambda text: dialect.number(text.rstrip("% ")), float)
    half_part = share.each(lambda text: _half(text.rstrip("% ")), float)
    known = (value > 0) & (part > 0)
    least = 100 * (value - half) / np.where(known, part + half_part, np.nan)
    most = 100 * (value + half) / np.where(known & (part > half_part), part - half_part, np.nan)
    points = np.full(len(items), np.nan)
    lowest, highest = np.fmax.reduce(least, initial=0.0), np.fmin.reduce(most, initial=np.inf)
    points[both] = [_between(low, high) for low, high in zip(lowest.tolist(), highest.tolist())]
    return points.tolist()


def _between(low: float, high: float) -> float:
    """The one whole or short number between two, both included; NaN where there is none or are several."""
    if high == math.inf or low > high:
        return math.nan
    for step in (1, 2, 10, 100):
        first, last = math.ceil(low * step - 1e-9), math.floor(high * step + 1e-9)
        if first == last:
            return first / step
        if first < last:
            return math.nan
    return math.nan


def _half(text: str) -> float:
    """Half a unit of a number's last decimal: by how much it may be off."""
    return 0.5 * 10.0 ** -(len(re.split("[.,]", text.strip())[-1]) if "." in text or "," in text else 0)


def _lacks(found: Columns, points: Sequence[float]) -> dict[str, str]:
    lacks = dict(_LACKS)
    if not all(map(math.isnan, points)):
        lacks["rules.points-missing"] = _RECOVERED
    if any(REAL not in item.columns for item in found.items):
        lacks["rules.mark-format"] = "this Moodle export has percentages or letters in place of points (tick Real)"
    return lacks


def _notes(points: Sequence[float]) -> tuple[str, ...]:
    known = sum(not math.isnan(value) for value in points)
    return (f"points possible of {known} of {len(points)} items recovered from Real and Percentage",) if known else ()


def _students(lines: Rows, numbers: Sequence[int], person: dict[str, int]) -> dict[str, Any]:
    last, first = grid.column(lines, person.get("last")), grid.column(lines, person.get("first"))
    return {
        "name": grid.full_names(last, first),
        "local_id": grid.column(lines, person.get("email")),
        "sis_id": grid.column(lines, person.get("number")),
        "place": grid.first_cells(numbers),
    }


def _totals(texts: Texts, numbers: Sequence[int], totals: Sequence[tuple[int, int, str]]) -> dict[str, Any]:
    return grid.crossings(
        texts,
        numbers,
        [column for column, _, _ in totals],
        category=[category for _, category, _ in totals],
        kind=[TOTAL_KINDS.index("final_points" if role == REAL else "final") for _, _, role in totals],
    )


def _about(export: Export, lines: Rows, found: Columns) -> dict[str, Any]:
    named = _FILE.fullmatch(export.name)
    code = named["code"] if named else ""
    about: dict[str, Any] = {
        "file": export.file,
        "format": "moodle",
        "course_code": code,
        "identity": f"moodle:{code or export.name.rpartition('.')[0]}",
    }
    epoch = lines[0][found.downloaded].strip() if found.downloaded >= 0 else ""
    if _EPOCH.fullmatch(epoch):
        about["exported_at"] = np.datetime64(int(epoch), "s")
    return about


READER = Reader(
    name="moodle",
    system="Moodle",
    title="Grade export (plain text, XLSX, ODS)",
    sure="certain for text: read in Moodle's own exporter and seen in real files; likely for XLSX and ODS",
    detect=detect,
    read=read,
    offers=_OFFERS
    | {"assignments.points_possible", "categories.name", "totals.value", "totals.letter", "students.sis_id"},
    lacks=_LACKS,
)
