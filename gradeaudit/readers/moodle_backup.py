"""Moodle: the gradebook in a course backup, which has what no export has: maxima, categories, weights, drop rules.

Source: Moodle's lib/grade and the files of real backups (gradebook.xml, activities/NAME/grades.xml).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from gradeaudit import places
from gradeaudit.errors import Problem
from gradeaudit.export import Export
from gradeaudit.gradebook import TOTAL_KINDS, Book, Source
from gradeaudit.marks import PLAIN
from gradeaudit.readers._moodle_tree import (
    NATURAL,
    NULL,
    Category,
    Item,
    categories,
    grades,
    is_extra,
    items,
    shares,
    top_of,
)
from gradeaudit.readers._xml import Node, root_tag, tree
from gradeaudit.readers.base import Claim, Reader

_ACTIVITY = re.compile(r"(?P<root>.*?)/?activities/[^/]+")
_VALUE, _SCALE = 1, 2
_PARTS = frozenset(
    {
        "activity", "badges", "calendar", "comments", "competencies", "completion", "completions", "course",
        "course_completion", "enrolments", "events", "files", "filters", "grade_history", "groups", "inforef", "module",
        "outcomes_definition", "question_categories", "questions", "roles", "roles_definition", "scales_definition",
        "section", "users",
    }
)  # fmt: skip
_OFFERS = frozenset(
    {
        "assignments.title", "assignments.points_possible", "assignments.category", "assignments.hidden",
        "categories.name", "categories.weight", "categories.drop_lowest", "scores.mark", "scores.points",
        "scores.excused", "students.local_id", "totals.value",
    }
)  # fmt: skip
_LACKS = {
    "assignments.due_on": "the gradebook of a Moodle backup has no due dates",
    "assignments.assigned_on": "the gradebook of a Moodle backup has no assigned dates",
    "scores.mark": "this Moodle backup has no grades (make it with user data)",
    "scores.points": "this Moodle backup has no grades (make it with user data)",
    "scores.excused": "this Moodle backup has no grades (make it with user data)",
    "scores.entered_on": "the gradebook of a Moodle backup doesn't say when a score was entered",
    "scores.missing": "Moodle doesn't mark missing work in its gradebook",
    "scores.late": "Moodle doesn't mark late work in its gradebook",
    "students.local_id": "this Moodle backup has no grades (make it with user data)",
    "students.name": "the gradebook of a Moodle backup names students by internal numbers only (give the plain text"
    " export too)",
    "students.sis_id": "the gradebook of a Moodle backup names students by internal numbers only (give the plain text"
    " export too)",
    "totals.value": "this Moodle backup has no grades (make it with user data)",
    "totals.letter": "a Moodle backup has no letter grades",
}


def detect(export: Export) -> Claim | None:
    """Its first element is a gradebook with grade_categories, an activity's grades, or the backup's own description."""
    tag = root_tag(export)
    if tag == "gradebook" and "<grade_categories" in export.text:
        return Claim("certain", ("its first element is gradebook, with grade categories",), part="set")
    if tag == "activity_gradebook":
        found = _ACTIVITY.fullmatch(export.folder)
        root = found["root"] if found else export.folder
        return Claim("certain", ("its first element is activity_gradebook",), part="set", root=root)
    if tag == "moodle_backup" and "<original_course_shortname>" in export.text:
        return Claim("certain", ("its first element is moodle_backup, with the course's name",), part="set")
    if tag in _PARTS and (NULL in export.text or _ACTIVITY.fullmatch(export.folder)):
        return Claim("likely", (f"another part of a Moodle backup: its first element is {tag}",), part="beside")
    if tag == "MOODLE_BACKUP":
        return Claim(
            "certain",
            ("its first element is MOODLE_BACKUP",),
            refusal="the backup of a course in Moodle 1.9, whose gradebook isn't read here (restore it in a newer"
            " Moodle and export the grades from there)",
        )
    return None


def read(exports: list[Export]) -> Iterator[Book]:
    """The one gradebook of a backup's folder: gradebook.xml and, where they are there, its activities' grades."""
    trees = [(export, tree(export)) for export in exports]
    books = [(export, top) for export, top in trees if top.tag == "gradebook"]
    if len(books) != 1:
        raise Problem(
            "an activity's grades without the backup's gradebook.xml" if not books else "several gradebook.xml files",
            exports[0].file,
            "keep the files of one backup in one folder, as Moodle wrote them",
        )
    activities = [(export, top) for export, top in trees if top.tag == "activity_gradebook"]
    described = next((top for _, top in trees if top.tag == "moodle_backup"), None)
    yield _book(books[0], activities, described)


def _book(book: tuple[Export, Node], activities: list[tuple[Export, Node]], described: Node | None) -> Book:
    export, gradebook = book
    known = categories(gradebook)
    all_items = [item for number, (_, top) in enumerate([book, *activities]) for item in items(top, number)]
    tops = [category for category in known.values() if category.id and top_of(category.id, known) == category.id]
    number = {category.id: position for position, category in enumerate(tops)}
    tasks = [item for item in all_items if item.kind not in ("course", "category")]
    students: dict[str, tuple[int, int]] = {}
    scores = _grades(tasks, students)
    totals = _totals([item for item in all_items if item.kind == "course" or item.totals in number], number, students)
    offers = set(_OFFERS)
    if not students:
        offers -= {"scores.mark", "scores.points", "scores.excused", "students.local_id", "totals.value"}
    weights = _weights(tops, known, all_items)
    return Book(
        about=_about(export, described, known, all_items),
        sources=(Source(export.file), *(Source(activity.file) for activity, _ in activities)),
        offers=frozenset(offers),
        lacks=_LACKS,
        categories={
            "name": [category.name for category in tops],
            "weight": weights,
            "weight_source": ["" if math.isnan(weight) else "declared" for weight in weights],
            "drop_lowest": [_dropped(category, tasks) for category in tops],
            "place": [places.pack(category.node.line, 0) for category in tops],
        },
        assignments={
            "title": [item.name for item in tasks],
            "key": [item.id for item in tasks],
            "category": [number.get(top_of(item.category, known), -1) for item in tasks],
            "category_source": ["declared"] * len(tasks),
            "points_possible": [item.maximum if _graded(item) else math.nan for item in tasks],
            "counts": [_graded(item) for item in tasks],
            "extra_credit": [is_extra(item, known.get(item.category)) for item in tasks],
            "hidden": [item.hidden for item in tasks],
            "place": [places.pack(item.node.line, 0, item.source) for item in tasks],
        },
        students={
            "local_id": list(students),
            "place": [places.pack(line, 0, source) for line, source in students.values()],
        },
        scores=scores,
        totals=totals,
    )


def _grades(tasks: list[Item], students: dict[str, tuple[int, int]]) -> dict[str, Any]:
    """All items' grades; students are added in the order of their first grade, with its line and file."""
    numbers: dict[str, int] = {}
    found = []
    for position, item in enumerate(tasks):
        for node, user, text, excluded, _ in grades(item):
            students.setdefault(user, (node.line, item.source))
            number = numbers.setdefault(user, len(numbers))
            found.append((number, position, _short(text), excluded, places.pack(node.line, 0, item.source)))
    return _columns(found, "student", "assignment", "text", "excused", "place")


def _columns(found: list[tuple[Any, ...]], *names: str) -> dict[str, Any]:
    return {name: [row[position] for row in found] for position, name in enumerate(names)}


def _short(text: str) -> str:
    """A grade as Moodle shows it: five decimals are how it is stored."""
    return text.rstrip("0").rstrip(".") if re.fullmatch(r"-?\d+\.\d{5}", text) else text


def _totals(totals: list[Item], number: dict[str, int], students: dict[str, tuple[int, int]]) -> dict[str, Any]:
    """The grades of the course and of its categories: points as they stand, percents of the maximum for overrides."""
    numbers = {user: position for position, user in enumerate(students)}
    found = []
    for item in totals:
        category = -1 if item.kind == "course" else number[item.totals]
        span = item.maximum - item.minimum
        for node, user, text, _, overridden in grades(item):
            if user not in numbers:
                continue
            value = PLAIN.number(text)
            if overridden:
                value = 100 * (value - item.minimum) / span if span > 0 else math.nan
            kind = TOTAL_KINDS.index("override" if overridden else "final_points")
            place = places.pack(node.line, 0, item.source)
            found.append((numbers[user], category, kind, _short(text), value, place))
    return _columns(found, "student", "category", "kind", "text", "value", "place")


def _children(parent: Category, known: dict[str, Category], all_items: list[Item]) -> list[Item]:
    """The items that make up a category's total: its own, and the totals of the categories in it."""
    inner = {category.id for category in known.values() if category.parent == parent.id}
    return [
        item
        for item in all_items
        if (item.kind == "category" and item.totals in inner)
        or (item.kind not in ("course", "category") and item.category == parent.id and _graded(item))
    ]


def _graded(item: Item) -> bool:
    return item.gradetype in (_VALUE, _SCALE)


def _weights(tops: list[Category], known: dict[str, Category], all_items: list[Item]) -> list[float]:
    course = next((category for category in known.values() if not category.parent), None)
    if course is None:
        return [math.nan] * len(tops)
    children = _children(course, known, all_items)
    share = {item.totals: weight for item, weight in zip(children, shares(course, children)) if item.totals}
    return [share.get(category.id, math.nan) for category in tops]


def _dropped(category: Category, tasks: list[Item]) -> int:
    """How many of the lowest grades don't count: as stated, or all beyond those that are kept."""
    if category.keep and not category.drop:
        return max(0, sum(item.category == category.id for item in tasks) - category.keep)
    return category.drop


def _about(export: Export, described: Node | None, known: dict[str, Category], all_items: list[Item]) -> dict[str, Any]:
    information = described.child("information") if described else None
    code = information.value("original_course_shortname") if information else ""
    course = next((category for category in known.values() if not category.parent), None)
    children = _children(course, known, all_items) if course else []
    sums = course is not None and course.aggregation == NATURAL and not any(item.overridden for item in children)
    about: dict[str, Any] = {
        "file": export.file,
        "format": "moodle_backup",
        "course": information.value("original_course_fullname") if information else "",
        "course_code": code,
        "identity": f"moodle_backup:{code or export.folder or export.name}",
        "method": "total_points" if sums else "weighted",
    }
    date = information.value("backup_date") if information else ""
    if re.fullmatch(r"1\d{9}", date):
        about["exported_at"] = np.datetime64(int(date), "s")
    return about


READER = Reader(
    name="moodle_backup",
    system="Moodle",
    title="Gradebook of a course backup (gradebook.xml with its activities' grades.xml)",
    sure="likely: the set-up seen in files of real backups, grades as Moodle's source describes them",
    detect=detect,
    read=read,
    offers=_OFFERS,
    lacks=_LACKS,
)
