"""A small gradebook beside a small roster: what the roster rules' tests are written with."""

from dataclasses import replace

from gradeaudit import discovery
from gradeaudit.audit import audit
from gradeaudit.findings import Run
from gradeaudit.places import cell_name
from gradeaudit.policy.catalogue import Roster
from tests.tables import book, gradebooks, policy

PICTURE = "Student | HW due=2026-09-10 | Test due=2026-10-20\nAda | 9 | 8\nBen | 8 | 7\nEve | 7 | 6"
ROSTER = [
    ("S101", "P1", "", ""),
    ("S102", "P1", "2026-08-31", "2026-10-02"),
    ("S104", "P1", "2026-08-31", ""),
    ("S105", "P1", "2026-12-01", ""),
    ("S106", "P2", "", ""),
]


def by_roster(rule, *, section="P1", rows=ROSTER, codes=(), picture=PICTURE, as_of="2026-11-24", **more):  # type: ignore[no-untyped-def]
    names = ("student", "section", "enrolled_from", "enrolled_until")
    listed = [dict(zip(names, row)) for row in rows]
    if codes:
        listed = [{**row, "course_code": code} for row, code in zip(listed, codes)]
    roster = Roster(tuple(listed), frozenset(listed[0]))
    settings = replace(policy("identify: {roster: roster.csv}", as_of), roster=roster)
    tables = gradebooks(book(picture, about={"section": section}, **more))
    report = audit(tables, settings, [discovery.rules()[rule]], Run("0", as_of))
    assert not report.broken
    return (
        [(e.message, [cell_name(place.row, place.column) for place in e.places]) for e in report.findings],
        [entry.reason for entry in report.not_checked],
    )
