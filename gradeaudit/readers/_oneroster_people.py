"""Who is in each class of a OneRoster set: its students, from its enrolments and its results, and its teachers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from gradeaudit.readers._dates import dates
from gradeaudit.readers._oneroster_files import Array, Column, Part

_DAY = np.timedelta64(1, "D")


class People(NamedTuple):
    """Students of all classes, sorted by class; a student enrolled twice in a class is one student.

    ``position_of_result`` is each result's student, counted within the result's class. ``teachers`` names them by the
    class's number.
    """

    columns: Mapping[str, Any]
    starts: Array
    position_of_result: Array
    teachers: Mapping[int, str]

    def students(self, number: int) -> dict[str, Any]:
        """The columns of the students of one class."""
        part = slice(self.starts[number], self.starts[number + 1])
        return {name: column[part] for name, column in self.columns.items()}


def gather(parts: Mapping[str, Part], classes: Mapping[str, int], result_class: Array, order: list[str]) -> People:
    """The people of every class; ``result_class`` is each result's class or -1, ``order`` the files by source number.

    A student with results who isn't enrolled is a student too: only so can it be found.
    """
    enrolments, results, users = parts.get("enrollments"), parts.get("results"), parts.get("users")
    roles = [text.casefold() for text in enrolments.ids("role")] if enrolments else []
    is_student = np.array([text == "student" for text in roles], bool)
    enrolled_class = np.array(
        [classes.get(text, -1) for text in enrolments.ids("classSourcedId")] if enrolments else []
    )
    enrolled = np.flatnonzero(is_student & (enrolled_class >= 0)) if enrolments else np.zeros(0, np.int64)
    ids = enrolments.ids("userSourcedId") if enrolments else []
    enrolled_ids = [ids[row] for row in enrolled.tolist()]
    result_ids = results.column("studentSourcedId") if results else Column(np.zeros(0, np.int32), [])
    known = {
        text: number for number, text in enumerate(dict.fromkeys((*enrolled_ids, *map(str.strip, result_ids.texts))))
    }
    enrolled_user = np.fromiter(map(known.__getitem__, enrolled_ids), np.int64, len(enrolled_ids))
    result_user = result_ids.found(known)
    count = len(known) + 1
    pairs = np.concatenate([enrolled_class[enrolled] * count + enrolled_user, result_class * count + result_user])
    pairs = pairs.astype(np.int64)
    pairs[len(enrolled) :][result_class < 0] = -1
    distinct, first, inverse = np.unique(pairs, return_index=True, return_inverse=True)
    room, user = distinct // count, distinct % count
    starts = np.searchsorted(room, np.arange(len(classes) + 1))
    places = [
        part.places(order.index(part.kind))[rows]
        for part, rows in ((enrolments, enrolled), (results, slice(None)))
        if part
    ]
    place = np.concatenate(places)[first] if places else np.zeros(0, np.int64)
    columns: dict[str, Any] = {"local_id": np.array([*known, ""], object)[user]}
    columns |= _named(users, list(known), user)
    if users:
        row = np.array([*(users.number_of.get(text, -1) for text in known), -1], np.int64)[user]
        own = users.places(order.index("users"), "familyName")
        place = np.where(row >= 0, np.append(own, 0)[row], place)
    if enrolments:
        columns |= _dated(enrolments, enrolled, inverse[: len(enrolled)], len(distinct))
    columns["place"] = place
    return People(
        columns=columns,
        starts=starts,
        position_of_result=inverse[len(enrolled) :] - starts[np.maximum(result_class, 0)],
        teachers=_teachers(enrolments, users, roles, enrolled_class),
    )


def _named(users: Part | None, ids: list[str], user: Array) -> dict[str, Any]:
    if users is None:
        return {}
    rows = [users.number_of.get(text, -1) for text in ids]
    names = [f"{last}, {first}" for last, first in zip(users.ids("familyName"), users.ids("givenName"))]
    identifiers = users.ids("identifier")
    return {
        "name": np.array([*(names[row] if row >= 0 else "" for row in rows), ""], object)[user],
        "sis_id": np.array([*(identifiers[row] if row >= 0 else "" for row in rows), ""], object)[user],
    }


def _dated(enrolments: Part, enrolled: Array, student: Array, count: int) -> dict[str, Any]:
    """First and last day of each student; the binding's endDate is the day after the last."""
    begin = dates(enrolments.texts("beginDate"), "")[enrolled]
    end = dates(enrolments.texts("endDate"), "")[enrolled] - _DAY
    since, until = (np.full(count, np.datetime64("NaT", "s")) for _ in range(2))
    if len(enrolled):
        order = np.argsort(student, kind="stable")
        edges = np.flatnonzero(np.append(True, np.diff(student[order]) != 0))
        since[student[order][edges]] = np.minimum.reduceat(begin[order], edges)
        until[student[order][edges]] = np.maximum.reduceat(end[order], edges)
    return {"enrolled_from": since, "enrolled_until": until}


def _teachers(enrolments: Part | None, users: Part | None, roles: list[str], enrolled_class: Array) -> dict[int, str]:
    """The teachers' names by class, the primary ones first."""
    if enrolments is None or users is None:
        return {}
    found: dict[int, list[tuple[bool, str]]] = {}
    ids, primary = enrolments.ids("userSourcedId"), enrolments.ids("primary")
    first, last = users.ids("givenName"), users.ids("familyName")
    for row in [row for row, role in enumerate(roles) if role == "teacher"]:
        user = users.number_of.get(ids[row])
        if user is not None:
            entry = (primary[row].casefold() not in ("true", "yes"), f"{first[user]} {last[user]}".strip())
            found.setdefault(int(enrolled_class[row]), []).append(entry)
    return {room: " and ".join(name for _, name in sorted(set(entries))) for room, entries in found.items()}
