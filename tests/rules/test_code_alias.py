"""code-alias: a code that goes by another spelling than the policy's."""

from gradeaudit.findings import Correction
from tests.tables import book, check, rest

POLICY = """
missing_work:
  codes:
    MI: {means: missing, aliases: [M, missing, "1"]}
    EX: {means: excused, aliases: [exempt]}
"""


def test_finds_the_cells_of_an_alias_with_the_right_code():
    tables = book("Student | HW 1 /10 | HW 2 /10\nAda | missing | Exempt\nBen | Missing | 9\nCleo | m | missing")
    outcome = check("code-alias", POLICY, tables)
    assert outcome.found == [
        ("“missing” in 2 cells is another spelling of the policy's code MI", ["B2", "B3"]),
        ("“Exempt” in 1 cell is another spelling of the policy's code EX", ["C2"]),
        ("“m” in 1 cell is another spelling of the policy's code MI", ["B4"]),
        ("“missing” in 1 cell is another spelling of the policy's code MI", ["C4"]),
    ]
    assert rest(outcome.findings[0]) == ("warning", "certain", None, "HW 1", "missing", "MI", 4)
    assert {place.correction for place in outcome.findings[0].places} == {Correction("codes", "MI")}
    assert [found.policy_ref.line for found in outcome.findings if found.policy_ref] == [4, 5, 4, 4]


def test_the_code_itself_in_any_case_and_numbers_are_no_finding():
    tables = book("Student | HW 1 /10\nAda | MI\nBen | mi\nCleo | EX\nDan | 1\nEve | abs\nFay |")
    assert check("code-alias", POLICY, tables).found == []


def test_a_gradebook_without_scores_has_no_finding():
    assert check("code-alias", POLICY, book("Student | HW 1 /10")).found == []


def test_without_aliases_it_is_not_checked():
    outcome = check("code-alias", "missing_work: {codes: {MI: missing}}", book("Student | HW 1\nAda | m"))
    assert outcome.not_checked == [("the policy sets no missing_work.codes.aliases", 1)]
