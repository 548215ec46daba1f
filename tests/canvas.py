"""Writes a Canvas gradebook export from a description of a class, with the totals that Canvas would print.

The arithmetic is written out plainly, student by student, after Canvas's grade_calculator.rb, apart from the package's
own: group score = points earned / points possible of what counts, rounded to two decimals; the course's score weighs
unrounded group scores and rescales weights below 100; halves are rounded away from zero.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

READ_ONLY = "(read only)"


@dataclass(frozen=True)
class Assignment:
    """An assignment: its title, the points possible as Canvas prints them (blank: not set), its group, its id."""

    title: str
    points: str
    group: str
    id: int
    hidden: bool = False


@dataclass(frozen=True)
class Student:
    """A student with one mark an assignment, as text; blank is no score."""

    name: str
    id: int
    sis_id: str
    login: str
    section: str
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Class:
    """A Canvas course: its groups with weights (empty when grades are by total points), assignments and students.

    ``own_weights`` are a student's own weights, and ``left_out`` titles that take no part in a student's totals, both
    by name: mistakes that no export shows.
    """

    assignments: Sequence[Assignment]
    students: Sequence[Student]
    weights: Mapping[str, float] = field(default_factory=dict)
    scale: Sequence[tuple[str, float]] = ()
    drop_lowest: Mapping[str, int] = field(default_factory=dict)
    drop_highest: Mapping[str, int] = field(default_factory=dict)
    never_drop: frozenset[str] = frozenset()
    """Titles of assignments that aren't dropped whatever their group drops."""
    own_weights: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    overrides: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Totals to print instead of the right ones, by student and column, for mistakes that are planted."""


def two(value: Decimal | None) -> str:
    """Two decimals, halves away from zero; blank when there is nothing to print."""
    return "" if value is None else str(value.quantize(Decimal("0.01"), ROUND_HALF_UP))


Pairs = list[tuple[Decimal, Decimal]]


def after_dropping(pairs: Pairs, lowest: int, highest: int, always: Pairs) -> tuple[Decimal, Decimal]:
    """Points earned and possible of a group after dropping the scores whose loss makes the share largest, then those
    whose loss makes it smallest; ``always`` are scores that are never dropped."""
    lowest = min(lowest, max(len(pairs) - 1, 0))
    highest = 0 if lowest + highest >= len(pairs) else highest
    kept = max(
        (list(some) for some in combinations(pairs, len(pairs) - lowest)), key=lambda some: _share(some + always)
    )
    kept = min((list(some) for some in combinations(kept, len(kept) - highest)), key=lambda some: _share(some + always))
    kept += always
    return sum((earned for earned, _ in kept), Decimal(0)), sum((whole for _, whole in kept), Decimal(0))


def _share(pairs: Pairs) -> Decimal:
    whole = sum((whole for _, whole in pairs), Decimal(0))
    return sum((earned for earned, _ in pairs), Decimal(0)) / whole if whole else Decimal(0)


def _number(mark: str) -> Decimal | None:
    try:
        return Decimal(mark.strip())
    except ArithmeticError:
        return None


def totals(school_class: Class, student: Student, final: bool, unposted: bool) -> dict[str, str]:
    """The printed totals of one student: points and score of each group and of the course.

    ``final`` counts what has no score as zero; ``unposted`` counts hidden assignments too. A mark that isn't a number
    is no score. EX and N/A count nowhere.
    """
    groups: dict[str, Pairs] = {a.group: [] for a in school_class.assignments}
    always: dict[str, Pairs] = {group: [] for group in groups}
    for assignment, mark in zip(school_class.assignments, student.marks):
        if mark.strip().upper() in {"EX", "N/A"} or school_class.left_out.get(student.name) == assignment.title:
            continue
        score = _number(mark)
        muted = assignment.hidden and not unposted  # such work is never dropped
        if muted:
            score = None
        if score is None and not final:
            continue
        fixed = muted or assignment.title in school_class.never_drop
        pairs = (always if fixed else groups)[assignment.group]
        pairs.append((score or Decimal(0), Decimal(assignment.points or "0")))
    weights = school_class.own_weights.get(student.name, school_class.weights)
    printed: dict[str, str] = {}
    earned_all = whole_all = Decimal(0)
    weighed = present = Decimal(0)
    for name, pairs in groups.items():
        drops = school_class.drop_lowest.get(name, 0), school_class.drop_highest.get(name, 0)
        earned, whole = after_dropping(pairs, *drops, always[name])
        printed[f"{name} Points"] = two(earned)
        printed[f"{name} Score"] = two(earned / whole * 100 if whole else None)
        earned_all, whole_all = earned_all + earned, whole_all + whole
        if whole and weights:
            weight = Decimal(str(weights[name]))
            weighed, present = weighed + earned / whole * weight, present + weight
    if weights:
        score = None if not present else weighed * 100 / present if present < 100 else weighed
    else:
        score = earned_all / whole_all * 100 if whole_all else None
    printed["Points"], printed["Score"] = two(earned_all), two(score)
    return printed


def text(school_class: Class, line_end: str = "\n", delimiter: str = ",") -> str:
    """The export's text as Canvas writes it: header, hidden row if any, points row, students."""
    groups = list(dict.fromkeys(assignment.group for assignment in school_class.assignments))
    points = [] if school_class.weights else ["Current Points", "Final Points"]
    scores = ["Current Score", "Unposted Current Score", "Final Score", "Unposted Final Score"]
    columns = [f"{group} {kind}" for group in groups for kind in points + scores] + points + scores
    if school_class.scale:
        columns += [name.replace("Score", "Grade") for name in scores]
    if school_class.overrides:
        columns.append("Override Score")
    identity = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    rows = [identity + [f"{a.title} ({a.id})" for a in school_class.assignments] + columns]
    if any(a.hidden for a in school_class.assignments):
        hidden = ["Manual Posting" if a.hidden else "" for a in school_class.assignments]
        rows.append([""] * 5 + hidden + [""] * len(columns))
    fixed = ["" if name.startswith("Override") else READ_ONLY for name in columns]
    rows.append(["    Points Possible", "", "", "", ""] + [a.points for a in school_class.assignments] + fixed)
    for student in school_class.students:
        rows.append([*_identity(student), *student.marks, *_printed(school_class, student, columns)])
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return out.getvalue()


def groups(school_class: Class) -> str:
    """The course's assignment groups as Canvas's API gives them."""
    names = list(dict.fromkeys(assignment.group for assignment in school_class.assignments))
    entries = []
    for number, name in enumerate(names, 1):
        own = [assignment for assignment in school_class.assignments if assignment.group == name]
        rules = {
            "drop_lowest": school_class.drop_lowest.get(name, 0),
            "drop_highest": school_class.drop_highest.get(name, 0),
            "never_drop": [assignment.id for assignment in own if assignment.title in school_class.never_drop],
        }
        entries.append(
            {
                "id": number,
                "name": name,
                "position": number,
                "group_weight": school_class.weights.get(name, 0.0),
                "rules": {rule: value for rule, value in rules.items() if value},
                "assignments": [{"id": a.id, "name": a.title, "points_possible": float(a.points)} for a in own],
            }
        )
    return json.dumps(entries)


def _identity(student: Student) -> list[str]:
    return [student.name, str(student.id), student.sis_id, student.login, student.section]


def _printed(school_class: Class, student: Student, columns: list[str]) -> list[str]:
    worked = {
        (final, unposted): totals(school_class, student, final, unposted)
        for final in (False, True)
        for unposted in (False, True)
    }
    cells = []
    for column in columns:
        if column == "Override Score":
            cell = school_class.overrides.get(student.name, "")
        elif column.endswith(" Grade"):
            kind = worked["Final" in column, "Unposted" in column]["Score"]
            cell = next(
                (name for name, least in school_class.scale if kind and Decimal(kind) >= Decimal(str(least))), ""
            )
        else:
            group, _, kind = column.replace("Unposted ", "").rpartition(
                "Current " if "Current " in column else "Final "
            )
            which = worked["Final" in column, "Unposted" in column or kind == "Points"]
            cell = which[f"{group}{kind}".strip()]
        cells.append(school_class.typed.get((student.name, column), cell))
    return cells
