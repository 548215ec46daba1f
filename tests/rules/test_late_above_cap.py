"""late-above-cap: late, and as good as on time."""

from tests.tables import book, check

PENALTY = "late_work: {penalty: {1: 10, 2: 20}}"
PICTURE = "Student | Project /50\nAda | 49\nBen | 45\nCleo | 50\nDan | 46"
LATE = {"late": [True, True, False, True]}


def test_finds_late_scores_above_what_the_first_day_leaves():
    outcome = check("late-above-cap", PENALTY, book(PICTURE, scores=LATE))
    assert outcome.found == [("2 cells on “Project” marked late with more than 90%: up to 98%", ["B2", "B5"])]


def test_finds_late_scores_above_the_most_that_late_work_may_earn():
    outcome = check("late-above-cap", "late_work: {at_most: 92%}", book(PICTURE, scores=LATE))
    assert outcome.found == [("1 cell on “Project” marked late with more than 92%: 98%", ["B2"])]


def test_scores_within_the_ladder_and_on_time_are_no_finding():
    fine = book("Student | Project /50\nAda | 45\nBen | 50", scores={"late": [True, False]})
    assert check("late-above-cap", PENALTY, fine).found == []
    assert check("late-above-cap", "late_work: {at_most: 100%}", book(PICTURE, scores=LATE)).found == []


def test_not_checked_without_late_marks():
    bare = book(PICTURE, without=["scores.late"])
    assert check("late-above-cap", PENALTY, bare).not_checked == [("this export carries no late flags", 1)]
