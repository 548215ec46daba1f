"""grade-value: a grade that may not be given."""

from tests.tables import book, check, empty, rest

POLICY = "totals: {allowed_values: [65, 70, 75, 80, 85, 88, 90..100, P]}"
PICTURE = "Student | HW\nAda | 9\nBen | 8\nCleo | 7\nDan | 6"


def test_finds_numbers_that_the_policy_does_not_list():
    outcome = check("grade-value", POLICY, book(PICTURE, totals={"final": ["83", "85", "97", "64.5"]}))
    assert outcome.found == [("2 totals with a grade that the policy doesn't allow, such as 83", ["C2", "C5"])]
    assert rest(outcome.findings[0]) == ("error", "certain", None, None, "83", "one of the policy's values", 1)


def test_allowed_values_ranges_and_blanks_are_no_finding():
    assert check("grade-value", POLICY, book(PICTURE, totals={"final": ["65", "90", "", "100"]})).found == []


def test_a_total_is_rounded_as_the_policy_says_first():
    rounded = POLICY.replace("}", ", rounding: {mode: half_up, digits: 0}}")
    outcome = check("grade-value", rounded, book(PICTURE, totals={"final": ["84.50", "84.40", "94.6", "88.2"]}))
    assert [cells for _, cells in outcome.found] == [["C3"]]


def test_an_override_is_the_grade():
    totals = {"final": ["83", "84", "91", "92"], "override": ["85", "88", "", ""]}
    assert check("grade-value", POLICY, book(PICTURE, totals=totals)).found == []


MARKS = "totals: {allowed_values: [E, S, N, U]}"


def test_finds_words_that_the_policy_does_not_list():
    totals = {"final": ["95", "88", "70", "60"], "final ": ["E", "s", "B", "Outstanding"]}
    outcome = check("grade-value", MARKS, book(PICTURE, totals=totals))
    assert outcome.found == [("2 totals with a grade that the policy doesn't allow, such as B", ["D4", "D5"])]


def test_a_blank_and_what_is_no_grade_are_no_finding():
    totals = {"final": ["95", "", "", ""], "final ": ["E", "-", "N/A", ""]}
    assert check("grade-value", MARKS, book(PICTURE, totals=totals)).found == []


def test_where_numbers_and_words_are_listed_a_letter_beside_an_allowed_number_is_no_finding():
    totals = {"final": ["95", "88", "", ""], "final ": ["A", "B", "P", "F"]}
    outcome = check("grade-value", POLICY, book(PICTURE, totals=totals))
    assert outcome.found == [("1 total with a grade that the policy doesn't allow, such as F", ["D5"])]


def test_an_export_of_numbers_is_not_checked_against_words():
    outcome = check("grade-value", MARKS, book(PICTURE, totals={"final": ["95", "85", "70", ""]}))
    assert (outcome.found, outcome.not_checked) == (
        [],
        [("the policy's grades are words, and this export shows none", 1)],
    )


def test_not_checked_without_a_list():
    outcome = check("grade-value", "totals: {tolerance: 1}", book(PICTURE, totals={"final": ["83"] * 4}))
    assert outcome.not_checked == [("the policy sets no totals.allowed_values", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("grade-value", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
