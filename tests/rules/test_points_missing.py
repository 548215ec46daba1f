"""points-missing: a score out of nothing."""

from tests.tables import book, check, empty, rest

POLICY = "marks: {extra_credit: forbidden, points_possible: [10, 20, 100]}"
PICTURE = """
    Student | Project @Work | Bonus /0 @Work | Quiz /25 @Work | HW /10 @Work | Later @Work
    Ada     | 88            | 2              | 20             | 9            |
    Ben     | 75            | 1              | 21             | 8            |
"""


def test_finds_missing_zero_and_odd_points():
    outcome = check("points-missing", POLICY, book(PICTURE))
    assert outcome.found == [
        ("“Project” has no points possible", ["B1"]),
        ("“Bonus” has 0 points possible, though extra credit is forbidden", ["C1"]),
        ("“Quiz” has 25 points possible, which the policy doesn't allow", ["D1"]),
    ]
    assert rest(outcome.findings[0]) == (
        "warning",
        "certain",
        None,
        "Project",
        "has no points possible",
        "points possible",
        1,
    )


def test_zero_points_where_extra_credit_is_allowed_and_unscored_work_are_no_finding():
    outcome = check(
        "points-missing", "marks: {extra_credit: allowed}", book("Student | Bonus /0 | HW /10 | Later\nAda | 2 | 9 |")
    )
    assert outcome.found == []


def test_work_that_does_not_count_is_no_finding():
    assert check("points-missing", POLICY, book("Student | A\nS | 9", assignments={"counts": [False]})).found == []


def test_not_checked_without_points_in_the_export_or_the_policy():
    bare = check("points-missing", POLICY, book(PICTURE, without=["assignments.points_possible"]))
    assert bare.not_checked == [("this export carries no points possible", 1)]
    assert check("points-missing", "marks: {decimals: 1}", book(PICTURE)).not_checked == [
        ("the policy sets no marks.points_possible or marks.extra_credit", 1)
    ]


def test_one_point_is_said_as_one():
    outcome = check("points-missing", POLICY, book("Student | A /1\nAda | 1"))
    assert outcome.found == [("“A” has 1 point possible, which the policy doesn't allow", ["B1"])]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("points-missing", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
