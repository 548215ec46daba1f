"""Amendments within the year: what a finding is about is judged by the version in force on its day."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradeaudit.findings import Finding
from gradeaudit.gradebook import Book
from tests.policy.clauses import made, report

YEAR = """calendar:
  terms: {S1: {starts: 2026-08-31, ends: 2026-11-06}, S2: {starts: 2026-11-09, ends: 2027-01-22}}
"""
TITLES = (
    YEAR
    + """naming: {assignment: '^HW'}
amendments:
  - {from: 2026-10-01, set: {naming: {assignment: '^Homework'}}}
  - {from: 2026-11-01, set: {naming: {assignment: '^Practice'}}}
"""
)


@pytest.fixture
def told(tmp_path: Path):  # type: ignore[no-untyped-def]
    def judged(policy: str, rule: str, *books: Book, as_of: str = "2026-11-24") -> list[tuple[str, int | None]]:
        return [
            (one.message, one.policy_ref and one.policy_ref.line) for one in findings(policy, rule, *books, as_of=as_of)
        ]

    def findings(policy: str, rule: str, *books: Book, as_of: str = "2026-11-24") -> tuple[Finding, ...]:
        path = tmp_path / "policy.yaml"
        path.write_text(policy, encoding="utf-8")
        one = report(path, books, rule, as_of)
        assert one.broken == ()
        judged.not_checked = [entry.reason for entry in one.not_checked]  # type: ignore[attr-defined]
        return one.findings

    judged.findings = findings  # type: ignore[attr-defined]
    return judged


def test_each_assignment_is_held_against_the_version_of_its_due_date(told) -> None:  # type: ignore[no-untyped-def]
    dates = ["2026-09-30", "2026-10-01", "2026-10-31", "2026-11-01"]
    names = ["HW 1", "HW 2", "Homework 3", "Homework 4"]
    columns = [f"{name} due={date}" for name, date in zip(names, dates)]
    assert told(TITLES, "title-pattern", made(columns)) == [
        ("“HW 2” doesn't follow the naming convention", 5),
        ("“Homework 4” doesn't follow the naming convention", 6),
    ]
    right = [f"{name} due={date}" for name, date in zip(["HW 1", "Homework 2", "Homework 3", "Practice 4"], dates)]
    assert told(TITLES, "title-pattern", made(right)) == []


def test_work_without_a_date_belongs_to_its_term_and_else_to_the_day(told) -> None:  # type: ignore[no-untyped-def]
    assert told(TITLES, "title-pattern", made(["HW 1 term=S1"])) == [("“HW 1” doesn't follow the naming convention", 6)]
    nowhere = TITLES.replace(YEAR, "")
    assert told(nowhere, "title-pattern", made(["Homework 1"])) == [
        ("“Homework 1” doesn't follow the naming convention", 4)
    ]
    early = told(nowhere, "title-pattern", made(["Homework 1"]), as_of="2026-10-15")
    assert early == []


def test_marks_are_held_against_the_floor_of_their_day(told) -> None:  # type: ignore[no-untyped-def]
    policy = YEAR + "marks: {minimum: 50%}\namendments: [{from: 2026-10-05, set: {marks: {minimum: 60%}}}]\n"
    columns = ["A /10 due=2026-10-02", "B /10 due=2026-10-05"]
    assert told(policy, "score-below-floor", made(columns, [["5.5", "5.5"], ["9", "9"]])) == [
        ("1 cell on “B” below the floor of 6 points (60%): 5.5", 4)
    ]
    assert told(policy, "score-below-floor", made(columns, [["4", "6"], ["9", "9"]])) == [
        ("1 cell on “A” below the floor of 5 points (50%): 4", 3)
    ]


def test_a_term_is_held_against_the_version_of_its_end(told) -> None:  # type: ignore[no-untyped-def]
    policy = (
        YEAR
        + "counts: {total: {min: 2, per: term}}\namendments: [{from: 2026-11-09, set: {counts: {total: {min: 3}}}}]\n"
    )
    first = ["A /10 due=2026-09-10", "B /10 due=2026-09-17"]
    second = ["C /10 due=2026-11-12", "D /10 due=2026-11-19"]
    both = made([*first, *second])
    assert told(policy, "too-few-grades", both, as_of="2027-01-25") == [
        ("2 grades counted in S2, the policy wants at least 3", 4)
    ]
    assert told(policy, "too-few-grades", made([first[0], *second, "E /10 due=2026-12-10"]), as_of="2027-01-25") == [
        ("1 grade counted in S1, the policy wants at least 2", 3)
    ]


def test_what_has_no_day_is_held_against_the_last_version(told) -> None:  # type: ignore[no-untyped-def]
    policy = (
        "categories: {A: {weight: 40}, B: {weight: 60}}\n"
        "amendments: [{from: 2026-10-05, set: {categories: {A: {weight: 50}, B: {weight: 50}}}}]\n"
    )
    columns = ["A 1 /10 @A due=2026-09-10", "B 1 /10 @B due=2026-10-12"]
    assert told(policy, "weight-differs", made(columns, weights={"A": 50, "B": 50})) == []
    assert told(policy, "weight-differs", made(columns, weights={"A": 40, "B": 60})) == [
        ("“A” weighs 40%, the policy says 50%", 2),
        ("“B” weighs 60%, the policy says 50%", 2),
    ]


DATES = (
    YEAR
    + """dates: {due: {lead_time: 2 days}}
amendments: [{from: 2026-10-05, set: {dates: {due: {lead_time: 5 days}}}}]
"""
)


def test_a_rule_on_dates_has_a_finding_for_each_version(told) -> None:  # type: ignore[no-untyped-def]
    columns = [
        "A due=2026-10-01 assigned=2026-09-30",
        "B due=2026-10-02 assigned=2026-09-29",
        "C due=2026-10-09 assigned=2026-10-06",
        "D due=2026-10-12 assigned=2026-10-07",
    ]
    old, new = sorted(told.findings(DATES, "lead-time-short", made(columns)), key=lambda found: found.places)
    assert [(found.message, [place.column for place in found.places]) for found in (old, new)] == [
        ("1 assignment due sooner than 2 days after being assigned, such as on 2026-10-01", [2]),
        ("1 assignment due sooner than 5 days after being assigned, such as on 2026-10-09", [4]),
    ]
    assert old.fingerprint != new.fingerprint
    (before,) = told.findings(DATES.partition("amendments")[0], "lead-time-short", made(columns[:2]))
    assert old.fingerprint == before.fingerprint  # what is known from before the amendment stays known


def test_a_setting_that_an_amendment_ends_is_still_read_for_its_time(told) -> None:  # type: ignore[no-untyped-def]
    policy = YEAR + "marks: {decimals: 0}\namendments: [{from: 2026-10-05, set: {marks: {decimals: null}}}]\n"
    columns = ["A /10 due=2026-10-02", "B /10 due=2026-10-05"]
    found = told(policy, "too-precise", made(columns, [["8.5", "8.5"], ["9", "9"], ["8", "8"]]))
    assert [line for _, line in found] == [3] and "“A”" in found[0][0]
    assert told.not_checked == ["the policy sets no marks.decimals or marks.by_category.decimals, since 2026-10-05"]
    assert told(policy, "too-precise", made(columns, [["8", "8.5"], ["9", "9"], ["8", "8"]])) == []
    assert told.not_checked == ["the policy sets no marks.decimals or marks.by_category.decimals"]
