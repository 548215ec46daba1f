"""score-below-floor: less than handed-in work earns."""

from tests.tables import book, check, empty, rest

POLICY = "marks: {minimum: 50%}\nmissing_work: {codes: {MI: {means: missing, counts_as: 0}, '1': missing}}"
PICTURE = """
    Student | Test /100 @Tests | HW /10 @HW
    Ada     | 42               | 4
    Ben     | 49.5             | 5
    Cleo    | 50               | 0
    Dan     | 0                | MI
    Eve     | 1                | 1
"""


def test_finds_scores_between_zero_and_the_floor():
    outcome = check("score-below-floor", POLICY, book(PICTURE))
    assert outcome.found == [
        ("2 cells on “Test” below the floor of 50 points (50%): as low as 42", ["B2", "B3"]),
        ("1 cell on “HW” below the floor of 5 points (50%): 4", ["C2"]),
    ]
    assert rest(outcome.findings[0]) == ("error", "certain", None, "Test", "as low as 42", "50 or more", 1)


def test_zeros_codes_and_numbers_that_stand_for_a_code_are_no_finding():
    custom = "marks: {minimum: 50%}\nmissing_work: {numbers_as_codes: [1, 20]}"
    outcome = check("score-below-floor", custom, book("Student | Test /100\nAda | 1\nBen | 20\nCleo | 0\nDan | 50"))
    assert outcome.found == []


def test_a_category_may_have_no_floor_or_another_one():
    own = "categories: {HW: {weight: 100}}\nmarks: {minimum: 50%, by_category: {HW: {minimum: 30%}}}"
    assert [cells for _, cells in check("score-below-floor", own, book(PICTURE)).found] == [
        ["B2", "B3", "B6"],
        ["C6"],
    ]


def test_a_forbidden_floor_is_none():
    assert check("score-below-floor", "marks: {minimum: forbidden}", book(PICTURE)).found == []


def test_not_checked_without_a_floor():
    assert check("score-below-floor", "marks: {decimals: 1}", book(PICTURE)).not_checked == [
        ("the policy sets no marks.minimum or marks.by_category.minimum", 1)
    ]


def test_flagged_work_extra_credit_uncounted_work_and_the_test_student_are_no_finding():
    flagged = book("Student | HW 1 /100\nAda | 20\nTest | 20", scores={"missing": [True, False]},
                   students={"is_test_student": [False, True]})  # fmt: skip
    outside = book(
        "Student | Bonus /10 | Trial /10\nAda | 1 | 1",
        assignments={"extra_credit": [True, False], "counts": [True, False]},
        file="outside.csv",
    )
    assert check("score-below-floor", "marks: {minimum: 50%}", flagged, outside).found == []


def test_finds_fractions_and_percents_too():
    outcome = check("score-below-floor", "marks: {minimum: 50%}", book("Student | HW 1 /20\nAda | 4/10\nBen | 31%"))
    assert outcome.found == [("2 cells on “HW 1” below the floor of 10 points (50%): as low as 6.2", ["B2", "B3"])]


def test_one_point_is_said_as_one():
    outcome = check("score-below-floor", "marks: {minimum: 50%}", book("Student | A /2\nAda | 0.5\nBen | 1"))
    assert outcome.found == [("1 cell on “A” below the floor of 1 point (50%): 0.5", ["B2"])]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("score-below-floor", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
