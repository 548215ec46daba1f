"""weights-total: declared weights that don't add up."""

import pytest

from tests.tables import book, check, empty

POLICY = "weights: {total: 100, tolerance: 0.5}"
PICTURE = "Student | A /10 @Homework | B /10 @Quizzes | C /10 @Tests\nAda | 9 | 9 | 9"


def weighed(*weights: float, **about):
    return book(PICTURE, weights=dict(zip(["Homework", "Quizzes", "Tests", "Extra Credit"], weights)), about=about)


def test_finds_weights_that_fall_short_or_go_over():
    outcome = check("weights-total", POLICY, weighed(20, 30, 40))
    assert outcome.found == [("the weights add up to 90%, not to 100%", ["B1"])]
    assert (outcome.findings[0].observed, outcome.findings[0].expected) == ("90%", "100%")
    assert check("weights-total", POLICY, weighed(20, 30, 60)).found == [
        ("the weights add up to 110%, not to 100%", ["B1"])
    ]


@pytest.mark.parametrize(
    ("weights", "findings"),
    [((33.33, 33.33, 33.33), 0), ((20, 30, 49.5), 0), ((20, 30, 49.49), 1), ((20, 30, 50.5), 0), ((20, 30, 50.51), 1),
     ((0.2, 0.3, 0.5), 0), ((20, 30, 50, 5), 0), ((15, 30, 50, 5), 0), ((15, 30, 50, 10), 1), ((3, 2, 1), 1)],
)  # fmt: skip
def test_rounding_shares_of_one_and_extra_credit_on_top_are_no_finding(weights, findings):
    assert len(check("weights-total", POLICY, weighed(*weights)).found) == findings


def test_ratios_are_no_finding_where_the_policy_says_that_weights_are_rescaled():
    rescaled = "weights: {total: 100, empty_category: rescaled}"
    assert check("weights-total", rescaled, weighed(3, 2, 1)).found == []
    assert len(check("weights-total", rescaled, weighed(3.5, 2, 1)).found) == 1
    assert len(check("weights-total", rescaled, weighed(20, 30, 40)).found) == 1


def test_an_export_that_may_leave_out_empty_categories_can_only_show_too_much():
    less = check("weights-total", POLICY, weighed(20, 30, 40, format="schoology"))
    assert less.found == []
    assert less.not_checked == [
        (
            "its weights add up to less than the total, and an export like this may leave out categories without"
            " assignments",
            1,
        )
    ]
    assert len(check("weights-total", POLICY, weighed(20, 30, 60, format="schoology")).found) == 1
    listed = weighed(20, 30, 40, 5, format="schoology")  # it lists an empty category, so it lists them all
    assert len(check("weights-total", POLICY, listed).found) == 1


def test_not_checked_in_gradebooks_of_points_with_recovered_weights_or_without_a_total_in_the_policy():
    points = "it adds up points, so its categories have no weights"
    for one in (weighed(0, 0, 0), weighed(20, 30, 40, method="total_points")):
        outcome = check("weights-total", POLICY, one)
        assert (outcome.found, outcome.not_checked) == ([], [(points, 1)])
    recovered = weighed(20, 30, 40)
    recovered.categories["weight_source"] = ["recovered"] * 3
    outcome = check("weights-total", POLICY, recovered)
    assert outcome.not_checked == [("its weights aren't declared but recovered, so they add up", 1)]
    assert outcome.found == []
    assert check("weights-total", "district: X", weighed(20, 30, 40)).not_checked == [
        ("the policy sets no weights.total", 1)
    ]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("weights-total", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [("it has no categories", 1)])
