"""Synergy: the gradebook XML of one student, as StudentVUE and ParentVUE receive it, one gradebook a course and term.

Source: three programs that read this XML, and the TeacherVUE pages of several districts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from gradeaudit import places
from gradeaudit.export import Export
from gradeaudit.gradebook import TOTAL_KINDS, Book, Source
from gradeaudit.marks import PLAIN, Dialect
from gradeaudit.readers._dates import dates, readable
from gradeaudit.readers._xml import Node, root_tag, tree
from gradeaudit.readers.base import Claim, Reader

_TITLE = re.compile(r"(?P<course>.*\S)\s*\((?P<code>[^()]+)\)", re.DOTALL)
_SHOWN = re.compile(r"\s*(?P<score>-?[\d.]+) out of [\d.]+\s*", re.ASCII)
_UNGRADED = re.compile(r"\s*(?P<most>[\d.]+) Points Possible\s*", re.ASCII)
_DIALECT = Dialect(tokens=(("not graded", "blank"),))
_CURRENT = TOTAL_KINDS.index("current")
_OFFERS = frozenset(
    {
        "assignments.title", "assignments.category", "assignments.points_possible", "assignments.extra_credit",
        "categories.name", "scores.mark", "scores.points",
    }
)  # fmt: skip
_ONE_STUDENT = "this Synergy file is one student's gradebook, so it says little about the class"
_LACKS = {
    **{f"rules.{family}": _ONE_STUDENT for family in ("counts", "roster", "drift", "peers")},
    "categories.weight": "this Synergy gradebook shows no category weights",
    "categories.drop_lowest": "Synergy's gradebook XML doesn't say which scores are dropped",
    "assignments.due_on": "this Synergy gradebook shows no due dates",
    "assignments.assigned_on": "this Synergy gradebook shows no assigned dates",
    "scores.excused": "Synergy's gradebook XML shows excused work only by the district's codes",
    "scores.entered_on": "Synergy's gradebook XML doesn't say when a score was entered",
    "scores.missing": "Synergy's gradebook XML marks missing work only in its notes",
    "scores.late": "Synergy's gradebook XML marks late work only in its notes",
    "totals.value": "this Synergy gradebook shows no totals",
    "totals.letter": "this Synergy gradebook shows no letters",
    "students.sis_id": "Synergy's gradebook XML doesn't name its student",
    "students.name": "Synergy's gradebook XML doesn't name its student",
}


def detect(export: Export) -> Claim | None:
    """The first element is Gradebook, with courses that have marks and assignments in it."""
    if root_tag(export) != "Gradebook" or "<Course " not in export.text or "<Mark " not in export.text:
        return None
    return Claim("certain", ("its first element is Gradebook, with courses and their marks", "one student's gradebook"))


def read(exports: list[Export]) -> Iterator[Book]:
    """A gradebook for each course and mark (a term), with one student."""
    for export in exports:
        root = tree(export)
        for courses in root.all("Courses"):
            for course in courses.all("Course"):
                for marks in course.all("Marks"):
                    for mark in marks.all("Mark"):
                        yield _book(export, course, mark)


def _book(export: Export, course: Node, mark: Node) -> Book:
    title, staff = course.attributes.get("Title", ""), course.attributes.get("Staff", "")
    period, term = course.attributes.get("Period", ""), mark.attributes.get("MarkName", "")
    named = _TITLE.fullmatch(title)
    items = [item for group in mark.all("Assignments") for item in group.all("Assignment")]
    sums = [line for group in mark.all("GradeCalculationSummary") for line in group.all("AssignmentGradeCalc")]
    categories = {name: line for line in sums if (name := line.attributes.get("Type", ""))}
    whole = categories.pop("TOTAL", None)
    weights = {name: PLAIN.number(line.attributes.get("Weight", "").rstrip("% ")) for name, line in categories.items()}
    lines = {name: line.line for name, line in categories.items()}
    for item in items:
        lines.setdefault(item.attributes.get("Type", ""), item.line)
    lines.pop("", None)
    names = list(lines)
    due, given = ([item.attributes.get(key, "") for item in items] for key in ("DueDate", "Date"))
    missing = [item.attributes.get("Notes", "").strip().casefold() == "missing" for item in items]
    totals = _totals(mark, whole, categories, names)
    offers = set(_OFFERS)
    offers |= {"assignments.due_on"} if readable(due) else set()
    offers |= {"assignments.assigned_on"} if readable(given) else set()
    offers |= {"categories.weight"} if any(weight == weight for weight in weights.values()) else set()
    offers |= {"scores.missing"} if any(missing) else set()
    offers |= {"totals.value"} if any(value == value for value in totals["value"]) else set()
    offers |= {"totals.letter"} if any(value != value for value in totals["value"]) else set()
    category = [names.index(name) if (name := item.attributes.get("Type", "")) else -1 for item in items]
    return Book(
        about={
            "file": export.file,
            "sheet": " ".join(part for part in (period, title, term) if part),
            "format": "synergy",
            "identity": f"synergy:{title}:{period}:{staff}:{term}",
            "course": named["course"] if named else title,
            "course_code": named["code"] if named else "",
            "section": period,
            "teacher": staff,
            "term": term,
            "method": "weighted" if "categories.weight" in offers else "unknown",
        },
        sources=(Source(export.file),),
        offers=frozenset(offers),
        lacks=_LACKS,
        dialect=_DIALECT,
        categories={
            "name": names,
            "weight": [weights.get(name, math.nan) for name in names],
            "weight_source": ["declared" if weights.get(name, math.nan) >= 0 else "" for name in names],
            "place": [places.pack(line, 0) for line in lines.values()],
        },
        assignments={
            "title": [item.attributes.get("Measure", "") for item in items],
            "key": [item.attributes.get("GradebookID", "") for item in items],
            "category": category,
            "category_source": ["declared" if number >= 0 else "" for number in category],
            "points_possible": [_most(item) for item in items],
            "extra_credit": [_is_extra(item) for item in items],
            "assigned_on": dates(given),
            "due_on": dates(due),
            "counts": ["(Not For Grading)" not in item.attributes.get("Notes", "") for item in items],
            "term": [term] * len(items),
            "place": [places.pack(item.line, 0) for item in items],
        },
        students={"name": [""], "place": [places.pack(course.line, 0)]},
        scores={
            "assignment": np.arange(len(items)),
            "student": np.zeros(len(items), np.int64),
            "text": [_text(item) for item in items],
            "missing": missing,
            "place": [places.pack(item.line, 0) for item in items],
        },
        totals=totals,
    )


def _text(item: Node) -> str:
    """The points that count, else the score as shown: a code, a word, or a number that earned no points."""
    if point := item.attributes.get("Point", "").strip():
        return point
    display = item.attributes.get("DisplayScore", "")
    shown = _SHOWN.fullmatch(display)
    return shown["score"] if shown else display


def _is_extra(item: Node) -> bool:
    """Points without points possible are added on top."""
    has = item.attributes.get("Point", "").strip() != ""
    return has and not item.attributes.get("PointPossible", "").strip()


def _most(item: Node) -> float:
    """The points that an assignment can earn, not the scale it is scored on; 0 for points that are added on top."""
    if _is_extra(item):
        return 0.0
    ungraded = _UNGRADED.fullmatch(item.attributes.get("Points", ""))
    return PLAIN.number(item.attributes.get("PointPossible", "") or (ungraded["most"] if ungraded else ""))


def _totals(mark: Node, whole: Node | None, categories: dict[str, Node], names: list[str]) -> dict[str, Any]:
    """The course's percent and letter, and each category's, from its points; the place is the line of the element."""
    raw, letter, line = (
        mark.attributes.get("CalculatedScoreRaw", ""),
        mark.attributes.get("CalculatedScoreString", ""),
        mark.line,
    )
    if not raw.strip() and whole is not None:
        raw, line = whole.attributes.get("WeightedPct", "").rstrip("% "), whole.line
    rows: list[tuple[int, str, float, int]] = []
    if raw.strip():
        rows.append((-1, raw, PLAIN.number(raw), line))
    if letter.strip() and math.isnan(PLAIN.number(letter.rstrip("% "))):
        rows.append((-1, letter, math.nan, mark.line))
    for name, entry in categories.items():
        number, shown = names.index(name), entry.attributes.get("CalculatedMark", "")
        earned, possible = (PLAIN.number(entry.attributes.get(key, "")) for key in ("Points", "PointsPossible"))
        if possible > 0:
            rows.append((number, entry.attributes.get("Points", ""), 100.0 * earned / possible, entry.line))
        if shown.strip() and math.isnan(PLAIN.number(shown.rstrip("% "))):
            rows.append((number, shown, math.nan, entry.line))
    return {
        "student": np.zeros(len(rows), np.int64),
        "category": [number for number, _, _, _ in rows],
        "kind": np.full(len(rows), _CURRENT, np.int8),
        "text": [text for _, text, _, _ in rows],
        "value": [value for _, _, value, _ in rows],
        "place": [places.pack(line, 0) for _, _, _, line in rows],
    }


READER = Reader(
    name="synergy",
    system="Synergy (Edupoint)",
    title="Gradebook XML of one student (StudentVUE, ParentVUE)",
    sure="likely: from three programs that read it",
    detect=detect,
    read=read,
    offers=_OFFERS
    | {
        "assignments.assigned_on", "assignments.due_on", "categories.weight", "scores.missing", "totals.letter",
        "totals.value",
    },
    lacks=_LACKS,
)  # fmt: skip
