"""score-negative: less than nothing."""

from tests.tables import book, check, empty, rest

POLICY = "marks: {forms: [points]}"


def test_finds_scores_below_zero_by_column():
    outcome = check("score-negative", POLICY, book("Student | HW /10 | Quiz /5\nAda | -5.00 | 3\nBen | -0.5 | -1"))
    assert outcome.found == [
        ("2 cells on “HW” below zero, such as -5.00", ["B2", "B3"]),
        ("1 cell on “Quiz” below zero, such as -1", ["C3"]),
    ]
    assert rest(outcome.findings[0]) == ("error", "certain", None, "HW", "-5.00", "0 or more", 1)


def test_zero_minus_zero_and_a_dash_are_no_finding():
    assert check("score-negative", POLICY, book("Student | HW\nAda | 0\nBen | -0\nCleo | -\nDan | -x")).found == []


def test_not_checked_without_marks_in_the_policy():
    outcome = check("score-negative", "district: X", book("Student | HW\nAda | -5"))
    assert outcome.not_checked == [("the policy sets no marks", 1)]


def test_finds_percents_and_fractions_too_but_not_the_test_students():
    tables = book(
        "Student | Poll\nAda | -5%\nBen | -1/10\nTest | -3", students={"is_test_student": [False, False, True]}
    )
    outcome = check("score-negative", "marks: {maximum: 100%}", tables)
    assert outcome.found == [("2 cells on “Poll” below zero, such as -5%", ["B2", "B3"])]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("score-negative", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
