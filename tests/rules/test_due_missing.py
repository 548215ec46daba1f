"""due-missing: nobody knows when it was due."""

from tests.tables import book, check, empty, rest

POLICY = """
categories: {HW: {weight: 40}, Observation: {weight: 60}, Practice: {weight: 0}}
dates: {due: {required: true, required_except: [Observations]}}
"""
PICTURE = """
    Student | A @HW due=2026-10-01 | B @HW | C @HW | D @Practice | E @Observation
    Ada     | 9                    | 8     | 7     | 9           | 9
"""


def test_finds_graded_work_without_a_date_as_one_finding():
    outcome = check("due-missing", POLICY, book(PICTURE))
    assert outcome.found == [("2 assignments without a due date", ["C1", "D1"])]
    assert rest(outcome.findings[0]) == ("error", "certain", None, None, "no due date", "a due date", 3)


def test_work_that_does_not_count_and_excepted_categories_are_no_finding():
    fine = "Student | A @HW due=2026-10-01 | D @Practice | E @Observation\nAda | 9 | 9 | 9"
    assert check("due-missing", POLICY, book(fine)).found == []


def test_not_checked_without_due_dates_in_the_export_or_a_word_in_the_policy():
    bare = check("due-missing", POLICY, book("Student | A @HW\nAda | 9"))
    assert bare.not_checked == [("this export carries no due dates", 1)]
    assert check("due-missing", "district: X", book(PICTURE)).not_checked == [
        ("the policy sets no dates.due.required", 1)
    ]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("due-missing", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
