"""The roster's students of each gradebook, beside those that the gradebook has."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gradeaudit.policy.catalogue import Row, folded

if TYPE_CHECKING:
    from gradeaudit.gradebook import Array, Gradebooks
    from gradeaudit.policy.effective import Policy

UNLISTED = "the roster doesn't list its course or section"
_KEYS = ("section", "course_code", "course")


class Enrolment(NamedTuple):
    """``listed`` says of each gradebook whether the roster lists it; ``on_roster`` of each student row whether it does;
    ``joined`` and ``left`` (days, NaT where unknown) when first and last, by the roster or the export. ``since`` is the
    day of ``joined``, or an earlier one on which the student may have begun the course in another section. ``absent``
    counts, for each gradebook, the roster's students who are enrolled on its day and not in it.
    """

    listed: Array
    on_roster: Array
    joined: Array
    left: Array
    since: Array
    absent: Array


def enrolment(gradebooks: Gradebooks, policy: Policy) -> Enrolment:
    """Who is enrolled by the policy's roster, worked out once for all the rules that ask."""
    return gradebooks.shared(_enrolment, policy)


def _enrolment(gradebooks: Gradebooks, policy: Policy) -> Enrolment:
    from gradeaudit.grading.due import due  # the day that each gradebook is judged for

    students, books = gradebooks.students, gradebooks.books
    joined, left = (students[name].to_numpy().astype("datetime64[D]") for name in ("enrolled_from", "enrolled_until"))
    joined, left = joined.copy(), left.copy()
    listed, absent = np.zeros(len(books), bool), np.zeros(len(books), np.int64)
    on_roster = np.zeros(len(students), bool)
    roster = policy.roster
    since = joined.copy()
    if roster is None:
        return Enrolment(listed, on_roster, joined, left, since, absent)
    keys = [key for key in _KEYS if key in roster.columns]
    rows_by: dict[str, dict[str, list[Row]]] = {key: defaultdict(list) for key in keys}
    for row in roster.rows:
        for key in keys:
            rows_by[key][folded(row[key])].append(row)
    all_of: dict[str, list[Row]] = defaultdict(list)
    for row in roster.rows:
        all_of[row["student"].strip()].append(row)
    day = due(gradebooks, policy).day
    begin = np.searchsorted(students["book"].to_numpy(), np.arange(len(books) + 1))
    ids, tests = students["sis_id"].tolist(), students["is_test_student"].tolist()
    about = books.to_dict("list")
    for book in range(len(books)):
        said = {key: folded(about[key][book]) for key in keys if about[key][book]}
        first = next(iter(said), None)
        rows = [
            row
            for row in (rows_by[first][said[first]] if first else ())
            if all(folded(row[key]) in (text, "") for key, text in said.items())
        ]
        if not rows:
            continue
        listed[book] = True
        by_id: dict[str, list[Row]] = defaultdict(list)  # a student who left and came back has several rows
        for row in rows:
            by_id[row["student"].strip()].append(row)
        here = set()
        for student in range(begin[book], begin[book + 1]):
            mine = by_id.get(ids[student])
            if mine is None or tests[student]:
                continue
            here.add(ids[student])
            on_roster[student] = True
            if np.isnat(joined[student]):
                joined[student] = np.min([_day(row.get("enrolled_from", "")) for row in mine])  # NaT where one is open
            if np.isnat(left[student]):
                left[student] = np.max([_day(row.get("enrolled_until", "")) for row in mine])
            before = [row for row in all_of[ids[student]] if any(_may_be_one_course(row, own) for own in mine)]
            since[student] = np.min([joined[student], *(_day(row.get("enrolled_from", "")) for row in before)])
        for one, several in by_id.items():
            absent[book] += one not in here and any(_enrolled(row, day[book]) for row in several)
    return Enrolment(listed, on_roster, joined, left, since, absent)


def _enrolled(row: Row, day: np.datetime64) -> bool:
    until, since = _day(row.get("enrolled_until", "")), _day(row.get("enrolled_from", ""))
    return not (until < day or since > day)  # an unknown date compares as false


def _may_be_one_course(row: Row, other: Row) -> bool:
    """Whether two rows are of one course, as far as the roster tells: by its code, else its name, else nobody knows."""
    for key in ("course_code", "course"):
        one, two = (folded(each.get(key, "")) for each in (row, other))
        if one and two:
            return one == two
    return True


def _day(text: str) -> np.datetime64:
    try:
        return np.datetime64(text or "NaT", "D")
    except ValueError:
        return np.datetime64("NaT", "D")
