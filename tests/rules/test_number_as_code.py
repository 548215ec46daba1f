"""number-as-code: a 1 that means missing."""

from tests.tables import book, check, empty, rest

POLICY = "missing_work: {codes: {MI: missing}}"


def column(*marks: str, points: int = 100):  # type: ignore[no-untyped-def]
    rows = "\n".join(f"S{n} | {mark}" for n, mark in enumerate(marks))
    return book(f"Student | Test /{points}\n{rows}")


def test_finds_the_same_tiny_number_again_and_again():
    outcome = check("number-as-code", POLICY, column("1", "1", "85", "1", "1", "70", "1", "12"))
    assert outcome.found == [
        (
            "5 cells with exactly 1 on work of 20 points or more, and hardly another low score",
            ["B2", "B3", "B5", "B6", "B8"],
        )
    ]
    assert rest(outcome.findings[0]) == ("warning", "possible", None, None, "1", "a code, or the score", 1)


def test_true_low_scores_small_work_and_a_few_cells_are_no_finding():
    assert check("number-as-code", POLICY, column("1", "2", "3", "1", "4", "2", "5", "12")).found == []
    assert check("number-as-code", POLICY, column("1", "1", "1", "1", "1", "2", points=2)).found == []
    assert check("number-as-code", POLICY, column("1", "1", "1", "1", "85")).found == []


def test_numbers_that_the_policy_lists_are_no_finding():
    listed = "missing_work: {numbers_as_codes: [1]}"
    assert check("number-as-code", listed, column("1", "1", "1", "1", "1", "1")).found == []


def test_not_checked_when_the_policy_says_nothing_of_missing_work():
    assert check("number-as-code", "district: X", column("1")).not_checked == [("the policy sets no missing_work", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("number-as-code", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
