"""Canvas companions: a course's assignment groups, from its API or its course export, which a CSV lies beside.

Source: Canvas's assignment groups API, and lib/cc of Canvas for the course export. Ids in the API are those of the CSV;
in a course export they are hashes, so its parts are joined by title and points.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from gradeaudit import places
from gradeaudit.export import Export
from gradeaudit.readers._xml import Node, root_tag, tree
from gradeaudit.readers.base import Claim

_CANVAS = "canvas.instructure.com/xsd/cccv1p0"
_PACKAGE = "imsglobal.org/xsd/"
_ROOTS = {
    "assignmentGroups": "assignment groups of a Canvas course export",
    "assignment": "an assignment's settings in a Canvas course export",
    "course": "course settings of a Canvas course export",
}
_HEAD = 4_000


class Group(NamedTuple):
    """An assignment group: its weight in percent, how many scores it drops, the keys of the assignments that it never
    drops, and where it is said."""

    key: str
    name: str
    weight: float
    drop_lowest: float
    drop_highest: float
    never_drop: tuple[str, ...]
    place: int


class Task(NamedTuple):
    """An assignment as its course has it; ``due`` is the time as written, ``group`` the key of its group."""

    key: str
    title: str
    points: float
    due: str
    group: str
    counts: bool
    published: bool


class Course(NamedTuple):
    """What one companion, or the parts of one course export, say; ``files`` by the number in the groups' places."""

    files: tuple[str, ...]
    groups: tuple[Group, ...]
    tasks: tuple[Task, ...]
    has_ids: bool
    code: str = ""


def claim(export: Export) -> Claim | None:
    """A companion is handed to the exports of its folder, of the folder of its package, or above course_settings."""
    if export.kind == "json":
        if not _is_groups(export):
            return None
        return Claim("certain", ("assignment groups as Canvas's API gives them",), "beside")
    tag, head = root_tag(export), export.text[:_HEAD]
    if tag in _ROOTS and _CANVAS in head:
        return Claim("certain", (_ROOTS[tag],), "beside", root=_home(export) or ".")
    if _CANVAS in head or (_PACKAGE in head and ".imscc/" in export.file.lower()):
        what = "a part of a course export that holds no grades and no groups"
        return Claim("certain", (what,), "beside", root=_home(export) or ".")
    return None


@lru_cache(maxsize=4)
def courses(exports: tuple[Export, ...]) -> tuple[Course, ...]:
    """The courses that some companions describe; the parts of one course export are one."""
    found = []
    packages: dict[str, list[Export]] = {}
    for export in exports:
        if export.kind == "json":
            found.append(_from_api(export))
        elif root_tag(export) in _ROOTS:
            packages.setdefault(_package(export), []).append(export)
    return (*found, *(_from_package(parts) for parts in packages.values()))


def _package(export: Export) -> str:
    """What the parts of one course export have in common: their archive, or the folder they were unpacked to."""
    before, archive, _ = export.file.lower().partition(".imscc/")
    return before if archive else _home(export)


def _home(export: Export) -> str:
    """The folder whose exports a part of a course export belongs to."""
    at = export.file.lower().find(".imscc/")
    if at >= 0:
        return export.file[:at].rpartition("/")[0]
    inside = root_tag(export) == "assignment" or export.folder.rpartition("/")[2] == "course_settings"
    return export.folder.rpartition("/")[0] if inside else export.folder


def _is_groups(export: Export) -> bool:
    if '"group_weight"' not in export.text and '"rules"' not in export.text:
        return False
    entries = _parsed(export)
    return bool(entries) and all({"id", "name"} <= entry.keys() for entry in entries)


def _parsed(export: Export) -> list[dict[str, Any]]:
    try:
        entries = json.loads(export.text)
    except (ValueError, RecursionError):
        return []
    return entries if isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries) else []


def _from_api(export: Export) -> Course:
    groups, tasks = [], []
    for entry in sorted(_parsed(export), key=lambda entry: _number(entry.get("position"))):
        said = entry.get("rules")
        rules = said if isinstance(said, dict) else {}
        groups.append(
            Group(
                key=str(entry["id"]),
                name=str(entry["name"]),
                weight=_number(entry.get("group_weight")),
                drop_lowest=_number(rules.get("drop_lowest", 0)),
                drop_highest=_number(rules.get("drop_highest", 0)),
                never_drop=_keys(rules.get("never_drop")),
                place=places.pack(0, 0),
            )
        )
        for task in entry.get("assignments") or ():
            if isinstance(task, dict) and "id" in task:
                tasks.append(
                    Task(
                        key=str(task["id"]),
                        title=str(task.get("name", "")),
                        points=_number(task.get("points_possible")),
                        due=str(task.get("due_at") or ""),
                        group=str(entry["id"]),
                        counts=not task.get("omit_from_final_grade", False),
                        published=task.get("published", True) is not False,
                    )
                )
    return Course((export.file,), tuple(groups), tuple(tasks), has_ids=True)


def _from_package(exports: Sequence[Export]) -> Course:
    groups: list[Group] = []
    tasks: list[Task] = []
    code = ""
    for number, export in enumerate(exports):
        root = tree(export)
        if root.tag == "assignmentGroups":
            ordered = sorted(root.all("assignmentGroup"), key=lambda node: _number(node.value("position")))
            groups += [_group(node, number) for node in ordered]
        elif root.tag == "assignment":
            tasks.append(
                Task(
                    key=root.attributes.get("identifier", ""),
                    title=root.value("title"),
                    points=_number(root.value("points_possible")),
                    due=root.value("due_at"),
                    group=root.value("assignment_group_identifierref"),
                    counts=root.value("omit_from_final_grade") != "true",
                    published=root.value("workflow_state") in ("published", ""),
                )
            )
        else:
            code = root.value("course_code")
    return Course(tuple(export.file for export in exports), tuple(groups), tuple(tasks), False, code)


def _group(node: Node, source: int) -> Group:
    rules = [rule for found in node.all("rules") for rule in found.all("rule")]
    drops = {rule.value("drop_type"): _number(rule.value("drop_count")) for rule in rules}
    return Group(
        key=node.attributes.get("identifier", ""),
        name=node.value("title"),
        weight=_number(node.value("group_weight")),
        drop_lowest=drops.get("drop_lowest", 0.0),
        drop_highest=drops.get("drop_highest", 0.0),
        never_drop=tuple(rule.value("identifierref") for rule in rules if rule.value("drop_type") == "never_drop"),
        place=places.pack(node.line, 0, source),
    )


def _keys(value: Any) -> tuple[str, ...]:
    return tuple(str(key) for key in value) if isinstance(value, list) else ()


def _number(value: Any) -> float:
    """A number of JSON or the text of one; NaN for anything else, and for what isn't finite."""
    try:
        number = float(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else math.nan
    except (ValueError, OverflowError):
        return math.nan
    return number if math.isfinite(number) else math.nan
