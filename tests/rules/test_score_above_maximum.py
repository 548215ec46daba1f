"""score-above-maximum: more than there is to earn."""

from tests.tables import book, check, rest

POLICY = "marks: {maximum: 100%}"
PICTURE = """
    Student | Test /100 @Tests | HW /10 @HW | Bonus /0 @HW
    Ada     | 105              | 10         | 5
    Ben     | 110.5            | 10.5       | 3
    Cleo    | 100              | 9          |
"""


def test_finds_scores_above_the_points_possible():
    outcome = check("score-above-maximum", POLICY, book(PICTURE))
    assert outcome.found == [
        ("2 cells on “Test” above the 100 points possible: up to 110.5", ["B2", "B3"]),
        ("1 cell on “HW” above the 10 points possible: 10.5", ["C3"]),
    ]
    assert rest(outcome.findings[0]) == ("error", "certain", None, "Test", "up to 110.5", "at most 100", 1)


def test_a_share_above_100_and_extra_credit_are_no_finding():
    assert check("score-above-maximum", "marks: {maximum: 110.5%}", book(PICTURE)).found == []
    assert check("score-above-maximum", "marks: {extra_credit: allowed}", book(PICTURE)).found == []
    both = "marks: {maximum: 100%, extra_credit: allowed}"
    assert check("score-above-maximum", both, book(PICTURE)).found == []
    most = check("score-above-maximum", "marks: {maximum: 110%, extra_credit: allowed}", book(PICTURE))
    assert most.found == [("1 cell on “Test” above 110% of the 100 points possible: 110.5", ["B3"])]
    some = check("score-above-maximum", "marks: {extra_credit: {max: 5%}}", book(PICTURE))
    assert some.found == [("1 cell on “Test” above 105% of the 100 points possible: 110.5", ["B3"])]


def test_work_called_extra_credit_is_no_finding_unless_it_is_forbidden():
    extra = "Student | Extra credit: poster /10\nAda | 12"
    assert check("score-above-maximum", POLICY, book(extra)).found == []
    forbidden = check("score-above-maximum", "marks: {extra_credit: forbidden}", book(extra))
    assert len(forbidden.found) == 1


def test_percents_count_as_points_and_codes_do_not():
    outcome = check("score-above-maximum", POLICY, book("Student | Test /50\nAda | 102%\nBen | MI\nCleo | EX"))
    assert outcome.found == [("1 cell on “Test” above the 50 points possible: 51", ["B2"])]


def test_a_category_may_have_its_own_maximum():
    own = "categories: {HW: {weight: 100}}\nmarks: {maximum: 100%, by_category: {HW: {maximum: 110%}}}"
    assert [cells for _, cells in check("score-above-maximum", own, book(PICTURE)).found] == [["B2", "B3"]]


def test_not_checked_without_points_or_a_maximum():
    assert check("score-above-maximum", "marks: {decimals: 1}", book(PICTURE)).not_checked == [
        (
            "the policy sets no marks.maximum or marks.extra_credit or marks.by_category.maximum or"
            " marks.by_category.extra_credit",
            1,
        )
    ]


def test_finds_fractions_and_percents_too_but_not_the_test_students():
    tables = book(
        "Student | HW 1 /10\nAda | 11/10\nBen | 105%\nCleo | 10/10\nTest | 95",
        students={"is_test_student": [False, False, False, True]},
    )
    outcome = check("score-above-maximum", "marks: {maximum: 100%}", tables)
    assert outcome.found == [("2 cells on “HW 1” above the 10 points possible: up to 11", ["B2", "B3"])]


def test_a_categorys_own_maximum_needs_the_category():
    policy = "marks: {maximum: 100%, by_category: {Tests: {maximum: 120%}}}"
    known, unknown = book("Student | A /10 @Tests | B /10 @Work\nAda | 11 | 11"), book("Student | C /10\nAda | 11")
    outcome = check("score-above-maximum", policy, known, unknown)
    assert outcome.found == [("1 cell on “B” above the 10 points possible: 11", ["C2"])]
    assert [count for _, count in outcome.not_checked] == [1]


def test_one_point_is_said_as_one():
    one = book("Student | A /1\nAda | 1.2\nBen | 1")
    assert check("score-above-maximum", POLICY, one).found == [
        ("1 cell on “A” above the 1 point possible: 1.2", ["B2"])
    ]


def test_a_gradebook_without_scores_has_no_finding():
    assert check("score-above-maximum", POLICY, book("Student | Test /100")).found == []
