"""What a mapping may say of a table, read from its YAML text; a mistake is told with its line and the closest key."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from gradeaudit.errors import Problem, closest, quoted
from gradeaudit.marks import PLAIN, STATES
from gradeaudit.policy.plain import Path_, plain_data

ABOUT = (
    "course",
    "course_code",
    "section",
    "teacher",
    "school",
    "level",
    "grade",
    "department",
    "course_level",
    "term",
)
"""What can be said of a whole gradebook: under ``gradebook:`` in words, or, in a table of scores, by a column."""
ORDERS = {"month/day/year": "mdy", "day/month/year": "dmy"}
"""How a mapping says which way dates with slashes are meant."""
FLAGS = ("missing", "late", "excused", "incomplete")
COLUMNS = (
    "id", "assignment", "assignment_id", "score", "points", "category", "weight", "due", "assigned", "entered",
    *ABOUT, *FLAGS,
)  # fmt: skip
ROWS = ("header", "points_row", "category_row", "due_row", "assigned_row")
WORDS = {
    "one_row_per": ("student", "score"),
    "decimal": (".", ","),
    "dates": tuple(ORDERS),
    "method": ("weighted", "total_points"),
}
KEYS = (
    "student",
    *COLUMNS,
    "assignments",
    "totals",
    *ROWS,
    "sheet",
    *WORDS,
    "codes",
    "weights",
    "gradebook",
    "leave_out",
)
_ASSIGNMENT = ("title", "points", "category", "due", "assigned", "extra_credit", "counts")
_TOTAL = ("category", "current", "final", "override")


class Planned(NamedTuple):
    """An assignment's column and what the mapping itself says of it; ``points`` is NaN where it says nothing."""

    column: str
    title: str = ""
    points: float = math.nan
    category: str = ""
    due: str = ""
    assigned: str = ""
    extra_credit: bool = False
    counts: bool = True


@dataclass(frozen=True)
class SheetMap:
    """What each column and row of a table is. Columns are named by their header's text, or as ``column C``.

    ``columns`` maps what a column holds, such as ``score``, to its name; ``rows`` maps ``header``, ``points_row`` … to
    a row as a spreadsheet counts, from 1. ``places`` gives each key's line and column in the file ``shown``.
    """

    shown: str = ""
    one_row_per: str = "student"
    sheet: str = ""
    student: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    assignments: tuple[Planned, ...] = ()
    totals: tuple[tuple[str, str], ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    decimal: str = ""
    dates: str = ""
    method: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)
    leave_out: tuple[str, ...] = ()
    places: Mapping[Path_, tuple[int, int]] = field(default_factory=dict)

    def where(self, *path: str | int) -> str:
        """``file:line:column`` of a key, or of the nearest block above it that has one."""
        while path and path not in self.places:
            path = path[:-1]
        line, column = self.places.get(path, (1, 1))
        return f"{self.shown}:{line}:{column}"


class _Text:
    """The plain data of a mapping with the errors of its values."""

    def __init__(self, text: str, shown: str) -> None:
        self.plain, self.places = plain_data(text, shown, "mapping")
        self.shown = shown

    def wrong(self, path: Path_, expected: str) -> Problem:
        line, column = self.places.get(path, (1, 1))
        return Problem(
            f"{quoted(str(path[-1]))} has a wrong value", f"{self.shown}:{line}:{column}", f"expected {expected}"
        )

    def known(self, table: Any, path: Path_, keys: tuple[str, ...]) -> None:
        for key in table:
            if key not in keys:
                line, column = self.places[(*path, key)]
                near = closest(key, list(keys))
                raise Problem(
                    f"unknown key {quoted(key)}",
                    f"{self.shown}:{line}:{column}",
                    f"did you mean {near!r}?" if near else f"use one of {', '.join(keys)}",
                )

    def text(self, value: Any, path: Path_, expected: str = "a text") -> str:
        if isinstance(value, str) and value.strip():
            return value
        raise self.wrong(path, expected)

    def texts(self, value: Any, path: Path_, expected: str) -> tuple[str, ...]:
        if isinstance(value, list) and value:
            return tuple(self.text(item, path, expected) for item in value)
        return (self.text(value, path, expected),)

    def number(self, value: Any, path: Path_) -> float:
        number = PLAIN.number(value) if isinstance(value, str) else math.nan
        if math.isnan(number):
            raise self.wrong(path, "a number, such as 20")
        return number

    def switch(self, value: Any, path: Path_) -> bool:
        if str(value).casefold() in ("true", "yes", "false", "no"):
            return str(value).casefold() in ("true", "yes")
        raise self.wrong(path, "true or false")

    def table(self, value: Any, path: Path_, expected: str) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        raise self.wrong(path, expected)


def parse(text: str, shown: str) -> SheetMap:
    """The mapping that a YAML text states; raises ``Problem`` with ``shown``, line, column and what was expected."""
    read = _Text(text, shown)
    plain = read.plain
    read.known(plain, (), KEYS)
    column = "a column, by its header or as column C"
    for key, choices in WORDS.items():
        if key in plain and plain[key] not in choices:
            raise read.wrong((key,), " or ".join(choices))
    per_score = plain.get("one_row_per", "score" if "score" in plain else "student") == "score"
    needed = ("assignment", "score") if per_score else ("assignments",)
    for key in needed:
        if key not in plain:
            raise Problem(
                f"{key!r} is missing",
                shown,
                "name the columns of assignment and score" if per_score else "name the columns of the assignments",
            )
    if "student" not in plain and "id" not in plain:
        raise Problem("neither 'student' nor 'id' is there", shown, "name the column of the student's name or number")
    rows = {}
    for key in ROWS:
        if key in plain:
            number = read.number(plain[key], (key,))
            if number < 1 or number % 1:
                raise read.wrong((key,), "the number of a row, from 1")
            rows[key] = int(number)
    return SheetMap(
        shown=shown,
        one_row_per="score" if per_score else "student",
        sheet=read.text(plain["sheet"], ("sheet",), "the name of a sheet") if "sheet" in plain else "",
        student=read.texts(plain["student"], ("student",), f"{column}, or a list of columns")
        if "student" in plain
        else (),
        columns={key: read.text(plain[key], (key,), column) for key in COLUMNS if key in plain},
        assignments=_assignments(read, plain.get("assignments")),
        totals=_totals(read, plain.get("totals")),
        rows=rows,
        decimal=plain.get("decimal", ""),
        dates=ORDERS.get(plain.get("dates", ""), ""),
        method=plain.get("method", ""),
        codes=_codes(read, plain.get("codes")),
        weights={
            name: read.number(value, ("weights", name))
            for name, value in read.table(plain.get("weights") or {}, ("weights",), "categories and weights").items()
        },
        about=_about(read, plain.get("gradebook")),
        leave_out=read.texts(plain["leave_out"], ("leave_out",), "texts of the student column")
        if "leave_out" in plain
        else (),
        places=read.places,
    )


def _assignments(read: _Text, value: Any) -> tuple[Planned, ...]:
    if value is None:
        return ()
    if not isinstance(value, dict):
        return tuple(Planned(name) for name in read.texts(value, ("assignments",), "columns, such as columns C to N"))
    planned = []
    for name, says in value.items():
        path = ("assignments", name)
        says = read.table(says or {}, path, f"a map of {', '.join(_ASSIGNMENT)}")
        read.known(says, path, _ASSIGNMENT)
        given: dict[str, Any] = {
            key: convert(says[key], (*path, key))
            for keys, convert in (
                (("title", "category", "due", "assigned"), read.text),
                (("points",), read.number),
                (("extra_credit", "counts"), read.switch),
            )
            for key in keys
            if key in says
        }
        planned.append(Planned(name, **given))
    return tuple(planned)


def _totals(read: _Text, value: Any) -> tuple[tuple[str, str], ...]:
    """Columns of totals, each with ``current``, ``final``, ``override`` or ``category:`` and the category's name."""
    if value is None:
        return ()
    if not isinstance(value, dict):
        return tuple((name, "final") for name in read.texts(value, ("totals",), "one or several columns"))
    found = []
    for name, says in value.items():
        path = ("totals", name)
        if isinstance(says, dict):
            read.known(says, path, ("category",))
            found.append((name, "category:" + read.text(says.get("category"), path, "{category: NAME}")))
        elif says in _TOTAL[1:]:
            found.append((name, says))
        else:
            raise read.wrong(path, "current, final, override or {category: NAME}")
    return tuple(found)


def _codes(read: _Text, value: Any) -> tuple[tuple[str, str], ...]:
    table = read.table(value or {}, ("codes",), "codes with their states, such as {x: excused}")
    states = tuple(state for state in STATES if state not in ("scored", "coded"))
    for code, state in table.items():
        if state not in states:
            raise read.wrong(("codes", code), f"one of {', '.join(states)}")
    return tuple((code.strip().casefold(), state) for code, state in table.items())


def _about(read: _Text, value: Any) -> dict[str, str]:
    table = read.table(value or {}, ("gradebook",), f"a map of {', '.join(ABOUT)}")
    read.known(table, ("gradebook",), ABOUT)
    return {key: read.text(text, ("gradebook", key)) for key, text in table.items()}
