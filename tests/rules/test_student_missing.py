"""student-missing: on the roster and nowhere else."""

from tests.rules.rosters import ROSTER, by_roster


def test_finds_students_who_are_enrolled_on_the_day_and_not_in_the_gradebook():
    findings, _ = by_roster("student-missing")
    assert findings == [("1 student of the roster not in the gradebook", [""])]
    later, _ = by_roster("student-missing", as_of="2026-12-02")
    assert later == [("2 students of the roster not in the gradebook", [""])]


def test_students_who_joined_later_or_left_are_no_finding():
    found, _ = by_roster("student-missing", rows=[row for row in ROSTER if row[0] != "S104"])
    assert found == []


def test_a_section_that_the_roster_does_not_list_is_not_checked():
    assert by_roster("student-missing", section="P9")[1] == ["the roster doesn't list its course or section"]


def test_a_student_who_came_back_is_missing_whatever_the_order_of_the_rows():
    stays = [("S101", "P1", "", ""), ("S102", "P1", "", ""), ("S103", "P1", "", "")]
    back = [("S104", "P1", "2026-11-01", ""), ("S104", "P1", "2026-08-31", "2026-09-30")]
    gone = [("S104", "P1", "2026-08-31", "2026-09-30"), ("S104", "P1", "2026-10-05", "2026-10-30")]
    for rows in (back, back[::-1]):
        assert len(by_roster("student-missing", rows=stays + rows)[0]) == 1
    assert by_roster("student-missing", rows=stays + gone)[0] == []


def test_a_gradebook_without_students_lacks_those_who_are_enrolled_and_no_others():
    assert by_roster("student-missing", picture="Student") == (
        [("2 students of the roster not in the gradebook", [""])],
        [],
    )
    later = [("S105", "P1", "2026-12-01", "")]
    assert by_roster("student-missing", picture="Student", rows=later) == ([], [])
