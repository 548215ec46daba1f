"""code-with-score: a code beside a score that may not be there, or without one that must."""

from tests.tables import book, check, empty, rest

POLICY = """
missing_work:
  codes:
    MI: {means: missing, counts_as: 0, with_score: forbidden}
    L: {means: late, with_score: required}
    INC: incomplete
"""


def test_finds_a_score_beside_a_code_that_forbids_one():
    outcome = check("code-with-score", POLICY, book("Student | HW 1 /10\nAda | MI 5\nBen | 7 (MI)\nCleo | MI"))
    assert outcome.found == [("MI in 2 cells stands beside a score, which the policy forbids", ["B2", "B3"])]
    assert rest(outcome.findings[0]) == (
        "warning",
        "certain",
        None,
        "HW 1",
        "a score",
        "the code alone, or the score alone",
        4,
    )
    assert outcome.findings[0].policy_ref and outcome.findings[0].policy_ref.line == 4


def test_finds_a_code_without_the_score_that_it_requires():
    outcome = check("code-with-score", POLICY, book("Student | HW 1 /10 | HW 2 /10\nAda | L | L 8\nBen | 9 | l"))
    assert outcome.found == [
        ("L in 1 cell has no score beside it", ["B2"]),
        ("L in 1 cell has no score beside it", ["C3"]),
    ]


def test_the_exports_own_flags_are_codes_too():
    outcome = check(
        "code-with-score",
        POLICY,
        book("Student | HW 1 /10\nAda | 5\nBen | 0\nCleo |\nDan | 8\nEve |", scores={
            "missing": [True, True, True, False, False], "late": [False, False, False, True, True],
        }),
    )  # fmt: skip
    assert outcome.found == [
        ("MI in 1 cell stands beside a score, which the policy forbids", ["B2"]),
        ("L in 1 cell has no score beside it", ["B6"]),
    ]


def test_what_goes_together_is_no_finding():
    tables = book(
        "Student | HW 1 /10\nAda | MI\nBen | L 8\nCleo | INC\nDan | INC 4\nEve | MI 0\nFay | 9\nGus |\nHal | EX"
    )
    assert check("code-with-score", POLICY, tables).found == []


def test_a_flag_that_several_codes_may_stand_for_is_no_finding():
    policy = "missing_work: {codes: {MI: {means: missing, with_score: forbidden}, NHI: missing}}"
    tables = book("Student | HW 1 /10\nAda | 5", scores={"missing": [True]})
    assert check("code-with-score", policy, tables).found == []


def test_the_test_student_and_empty_gradebooks_have_no_finding():
    tables = book("Student | HW 1\nAda | MI 5", students={"is_test_student": [True]})
    assert check("code-with-score", POLICY, tables, book("Student | HW 1", file="b.csv")).found == []


def test_without_the_key_it_is_not_checked():
    outcome = check("code-with-score", "missing_work: {codes: {MI: missing}}", book("Student | HW 1\nAda | MI 5"))
    assert outcome.not_checked == [("the policy sets no missing_work.codes.with_score", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("code-with-score", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
