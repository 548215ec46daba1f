"""assignment-uncategorised: work that is part of the grade and belongs to no category."""

from tests.tables import book, check, empty, rest

POLICY = "categories: {Homework: {}, Tests: {}}"


def test_finds_scored_work_without_a_category_as_one_finding():
    outcome = check(
        "assignment-uncategorised",
        POLICY,
        book("Student | A /10 @Homework | Quiz 4 /10 | Quiz 5 /10\nAda | 9 | 8 | 7\nBen | 9 | 8 |"),
    )
    assert outcome.found == [("2 assignments scored and in no category", ["C1", "D1"])]
    assert rest(outcome.findings[0]) == (
        "error",
        "certain",
        None,
        "Quiz 4",
        "no category",
        "a category of the policy",
        1,
    )


def test_work_that_does_not_count_and_what_can_not_be_told_are_no_finding():
    outcome = check(
        "assignment-uncategorised",
        POLICY,
        book(
            "Student | A /10 @Homework | B /10 | C /0 | Extra credit /5 | E /10 | F /10\nAda | 9 | 8 | 7 | 5 | | 8",
            assignments={
                "counts": [True, False, True, True, True, True],
                "category_source": ["declared", "", "", "", "", "unknown"],
            },
        ),
    )
    assert outcome.found == []


def test_not_checked_without_categories_or_memberships():
    bare = book("Student | A /10\nAda | 9")
    assert check("assignment-uncategorised", POLICY, bare).not_checked == [
        ("this export carries no categories of assignments", 1)
    ]
    some = book("Student | A /10 @Homework\nAda | 9")
    assert check("assignment-uncategorised", "district: X", some).not_checked == [("the policy sets no categories", 1)]


def test_a_gradebook_without_any_category_is_another_rules():
    one = book("Student | A /10 @Homework\nAda | 9")
    bare = one._replace(categories={}, assignments={**one.assignments, "category": [-1]})
    outcome = check("assignment-uncategorised", POLICY, bare)
    assert (outcome.found, outcome.not_checked) == ([], [("it has no categories", 1)])


def test_an_empty_gradebook_has_no_finding():
    outcome = check("assignment-uncategorised", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [("it has no categories", 1)])
