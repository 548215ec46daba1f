"""behind-at-progress: too few grades by the day of the progress report."""

import numpy as np

from tests.tables import book, check, empty

CALENDAR = """
calendar:
  terms:
    Q1: {starts: 2026-08-31, ends: 2026-10-23, progress: 2026-09-25}
    Q2: {starts: 2026-10-26, ends: 2026-12-18, progress: 2026-11-20}
"""
POLICY = (
    CALENDAR
    + """
counts: {total: {min: 5}, by_progress: {share: 50%}}
categories:
  Homework: {by_progress: {min: 2}}
  Tests: {grades: {min: 3}, by_progress: {share: 33%}}
"""
)
HEAD = (
    "Student | A @Homework due=2026-09-10 | B @Homework due=2026-09-25 | C @Homework due=2026-09-26"
    " | T @Tests due=2026-10-20"
)


def test_finds_what_was_not_there_by_the_progress_date():
    one = book(HEAD + "\nAda | 9 | | 9 | 9\nBen | 9 | | 9 | 9\nCleo | 9 | 9 | 9 | 9")
    outcome = check("behind-at-progress", POLICY, one, as_of="2026-10-23")
    still = "(1 more is not yet scored for half of the class)"
    # half of 5 is 3 after rounding up; a third of 3 is 1
    assert outcome.found == [
        ("0 counted grades in “Tests” due by 2026-09-25, the policy wants at least 1", [""]),
        (f"1 counted grade due by 2026-09-25, the policy wants at least 3 {still}", [""]),
        (f"1 counted grade in “Homework” due by 2026-09-25, the policy wants at least 2 {still}", [""]),
    ]
    assert [found.policy_ref.line for found in outcome.findings] == [10, 7, 9]


def test_enough_by_the_day_itself_and_a_day_that_has_not_come_are_no_finding():
    enough = CALENDAR + "counts: {by_progress: {min: 2}}"
    one = book(HEAD + "\nAda | 9 | 9 | 9 | 9")
    assert check("behind-at-progress", enough, one, as_of="2026-10-23").found == []
    before = check("behind-at-progress", POLICY, one, as_of="2026-09-24")
    assert (before.found, before.not_checked) == ([], [("no progress date of its terms has come", 1)])
    assert len(check("behind-at-progress", POLICY, one, as_of="2026-09-25").found) == 2


def test_a_class_that_began_late_is_no_finding():
    one = book(HEAD + "\nAda | | | 9 | 9", students={"enrolled_from": [np.datetime64("2026-09-21")]})
    outcome = check("behind-at-progress", POLICY, one, as_of="2026-10-23")
    late = "its students enrolled when more than a third of the term was over"
    assert (outcome.found, outcome.not_checked) == ([], [(late, 1)])


def test_not_checked_without_due_dates_a_calendar_or_the_key():
    one = book(HEAD + "\nAda | 9 | 9 | 9 | 9")
    bare = check("behind-at-progress", POLICY, book("Student | A\nAda | 9"))
    assert bare.not_checked == [("this export carries no due dates", 1)]
    timeless = check("behind-at-progress", "counts: {by_progress: {min: 2}}", one)
    assert timeless.not_checked == [("the policy sets no calendar", 1)]
    none = check("behind-at-progress", CALENDAR, one)
    assert none.not_checked == [("the policy sets no counts.by_progress or categories.by_progress", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("behind-at-progress", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [("it has no assignments", 1)])
