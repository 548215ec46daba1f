"""category-duplicate: two of a gradebook's categories are one to the policy."""

from tests.tables import book, check, empty

POLICY = "categories: {Homework: {aliases: [HW]}, Minor: {accepts: [Daily, Labs], aliases: [Small]}, Tests: {}}"


def test_finds_categories_that_the_policy_takes_for_the_same():
    outcome = check(
        "category-duplicate",
        POLICY,
        book("""
        Student | A /10 @Homework | B /10 @HW | C /10 @Minor | D /10 @Small | E /10 @Odd | F /10 @odds
        Ada     | 9 | 9 | 9 | 9 | 9 | 9
    """),
    )
    assert outcome.found == [
        ("“Homework” and “HW” are the same category to the policy, “Homework”", ["B1", "C1"]),
        ("“Minor” and “Small” are the same category to the policy, “Minor”", ["D1", "E1"]),
        ("“Odd” and “odds” are the same category", ["F1", "G1"]),
    ]
    assert [found.category for found in outcome.findings] == ["Homework", "Minor", "Odd"]


def test_one_name_several_times_is_one_finding():
    one = book("Student | A /10 @Tests | B /10 @Two | C /10 @Three\nAda | 9 | 9 | 9")
    one.categories["name"][:] = ["Tests"] * 3
    assert check("category-duplicate", POLICY, one).found == [
        ("3 categories called “Tests” are the same category to the policy, “Tests”", ["B1", "C1", "D1"])
    ]


def test_a_listed_split_and_empty_leftovers_are_no_finding():
    outcome = check(
        "category-duplicate",
        POLICY,
        book(
            "Student | A @Minor | B @Daily | C @Labs | D @Homework | E @Tests\nAda | 9 | 9 | 9 | 9 | 9",
            weights={"HW": 0},
        ),
        book("Student | A /10 @Homework\nAda | 9", file="two.csv"),
        book("Student | A /10 @HW\nAda | 9", file="three.csv"),
    )
    assert outcome.found == []


def test_a_split_that_the_policy_allows_is_no_finding_but_one_name_twice_is():
    policy = "categories: {Homework: {aliases: [HW], split: allowed}}"
    one = book("Student | A /10 @Homework | B /10 @HW\nAda | 9 | 9")
    assert check("category-duplicate", policy, one).found == []
    one.categories["name"][1] = "homework"
    assert check("category-duplicate", policy, one).found == [
        ("“Homework” and “homework” are the same category to the policy, “Homework”", ["B1", "C1"])
    ]


def test_not_checked_without_categories_in_the_policy():
    outcome = check("category-duplicate", "district: X", book("Student | A /10 @HW\nAda | 9"))
    assert outcome.not_checked == [("the policy sets no categories", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("category-duplicate", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
