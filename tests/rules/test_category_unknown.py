"""category-unknown: a category that the policy doesn't know by any name."""

from tests.tables import book, check, empty

POLICY = "categories: {Homework: {accepts: [Practice], aliases: [HW]}, Tests: {}, Effort: {banned: true}}"


def test_finds_a_category_in_use_and_offers_the_closest_name_and_the_line_to_accept_it():
    outcome = check(
        "category-unknown",
        POLICY,
        book("""
        Student | HW 1 /10 @Hmwk | Lab 1 /10 @Labs | Test 1 /10 @Tests
        Ada     | 9              | 8               | 7
    """),
    )
    assert outcome.found == [
        ("“Hmwk” is no category of the policy (closest: Homework)", ["B1"]),
        ("“Labs” is no category of the policy", ["C1"]),
    ]
    first, second = outcome.findings
    assert first.fix.endswith(
        " If the name is right, write this into the policy instead: categories: {Homework: {accepts: [Hmwk]}}"
    )
    assert second.fix.endswith(" instead: categories: {Labs: {}}")
    assert (first.category, first.observed, first.expected) == ("Hmwk", "Hmwk", "one of Homework, Tests")


def test_a_category_that_carries_weight_is_in_use_though_it_is_empty():
    outcome = check("category-unknown", POLICY, book("Student | HW 1 /10 @HW\nAda | 9", weights={"HW": 80, "Labs": 20}))
    assert [message for message, _ in outcome.found] == ["“Labs” is no category of the policy"]


def test_two_groups_of_one_name_are_one_finding_with_two_places():
    one = book("Student | A /10 @Labs | B /10 @Work\nAda | 9 | 9")
    one.categories["name"][1] = "Labs"
    assert check("category-unknown", POLICY, one).found == [("“Labs” is no category of the policy", ["B1", "C1"])]


def test_empty_leftovers_and_other_right_names_are_no_finding():
    outcome = check(
        "category-unknown",
        POLICY,
        book(
            """
        Student | HW 1 /10 @homeworks | A /10 @Practice | B /10 @HW | C /10 @ TESTS | D @Uncategorized | E /0 @Roll
        Ada     | 9                   | 8               | 7         | 6             |                  | 1
        """,
            weights={"Imported Assignments": 0},
        ),
    )
    assert outcome.found == []


def test_in_an_export_without_memberships_a_category_with_a_total_is_in_use():
    def canvas(total: str):
        return book(
            "Student | HW 1 /10\nAda | 9",
            weights={"Labs": float("nan")},
            totals={"final Labs": [total]},
            without=["assignments.category", "categories.weight"],
        )

    assert [message for message, _ in check("category-unknown", POLICY, canvas("90")).found] == [
        "“Labs” is no category of the policy"
    ]
    assert check("category-unknown", POLICY, canvas("")).found == []


def test_a_total_alone_is_no_use_where_the_export_shows_memberships():
    one = book("Student | HW 1 /10 @Homework\nAda | 9", weights={"Labs": 0}, totals={"final Labs": ["0"]})
    assert check("category-unknown", POLICY, one).found == []


def test_not_checked_where_the_policy_allows_others_or_names_none_or_the_export_has_none():
    one = book("Student | HW 1 /10 @Hmwk\nAda | 9")
    allowed = check("category-unknown", POLICY + "\nother_categories: allowed", one)
    assert (allowed.found, allowed.not_checked) == ([], [("the policy allows other categories", 1)])
    assert check("category-unknown", "district: X", one).not_checked == [("the policy sets no categories", 1)]
    bare = check("category-unknown", POLICY, book("Student | HW 1 /10\nAda | 9"))
    assert bare.not_checked == [("this export carries no grading categories", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("category-unknown", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
