"""hidden-scores: what families see is not what counts."""

from tests.tables import book, check, empty, rest

POLICY = "totals: {recompute: true}"
PICTURE = "Student | HW 1 /10 | Midterm /100\nAda | 9 | 60\nBen | 8 | 80"
HIDDEN = {"hidden": [False, True]}


def test_finds_hidden_work_that_changes_the_grade_and_says_by_how_much():
    totals = {"current": ["90.00", "80.00"], "unposted_current": ["62.73", "80.00"]}
    outcome = check("hidden-scores", POLICY, book(PICTURE, totals=totals, assignments=HIDDEN))
    assert outcome.found == [
        ("1 assignment with hidden scores: the grade changes for 1 student, by up to 27.27 points", ["C1"])
    ]
    assert rest(outcome.findings[0]) == (
        "warning",
        "certain",
        None,
        None,
        "up to 27.27 points apart",
        "one grade, shown and counted",
        1,
    )


def test_the_larger_of_current_and_final_counts_and_each_student_once():
    totals = {
        "current": ["90.00", "80.00"],
        "unposted_current": ["62.73", "79.00"],
        "final": ["8.18", "7.27"],
        "unposted_final": ["62.73", "80.00"],
    }
    outcome = check("hidden-scores", POLICY, book(PICTURE, totals=totals, assignments=HIDDEN))
    assert outcome.found == [
        ("1 assignment with hidden scores: the grade changes for 2 students, by up to 72.73 points", ["C1"])
    ]


def test_hidden_work_without_scores_or_without_effect_is_no_finding():
    same = {"current": ["90.00", "80.00"], "unposted_current": ["90.00", "80.00"]}
    assert check("hidden-scores", POLICY, book(PICTURE, totals=same, assignments=HIDDEN)).found == []
    only_posted = {"current": ["90.00", "80.00"]}
    assert check("hidden-scores", POLICY, book(PICTURE, totals=only_posted, assignments=HIDDEN)).found == []
    unscored = book("Student | HW 1 /10 | Midterm /100\nAda | 9 |", totals=only_posted, assignments=HIDDEN)
    assert check("hidden-scores", POLICY, unscored).found == []


def test_without_totals_it_is_not_checked():
    outcome = check("hidden-scores", POLICY, book(PICTURE, assignments=HIDDEN))
    assert outcome.not_checked == [("this export carries no totals", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("hidden-scores", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])


def test_totals_of_a_category_are_not_the_grade():
    categories = {"current HW": ["90.00", "80.00"], "unposted_current HW": ["62.73", "80.00"]}
    course = {"current": ["90.00", "80.00"], "unposted_current": ["90.00", "80.00"]}
    hidden = book(
        "Student | A /10 @HW | B /10 @HW\nAda | 9 | 6\nBen | 8 | 8", totals=categories | course, assignments=HIDDEN
    )
    assert check("hidden-scores", POLICY, hidden).found == []
