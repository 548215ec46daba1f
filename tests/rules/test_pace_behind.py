"""pace-behind: weeks without the grades that the policy wants in each."""

import numpy as np

from tests.tables import book, check

CALENDAR = """
calendar:
  terms: {Q1: {starts: 2026-08-31, ends: 2026-10-30}}
  closed: [2026-10-05..2026-10-07]
"""  # the week of 5 October has two school days
WEEKLY = CALENDAR + "counts: {pace: {min: 1, per: week}}"


def due(*days: str, marks: str = "9", **more):
    head = " | ".join(["Student", *(f"A{number} due={day}" for number, day in enumerate(days))])
    return book(head + "\n" + " | ".join(["Ada", *[marks] * len(days)]), **more)


def test_finds_each_streak_of_weeks_once():
    outcome = check("pace-behind", WEEKLY, due("2026-09-01", "2026-09-25", "2026-10-16"), as_of="2026-10-19")
    # without a grade: 7 and 14 September, 28 September (5 October asks for nothing); 12 October isn't settled yet
    assert outcome.found == [
        ("1 week from 2026-09-28 to 2026-10-04 with fewer than 1 counted grade", [""]),
        ("2 weeks in a row from 2026-09-07 to 2026-09-20 with fewer than 1 counted grade", [""]),
    ]
    assert outcome.findings[0].policy_ref.text == "counts: {pace: {min: 1, per: week}}"


def test_a_week_is_asked_for_five_school_days_after_its_end():
    one = due("2026-09-01", "2026-09-08")
    assert check("pace-behind", WEEKLY, one, as_of="2026-09-24").found == []
    assert check("pace-behind", WEEKLY, one, as_of="2026-09-25").found == [
        ("1 week from 2026-09-14 to 2026-09-20 with fewer than 1 counted grade", [""])
    ]
    exported = due("2026-09-01", "2026-09-08", about={"exported_at": np.datetime64("2026-09-24T08:00")})
    assert check("pace-behind", WEEKLY, exported, as_of="2026-10-30").found == []


def test_other_periods_and_categories():
    policy = CALENDAR + "categories: {Major: {}}\ncounts: {pace: {min: 2, per: 10 school days, of: [Major]}}"
    one = book("""
        Student | A @Major due=2026-09-01 | B @Major due=2026-09-02 | C @Major due=2026-09-14 | D @X due=2026-09-15
        Ada     | 9 | 9 | 9 | 9
    """)
    assert check("pace-behind", policy, one, as_of="2026-10-05").found == [
        (
            "1 stretch of 10 school days from 2026-09-14 to 2026-09-25 with fewer than 2 counted grades in “Major”",
            [""],
        )
    ]


def test_work_in_every_week_and_the_time_before_the_class_began_are_no_finding():
    every = due("2026-09-04", "2026-09-11", "2026-09-18")
    late = due("2026-09-18", file="two.csv", students={"enrolled_from": [np.datetime64("2026-09-10")]})
    outcome = check("pace-behind", WEEKLY, every, late, as_of="2026-09-25")
    assert outcome.found == []


def test_unscored_work_is_no_grade():
    one = due("2026-09-01", marks="")
    assert len(check("pace-behind", WEEKLY, one, as_of="2026-09-11").found) == 1


def test_not_checked_without_a_calendar_a_pace_due_dates_or_assignments():
    one = due("2026-09-01")
    timeless = check("pace-behind", "counts: {pace: {min: 1}}", one)
    assert timeless.not_checked == [("the policy sets no calendar", 1)]
    assert check("pace-behind", CALENDAR, one).not_checked == [("the policy sets no counts.pace", 1)]
    for pace in ("{per: week}", "{min: 1, per: term}"):
        odd = check("pace-behind", CALENDAR + f"counts: {{pace: {pace}}}", one)
        assert odd.not_checked == [("the policy's pace sets no number of grades for a week or for days", 1)]
    assert check("pace-behind", WEEKLY, book("Student | A\nAda | 9")).not_checked == [
        ("this export carries no due dates", 1)
    ]
    empty = check("pace-behind", WEEKLY, due("2026-09-01"), book("Student\nAda", without=[], file="2.csv"))
    assert empty.not_checked == [("this export carries no due dates", 1)]


TWO_TERMS = """
calendar: {terms: {Q1: {starts: 2026-08-31, ends: 2026-09-11}, Q2: {starts: 2026-09-14, ends: 2026-09-25}}}
counts: {pace: {min: 1, per: week}}
"""


def test_a_gradebook_of_one_term_is_asked_for_that_terms_weeks_alone():
    first = ("1 week from 2026-09-07 to 2026-09-11 with fewer than 1 counted grade", [""])
    second = ("1 week from 2026-09-21 to 2026-09-25 with fewer than 1 counted grade", [""])
    whole = due("2026-09-01", "2026-09-15")
    assert check("pace-behind", TWO_TERMS, whole, as_of="2026-10-30").found == [first, second]
    named = due("2026-09-15", about={"term": "Q2"})
    assert check("pace-behind", TWO_TERMS, named, as_of="2026-10-30").found == [second]
    by_work = due("2026-09-01", assignments={"term": ["Q1"]})
    assert check("pace-behind", TWO_TERMS, by_work, as_of="2026-10-30").found == [first]
    open_ = due("2026-09-01", "2026-09-15", assignments={"term": ["Q1", ""]})
    assert check("pace-behind", TWO_TERMS, open_, as_of="2026-10-30").found == [first, second]


def test_a_class_without_students_is_not_checked():
    outcome = check("pace-behind", WEEKLY, book("Student | A due=2026-09-01"), as_of="2026-10-30")
    assert (outcome.found, outcome.not_checked) == ([], [("it has no students", 1)])


def test_a_week_that_begins_on_the_day_the_class_began_is_asked_for():
    def weeks(joined: str) -> list[str]:
        one = due("2026-09-15", students={"enrolled_from": [np.datetime64(joined, "s")]})
        return [message for message, _ in check("pace-behind", WEEKLY, one, as_of="2026-09-24").found]

    assert weeks("2026-09-07") == ["1 week from 2026-09-07 to 2026-09-13 with fewer than 1 counted grade"]
    assert weeks("2026-09-08") == []
