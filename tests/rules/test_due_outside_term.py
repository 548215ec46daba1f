"""due-outside-term: work that the term may never count."""

from tests.tables import book, check, empty, rest

YEAR = """
dates: {due: {within_term: true}}
calendar:
  terms:
    Q1: {starts: 2026-08-31, ends: 2026-11-06}
    Q2: {starts: 2026-11-09, ends: 2027-01-22}
"""
PICTURE = "Student | A due=2026-11-06 | B due=2026-11-09 | C due=2026-08-30\nAda | 9 | 8 | 7"


def test_finds_days_outside_the_named_term():
    outcome = check("due-outside-term", YEAR, book(PICTURE, about={"term": "Q1"}))
    assert outcome.found == [
        ("“B” due on 2026-11-09, outside Q1 (2026-08-31 to 2026-11-06)", ["C1"]),
        ("“C” due on 2026-08-30, outside Q1 (2026-08-31 to 2026-11-06)", ["D1"]),
    ]
    assert rest(outcome.findings[0]) == ("error", "certain", None, "B", "2026-11-09", "a day in Q1", 2)


def test_the_term_s_last_day_and_a_book_of_the_whole_year_are_no_finding():
    fine = "Student | A due=2026-11-06 | B due=2026-08-31\nAda | 9 | 8"
    assert check("due-outside-term", YEAR, book(fine, about={"term": "Q1"})).found == []
    year = "Student | A due=2026-09-01 | B due=2027-01-10\nAda | 9 | 8"
    assert check("due-outside-term", YEAR, book(year, about={"term": "2026-27"})).found == []


def test_without_a_named_term_a_day_in_no_term_is_found():
    outcome = check("due-outside-term", YEAR, book(PICTURE))
    assert outcome.found == [("“C” due on 2026-08-30, in no term", ["D1"])]


def test_not_checked_without_a_calendar():
    outcome = check("due-outside-term", "dates: {due: {within_term: true}}", book(PICTURE))
    assert outcome.not_checked == [("the policy has no calendar, and school days can't be counted without one", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("due-outside-term", YEAR, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
