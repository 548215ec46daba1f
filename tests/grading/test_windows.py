"""The school year cut into weeks or stretches of days."""

import datetime

from gradeaudit.grading.windows import windows
from tests.tables import policy

# Q1 begins on a Monday, Q2 on a Wednesday; the last week of Q1 has two school days, 7 September is closed
CALENDAR = policy("""
calendar:
  terms:
    Q1: {starts: 2026-08-31, ends: 2026-09-22}
    Q2: {starts: 2026-09-23, ends: 2026-10-16}
  closed: [2026-09-07, 2026-10-05..2026-10-07]
""").calendar


def cut(per: str) -> list[tuple[str, str]]:
    found = windows(CALENDAR, per)
    return [(str(first), str(last)) for first, last in zip(found.first, found.last)]


def test_weeks_begin_with_the_first_full_one_and_short_ones_are_left_out():
    assert cut("week") == [
        ("2026-08-31", "2026-09-06"),
        ("2026-09-07", "2026-09-13"),
        ("2026-09-14", "2026-09-20"),
        ("2026-09-28", "2026-10-04"),
        ("2026-10-12", "2026-10-16"),
    ]


def test_school_days_are_counted_from_each_terms_start_and_must_fit():
    # Q1 has 16 school days (5 + 4 + 5 + 2), Q2 15 (3 + 5 + 2 + 5)
    assert cut("5 school days") == [
        ("2026-08-31", "2026-09-04"),
        ("2026-09-08", "2026-09-14"),
        ("2026-09-15", "2026-09-21"),
        ("2026-09-23", "2026-09-29"),
        ("2026-09-30", "2026-10-09"),
        ("2026-10-12", "2026-10-16"),
    ]


def test_days_and_weeks():
    assert cut("10 days") == [
        ("2026-08-31", "2026-09-09"), ("2026-09-10", "2026-09-19"), ("2026-09-23", "2026-10-02"),
        ("2026-10-03", "2026-10-12"),
    ]  # fmt: skip
    assert cut("2 weeks") == [("2026-08-31", "2026-09-13"), ("2026-09-23", "2026-10-06")]


def test_what_is_no_period():
    assert windows(CALENDAR, "term") is None
    assert windows(CALENDAR, "0 days") is None
    assert isinstance(windows(CALENDAR, "week").first[0].item(), datetime.date)
