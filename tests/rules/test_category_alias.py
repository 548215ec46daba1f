"""category-alias: a category that goes by a name that the policy understands but doesn't want."""

from tests.tables import book, check, empty, rest

POLICY = "categories:\n  Homework: {accepts: [Practice], aliases: [HW, Home Work]}\n  Tests: {aliases: [Exam]}"


def test_finds_the_alias_and_gives_the_right_name_and_the_policys_line():
    outcome = check(
        "category-alias",
        POLICY,
        book("Student | A /10 @home  works | B /10 @EXAMS\nAda | 9 | 8", weights={"HW": 10}),
    )
    assert outcome.found == [
        ("“HW” should be called “Homework”", ["row 1"]),
        ("“home  works” should be called “Homework”", ["B1"]),
        ("“EXAMS” should be called “Tests”", ["C1"]),
    ]
    assert rest(outcome.findings[0]) == ("warning", "certain", "HW", None, "HW", "Homework", 2)
    assert {found.policy_ref.line for found in outcome.findings} == {2, 3}


def test_accepted_names_case_plural_and_empty_leftovers_are_no_finding():
    outcome = check(
        "category-alias",
        POLICY,
        book("Student | A /10 @homeworks | B /10 @PRACTICE | C /10 @HW\nAda | 9 | 8 |", weights={"Exams": 0}),
    )
    assert outcome.found == []


def test_not_checked_without_aliases_in_the_policy():
    outcome = check("category-alias", "categories: {Homework: {}}", book("Student | A /10 @HW\nAda | 9"))
    assert outcome.not_checked == [("the policy sets no categories.aliases", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("category-alias", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
