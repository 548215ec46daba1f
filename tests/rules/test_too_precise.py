"""too-precise: more decimals than the policy allows."""

from tests.tables import book, check, rest

POLICY = "marks: {decimals: 1}"
PICTURE = """
    Student | CW 1 /20 @Work | Quiz /30 @Work
    Ada     | 17.25          | 12.333
    Ben     | 9.50           | 15.667
    Cleo    | 8              | 20
    Dan     | MI             | 11.5
"""


def test_finds_the_scores_that_rounding_would_change():
    outcome = check("too-precise", POLICY, book(PICTURE))
    assert outcome.found == [("1 cell on “CW 1” with more than 1 decimal, such as 17.25", ["B2"])]
    assert rest(outcome.findings[0]) == ("info", "certain", None, "CW 1", "17.25", "at most 1 decimal", 1)
    whole = check("too-precise", "marks: {decimals: 0}", book("Student | A\nS | 7.50\nT | 8\nU | 9.00"))
    assert whole.found == [("1 cell on “A” with more than no decimals, such as 7.50", ["B2"])]


def test_zeros_at_the_end_and_columns_that_an_lms_computed_are_no_finding():
    assert check("too-precise", POLICY, book("Student | A\nS | 7.50\nT | 8.000\nU | 9")).found == []
    assert check("too-precise", POLICY, book("Student | A\nS | 7.333\nT | 8.667\nU | 9")).found == []


def test_a_category_may_have_its_own_limit():
    own = "categories: {Work: {weight: 100}}\nmarks: {decimals: 1, by_category: {Work: {decimals: 2}}}"
    assert check("too-precise", own, book(PICTURE)).found == []


def test_not_checked_without_a_limit():
    assert check("too-precise", "marks: {maximum: 100%}", book(PICTURE)).not_checked == [
        ("the policy sets no marks.decimals or marks.by_category.decimals", 1)
    ]


def test_the_test_student_is_no_finding():
    tables = book(
        "Student | HW 1 /10\nTest | 8.333\nBen | 9\nCleo | 8", students={"is_test_student": [True, False, False]}
    )
    assert check("too-precise", "marks: {decimals: 1}", tables).found == []


def test_percents_are_looked_at_too_and_fractions_are_not():
    outcome = check("too-precise", POLICY, book("Student | A /30\nS | 87.25%\nT | 90.5%\nU | 7\nV | 7/9"))
    assert outcome.found == [("1 cell on “A” with more than 1 decimal, such as 87.25%", ["B2"])]


def test_a_categorys_own_limit_needs_the_category():
    own = "categories: {Work: {weight: 100}}\nmarks: {decimals: 0, by_category: {Work: {decimals: 2}}}"
    outcome = check("too-precise", own, book("Student | A\nS | 7.5\nT | 8\nU | 9"))
    assert outcome.found == []
    assert [number for _, number in outcome.not_checked] == [1]


def test_a_gradebook_without_scores_has_no_finding():
    assert check("too-precise", POLICY, book("Student | A /10")).found == []
