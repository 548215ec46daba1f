"""letter-differs: the letter that a number earns by the policy's scale."""

from tests.tables import book, check, empty, rest

POLICY = "totals: {scale: {A: 90, B: 80, C: 70, F: 0}}"


def graded(*pairs: tuple[str, str]):  # type: ignore[no-untyped-def]
    """A gradebook with one final score and letter a student, in columns C and D."""
    rows = "\n".join(f"S{number} | 9" for number in range(len(pairs)))
    totals = {"final": [number for number, _ in pairs], "final ": [letter for _, letter in pairs]}
    return book(f"Student | HW\n{rows}", totals=totals)


def test_finds_letters_of_another_scale_with_the_right_one():
    outcome = check("letter-differs", POLICY, graded(("84.22", "A"), ("91.00", "A"), ("69.99", "C"), ("95", "A+")))
    assert outcome.found == [
        ("3 totals with a letter that isn't the policy's for its number, such as A beside 84.22, which is B",
         ["D2", "D4", "D5"]),
    ]  # fmt: skip
    assert rest(outcome.findings[0]) == ("error", "certain", None, None, "A", "B", 1)
    assert (outcome.findings[0].observed, outcome.findings[0].expected) == ("A", "B")


def test_a_number_on_the_boundary_and_small_letters_are_no_finding():
    assert check("letter-differs", POLICY, graded(("90.00", "A"), ("90.00", "B"), ("89.99", "b"))).found == []


def test_a_number_that_the_policy_rounds_earns_the_higher_letter():
    rounding = "totals: {scale: {A: 90, B: 80, C: 70, F: 0}, rounding: {mode: half_up, digits: 0}}"
    assert check("letter-differs", rounding, graded(("89.50", "A"), ("89.40", "B"))).found == []
    assert [cells for _, cells in check("letter-differs", rounding, graded(("89.60", "B"), ("50", "F"))).found] == [
        ["D2"]
    ]
    exact = check("letter-differs", POLICY, graded(("89.50", "A"), ("50", "F")))
    assert [cells for _, cells in exact.found] == [["D2"]]


def test_a_letter_without_a_number_is_no_finding():
    assert check("letter-differs", POLICY, graded(("", "F"), ("85", "B"))).found == []


def test_not_checked_without_letters_or_a_scale():
    bare = check("letter-differs", POLICY, book("Student | HW\nS | 9"))
    assert bare.not_checked == [("this export carries no totals", 1)]
    assert check("letter-differs", "district: X", graded(("85", "A"))).not_checked == [
        ("the policy sets no totals.scale", 1)
    ]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("letter-differs", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
