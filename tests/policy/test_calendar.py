"""The school year: days counted as a teacher would count them on the wall calendar."""

from datetime import date

import numpy as np
import pytest

from tests.tables import policy

# Autumn 2026: 7 September is Labor Day (a Monday), 25 to 27 November is Thanksgiving (Wednesday to Friday).
YEAR = """
calendar:
  terms:
    Q1: {starts: 2026-08-31, ends: 2026-11-06, progress: 2026-10-02, aliases: [Quarter 1]}
    Q2: {starts: 2026-11-09, ends: 2027-01-15}
  closed: [2026-09-07, 2026-11-25..2026-11-27, 2026-12-21..2027-01-01]
"""


def days(*texts: str):
    return np.array(texts, "datetime64[D]")


@pytest.fixture(scope="module")
def calendar():
    return policy(YEAR).calendar


def test_without_a_calendar_there_is_none():
    assert policy("district: X").calendar is None


def test_terms_are_arrays(calendar):
    assert calendar.names == ("Q1", "Q2")
    assert calendar.starts.tolist() == [date(2026, 8, 31), date(2026, 11, 9)]
    assert calendar.ends.tolist() == [date(2026, 11, 6), date(2027, 1, 15)]
    assert calendar.progress.tolist() == [date(2026, 10, 2), None]


def test_school_days(calendar):
    dates = days("2026-09-04", "2026-09-05", "2026-09-07", "2026-09-08", "2026-11-26", "NaT")
    assert calendar.is_school_day(dates).tolist() == [True, False, False, True, False, False]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-09-03", "2026-09-04", 1),  # Thursday to Friday
        ("2026-09-04", "2026-09-08", 1),  # over Labor Day's weekend
        ("2026-09-05", "2026-09-08", 1),  # from the Saturday
        ("2026-11-20", "2026-11-30", 3),  # Monday, Tuesday, then the Monday after Thanksgiving
        ("2026-09-08", "2026-09-08", 0),
        ("2026-09-08", "2026-09-04", -1),
    ],
)
def test_school_days_between_two_days(calendar, start, end, expected):
    assert calendar.school_days_between(days(start), days(end)).tolist() == [expected]


def test_days_that_are_not_known_stay_unknown(calendar):
    assert np.isnan(calendar.school_days_between(days("NaT"), days("2026-09-08"))).all()
    assert np.isnat(calendar.add_school_days(days("NaT"), 5)).all()


def test_adding_school_days(calendar):
    assert calendar.add_school_days(days("2026-09-04", "2026-09-05", "2026-11-20"), 5).astype(str).tolist() == [
        "2026-09-14",  # 8, 9, 10, 11, 14 September
        "2026-09-14",  # a Saturday counts from the Friday
        "2026-12-02",  # 23, 24, 30 November, 1, 2 December
    ]


def test_durations_of_every_unit(calendar):
    day = days("2026-09-04")
    moved = [calendar.later(day, given).astype(str)[0] for given in [(2, "weeks"), (10, "days"), (24, "hours")]]
    assert moved == ["2026-09-18", "2026-09-14", "2026-09-05"]
    assert calendar.later(day, (1, "school days")).astype(str).tolist() == ["2026-09-08"]


def test_the_term_of_a_day_and_of_a_name(calendar):
    dates = days("2026-08-30", "2026-08-31", "2026-11-06", "2026-11-07", "2026-11-09", "NaT")
    assert calendar.term_of(dates).tolist() == [-1, 0, 0, -1, 1, -1]
    assert [calendar.term_named(name) for name in ("q1", "Quarter  1", "Q2", "Summer")] == [0, 0, 1, -1]


def test_how_much_of_a_term_is_over(calendar):
    # Q1 has ten weeks less Labor Day: 49 school days, of which 4 are over on Thursday 3 September.
    assert calendar.share_over(0, date(2026, 9, 3)) == pytest.approx(4 / 49)
    assert calendar.share_over(0, date(2026, 8, 30)) == 0.0
    assert calendar.share_over(0, date(2026, 11, 6)) == 1.0


def test_weeks_have_their_school_days(calendar):
    weeks = calendar.weeks
    assert weeks.starts[:2].astype(str).tolist() == ["2026-08-31", "2026-09-07"]
    by_monday = dict(zip(weeks.starts.astype(str).tolist(), weeks.school_days.tolist()))
    assert by_monday["2026-08-31"] == 5
    assert by_monday["2026-09-07"] == 4
    assert by_monday["2026-11-23"] == 2
    assert by_monday["2026-12-21"] == 0
    assert weeks.starts[-1].astype(str) == "2027-01-11"


def test_breaks_are_long_stretches_without_school(calendar):
    firsts, lasts = calendar.breaks()
    assert firsts.astype(str).tolist() == ["2026-11-25", "2026-12-19"]  # Thanksgiving, and winter from its Saturday
    assert lasts.astype(str).tolist() == ["2026-11-29", "2027-01-03"]


def test_a_school_week_of_four_days():
    four = policy(YEAR + "  school_week: [mon, tue, wed, thu]\n").calendar
    assert four.is_school_day(days("2026-09-11", "2026-09-10")).tolist() == [False, True]
