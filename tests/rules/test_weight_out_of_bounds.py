"""weight-out-of-bounds: categories that weigh more or less than the policy's bounds allow."""

import pytest

from tests.tables import book, check, empty

POLICY = """
categories:
  Homework: {weight: {max: 10}}
  Practice: {weight: {min: 5, max: 20}}
  Tests: {weight: 50}
weights:
  limits:
    - {of: [Homework, Practice], max: 25}
    - {of: [Tests], min: 40}
"""
PICTURE = "Student | A /10 @Homework | B /10 @Practice | C /10 @Tests\nAda | 9 | 9 | 9"


def weighed(homework: float, practice: float, tests: float):
    return book(PICTURE, weights={"Homework": homework, "Practice": practice, "Tests": tests})


def test_finds_a_category_and_a_sum_outside_their_bounds():
    outcome = check("weight-out-of-bounds", POLICY, weighed(15, 25, 30))
    assert outcome.found == [
        ("“Homework” and “Practice” together weigh 40%, the policy allows at most 25%", ["B1", "C1"]),
        ("“Homework” weighs 15%, the policy allows at most 10%", ["B1"]),
        ("“Practice” weighs 25%, the policy allows at least 5% and at most 20%", ["C1"]),
        ("“Tests” weighs 30%, the policy allows at least 40%", ["D1"]),
    ]
    assert [found.policy_ref.line for found in outcome.findings] == [8, 3, 4, 9]
    assert [found.category for found in outcome.findings] == [None, "Homework", "Practice", "Tests"]


@pytest.mark.parametrize(
    ("weights", "findings"),
    [
        ((10, 15, 75), 0),
        ((10.05, 14.9, 75), 0),
        ((10.1, 5, 75), 1),
        ((10, 20, 70), 1),
        ((5, 4.9, 75), 1),
        ((0, 5, 95), 0),
    ],
)
def test_the_bound_itself_is_allowed_and_printing_is_forgiven(weights, findings):
    assert len(check("weight-out-of-bounds", POLICY, weighed(*weights)).found) == findings


def test_a_category_that_is_not_there_and_exact_weights_are_no_finding():
    outcome = check("weight-out-of-bounds", POLICY, book("Student | C /10 @Tests\nAda | 9", weights={"Tests": 100}))
    assert outcome.found == []


def test_recovered_weights_are_held_as_far_as_they_are_sure():
    one = weighed(11, 10, 79)
    one.categories["weight_source"] = ["recovered"] * 3
    one.categories["weight_error"] = [0.2] * 3
    outcome = check("weight-out-of-bounds", POLICY, one)
    assert outcome.found == [
        ("“Homework” weighs 11%, the policy allows at most 10% (recovered from the totals)", ["B1"])
    ]
    assert outcome.findings[0].confidence == "likely"
    one.categories["weight_error"] = [1.0] * 3
    assert check("weight-out-of-bounds", POLICY, one).found == []


def test_not_checked_without_bounds_or_weights():
    exact = check("weight-out-of-bounds", "categories: {Homework: {weight: 10}}", weighed(20, 20, 60))
    assert (exact.found, exact.not_checked) == ([], [("the policy sets no bounds on weights", 1)])
    assert check("weight-out-of-bounds", POLICY, book(PICTURE)).not_checked == [
        ("this export carries no category weights", 1)
    ]
    points = check("weight-out-of-bounds", POLICY, weighed(0, 0, 0))
    assert points.not_checked == [("it adds up points, so its categories have no weights", 1)]


def test_a_sum_that_is_fixed_is_told_as_one_number():
    policy = "categories: {A: {}, B: {}, C: {}}\nweights: {limits: [{of: [A, B], min: 70, max: 70}]}"
    picture = "Student | 1 /10 @A | 2 /10 @B | 3 /10 @C\nAda | 9 | 9 | 9"
    outcome = check("weight-out-of-bounds", policy, book(picture, weights={"A": 40, "B": 35, "C": 25}))
    assert outcome.found == [("“A” and “B” together weigh 75%, the policy allows exactly 70%", ["B1", "C1"])]
    assert check("weight-out-of-bounds", policy, book(picture, weights={"A": 40, "B": 30, "C": 30})).found == []


def test_an_empty_gradebook_has_no_finding():
    outcome = check("weight-out-of-bounds", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [("it has no categories", 1)])
