"""too-few-grades: fewer counted grades in a term than the policy wants."""

import numpy as np

from tests.tables import book, check

POLICY = "counts: {total: {min: 3}}\nmissing_work: {codes: {MI: missing}}"
WHOLE = "the export is taken as the whole term"


def test_finds_a_gradebook_with_too_few_counted_grades_and_says_what_is_still_to_come():
    outcome = check(
        "too-few-grades",
        POLICY,
        book("""
        Student | A /10 | B /10 | C /10 | Extra credit /5 | A retake /10
        Ada     | 9     | MI    |       | 5               | 10
        Ben     | 8     | 7     |       | 5               | 10
    """),
    )
    assert outcome.found == [
        (
            f"2 grades counted, the policy wants at least 3 (1 more is not yet scored for half of the class; {WHOLE})",
            [""],
        )
    ]
    assert (outcome.findings[0].observed, outcome.findings[0].expected) == ("2 grades", "3")
    assert outcome.findings[0].confidence == "likely"


def test_the_minimum_itself_is_enough():
    enough = book("Student | A /10 | B /10 | C /10\nAda | 9 | MI | 8\nBen | 9 | 7 |")
    assert check("too-few-grades", POLICY, enough).found == []
    split = book("Student | A /1 | B /1 | C1 /1 | C2 /1\nAda | 1 | 1 | 1 | N/A\nBen | 1 | 1 | N/A | 1")
    assert check("too-few-grades", POLICY, split).found == []
    assert len(check("too-few-grades", "counts: {total: {min: 4}}", split).found) == 1


def test_each_term_is_counted_for_itself_and_the_last_may_not_be_over():
    one = book("""
        Student | A /1 term=Q1 | B /1 term=Q1 | C /1 term=Q2 | D /1 term=Q2 | E /1 term=Q2 | F /1 term=Q3
        Ada     | 1 | 1 | 1 | 1 | 1 | 1
    """)
    outcome = check("too-few-grades", POLICY, one)
    assert outcome.found == [(f"2 grades counted in Q1, the policy wants at least 3 ({WHOLE})", [""])]
    assert outcome.not_checked == []
    alone = book("Student | A /1\nAda | 1", about={"term": "Q1"})
    assert check("too-few-grades", POLICY, alone).found == [
        (f"1 grade counted in Q1, the policy wants at least 3 ({WHOLE})", [""])
    ]


def test_the_last_term_is_the_one_with_the_last_due_date():
    one = book("""
        Student | A /1 term=Q2 due=2026-11-20 | B /1 term=Q1 due=2026-09-20
        Ada     | 1 | 1
    """)
    assert [message for message, _ in check("too-few-grades", POLICY, one).found] == [
        f"1 grade counted in Q1, the policy wants at least 3 ({WHOLE})"
    ]


CALENDAR = """
calendar:
  terms:
    Q1: {starts: 2026-08-31, ends: 2026-09-25}
    Q2: {starts: 2026-09-28, ends: 2026-10-23}
"""
THREE = "Student | A due=2026-09-01 | B due=2026-09-08 | C due=2026-10-01\nAda | 9 | 9 | 9"


def test_with_a_calendar_a_term_that_is_over_is_certain_and_a_running_one_is_projected():
    outcome = check("too-few-grades", POLICY + CALENDAR, book(THREE), as_of="2026-10-16")
    # 15 of Q2's 20 school days are over: one grade is on the way to two
    assert outcome.found == [
        ("1 grade counted in Q2, the policy wants at least 3 (at this pace 2 by the end of the term)", [""]),
        ("2 grades counted in Q1, the policy wants at least 3", [""]),
    ]
    assert [found.confidence for found in outcome.findings] == ["likely", "certain"]


def test_a_pace_that_leads_to_the_minimum_is_no_finding_and_an_early_term_is_not_checked():
    ten_days = check("too-few-grades", "counts: {total: {min: 2}}" + CALENDAR, book(THREE), as_of="2026-10-09")
    assert ten_days.found == []
    one = book("Student | A due=2026-09-01\nAda | 9")
    early = check("too-few-grades", POLICY + CALENDAR, one, as_of="2026-09-04")
    assert (early.found, early.not_checked) == ([], [("too early to tell: less than a third of the term is over", 1)])


def test_not_checked_without_a_minimum_without_assignments_or_for_another_period():
    one = book("Student | A /10\nAda | 9")
    assert check("too-few-grades", "counts: {total: {max: 9}}", one).not_checked == [
        ("the policy sets no counts.total.min", 1)
    ]
    weekly = check("too-few-grades", "counts: {total: {min: 1, per: week}}", one)
    assert weekly.not_checked == [("the policy counts grades per week", 1)]
    empty = check("too-few-grades", POLICY, book("Student\nAda"))
    assert (empty.found, empty.not_checked) == ([], [("it has no assignments", 1)])


def test_a_gradebook_beside_an_empty_one_keeps_its_own_count():
    tables = [book("Student\nAda", file="a.csv"), book("Student | A /1\nAda | 1", file="b.csv")]
    outcome = check("too-few-grades", POLICY, *tables)
    assert [found.file for found in outcome.findings] == ["b.csv"]
    assert np.sum([count for _, count in outcome.not_checked]) == 1
