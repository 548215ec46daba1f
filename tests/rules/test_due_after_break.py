"""due-after-break: the break as homework time."""

from tests.tables import book, check, empty, rest

YEAR = """
dates: {due: {not_after_break: 2 school days}}
calendar:
  terms: {S1: {starts: 2026-08-31, ends: 2027-01-22}}
  closed: [2026-11-25..2026-11-27, 2026-12-21..2027-01-01]
"""
# Thanksgiving: Wednesday 25 to Sunday 29 November; school again on Monday 30. Winter: school again on Monday 4 January.


def test_finds_work_on_the_first_two_school_days_after_a_break():
    picture = "Student | A due=2026-11-30 | B due=2026-12-01 | C due=2027-01-05 | D due=2026-12-02\nAda | 9 | 8 | 7 | 6"
    outcome = check("due-after-break", YEAR, book(picture))
    assert outcome.found == [("3 assignments due too soon after a break, such as on 2026-11-30", ["B1", "C1", "D1"])]
    assert rest(outcome.findings[0]) == (
        "warning",
        "certain",
        None,
        None,
        "2026-11-30",
        "later than 2 school days after the break",
        2,
    )


def test_a_monday_and_the_third_day_back_are_no_finding():
    picture = "Student | A due=2026-10-12 | B due=2026-12-02 | C due=2027-01-06 | D due=2026-11-24\nAda | 9 | 8 | 7 | 6"
    assert check("due-after-break", YEAR, book(picture)).found == []


def test_not_checked_without_a_calendar():
    outcome = check(
        "due-after-break", "dates: {due: {not_after_break: 2 school days}}", book("Student | A due=2026-11-30\nAda | 9")
    )
    assert outcome.not_checked == [("the policy has no calendar, and school days can't be counted without one", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("due-after-break", YEAR, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
