"""score-outside-enrolment: a score of someone who wasn't there."""

import numpy as np

from tests.rules.rosters import by_roster


def test_finds_scores_on_work_due_after_the_student_left():
    findings, _ = by_roster("score-outside-enrolment")
    assert findings == [("1 cell on “Test” outside the students' enrolment", ["C3"])]


def test_finds_scores_entered_before_the_student_came():
    days = ["2026-09-12"] * 2 + ["2026-08-20"] * 2 + ["2026-09-12"] * 2
    findings, _ = by_roster("score-outside-enrolment", scores={"entered_on": [np.datetime64(d, "s") for d in days]})
    assert ("1 cell on “HW” outside the students' enrolment", ["B3"]) in findings


def test_scores_on_earlier_work_that_were_transferred_are_no_finding():
    rows = [("S101", "P1", "2026-10-01", ""), ("S102", "P1", "", ""), ("S103", "P1", "", "")]
    found, _ = by_roster("score-outside-enrolment", rows=rows)
    assert found == []


def test_not_checked_where_nobody_says_when():
    rows = [("S101", "P1", "", ""), ("S102", "P1", "", ""), ("S103", "P1", "", "")]
    _, reasons = by_roster("score-outside-enrolment", rows=rows)
    assert reasons == ["neither the export nor the roster says when students were enrolled"]


def test_work_done_ahead_of_leaving_is_no_finding():
    before = [np.datetime64("2026-09-12", "s")] * 6
    findings, _ = by_roster("score-outside-enrolment", scores={"entered_on": before})
    assert [cells for _, cells in findings] == []


def test_a_student_who_left_and_came_back_is_judged_by_all_the_rows():
    others = [("S101", "P1", "", ""), ("S103", "P1", "", "")]
    back = [("S102", "P1", "2026-08-31", "2026-09-05"), ("S102", "P1", "2026-10-01", "")]
    days = {"entered_on": [np.datetime64("2026-09-03", "s")] * 6}
    for rows in (back, back[::-1]):
        assert by_roster("score-outside-enrolment", rows=others + rows, scores=days)[0] == []


def test_a_score_of_the_time_in_another_section_of_the_course_is_no_finding():
    days = {"entered_on": [np.datetime64("2026-09-12", "s")] * 6}
    here = [("S101", "P1", "2026-10-01", ""), ("S102", "P1", "", ""), ("S103", "P1", "", "")]
    moved = [*here, ("S101", "P7", "2026-08-31", "2026-09-30")]
    assert by_roster("score-outside-enrolment", rows=here, scores=days)[0] == [
        ("1 cell on “HW” outside the students' enrolment", ["B2"]),
        ("1 cell on “Test” outside the students' enrolment", ["C2"]),
    ]
    assert by_roster("score-outside-enrolment", rows=moved, scores=days)[0] == []
    codes = ("MAT1", "MAT1", "MAT1", "ART2")
    other = by_roster("score-outside-enrolment", rows=moved, codes=codes, scores=days)[0]
    assert [cells for _, cells in other] == [["B2"], ["C2"]]
    assert by_roster("score-outside-enrolment", rows=moved, codes=("MAT1",) * 4, scores=days)[0] == []
    late = {"entered_on": [np.datetime64("2026-08-20", "s")] * 6}
    assert len(by_roster("score-outside-enrolment", rows=moved, scores=late)[0]) == 2


def test_an_empty_gradebook_has_no_finding():
    findings, reasons = by_roster("score-outside-enrolment", picture="Student | HW due=2026-09-10")
    assert (findings, reasons) == ([], ["neither the export nor the roster says when students were enrolled"])


def test_the_first_and_the_last_day_are_inside():
    def cells(rows: list[tuple[str, ...]], *days: str) -> list[str]:
        entered = {"entered_on": [np.datetime64(day, "s") for day in days]}
        found, _ = by_roster("score-outside-enrolment", rows=rows, scores=entered)
        return [cell for _, places in found for cell in places]

    others = [("S102", "P1", "", ""), ("S103", "P1", "", "")]
    first = [("S101", "P1", "2026-09-12", ""), *others]
    assert cells(first, "2026-09-12", "2026-10-21", *["2026-11-01"] * 4) == []
    assert cells(first, "2026-09-11", "2026-10-21", *["2026-11-01"] * 4) == ["B2"]
    last = [("S101", "P1", "", "2026-10-20"), *others]
    assert cells(last, *["2026-11-01"] * 6) == []  # due on the last day itself
    before = [("S101", "P1", "", "2026-10-19"), *others]
    assert cells(before, "2026-11-01", "2026-10-19", *["2026-11-01"] * 4) == []  # done ahead, on the last day
    assert cells(before, "2026-11-01", "2026-10-20", *["2026-11-01"] * 4) == ["C2"]
