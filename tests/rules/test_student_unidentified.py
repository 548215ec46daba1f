"""student-unidentified: no student number, or one that can't be right."""

import pytest

from tests.tables import book, check, empty

POLICY = "roster: {identifier: '^\\d{6}$'}"
PICTURE = "Student | HW 1\nAda | 9\nBen | 8\nCleo | 7\nDan | 6"


def test_finds_missing_and_unfitting_numbers_as_two_findings():
    outcome = check(
        "student-unidentified", POLICY, book(PICTURE, students={"sis_id": ["", "400001", "40418", "40000x"]})
    )
    assert sorted(outcome.found) == [
        ("1 student without a student number", ["A2"]),
        ("2 students with a number that doesn't fit the policy's pattern", ["A4", "A5"]),
    ]


def test_fitting_numbers_with_leading_zeros_and_the_test_student_are_no_finding():
    students = {"sis_id": ["000001", "400001", "400002", ""], "is_test_student": [False, False, False, True]}
    assert check("student-unidentified", POLICY, book(PICTURE, students=students)).found == []


def test_the_whole_number_must_fit():
    outcome = check(
        "student-unidentified",
        "roster: {identifier: '\\d{6}'}",
        book(PICTURE, students={"sis_id": ["4000011", "400001", "400002", "400003"]}),
    )
    assert [cells for _, cells in outcome.found] == [["A2"]]


@pytest.mark.parametrize(
    ("pattern", "wrong"),
    [
        (r"^S?\d{4,5}$", ["A4"]),
        ("[0-9]{5}", ["A3", "A4"]),
        (r"4\d+", ["A2", "A3", "A4"]),
        (r"(30|40)\d{3}", ["A3", "A4"]),
        (r"\d{4}[^7]", ["A3", "A4", "A5"]),
        (r"\w[2-9]?\d{4}", ["A4"]),
    ],
)
def test_the_digits_themselves_matter_where_the_pattern_says_so(pattern, wrong):
    tables = book(PICTURE, students={"sis_id": ["30001", "S3001", "30x01", "40017"]})
    outcome = check("student-unidentified", f"roster: {{identifier: '{pattern}'}}", tables)
    assert [cells for _, cells in outcome.found] == [wrong]


def test_without_numbers_in_the_export_or_a_pattern_it_is_not_checked():
    bare = check("student-unidentified", POLICY, book(PICTURE, without=["students.sis_id"]))
    assert bare.not_checked == [("this export carries no student ids", 1)]
    assert check("student-unidentified", "district: X", book(PICTURE)).not_checked == [
        ("the policy sets no roster.identifier", 1)
    ]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("student-unidentified", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
