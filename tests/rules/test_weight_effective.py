"""weight-effective: what categories count for once empty ones have given their weight away."""

import pytest

from tests.tables import book, check

POLICY = """
categories:
  Homework: {weight: 15}
  Tests: {weight: 60}
  Projects: {weight: 25}
weights: {empty_category: rescaled}
"""
WHOLE = "(the export is taken as the whole term)"
CALENDAR = "calendar: {terms: {Q1: {starts: 2026-08-31, ends: 2026-10-23, progress: 2026-09-25}}}"
WEIGHTS = {"Homework": 15, "Tests": 60, "Projects": 25}
PICTURE = "Student | A /10 @Homework | T /50 @Tests | P /20 @Projects\nAda | 9 | 44 |\nBen | 8 | 41 |"


def test_finds_a_category_that_counts_for_much_more():
    outcome = check("weight-effective", POLICY, book(PICTURE, weights=WEIGHTS))
    assert outcome.found == [  # 60 of 75
        (f"“Projects” holds no grade, so “Tests” counts for 80% of the grade instead of 60% {WHOLE}", ["D1"])
    ]
    found = outcome.findings[0]
    assert (found.severity, found.confidence, found.category) == ("warning", "likely", "Projects")
    assert (found.observed, found.expected, found.policy_ref.line) == ("80%", "60%", 6)


def test_two_empty_categories_are_one_cause():
    one = book(PICTURE.replace("9 | 44", " | 44").replace("8 | 41", " | 41"), weights=WEIGHTS)
    outcome = check("weight-effective", POLICY + CALENDAR, one, as_of="2026-10-23")
    assert outcome.found == [
        (
            "“Homework” and “Projects” hold no grade in Q1, so “Tests” counts for 100% of the grade instead of 60%",
            ["B1", "D1"],
        )
    ]
    assert (outcome.findings[0].category, outcome.findings[0].confidence) == (None, "certain")


@pytest.mark.parametrize(
    ("weights", "findings"), [((72, 18, 10), 0), ((71, 18.5, 10.5), 0), ((40, 40, 20), 0), ((40.2, 39.6, 20.2), 1)]
)
def test_a_small_empty_category_hardly_moves_the_others(weights, findings):
    # 72 of 90 is 80%, 8 points more; 40 of 80 is 50%, 10 points more and no further; 40.2 of 79.8 is 10.2 more
    one = book(PICTURE, weights=dict(zip(("Homework", "Tests", "Projects"), weights)))
    assert len(check("weight-effective", POLICY, one).found) == findings
    further = check("weight-effective", POLICY + "rules: {weight-effective: {points: 5}}", one)
    assert len(further.found) == 1


def test_an_exam_to_come_extra_credit_and_weights_that_stay_are_no_finding():
    exam = book(PICTURE.replace("Projects", "Final Exam"), weights={"Homework": 15, "Tests": 60, "Final Exam": 25})
    assert check("weight-effective", POLICY + CALENDAR, exam, as_of="2026-10-01").found == []
    assert len(check("weight-effective", POLICY + CALENDAR, exam, as_of="2026-10-23").found) == 1
    extra = book(PICTURE.replace("Projects", "Extra Credit"), weights={"Homework": 25, "Tests": 75, "Extra Credit": 25})
    full = book(PICTURE.replace("44 |", "44 | 18"), weights=WEIGHTS, file="two.csv")
    assert check("weight-effective", POLICY, extra, full).found == []


def test_where_only_ratios_show_the_policys_weights_are_spread():
    one = book(PICTURE, weights=WEIGHTS)
    one.categories["weight"] = [float("nan")] * 3
    one.categories["weight_share"] = [20.0, 80.0, float("nan")]
    outcome = check("weight-effective", POLICY, one)
    assert [message for message, _ in outcome.found] == [
        "“Projects” holds no grade, so “Tests” counts for 80% of the grade instead of 60%"
        " (the export is taken as the whole term; by the policy's weights)"
    ]
    assert outcome.findings[0].confidence == "likely"


def test_not_checked():
    one = book(PICTURE, weights=WEIGHTS)
    zero = check("weight-effective", POLICY.replace("rescaled", "zero"), one)
    assert (zero.found, zero.not_checked) == (
        [],
        [("the policy says that an empty category counts as zero, so no other counts for more", 1)],
    )
    assert check("weight-effective", "weights: {total: 100}", one).not_checked == [
        ("the policy sets no weights.empty_category", 1)
    ]
    assert check("weight-effective", POLICY, book(PICTURE)).not_checked == [
        ("this export carries no category weights", 1)
    ]
    early = check("weight-effective", POLICY + CALENDAR, one, as_of="2026-09-24")
    assert (early.found, early.not_checked) == ([], [("no progress date of its terms has come", 1)])
    points = check("weight-effective", POLICY, book(PICTURE, weights=WEIGHTS, about={"method": "total_points"}))
    assert points.not_checked == [("it adds up points, so its categories have no weights", 1)]
    empty = check("weight-effective", POLICY, book("Student | A /10 @Homework", weights={"Homework": 100}))
    assert (empty.found, empty.not_checked) == ([], [("it has no students", 1)])
    none = check("weight-effective", POLICY, book("Student\nAda", weights=WEIGHTS))
    assert (none.found, none.not_checked) == ([], [("it has no assignments", 1)])
    one.categories["weight"], one.categories["weight_share"] = [float("nan")] * 3, [20.0, 80.0, float("nan")]
    assert check("weight-effective", "weights: {empty_category: rescaled}", one).not_checked == [
        ("only the ratios of its weights show, and the policy doesn't fix the weights of all its categories", 1)
    ]


def test_at_the_progress_date_it_holds_until_now():
    outcome = check("weight-effective", POLICY + CALENDAR, book(PICTURE, weights=WEIGHTS), as_of="2026-09-25")
    assert [message for message, _ in outcome.found] == [
        "“Projects” holds no grade in Q1, so “Tests” counts for 80% of the grade instead of 60% (until now)"
    ]
