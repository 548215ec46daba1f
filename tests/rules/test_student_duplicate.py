"""student-duplicate: one student in two rows."""

from tests.tables import book, check, empty, rest

POLICY = "roster: {required: true}"
PICTURE = "Student | HW 1\nAda | 9\nBen | 8\nAda | 7\nDan | 6\nBen | 5"


def test_finds_rows_that_share_a_number_whatever_the_name():
    ids = {"local_id": ["1", "2", "3", "4", "5"], "sis_id": ["S1", "S2", "S3", "S1", "S5"]}
    outcome = check("student-duplicate", POLICY, book(PICTURE, students=ids))
    assert outcome.found == [("1 student in 2 rows, where one row each is right", ["A2", "A5"])]
    assert rest(outcome.findings[0]) == (
        "error",
        "certain",
        None,
        None,
        "more than one row",
        "one row for each student",
        1,
    )


def test_several_students_are_one_finding_with_all_their_rows():
    ids = {"local_id": ["1", "2", "1", "4", "2"], "sis_id": ["", "", "", "", ""]}
    outcome = check("student-duplicate", POLICY, book(PICTURE, students=ids))
    assert outcome.found == [("2 students in 4 rows, where one row each is right", ["A2", "A3", "A4", "A6"])]


def test_namesakes_with_numbers_and_test_students_are_no_finding():
    assert check("student-duplicate", POLICY, book(PICTURE)).found == []
    tests = {"sis_id": ["", "", "", "", ""], "local_id": ["9", "9", "9", "9", "9"], "is_test_student": [True] * 5}
    assert check("student-duplicate", POLICY, book(PICTURE, students=tests)).found == []


def test_one_number_in_two_gradebooks_is_no_finding():
    one = {"local_id": ["1", "2", "3", "4", "5"]}
    assert (
        check("student-duplicate", POLICY, book(PICTURE, students=one), book(PICTURE, students=one, file="b")).found
        == []
    )


def test_a_name_tells_only_where_there_are_no_numbers_and_is_likely():
    none = {"local_id": [""] * 5, "sis_id": [""] * 5}
    outcome = check("student-duplicate", POLICY, book(PICTURE, students=none))
    assert outcome.found == [("2 students in 4 rows, where one row each is right", ["A2", "A3", "A4", "A6"])]
    assert outcome.findings[0].confidence == "likely"


def test_without_a_roster_in_the_policy_it_is_not_checked():
    assert check("student-duplicate", "district: X", book(PICTURE)).not_checked == [("the policy sets no roster", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("student-duplicate", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
