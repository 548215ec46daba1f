"""extra-credit: points for those who collect them."""

from tests.tables import book, check, empty, rest

POLICY = "marks: {extra_credit: forbidden}"
PICTURE = "Student | HW /100 | Extra credit: poster /10 | Bonus later /5\nAda | 90 | 8 |\nBen | 80 | 9 |"


def test_finds_extra_credit_that_is_forbidden():
    extra = {"extra_credit": [False, False, True]}
    picture = PICTURE.replace("8 |\n", "8 | 2\n", 1)
    outcome = check("extra-credit", POLICY, book(picture, assignments=extra))
    assert outcome.found == [("2 assignments of extra credit, which the policy forbids", ["C1", "D1"])]
    assert rest(outcome.findings[0]) == ("warning", "certain", None, None, "extra credit", "none", 1)


def test_finds_more_than_the_policy_allows():
    outcome = check("extra-credit", "marks: {extra_credit: {max: 5%}}", book(PICTURE))
    assert outcome.found == [
        ("1 assignment of extra credit: 10% of the points, more than the 5% that are allowed", ["C1"])
    ]


def test_allowed_and_unscored_extra_credit_is_no_finding():
    assert check("extra-credit", "marks: {extra_credit: allowed}", book(PICTURE)).found == []
    assert check("extra-credit", "marks: {extra_credit: {max: 10%}}", book(PICTURE)).found == []
    assert check("extra-credit", POLICY, book("Student | HW | Extra credit: poster /10\nAda | 9 |")).found == []


def test_not_checked_without_a_word_in_the_policy():
    assert check("extra-credit", "marks: {decimals: 1}", book(PICTURE)).not_checked == [
        ("the policy sets no marks.extra_credit or marks.by_category.extra_credit", 1)
    ]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("extra-credit", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
