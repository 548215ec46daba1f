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
