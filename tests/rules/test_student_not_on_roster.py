"""student-not-on-roster: one too many."""

from tests.rules.rosters import by_roster


def test_finds_a_student_whom_the_roster_does_not_list():
    found, _ = by_roster("student-not-on-roster")
    assert found == [("1 student not on the roster", ["A4"])]


def test_the_test_student_one_without_a_number_and_one_who_left_are_no_finding():
    found, _ = by_roster("student-not-on-roster", students={"is_test_student": [False, False, True]})
    assert found == []
    found, _ = by_roster("student-not-on-roster", students={"sis_id": ["S101", "S102", ""]})
    assert found == []


def test_a_section_that_the_roster_does_not_list_is_not_checked():
    assert by_roster("student-not-on-roster", section="P9") == ([], ["the roster doesn't list its course or section"])


def test_an_empty_gradebook_has_no_finding():
    assert by_roster("student-not-on-roster", picture="Student") == ([], [])
