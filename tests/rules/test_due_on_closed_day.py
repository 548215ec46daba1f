"""due-on-closed-day: a deadline on a day off."""

from tests.tables import book, check, empty, rest

YEAR = """
dates: {due: {school_days_only: true}}
calendar:
  terms: {Q1: {starts: 2026-08-31, ends: 2026-11-06}}
  closed: [2026-09-07]
"""
PICTURE = "Student | A due=2026-09-07 | B due=2026-10-11 | C due=2026-10-12 | D due=2026-08-30\nAda | 9 | 8 | 7 | 6"


def test_finds_holidays_and_weekends():
    outcome = check("due-on-closed-day", YEAR, book(PICTURE))
    assert outcome.found == [("2 assignments due on days without school, such as 2026-09-07", ["B1", "C1"])]
    assert rest(outcome.findings[0]) == ("warning", "certain", None, None, "2026-09-07", "a school day", 2)


def test_school_days_and_days_outside_the_terms_are_no_finding():
    fine = "Student | C due=2026-10-12 | D due=2026-08-30\nAda | 7 | 6"
    assert check("due-on-closed-day", YEAR, book(fine)).found == []
    saturday = YEAR.replace("  closed", "  school_week: [mon, tue, wed, thu, fri, sat, sun]\n  closed")
    assert check("due-on-closed-day", saturday, book("Student | B due=2026-10-11\nAda | 9")).found == []


def test_not_checked_without_a_calendar():
    outcome = check("due-on-closed-day", "dates: {due: {school_days_only: true}}", book(PICTURE))
    assert outcome.not_checked == [("the policy has no calendar, and school days can't be counted without one", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("due-on-closed-day", YEAR, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
