"""The district's course catalogue and roster: what a school knows of a course and its students beside the gradebook."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from gradeaudit.errors import Problem, visible
from gradeaudit.export import Location, load
from gradeaudit.policy.load import Source

ATTRIBUTES = (
    "school", "level", "grade", "department", "course", "course_code", "course_level", "schedule", "teacher",
    "section", "term", "flags",
)  # fmt: skip
_HEADINGS = {
    "school_name": "school", "campus": "school", "school_level": "level", "grade_level": "grade", "grades": "grade",
    "dept": "department", "subject": "department", "department_name": "department", "course_name": "course",
    "course_title": "course", "title": "course", "code": "course_code", "course_id": "course_code",
    "course_number": "course_code", "coursecode": "course_code", "courselevel": "course_level",
    "teacher_name": "teacher", "instructor": "teacher", "section_id": "section", "section_number": "section",
    "class_code": "section", "term_name": "term", "marking_period": "term", "tags": "flags",
    "sis_user_id": "student", "sis_id": "student", "student_id": "student", "student_number": "student",
    "id": "student", "enrolled": "enrolled_from", "entry_date": "enrolled_from", "start_date": "enrolled_from",
    "begin_date": "enrolled_from", "from": "enrolled_from", "exit_date": "enrolled_until",
    "end_date": "enrolled_until", "until": "enrolled_until", "withdrawn": "enrolled_until",
}  # fmt: skip
NONE = "-"
"""What a covered gradebook has where the catalogue leaves a cell blank: known to be none."""

Row = Mapping[str, str]


class Catalogue(NamedTuple):
    """The catalogue's rows, each with the attributes of one course, section or school, and the columns it has."""

    rows: tuple[Row, ...]
    columns: frozenset[str]


class Roster(NamedTuple):
    """Who is enrolled: one row a student and section, with ``student`` (the id), ``course_code``, ``section`` and the
    other attributes the file has, and ``enrolled_from`` and ``enrolled_until`` as year-month-day or empty."""

    rows: tuple[Row, ...]
    columns: frozenset[str]

    def of(self, course_code: str = "", section: str = "", course: str = "") -> tuple[Row, ...] | None:
        """The rows of one section or course; None where the roster doesn't list it."""
        asked = {"course_code": course_code, "section": section, "course": course}
        known = {key: value for key, value in asked.items() if value and key in self.columns}
        if not known:
            return None
        found = tuple(row for row in self.rows if all(same(row[key], value) for key, value in known.items()))
        return found or None


def same(one: str, other: str) -> bool:
    """Whether two names of courses, sections or schools are the same, without regard to case and spaces."""
    return folded(one) == folded(other)


def folded(name: str) -> str:
    """A name as it is compared."""
    return " ".join(name.casefold().split())


def catalogue_of(source: Source) -> Catalogue | None:
    """The catalogue that a policy names; None when it names none. Raises ``Problem`` when it can't be read."""
    identify = source.settings.identify
    names = identify.catalogue if identify else None
    return _catalogue(_paths(source, "catalogue", names)) if names else None


def roster_of(source: Source) -> Roster | None:
    """The roster that a policy names; None when it names none. Raises ``Problem`` when it can't be read."""
    identify = source.settings.identify
    names = identify.roster if identify else None
    return _roster(_paths(source, "roster", names)) if names else None


def _paths(source: Source, key: str, names: Sequence[str]) -> tuple[Path, ...]:
    """The named files, relative to the policy file that names them."""
    spot = source.base.spots[("identify", key)]
    return tuple(source.folders[spot.file] / name for name in names)


@cache
def _catalogue(paths: tuple[Path, ...]) -> Catalogue:
    rows: list[Row] = []
    for path in paths:
        rows += _one_roster(path) if os.path.isdir(path) else _rows(path, ATTRIBUTES)
    columns = frozenset(key for row in rows for key in row)
    if not columns & {"course_code", "course", "section", "school"}:
        raise Problem(
            "the catalogue has no column course_code, course, section or school",
            visible(paths[0].name),
            "name the columns in its first row",
        )
    return Catalogue(tuple(rows), columns)


@cache
def _roster(paths: tuple[Path, ...]) -> Roster:
    wanted = (*ATTRIBUTES, "student", "enrolled_from", "enrolled_until")
    rows = [row for path in paths for row in _rows(path, wanted)]
    columns = frozenset(key for row in rows for key in row)
    if "student" not in columns or not columns & {"course_code", "course", "section"}:
        raise Problem(
            "the roster has no column student_id, or none of course_code, course and section",
            visible(paths[0].name),
            "name the columns in its first row",
        )
    return Roster(tuple(rows), columns)


def _rows(path: Path, wanted: Iterable[str]) -> Iterator[Row]:
    """The rows of a table, by the names of the wanted columns; blank rows are left out."""
    if not os.path.isfile(path):  # unlike Path's own, it takes a name of any length
        raise Problem("there is no such file", visible(path.name), "check the name under identify:")
    table = load(Location(path, visible(path.name))).held().rows
    if not table:
        raise Problem("this file is empty", visible(path.name), "name the columns in its first row")
    columns = [(number, name) for number, name in enumerate(map(_heading, table[0])) if name in set(wanted)]
    for cells in table[1:]:
        row = {name: cells[number].strip() if number < len(cells) else "" for number, name in columns}
        if any(row.values()):
            yield row


def _heading(text: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "_", text.strip().casefold()).strip("_")
    return _HEADINGS.get(name, name)


def _one_roster(folder: Path) -> Iterator[Row]:
    """One row a class from OneRoster's classes.csv, with its course and school.

    Source: OneRoster 1.1 and 1.2 CSV binding (classes, courses and orgs, joined by sourcedId).
    """
    tables = {}
    for name in ("classes", "courses", "orgs"):
        rows = list(_raw(folder / f"{name}.csv"))
        tables[name] = {row.get("sourcedid", ""): row for row in rows}
    for row in tables["classes"].values():
        course = tables["courses"].get(row.get("coursesourcedid", ""), {})
        school = tables["orgs"].get(row.get("schoolsourcedid", ""), {})
        row = {
            "course": course.get("title", "") or row.get("title", ""),
            "course_code": course.get("coursecode", ""),
            "section": row.get("classcode", "") or row.get("title", ""),
            "school": school.get("name", ""),
            "grade": row.get("grades", "") or course.get("grades", ""),
            "department": row.get("subjects", "") or course.get("subjects", ""),
        }
        yield {key: value for key, value in row.items() if value}


def _raw(path: Path) -> Iterator[Row]:
    if not os.path.isfile(path):  # unlike Path's own, it takes a name of any length
        raise Problem(f"the catalogue's folder has no {path.name}", visible(path.parent.name), "export OneRoster again")
    table = load(Location(path, visible(path.name))).held().rows
    names = [name.strip().casefold() for name in table[0]] if table else []
    for cells in table[1:]:
        yield {name: cells[number].strip() if number < len(cells) else "" for number, name in enumerate(names)}
