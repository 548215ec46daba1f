"""late-above-cap: late, and as good as on time."""

from tests.tables import book, check, rest

PENALTY = "late_work: {penalty: {1: 10, 2: 20}}"
PICTURE = "Student | Project /50\nAda | 49\nBen | 45\nCleo | 50\nDan | 46"
LATE = {"late": [True, True, False, True]}


def test_finds_late_scores_above_what_the_first_day_leaves():
    outcome = check("late-above-cap", PENALTY, book(PICTURE, scores=LATE))
    assert outcome.found == [("2 cells on “Project” marked late with more than 90%: up to 98%", ["B2", "B5"])]
    assert rest(outcome.findings[0]) == ("error", "certain", None, "Project", "up to 98%", "90% or less", 1)


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


def test_what_is_left_of_a_bonus_is_no_finding():
    # Ben's 52.5 of 50 is 105%: less 10%, late work may have 95% too, and Ada's 98% is still more than that
    bonus = book("Student | Project /50\nAda | 49\nBen | 52.5\nCleo | 47", scores={"late": [True, False, True]})
    outcome = check("late-above-cap", PENALTY, bonus)
    assert outcome.found == [("1 cell on “Project” marked late with more than 95%: 98%", ["B2"])]
    assert outcome.findings[0].confidence == "certain"
    some = PENALTY + "\nmarks: {extra_credit: {max: 8%}}"
    assert check("late-above-cap", some, book(PICTURE, scores=LATE)).found == []  # 98% is 108% less 10%
    allowed = check("late-above-cap", PENALTY + "\nmarks: {extra_credit: allowed}", book(PICTURE, scores=LATE))
    assert [(found.observed, found.confidence) for found in allowed.findings] == [("up to 98%", "likely")]
    extra = book("Student | Extra credit /10\nAda | 9.5", scores={"late": [True]})
    assert [found.confidence for found in check("late-above-cap", PENALTY, extra).findings] == ["likely"]


def test_days_without_a_deduction_and_a_limit_of_it_are_kept():
    free = check("late-above-cap", "late_work: {penalty: {3: 10, 5: 20}}", book(PICTURE, scores=LATE))
    assert free.found == []
    limited = check("late-above-cap", "late_work: {penalty: {1: 10}, penalty_limit: 5}", book(PICTURE, scores=LATE))
    assert limited.found == [("1 cell on “Project” marked late with more than 95%: 98%", ["B2"])]


def test_a_categorys_own_ladder_needs_the_category():
    policy = "categories: {Work: {weight: 100}}\nlate_work: {penalty: {1: 10}, by_category: {Work: {penalty: {1: 1}}}}"
    known = book("Student | A /50 @Work\nAda | 49", scores={"late": [True]})
    outcome = check("late-above-cap", policy, known, book(PICTURE, scores=LATE, file="two.csv"))
    assert outcome.found == []
    assert [number for _, number in outcome.not_checked] == [1]
    assert check("late-above-cap", PENALTY, book("Student | Project /50", scores={"late": []})).found == []
