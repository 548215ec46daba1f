"""posting-slow: scores that came late, or not yet."""

import numpy as np

from tests.tables import book, check

YEAR = """
categories: {Quiz: {weight: 40}, Project: {weight: 60}}
dates: {posting: {within: 5 school days, large: {of: [Project], within: 10 school days}}}
calendar: {terms: {Q1: {starts: 2026-08-31, ends: 2026-11-06}}}
"""
PICTURE = """
    Student | A @Quiz due=2026-10-01 | B @Project due=2026-10-01 | C @Quiz due=2026-09-10
    Ada     |                        |                           | 9
    Ben     |                        |                           | 8
    Cleo    | 9                      |                           | 7
"""
# Five school days after Thursday 1 October is the 8th; ten are the 15th.


def test_finds_work_that_half_of_the_class_still_has_no_scores_on():
    outcome = check("posting-slow", YEAR, book(PICTURE), as_of="2026-10-09")
    assert outcome.found == [
        (
            "“A”, due on 2026-10-01, has no scores for half of the class; the policy gives until 2026-10-08",
            ["B1"],
        )
    ]
    assert [cells for _, cells in check("posting-slow", YEAR, book(PICTURE), as_of="2026-10-16").found] == [
        ["B1"],
        ["C1"],
    ]


def test_the_last_day_itself_and_large_work_are_no_finding():
    assert check("posting-slow", YEAR, book(PICTURE), as_of="2026-10-08").found == []


def entered(*days: str):  # type: ignore[no-untyped-def]
    picture = "Student | A @Quiz due=2026-10-01\n" + "\n".join(f"S{n} | 9" for n in range(len(days)))
    return book(picture, scores={"entered_on": [np.datetime64(day, "s") for day in days]})


def test_finds_scores_that_were_entered_late_by_their_dates():
    outcome = check("posting-slow", YEAR, entered("2026-10-05", "2026-10-12", "2026-10-12"))
    assert outcome.found == [
        ("“A”, due on 2026-10-01, has its scores since 2026-10-12; the policy gives until 2026-10-08", ["B1"])
    ]


def test_a_few_late_hand_ins_are_no_finding():
    assert check("posting-slow", YEAR, entered("2026-10-05", "2026-10-06", "2026-11-02")).found == []


def test_not_checked_without_a_calendar_or_a_word_in_the_policy():
    bare = check("posting-slow", "dates: {posting: {within: 5 school days}}", book(PICTURE))
    assert bare.not_checked == [("the policy has no calendar, and school days can't be counted without one", 1)]
    assert check("posting-slow", "district: X", book(PICTURE)).not_checked == [("the policy sets no dates.posting", 1)]


def test_a_limit_for_large_work_alone_leaves_other_work_without_one():
    large = YEAR.replace("within: 5 school days, large", "large")
    outcome = check("posting-slow", large, book(PICTURE), as_of="2026-10-16")
    assert ([cells for _, cells in outcome.found], outcome.not_checked) == ([["C1"]], [])


def test_it_is_likely_for_an_entry_may_be_a_correction():
    late = check("posting-slow", YEAR, entered("2026-10-05", "2026-10-12", "2026-10-12"))
    assert [found.confidence for found in late.findings] == ["likely"]


def test_a_class_without_students_is_not_checked():
    outcome = check("posting-slow", YEAR, book("Student | A @Quiz due=2026-10-01"))
    assert (outcome.found, outcome.not_checked) == ([], [("it has no students", 1)])


def test_scores_on_the_last_day_itself_are_no_finding():
    assert check("posting-slow", YEAR, entered("2026-10-05", "2026-10-08", "2026-10-08")).found == []
    assert len(check("posting-slow", YEAR, entered("2026-10-05", "2026-10-09", "2026-10-09")).found) == 1


def test_half_of_the_class_is_enough():
    half = "Student | A @Quiz due=2026-10-01 | B @Quiz due=2026-09-10\nAda | 9 | 9\nBen | | 8"
    assert check("posting-slow", YEAR, book(half), as_of="2026-10-20").found == []
    assert len(check("posting-slow", YEAR, book(half + "\nCleo | | 7"), as_of="2026-10-20").found) == 1
