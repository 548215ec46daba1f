"""lead-time-short: today for tomorrow."""

from tests.tables import book, check, empty, rest

POLICY = "dates: {due: {lead_time: 2 days}}"


def test_finds_work_due_sooner_than_the_policy_gives():
    picture = "Student | A due=2026-10-06 assigned=2026-10-05 | B due=2026-10-09 assigned=2026-10-07\nAda | 9 | 8"
    outcome = check("lead-time-short", POLICY, book(picture))
    assert outcome.found == [
        ("1 assignment due sooner than 2 days after being assigned, such as on 2026-10-06", ["B1"])
    ]
    assert rest(outcome.findings[0]) == (
        "warning",
        "certain",
        None,
        None,
        "2026-10-06",
        "2 days or more after it was assigned",
        1,
    )


def test_enough_time_and_a_default_date_are_no_finding():
    picture = "Student | B due=2026-10-09 assigned=2026-10-07\nAda | 8"
    assert check("lead-time-short", POLICY, book(picture)).found == []
    day = "assigned=2026-10-05"
    default = f"Student | A due=2026-10-06 {day} | B due=2026-10-06 {day} | C due=2026-10-06 {day}\nAda | 9 | 8 | 7"
    outcome = check("lead-time-short", POLICY, book(default))
    assert outcome.found == []
    assert outcome.not_checked == [("all its assigned dates are the same, which is a default of the system", 1)]


def test_school_days_need_a_calendar():
    picture = "Student | A due=2026-10-06 assigned=2026-10-05\nAda | 9"
    outcome = check("lead-time-short", "dates: {due: {lead_time: 2 school days}}", book(picture))
    assert outcome.not_checked == [("the policy has no calendar, and school days can't be counted without one", 1)]


def test_one_week_is_said_as_one():
    outcome = check(
        "lead-time-short",
        "dates: {due: {lead_time: 1 week}}",
        book("Student | A due=2026-10-11 assigned=2026-10-05 | B due=2026-10-12 assigned=2026-10-05\nAda | 9 | 9"),
    )
    assert outcome.found == [
        ("1 assignment due sooner than 1 week after being assigned, such as on 2026-10-11", ["B1"])
    ]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("lead-time-short", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])


def test_work_due_on_the_day_it_was_assigned_is_found_and_before_it_is_another_rules():
    picture = "Student | A due=2026-10-05 assigned=2026-10-05 | B due=2026-10-04 assigned=2026-10-05\nAda | 9 | 8"
    assert [cells for _, cells in check("lead-time-short", POLICY, book(picture)).found] == [["B1"]]
