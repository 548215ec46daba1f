"""total-below-floor: a floor that was not kept, or given where none holds."""

from tests.tables import book, check, empty, rest

POLICY = "totals: {minimum: [{at: term, value: 50, except: {term: [Q4]}}]}"
PICTURE = "Student | HW\nAda | 9\nBen | 8\nCleo | 7\nDan | 6"
FINAL = {"final": ["43.00", "50.00", "", "49.99"]}


def test_finds_grades_below_the_term_s_floor():
    outcome = check("total-below-floor", POLICY, book(PICTURE, totals=FINAL, about={"term": "Q1"}))
    assert outcome.found == [("2 totals below the floor of 50%", ["C2", "C5"])]
    assert rest(outcome.findings[0]) == ("error", "certain", None, None, "43", "50 or more", 1)


def test_a_raised_grade_a_blank_and_an_excepted_term_are_no_finding():
    raised = {**FINAL, "override": ["50", "", "", "50"]}
    assert check("total-below-floor", POLICY, book(PICTURE, totals=raised, about={"term": "Q1"})).found == []
    assert check("total-below-floor", POLICY, book(PICTURE, totals=FINAL, about={"term": "Q4"})).found == []


def test_finds_a_grade_raised_to_a_floor_that_does_not_hold():
    raised = {**FINAL, "override": ["50", "", "", "60"]}
    outcome = check("total-below-floor", POLICY, book(PICTURE, totals=raised, about={"term": "Q4"}))
    assert outcome.found == [("1 total raised by hand to 50%, though no floor holds here", ["D2"])]


def test_not_checked_without_a_floor():
    outcome = check("total-below-floor", "totals: {tolerance: 1}", book(PICTURE, totals=FINAL))
    assert outcome.not_checked == [("the policy sets no totals.minimum", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("total-below-floor", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
