"""Findings and gradebooks as the published JSON schema has them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from operator import attrgetter
from typing import Any

from gradeaudit import escape
from gradeaudit.findings import Category, Gradebook, Place, PolicyRef, Report
from gradeaudit.places import cell_name
from gradeaudit.summary import summary

_ENCODED = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_AT_ONCE = 500
_GRADEBOOK = (
    *("id", "file", "format", "course", "section", "teacher", "school", "level", "term"),
    *("students", "assignments", "method", "categories"),
)


def report_head(report: Report) -> dict[str, Any]:
    """What stands before all lists: the schema's version, the tool, the run and the figures."""
    run: dict[str, Any] = {"as_of": report.run.as_of, "policy": None}
    if report.run.policy_file is not None:
        run["policy"] = {
            "file": report.run.policy_file,
            "district": report.run.district,
            "sha256": report.run.policy_sha256,
        }
    return {
        "schema_version": "1",
        "tool": {"name": "gradeaudit", "version": report.run.version},
        "run": run,
        "summary": summary(report),
    }


def gradebook_lines(books: Iterable[Gradebook]) -> Iterator[bytes]:
    """Each gradebook as JSON on one line, in UTF-8."""
    return lines(map(attrgetter(*_GRADEBOOK), books), _GRADEBOOK)


def lines(records: Iterable[tuple[Any, ...]], names: tuple[str, ...]) -> Iterator[bytes]:
    """Each record as JSON on one line, in UTF-8; ``names`` are those of its values.

    What several records say in the same place, such as a rule's words, is put into JSON once.
    """
    line = "{" + ", ".join(f'"{name}": %s' for name in names if name != "note") + ("%s}" if "note" in names else "}")
    left = iter(records)
    while some := list(islice(left, _AT_ONCE)):
        columns = [_texts(name, column) for name, column in zip(names, zip(*some))]
        yield from map(utf8(line).__mod__, zip(*columns))


def _texts(name: str, column: tuple[Any, ...]) -> Iterator[bytes]:
    """What records say under one name, as JSON in UTF-8."""
    told = _TOLD.get(name, as_text)
    texts = {value: utf8(told(value)) for value in set(column)}
    return map(texts.__getitem__, column)


def _places(spots: tuple[Place, ...]) -> str:
    return "[" + ", ".join(map(_place, spots)) + "]"


def _place(spot: Place) -> str:
    """A place as the schema has it; ``file`` stands only where it isn't the finding's own."""
    row, column, sheet, student, file, _ = spot
    cell = f'"{cell_name(row, column)}"' if column else "null"
    named = "null" if student is None else as_text(student)
    said = f'"sheet": {as_text(sheet) if sheet else "null"}, "row": {row or "null"}, "column": {column or "null"}'
    ending = f', "file": {as_text(file)}}}' if file else "}"
    return f'{{{said}, "cell": {cell}, "student": {named}{ending}'


def _reference(ref: PolicyRef | None) -> str:
    return as_text(ref and ref._asdict())


def _categories(categories: tuple[Category, ...]) -> str:
    return as_text([{"name": one.name, "weight": one.weight, "weight_source": one.weight_source} for one in categories])


def _note(note: str) -> str:
    """A note stands only where there is one."""
    return f', "note": {as_text(note)}' if note else ""


_TOLD: dict[str, Callable[[Any], str]] = {
    "places": _places,
    "policy_ref": _reference,
    "categories": _categories,
    "note": _note,
}


def as_text(value: Any) -> str:
    """A value as JSON on one line; what is no JSON, such as NaN, is refused."""
    return escape.json(_ENCODED(value))


def utf8(text: str) -> bytes:
    """A text as UTF-8, which has no half of a character: it becomes a question mark."""
    return text.encode("utf-8", "replace")
