"""category-banned: a category that the policy bans counts all the same."""

from tests.tables import book, check, empty

POLICY = "categories:\n  Homework: {}\n  Citizenship: {banned: true, aliases: [Participation, Effort]}"
PICTURE = "Student | A /10 @Homework | B /10 @Participation\nAda | 9 | 9"


def test_finds_a_banned_category_that_carries_weight():
    outcome = check("category-banned", POLICY, book(PICTURE, weights={"Homework": 90, "Participation": 10}))
    assert outcome.found == [
        ("“Participation” counts for 10% of the grade, though the policy bans “Citizenship”", ["C1"])
    ]
    assert outcome.findings[0].policy_ref.line == 3


def test_a_category_of_the_banned_name_itself():
    one = book("Student | A /10 @Citizenship\nAda | 9", weights={"Citizenship": 5})
    assert check("category-banned", POLICY, one).found == [
        ("“Citizenship” counts for 5% of the grade, though the policy bans it", ["B1"])
    ]


def test_in_a_gradebook_of_points_every_category_with_scores_counts():
    outcome = check("category-banned", POLICY, book(PICTURE, about={"method": "total_points"}))
    assert outcome.found == [("“Participation” counts, though the policy bans “Citizenship”", ["C1"])]


def test_without_weight_or_without_scores_it_is_no_finding():
    outcome = check(
        "category-banned",
        POLICY,
        book(PICTURE, weights={"Homework": 100, "Participation": 0}),
        book(
            "Student | A /10 @Homework | B /10 @Effort\nAda | 9 |", weights={"Homework": 90, "Effort": 10}, file="2.csv"
        ),
        book("Student | A /10 @Homework | B /0 @Effort\nAda | 9 | 1", about={"method": "total_points"}, file="3.csv"),
    )
    assert outcome.found == []


def test_not_checked_where_the_weights_are_not_known_or_the_policy_bans_nothing():
    outcome = check("category-banned", POLICY, book(PICTURE))
    assert (outcome.found, outcome.not_checked) == (
        [],
        [("it has a banned category, and its weights aren't known", 1)],
    )
    none = check("category-banned", "district: X", book(PICTURE))
    assert none.not_checked == [("the policy sets no categories.banned", 1)]


def test_a_banned_category_graded_in_the_policys_letters_counts():
    letters = POLICY + "\nmarks: {letters: [E, S, N]}"
    one = book(PICTURE.replace("9 | 9", "9 | S\nBen | 8 | N"), weights={"Homework": 90, "Participation": 10})
    assert check("category-banned", letters, one).found == [
        ("“Participation” counts for 10% of the grade, though the policy bans “Citizenship”", ["C1"])
    ]
    code = letters + "\nmissing_work: {codes: {S: excused, N: excused}}"
    assert check("category-banned", code, one).found == []
    assert check("category-banned", POLICY, one).found == []  # nobody knows what S and N are


def test_a_gradebook_without_categories_has_no_finding():
    empty = check("category-banned", POLICY, book("Student | A /10\nAda | 9"))
    assert (empty.found, empty.not_checked) == ([], [("this export carries no grading categories", 1)])


def test_an_empty_gradebook_has_no_finding():
    outcome = check("category-banned", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
