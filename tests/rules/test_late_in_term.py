"""late-in-term: a major on the last days."""

from tests.tables import book, check, empty, rest

YEAR = """
categories: {Major: {weight: 60}, Minor: {weight: 40}}
dates: {late_in_term: {of: [Major], within: 3 school days}}
calendar: {terms: {Q1: {starts: 2026-08-31, ends: 2026-11-06}}}
"""
# The last three school days are Wednesday 4, Thursday 5 and Friday 6 November.


def test_finds_major_work_in_the_last_days():
    picture = "Student | A @Major due=2026-11-04 | B @Major due=2026-11-06 | C @Minor due=2026-11-06\nAda | 9 | 8 | 7"
    outcome = check("late-in-term", YEAR, book(picture))
    assert outcome.found == [
        ("2 assignments due in the term's last 3 school days, such as on 2026-11-04", ["B1", "C1"])
    ]
    assert rest(outcome.findings[0]) == (
        "warning",
        "certain",
        None,
        None,
        "2026-11-04",
        "before the last 3 school days",
        3,
    )


def test_the_day_before_exams_and_other_kinds_are_no_finding():
    picture = "Student | A @Major due=2026-11-03 | Final Exam @Major due=2026-11-05 | C @Minor due=2026-11-06\nAda | 9 | 8 | 7"
    assert check("late-in-term", YEAR, book(picture)).found == []


def test_not_checked_without_a_calendar():
    policy = YEAR.partition("calendar")[0]
    outcome = check("late-in-term", policy, book("Student | A @Major due=2026-11-04\nAda | 9"))
    assert outcome.not_checked == [("the policy has no calendar, and school days can't be counted without one", 1)]


def test_hours_are_not_days_and_titles_of_exams_are_known_from_those_of_projects():
    hours = YEAR.replace("3 school days", "36 hours")
    early = "Student | A @Major due=2026-09-21 | B @Major due=2026-11-05 | C @Major due=2026-11-04\nAda | 9 | 8 | 7"
    assert [cells for _, cells in check("late-in-term", hours, book(early)).found] == [["C1"]]
    titles = "Student | Semester 1 Final @Major due=2026-11-05 | Midterm @Major due=2026-11-05 | Final draft @Major due=2026-11-05\nAda | 9 | 8 | 7"
    assert [cells for _, cells in check("late-in-term", YEAR, book(titles)).found] == [["D1"]]


def test_one_day_is_said_as_one():
    last = book("Student | A @Major due=2026-11-06 | B @Major due=2026-11-05\nAda | 9 | 8")
    outcome = check("late-in-term", YEAR.replace("3 school days", "1 school day"), last)
    assert outcome.found == [("1 assignment due in the term's last school day, such as on 2026-11-06", ["B1"])]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("late-in-term", YEAR, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
