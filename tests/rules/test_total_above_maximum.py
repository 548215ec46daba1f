"""total-above-maximum: more than the best grade there is."""

from tests.tables import book, check, empty, rest

POLICY = "totals: {maximum: 100%}"
PICTURE = "Student | HW @Work\nAda | 9\nBen | 8\nCleo | 7"


def test_finds_grades_above_the_maximum_and_shows_the_highest():
    totals = {"current": ["110", "80", "90"], "final": ["104.50", "80.00", "101.25"]}
    outcome = check("total-above-maximum", POLICY, book(PICTURE, totals=totals))
    assert outcome.found == [("2 totals above 100%: up to 104.50", ["D2", "D4"])]
    assert rest(outcome.findings[0]) == ("error", "certain", None, None, "up to 104.50", "at most 100", 1)


def test_an_override_is_the_grade_that_counts():
    lifted = {"final": ["99", "80", "90"], "override": ["103", "", ""]}
    assert check("total-above-maximum", POLICY, book(PICTURE, totals=lifted)).found == [
        ("1 total above 100%: 103.00", ["D2"])
    ]
    lowered = {"final": ["103", "80", "90"], "override": ["100", "", ""]}
    assert check("total-above-maximum", POLICY, book(PICTURE, totals=lowered)).found == []


def test_the_maximum_itself_and_a_category_above_it_are_no_finding():
    totals = {"final": ["100.00", "80", "90"], "final Work": ["120", "80", "90"]}
    assert check("total-above-maximum", POLICY, book(PICTURE, totals=totals)).found == []


def test_not_checked_without_totals_or_a_maximum():
    assert check("total-above-maximum", POLICY, book(PICTURE)).not_checked == [("this export carries no totals", 1)]
    other = check("total-above-maximum", "totals: {tolerance: 1}", book(PICTURE, totals={"final": ["9", "9", "9"]}))
    assert other.not_checked == [("the policy sets no totals.maximum", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("total-above-maximum", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
