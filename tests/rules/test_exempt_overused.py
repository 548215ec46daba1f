"""exempt-overused: excused from most of the work."""

from tests.tables import book, check

POLICY = "missing_work: {codes: {EX: {means: excused, at_most: 40%}}}"
PICTURE = """
    Student | A | B | C | D | E | F
    Ada     | 9 | EX | EX | EX | 8 | 9
    Ben     | 9 | 8 | 9 | 8 | 9 | 8
    Cleo    | EX | EX | EX | 9 | 8 | 9
    Dan     | EX | 9 | EX | 9 | 8 | 9
"""


def test_finds_students_with_more_of_the_code_than_allowed():
    assert check("exempt-overused", POLICY, book(PICTURE)).found == [
        ("1 student with EX on more than 40% of the work", ["A2"])
    ]


def test_late_enrolment_a_few_and_the_allowed_share_are_no_finding():
    late = "Student | A | B | C | D\nAda | 9 | 8 | 9 | 8\nNew | EX | EX | EX | 9"
    assert check("exempt-overused", POLICY, book(late)).found == []
    few = "Student | A | B | C\nAda | 9 | EX | EX\nBen | 9 | 8 | 7"
    assert check("exempt-overused", POLICY, book(few)).found == []


def test_finds_a_gradebook_with_more_than_allowed():
    strict = POLICY.replace("40%", "10%")
    found = check("exempt-overused", strict, book(PICTURE)).found
    assert ("the gradebook with EX on more than 10% of the work", [""]) in found


def test_not_checked_without_a_limit():
    assert check("exempt-overused", "missing_work: {codes: {EX: excused}}", book(PICTURE)).not_checked == [
        ("the policy sets no missing_work.codes.at_most", 1)
    ]
