"""due-before-assigned: late before it was given."""

from tests.tables import book, check, empty, rest

PICTURE = "Student | A due=2026-10-01 assigned=2026-10-08 | B due=2026-10-08 assigned=2026-10-08\nAda | 9 | 8"


def test_finds_a_due_date_before_the_day_of_assignment():
    outcome = check("due-before-assigned", "district: X", book(PICTURE))
    assert outcome.found == [("“A” due on 2026-10-01, assigned on 2026-10-08", ["B1"])]
    assert rest(outcome.findings[0]) == ("error", "certain", None, "A", "2026-10-01", "2026-10-08 or later", None)


def test_the_same_day_and_a_default_date_are_no_finding():
    same = "Student | A due=2026-10-08 assigned=2026-10-08\nAda | 9"
    assert check("due-before-assigned", "district: X", book(same)).found == []
    default = "assigned=2026-11-01"
    picture = f"Student | A due=2026-10-01 {default} | B due=2026-10-02 {default} | C due=2026-10-03 {default}\nAda | 9 | 9 | 9"
    assert check("due-before-assigned", "district: X", book(picture)).found == []


def test_not_checked_without_both_dates():
    bare = book("Student | A due=2026-10-01\nAda | 9", without=["assignments.assigned_on"])
    assert check("due-before-assigned", "district: X", bare).not_checked == [
        ("this export carries no assigned dates", 1)
    ]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("due-before-assigned", "district: X", empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
