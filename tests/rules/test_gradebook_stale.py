"""gradebook-stale: nothing new for weeks."""

import numpy as np

from tests.tables import book, check, empty, rest

YEAR = """
dates: {stale_after: 10 school days}
calendar: {terms: {Q1: {starts: 2026-08-31, ends: 2026-11-06}, Q2: {starts: 2026-11-09, ends: 2027-01-22}}}
"""


def entered(*days: str):  # type: ignore[no-untyped-def]
    picture = "Student | A\n" + "\n".join(f"S{n} | 9" for n in range(len(days)))
    return book(picture, scores={"entered_on": [np.datetime64(day, "s") for day in days]})


def test_finds_a_newest_score_that_is_too_old():
    # Ten school days after Thursday 1 October is Thursday 15 October.
    outcome = check("gradebook-stale", YEAR, entered("2026-09-20", "2026-10-01"), as_of="2026-10-16")
    assert outcome.found == [("no new score since 2026-10-01, longer than 10 school days", [""])]
    assert rest(outcome.findings[0]) == (
        "warning",
        "certain",
        None,
        None,
        "2026-10-01",
        "a new score within 10 school days",
        2,
    )


def test_the_last_allowed_day_and_the_start_of_a_term_are_no_finding():
    assert check("gradebook-stale", YEAR, entered("2026-10-01"), as_of="2026-10-15").found == []
    assert check("gradebook-stale", YEAR, entered("2026-10-01"), as_of="2026-11-20").found == []


def test_a_term_that_is_over_is_no_finding():
    assert check("gradebook-stale", YEAR, entered("2026-10-01"), as_of="2027-06-01").found == []


def test_not_checked_without_entry_dates_or_a_calendar():
    bare = book("Student | A\nAda | 9", without=["scores.entered_on"])
    assert check("gradebook-stale", YEAR, bare).not_checked == [("this export carries no entry dates", 1)]
    outcome = check("gradebook-stale", "dates: {stale_after: 10 school days}", entered("2026-10-01"))
    assert outcome.not_checked == [("the policy has no calendar, and school days can't be counted without one", 1)]


def test_one_week_is_said_as_one():
    outcome = check(
        "gradebook-stale", YEAR.replace("10 school days", "1 week"), entered("2026-10-01"), as_of="2026-10-09"
    )
    assert outcome.found == [("no new score since 2026-10-01, longer than 1 week", [""])]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("gradebook-stale", YEAR, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
