"""Small gradebooks drawn as text, and one rule run over them: what every rule's test is written with."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np

from gradeaudit import discovery, places
from gradeaudit.assembly import Assembly
from gradeaudit.audit import audit, merge
from gradeaudit.comparing import told
from gradeaudit.drifted import drifted
from gradeaudit.findings import Finding, Report, Run
from gradeaudit.gradebook import COLUMNS, TOTAL_KINDS, Array, Book, Gradebooks, Source
from gradeaudit.grading.peers import small, together
from gradeaudit.marks import Dialect
from gradeaudit.matched import matched
from gradeaudit.policy.effective import Policy
from gradeaudit.score_drift import changed_cells

EVERYTHING = frozenset(f"{table}.{column}" for table, columns in COLUMNS.items() for column in columns)
DIALECT = Dialect(tokens=(("ex", "excused"), ("n/a", "not_assigned")))
_HEADER = re.compile(r"(?P<title>.*?)(?: /(?P<points>[\d.]+))?(?: @(?P<category>[^@]+?))?(?P<more>(?: \w+=\S+)*)")


def book(
    picture: str,
    *,
    weights: Mapping[str, float] | None = None,
    totals: Mapping[str, Sequence[str]] | None = None,
    about: Mapping[str, Any] | None = None,
    students: Mapping[str, Sequence[Any]] | None = None,
    assignments: Mapping[str, Sequence[Any]] | None = None,
    scores: Mapping[str, Sequence[Any]] | None = None,
    dialect: Dialect = DIALECT,
    without: Sequence[str] = (),
    file: str = "book.csv",
) -> Book:
    """A gradebook from a picture: the first line names the columns, every other line is a student.

    A column is ``Title /points @Category due=2026-10-01 assigned=2026-09-24``, all but the title optional. Row 1 is
    the header, row 2 the first student, column A the names; blank cells are blank scores. ``totals`` maps a total's
    name (``final``, ``final Homework``, ``current [Q1]`` …, as in TOTAL_KINDS, perhaps with a category or a period) to
    its texts, in columns after the assignments. ``weights`` gives categories' weights, also of categories without assignments.
    ``students``, ``assignments`` and ``scores`` set further columns of those tables (scores row by row).
    ``without`` lists columns that the export doesn't carry, such as ``assignments.due_on``.
    """
    lines = [[cell.strip() for cell in line.split("|")] for line in picture.strip().splitlines()]
    columns = [_HEADER.fullmatch(cell) for cell in lines[0][1:]]
    names = list(dict.fromkeys([m["category"] for m in columns if m and m["category"]] + list(weights or {})))
    more = [dict(part.split("=", 1) for part in m["more"].split()) for m in columns if m]
    absent = set(without)
    if not names:
        absent |= {"assignments.category", "categories.name"}
    if weights is None:
        absent |= {"categories.weight", "categories.weight_share"}
    if not any("due" in entry for entry in more):
        absent.add("assignments.due_on")
    if totals is None:
        absent |= {"totals.value", "totals.letter"}
    people = [line[0] for line in lines[1:]]
    cells = [(row, column) for row in range(len(people)) for column in range(len(columns))]
    kinds = [(name.partition(" ")[0], name.partition(" ")[2]) for name in totals or {}]
    after = len(columns) + 2
    total_cells = [(row, number) for row in range(len(people)) for number in range(len(kinds))]
    return Book(
        about={
            "file": file,
            "format": "canvas",
            "identity": f"canvas:{file}",
            "method": "weighted" if weights else "unknown",
            **(about or {}),
        },
        sources=(Source(file),),
        offers=EVERYTHING - absent,
        dialect=dialect,
        categories={
            "name": names,
            "weight": [(weights or {}).get(name, np.nan) for name in names],
            "weight_source": ["declared" if name in (weights or {}) else "" for name in names],
            "place": [places.pack(1, _first(columns, name) + 2) for name in names],
        },
        assignments={
            "title": [m["title"] for m in columns if m],
            "category": [names.index(m["category"]) if m and m["category"] else -1 for m in columns],
            "category_source": ["declared" if m and m["category"] else "" for m in columns],
            "points_possible": [float(m["points"]) if m and m["points"] else np.nan for m in columns],
            "due_on": [np.datetime64(entry.get("due", "NaT"), "s") for entry in more],
            "assigned_on": [np.datetime64(entry.get("assigned", "NaT"), "s") for entry in more],
            "term": [entry.get("term", "") for entry in more],
            "place": [places.pack(1, number + 2) for number in range(len(columns))],
            **(assignments or {}),
        },
        students={
            "name": people,
            "local_id": [str(101 + number) for number in range(len(people))],
            "sis_id": [f"S{101 + number}" for number in range(len(people))],
            "place": [places.pack(number + 2, 1) for number in range(len(people))],
            **(students or {}),
        },
        scores={
            "student": [row for row, _ in cells],
            "assignment": [column for _, column in cells],
            "text": [(lines[row + 1] + [""] * 99)[column + 1] for row, column in cells],
            "place": [places.pack(row + 2, column + 2) for row, column in cells],
            **(scores or {}),
        },
        totals={
            "student": [row for row, _ in total_cells],
            "category": [names.index(of) if (of := kinds[n][1]) and of[0] != "[" else -1 for _, n in total_cells],
            "period": [kinds[n][1].strip("[]") if kinds[n][1][:1] == "[" else "" for _, n in total_cells],
            "kind": [TOTAL_KINDS.index(kinds[n][0]) for _, n in total_cells],
            "text": [list((totals or {}).values())[n][row] for row, n in total_cells],
            "place": [places.pack(row + 2, after + n) for row, n in total_cells],
        },
    )


def empty(**about: Any) -> Book:
    """A gradebook whose export carries every column, and has not one row."""
    return book("Student", about=about)._replace(offers=EVERYTHING)


def _first(columns: Sequence[re.Match[str] | None], category: str) -> int:
    return next((number for number, m in enumerate(columns) if m and m["category"] == category), -2)


def gradebooks(*several: Book) -> Gradebooks:
    """The canonical tables of some gradebooks."""
    assembly = Assembly()
    for one in several:
        assembly.add(one)
    return assembly.finish()


def policy(text: str, as_of: str = "2026-11-24") -> Policy:
    """The policy that a YAML text states."""
    from gradeaudit.policy.load import load
    from gradeaudit.policy.resolve import effective

    with TemporaryDirectory() as folder:
        path = Path(folder) / "policy.yaml"
        path.write_text(text, encoding="utf-8")
        return effective(load(path), datetime.date.fromisoformat(as_of))


class Outcome(NamedTuple):
    """What one rule said: each finding's message with its cells, and each reason with its number of gradebooks."""

    found: list[tuple[str, list[str]]]
    not_checked: list[tuple[str, int]]
    findings: tuple[Finding, ...]


def rest(found: Finding) -> tuple[str | int | None, ...]:
    """What a finding says beside its message and cells: severity, confidence, category, assignment, what was observed
    and expected, and the line of the policy that it rests on."""
    line = found.policy_ref.line if found.policy_ref else None
    return (
        found.severity, found.confidence, found.category, found.assignment, found.observed, found.expected, line,
    )  # fmt: skip


def check(rule: str, policy_text: str, *several: Book, as_of: str = "2026-11-24") -> Outcome:
    """Runs one rule over some gradebooks under a policy, the way an audit does; a rule that raises fails the test."""
    tables, held, one = gradebooks(*several), policy(policy_text, as_of), discovery.rules()[rule]
    if one.scope == "peers":
        tables = together([small(gradebooks(book), held) for book in several] or [small(tables, held)])
    report = audit(tables, held, [one], Run("0", as_of), scope=one.scope)
    assert not report.broken, one.check(tables, held)
    return _outcome(report)


def drift(
    rule: str, policy_text: str, before: Book | Sequence[Book], after: Book | Sequence[Book], as_of: str = "2026-11-24"
) -> Outcome:
    """Runs one rule over what changed from some gradebooks to others, the way a comparison does."""
    earlier, later = (gradebooks(*([books] if isinstance(books, Book) else books)) for books in (before, after))
    tables, one = compared(earlier, later), discovery.rules()[rule]
    parts = []
    for mask, effective in settled(policy_text, tables, as_of):
        parts.append(audit(tables.only(mask), effective, [one], Run("0", as_of), scope="drift"))
        assert not parts[-1].broken, one.check(tables.only(mask), effective)
    return _outcome(merge(parts))


def compared(before: Gradebooks, after: Gradebooks) -> Gradebooks:
    """The later gradebooks that have a match, with their ``changes``."""
    held = matched(before, after)
    cells = changed_cells(held)
    return drifted(held, told(held, cells), cells)


def settled(text: str, tables: Gradebooks, as_of: str) -> list[tuple[Array, Policy]]:
    """Which gradebooks share an effective policy of a YAML text, overrides and terms settled, with that policy."""
    from gradeaudit.policy.load import load
    from gradeaudit.policy.resolve import group

    with TemporaryDirectory() as folder:
        path = Path(folder) / "policy.yaml"
        path.write_text(text, encoding="utf-8")
        return group(load(path), tables.books, datetime.date.fromisoformat(as_of))


def _outcome(report: Report) -> Outcome:
    return Outcome(
        [
            (found.message, [places.cell_name(spot.row, spot.column) for spot in found.places])
            for found in report.findings
        ],
        [(entry.reason, len(entry.gradebooks)) for entry in report.not_checked],
        report.findings,
    )
