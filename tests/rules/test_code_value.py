"""code-value: a code and a score that say different things."""

from tests.tables import book, check, empty, rest

POLICY = "missing_work: {codes: {MI: {means: missing, counts_as: 50}, L: {means: late, counts_as: 100}, EX: excused}}"
PICTURE = "Student | Test /100 | HW /10\nAda | 35 | 9\nBen | 50 | 5\nCleo | 90 | MI"


def test_finds_missing_work_with_another_score_than_the_policy_gives_it():
    flags = {"missing": [True, False, True, True, False, False]}
    outcome = check("code-value", POLICY, book(PICTURE, scores=flags))
    assert outcome.found == [("1 cell on “Test” with MI and 35, where it counts as 50%", ["B2"])]
    assert rest(outcome.findings[0]) == ("error", "certain", None, "Test", "35", "50", 1)
    assert outcome.findings[0].expected == "50"


def test_late_work_a_code_alone_and_the_right_score_are_no_finding():
    flags = {"late": [True, False, False, False, True, False], "missing": [False, False, True, True, False, False]}
    assert check("code-value", POLICY, book(PICTURE, scores=flags)).found == []


def test_not_checked_when_no_code_has_a_value():
    outcome = check("code-value", "missing_work: {codes: {MI: missing}}", book(PICTURE))
    assert outcome.not_checked == [("the policy sets no missing_work.codes.counts_as", 1)]


def test_work_flagged_missing_and_late_came_in_after_all():
    flags = {"missing": [True] + [False] * 5, "late": [True] + [False] * 5}
    assert check("code-value", POLICY, book(PICTURE, scores=flags)).found == []


def test_an_empty_gradebook_has_no_finding():
    outcome = check("code-value", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
