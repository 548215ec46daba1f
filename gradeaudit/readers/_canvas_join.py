"""Gives a Canvas gradebook what a companion says of its course: weights, drop rules, membership and due dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gradeaudit.gradebook import Array, Book, Source
from gradeaudit.readers._canvas_groups import Course, Task
from gradeaudit.readers._dates import date

_HOUR = np.timedelta64(1, "h")
_TIME = re.compile(r"[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::\d\d)?(?:\.\d+)?(?P<zone>Z|[+-]\d\d:?\d\d)?")
_UNSURE = frozenset({10, 11})  # 23:59 in New Zealand, or in Samoa a day before


def joined(book: Book, courses: Sequence[Course]) -> Book:
    """The gradebook with what the companion that is certainly its own says; unchanged when none is."""
    for course in courses:
        tasks = _tasks(book, course)
        if course.groups and _belongs(book, course, tasks):
            return _with(book, course, tasks)
    if not courses:
        return book
    return book._replace(notes=(*book.notes, "the assignment groups beside this file belong to another course"))


def _tasks(book: Book, course: Course) -> list[Task | None]:
    """The course's assignment for each of the gradebook's: by id, or by a title (and points) that only one has."""
    if course.has_ids:
        known = {task.key: task for task in course.tasks}
        return [known.get(key) for key in book.assignments["key"]]
    titles = Counter(task.title for task in course.tasks)
    pairs = Counter((task.title, task.points) for task in course.tasks)
    by_title = {task.title: task for task in course.tasks if titles[task.title] == 1}
    by_pair = {(task.title, task.points): task for task in course.tasks if pairs[task.title, task.points] == 1}
    own = list(zip(book.assignments["title"], book.assignments["points_possible"]))
    twice = Counter(title for title, _ in own)
    return [
        by_pair.get((title, points)) or (by_title.get(title) if twice[title] == 1 else None) for title, points in own
    ]


def _belongs(book: Book, course: Course, tasks: list[Task | None]) -> bool:
    """Whether a companion is this gradebook's: an id in common; else its code, its groups, or most of its titles."""
    if course.has_ids:
        return any(tasks)
    names = Counter(book.categories["name"])
    if names and names - Counter(group.name for group in course.groups):
        return False
    code = str(book.about.get("course_code", ""))
    same_code = bool(code) and code == re.sub(r"[\s/]", "_", course.code)
    return bool(names) or same_code or (len(tasks) > 0 and 2 * sum(map(bool, tasks)) > len(tasks))


def _with(book: Book, course: Course, tasks: list[Task | None]) -> Book:
    first = len(book.sources)
    position = _positions([group.name for group in course.groups], list(book.categories["name"]))
    own = {new: old for old, new in enumerate(position)}
    weighs = book.about["method"] != "total_points" and any(group.weight > 0 for group in course.groups)
    weights = [group.weight if weighs else np.nan for group in course.groups]
    keys = {group.key: number for number, group in enumerate(course.groups)}
    never = {key for group in course.groups for key in group.never_drop}
    category = [keys.get(task.group, -1) if task else -1 for task in tasks]
    due = _due([task.due if task else "" for task in tasks])
    offers = set(book.offers) | {"categories.name", "categories.drop_lowest"}
    lacks = dict(book.lacks)
    if weighs:
        offers.add("categories.weight")
    missing = sum(number < 0 for number in category)
    if tasks and not missing:
        offers.add("assignments.category")
        if due is not None:
            offers.add("assignments.due_on")
        else:
            lacks["assignments.due_on"] = (
                "the assignment groups beside this Canvas export have no due dates, or not by day"
            )
    elif course.tasks:
        some = f"{missing} of its assignments are not in the assignment groups beside it (fetch both on the same day)"
        lacks |= {"assignments.category": some, "assignments.due_on": some}
    notes = [f"groups from {course.files[0].rpartition('/')[2]}, joined by {'id' if course.has_ids else 'title'}"]
    notes += [f"{len(tasks) - missing} of {len(tasks)} assignments found in the groups"] if course.tasks else []
    notes += (
        [f"groups with assignments that are never dropped ({n})"]
        if (n := sum(bool(g.never_drop) for g in course.groups))
        else []
    )
    places = [_placed(group.place, first) for group in course.groups]
    old = list(book.categories["place"])
    return book._replace(
        sources=(*book.sources, *map(Source, course.files)),
        offers=frozenset(offers),
        lacks=lacks,
        categories={
            "name": [group.name for group in course.groups],
            "weight": weights,
            "weight_source": ["declared" if weight == weight else "" for weight in weights],
            "drop_lowest": [group.drop_lowest for group in course.groups],
            "drop_highest": [group.drop_highest for group in course.groups],
            "place": [old[own[number]] if number in own else place for number, place in enumerate(places)],
        },
        assignments={
            **book.assignments,
            "category": category,
            "category_source": ["declared" if number >= 0 else "" for number in category],
            "counts": [task.counts if task else True for task in tasks],
            "published": [task.published if task else True for task in tasks],
            "never_dropped": [task is not None and task.key in never for task in tasks],
            **({} if due is None else {"due_on": due}),
        },
        totals=_moved(book.totals, position),
        notes=(*book.notes, *notes),
    )


def _positions(names: list[str], wanted: list[str]) -> list[int]:
    """Where each of the export's groups stands in the companion; of groups with one name the first is the first."""
    free: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        free.setdefault(name, []).append(number)
    return [free[name].pop(0) if free.get(name) else -1 for name in wanted]


def _moved(totals: Mapping[str, Any], position: list[int]) -> dict[str, Any]:
    """Totals whose categories count in the companion's order."""
    if "crossing" not in totals:
        return dict(totals)
    crossing, new = totals["crossing"], np.array([*position, -1], np.int32)
    across = {**crossing.across, "category": new[crossing.across["category"]]}
    return {**totals, "crossing": crossing._replace(across=across)}


def _placed(place: int, first: int) -> int:
    return place + (first << 44)


def _due(texts: list[str]) -> Array | None:
    """Due dates on the school's own days, or None where they can't be told.

    Canvas writes universal time, and its usual due time is 23:59 of the school: that tells how far the two are apart.
    """
    found = [_TIME.search(text) for text in texts]
    away = Counter(int(m["hour"]) for m in found if m and m["minute"] == "59" and not _own_zone(m))
    if not any(texts) or any(text and not m for text, m in zip(texts, found)):
        return None
    usual = min(away, key=lambda hour: (-away[hour], hour)) if away else None
    if (usual is None or usual in _UNSURE) and any(m and not _own_zone(m) for m in found):
        return None
    return np.array([_local(text, m, usual) for text, m in zip(texts, found)], "datetime64[s]")


def _local(text: str, found: re.Match[str] | None, usual: int | None) -> np.datetime64:
    """A time at the school; an hour next to the usual one is the same time of day in winter or summer."""
    if found is None or usual is None or _own_zone(found):
        return date(text)
    own = int(found["hour"])
    hour = own if found["minute"] == "59" and (own - usual) % 24 in (0, 1, 23) else usual
    return date(text) - (hour + 1 if hour < min(_UNSURE) else hour - 23) * _HOUR


def _own_zone(found: re.Match[str]) -> bool:
    return found["zone"] not in (None, "Z")
