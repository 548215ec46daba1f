"""zero-uncoded: a zero that says nothing."""

from gradeaudit.findings import Correction
from tests.tables import book, check, empty

POLICY = "missing_work: {codes: {MI: {means: missing, counts_as: 0}, EX: excused}, zero: needs_code}"
PICTURE = """
    Student | HW /10 | Quiz /20 | Bonus /0
    Ada     | 0      | 0.00     | 0
    Ben     | 0.0    | 15       | 0
    Cleo    | MI     | 0.5      |
"""


def test_finds_bare_zeros_by_column():
    outcome = check("zero-uncoded", POLICY, book(PICTURE))
    assert outcome.found == [
        ("2 cells on “HW” with a bare zero, where the policy wants a code", ["B2", "B3"]),
        ("1 cell on “Quiz” with a bare zero, where the policy wants a code", ["C2"]),
    ]
    assert outcome.findings[0].expected == "one of MI"
    assert {place.correction for place in outcome.findings[0].places} == {Correction("zeros", "MI")}


def test_with_two_codes_for_missing_work_only_the_teacher_knows_which():
    outcome = check("zero-uncoded", POLICY.replace("EX: excused", "NHI: missing"), book(PICTURE))
    assert outcome.findings[0].expected == "one of MI, NHI"
    assert {place.correction for place in outcome.findings[0].places} == {None}


def test_a_zero_that_the_export_explains_and_the_test_student_are_no_finding():
    flagged = book("Student | HW /10\nAda | 0\nBen | 0", scores={"missing": [True, False], "late": [False, True]})
    assert check("zero-uncoded", POLICY, flagged).found == []
    tester = book("Student | HW /10\nTest | 0", students={"is_test_student": [True]})
    assert check("zero-uncoded", POLICY, tester).found == []


def test_where_zeros_are_allowed_or_listed_as_a_code_nothing_is_found():
    assert check("zero-uncoded", POLICY.replace("needs_code", "allowed"), book(PICTURE)).found == []
    listed = "missing_work: {codes: {'0': missing, '0.00': missing, '0.0': missing}, zero: needs_code}"
    assert check("zero-uncoded", listed, book(PICTURE)).found == []


def test_a_forbidden_zero_says_so():
    outcome = check("zero-uncoded", POLICY.replace("needs_code", "forbidden"), book("Student | HW\nAda | 0"))
    assert outcome.found == [("1 cell on “HW” with a bare zero, which the policy forbids", ["B2"])]


def test_not_checked_when_the_policy_says_nothing_of_zeros():
    outcome = check("zero-uncoded", "missing_work: {codes: {MI: missing}}", book(PICTURE))
    assert outcome.not_checked == [("the policy sets no missing_work.zero", 1)]


def test_finds_zeros_in_any_form():
    outcome = check("zero-uncoded", "missing_work: {zero: needs_code}", book("Student | A /10\nAda | 0/10\nBen | 0%"))
    assert outcome.found == [("2 cells on “A” with a bare zero, where the policy wants a code", ["B2", "B3"])]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("zero-uncoded", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
