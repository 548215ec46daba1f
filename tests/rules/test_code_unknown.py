"""code-unknown: a text in a score cell that nothing explains."""

from tests.tables import book, check

POLICY = "missing_work: {codes: {MI: {means: missing, aliases: [miss]}, EXC: excused}}"


def test_finds_the_cells_of_an_unlisted_code_as_one_finding():
    outcome = check(
        "code-unknown",
        POLICY,
        book("""
        Student | HW 1 /10 | HW 2 /10
        Ada     | abs      | 9
        Ben     | abs      | mi
        Cleo    | 7        | exx
    """),
    )
    assert outcome.found == [
        ("“abs” in 2 cells is no code of the policy", ["B2", "B3"]),
        ("“exx” in 1 cell is no code of the policy (closest: EXC)", ["C4"]),
    ]


def test_codes_aliases_and_the_lms_own_words_are_no_finding():
    outcome = check(
        "code-unknown",
        POLICY,
        book("""
        Student | HW 1 /10
        Ada     | MI
        Ben     | miss
        Cleo    | EX
        Dan     | N/A
        Eve     | 8,5
    """),
    )
    assert outcome.found == []


def test_without_codes_in_the_policy_it_is_not_checked():
    outcome = check("code-unknown", "district: X", book("Student | HW 1\nAda | abs"))
    assert outcome.not_checked == [("the policy sets no missing_work.codes", 1)]
