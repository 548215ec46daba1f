"""weight-differs: a category that weighs more or less than the policy says."""

import numpy as np
import pytest

from tests.tables import book, check, empty

POLICY = """
weights: {tolerance: 0.5}
categories:
  Homework: {weight: 20, aliases: [HW]}
  Quizzes: {weight: 30}
  Tests: {weight: {default: 50, Q4: 40}}
  Labs: {weight: {min: 5, max: 10}}
"""
PICTURE = "Student | A /10 @Homework | B /10 @Quizzes | C /10 @Tests\nAda | 9 | 9 | 9"


def weighed(homework: float, quizzes: float, tests: float, **about):
    return book(PICTURE, weights={"Homework": homework, "Quizzes": quizzes, "Tests": tests}, about=about)


def test_finds_each_weight_that_is_not_the_policys():
    outcome = check("weight-differs", POLICY, weighed(25, 30, 45))
    assert outcome.found == [
        ("“Homework” weighs 25%, the policy says 20%", ["B1"]),
        ("“Tests” weighs 45%, the policy says 50%", ["D1"]),
    ]
    homework = outcome.findings[0]
    assert (homework.observed, homework.expected, homework.category) == ("25%", "20%", "Homework")
    assert (homework.policy_ref.line, homework.confidence) == (4, "certain")


@pytest.mark.parametrize(("tests", "findings"), [(50.5, 0), (50.51, 1), (49.5, 0), (49.49, 1), (0, 1)])
def test_the_tolerance_is_inclusive(tests, findings):
    assert len(check("weight-differs", POLICY, weighed(20, 30, tests)).found) == findings


def test_two_categories_that_are_one_to_the_policy_are_added_up():
    picture = "Student | A /10 @Homework | B /10 @HW | C /10 @Quizzes\nAda | 9 | 9 | 9"
    right = book(picture, weights={"Homework": 15, "HW": 5, "Quizzes": 30})
    wrong = book(picture, weights={"Homework": 20, "HW": 5, "Quizzes": 30}, file="two.csv")
    assert check("weight-differs", POLICY, right, wrong).found == [
        ("“Homework” and “HW” together weigh 25%, the policy says 20%", ["B1", "C1"])
    ]


def test_a_terms_own_weight_thirds_and_bounds_are_no_finding():
    thirds = "categories: {Homework: {weight: 33.3}, Quizzes: {weight: 33.3}, Tests: {weight: 33.3}}"
    assert check("weight-differs", POLICY, weighed(20, 30, 40, term="Q4")).found == []
    assert check("weight-differs", POLICY, weighed(20, 30, 40)).found == []  # it may be Q4
    assert check("weight-differs", thirds + "\nweights: {tolerance: 0}", weighed(33.33, 33.33, 33.34)).found == []
    assert check("weight-differs", POLICY, book("Student | A /10 @Labs\nAda | 9", weights={"Labs": 20})).found == []
    assert check("weight-differs", POLICY, weighed(20, 30, 40, term="Q1")).found == [
        ("“Tests” weighs 40%, the policy says 50%", ["D1"])
    ]


def test_a_calendar_tells_the_term_of_an_export_that_names_none():
    calendar = """
calendar:
  terms: {Q1: {starts: 2026-08-31, ends: 2026-11-06}, Q4: {starts: 2027-04-12, ends: 2027-06-11, aliases: [Quarter 4]}}
"""
    one = weighed(20, 30, 40)
    assert check("weight-differs", POLICY + calendar, one, as_of="2027-05-03").found == []
    assert check("weight-differs", POLICY + calendar, one, as_of="2026-10-05").found == [
        ("“Tests” weighs 40%, the policy says 50%", ["D1"])
    ]
    spring = weighed(20, 30, 40, exported_at=np.datetime64("2027-05-03"))
    assert check("weight-differs", POLICY + calendar, spring, as_of="2027-07-01").found == []
    named = weighed(20, 30, 40, term="quarter 4")
    assert check("weight-differs", POLICY + calendar, named, as_of="2026-10-05").found == []


def recovered(weights, shares, error=0.02, picture=PICTURE):
    names = ["Homework", "Quizzes", "Tests", "Labs"][: len(weights)]
    one = book(picture, weights=dict(zip(names, weights)), without=["categories.weight"])
    one.categories["weight_source"] = ["recovered"] * len(weights)
    one.categories["weight_share"] = shares
    one.categories["weight_error"] = [error] * len(weights)
    return one


def test_recovered_weights_say_so_and_are_as_sure_as_they_are():
    assert check("weight-differs", POLICY, recovered([25, 30, 45], [25, 30, 45])).found == [
        ("“Homework” weighs 25%, the policy says 20% (recovered from the totals)", ["B1"]),
        ("“Tests” weighs 45%, the policy says 50% (recovered from the totals)", ["D1"]),
    ]
    assert check("weight-differs", POLICY, recovered([21, 29, 50], [21, 29, 50], error=0.6)).found == []


def test_where_a_category_has_no_scores_the_shares_of_the_others_are_compared():
    nan = np.nan
    # 20 and 30 of 50 are 40% and 60%
    assert check("weight-differs", POLICY, recovered([nan] * 3, [50, 50, nan])).found == [
        (
            "“Homework” weighs 50% of the categories with scores, the policy says 40% (recovered from the totals)",
            ["B1"],
        ),
        ("“Quizzes” weighs 50% of the categories with scores, the policy says 60% (recovered from the totals)", ["C1"]),
    ]
    right = check("weight-differs", POLICY, recovered([nan] * 3, [40, 60, nan]))
    assert (right.found, right.not_checked) == ([], [])


def test_shares_beside_a_category_that_the_policy_does_not_fix_cannot_be_compared():
    labs = "Student | A /10 @Homework | B /10 @Quizzes | C /10 @Tests | D /10 @Labs\nAda | 9 | 9 | 9 | 9"
    bounded = recovered([np.nan] * 4, [50, 40, np.nan, 10], picture=labs)
    strange = recovered([np.nan] * 4, [36, 54, np.nan, 10], picture=labs)
    strange.categories["name"][3] = "Odd"
    for one in (bounded, strange):
        outcome = check("weight-differs", POLICY, one)
        why = "only the ratios of its weights show, and the policy doesn't fix the weights of all those categories"
        assert (outcome.found, outcome.not_checked) == ([], [(why, 1)])


def test_not_checked_without_weights_in_the_gradebook_or_the_policy():
    bare = book(PICTURE)
    assert check("weight-differs", POLICY, bare).not_checked == [("this export carries no category weights", 1)]
    points = "it adds up points, so its categories have no weights"
    for one in (weighed(0, 0, 0), weighed(25, 25, 50, method="total_points")):
        outcome = check("weight-differs", POLICY, one)
        assert (outcome.found, outcome.not_checked) == ([], [(points, 1)])
    none = check("weight-differs", "categories: {Homework: {}}", weighed(1, 2, 3))
    assert none.not_checked == [("the policy sets no categories.weight", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("weight-differs", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [("it has no categories", 1)])
