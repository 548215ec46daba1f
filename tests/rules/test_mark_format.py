"""mark-format: a mark in a form that the policy doesn't allow."""

from gradeaudit.marks import Dialect
from tests.tables import book, check

POLICY = """
marks:
  forms: [points]
missing_work: {codes: {MI: missing, L: {means: late, with_score: allowed}}}
"""
COMMA = Dialect(decimal=",")


def cell(text: str, policy: str = POLICY, **more):
    return check("mark-format", policy, book(f"Student | HW 1 /10\nAda | 9\nBen | {text}", **more)).found


def test_finds_each_form_that_the_policy_does_not_allow():
    said = {
        "85%": "a percent (“85%”) in 1 cell; the policy allows points",
        "9/10": "a fraction (“9/10”) in 1 cell; the policy allows points",
        "B+": "a letter (“B+”) in 1 cell; the policy allows points",
        "Full": "a word of completion (“Full”) in 1 cell; the policy allows points",
        "8,5": "a number with a decimal comma, in an export with decimal points (“8,5”) in 1 cell; the policy allows"
        " points",
        "1e3": "a number with an exponent (“1e3”) in 1 cell; the policy allows points",
        "8-Oct": "a date, which Excel makes of a fraction such as 8/10 (“8-Oct”) in 1 cell; the policy allows points",
        "2026-10-08": "a date, which Excel makes of a fraction such as 8/10 (“2026-10-08”) in 1 cell; the policy allows"
        " points",
        "8 pts": "text that is no number (“8 pts”) in 1 cell; the policy allows points",
        "½": "text that is no number (“½”) in 1 cell; the policy allows points",
        "٨": "text that is no number (“٨”) in 1 cell; the policy allows points",
        "1_000": "text that is no number (“1_000”) in 1 cell; the policy allows points",
    }
    assert {text: cell(text) for text in said} == {text: [(message, ["B3"])] for text, message in said.items()}


def test_one_form_in_one_column_is_one_finding():
    outcome = check("mark-format", POLICY, book("Student | HW 1 /10 | HW 2 /10\nAda | 85% | 9\nBen | 90% | 8,5"))
    assert outcome.found == [
        ("a percent (“85%”) in 2 cells; the policy allows points", ["B2", "B3"]),
        (
            "a number with a decimal comma, in an export with decimal points (“8,5”) in 1 cell; the policy allows"
            " points",
            ["C3"],
        ),
    ]
    assert outcome.findings[0].policy_ref and outcome.findings[0].policy_ref.line == 3


def test_codes_words_of_the_lms_and_unknown_words_are_no_finding():
    texts = ["MI", "mi", "EX", "n/a", "abs", "L 8", "8 (L)", "", "+5", "10.", "0"]
    assert [cell(text) for text in texts] == [[]] * len(texts)
    assert cell("abs") == []


def test_the_exports_own_decimal_mark_is_no_finding_and_the_other_one_is():
    assert cell("8,5", dialect=COMMA) == []
    assert cell("8.5", dialect=COMMA) == [
        (
            "a number with a decimal point, in an export with decimal commas (“8.5”) in 1 cell; the policy allows"
            " points",
            ["B3"],
        )
    ]


def test_what_the_policy_allows_is_no_finding():
    policy = "marks: {forms: [points, percent, fraction, letter, complete], letters: [E, S, N, U]}"
    texts = ["85%", "9/10", "n", "S", "done", "✓"]
    assert [cell(text, policy) for text in texts] == [[]] * len(texts)
    allowed = "points, percents, fractions, letters and words of completion"
    assert cell("8-Oct", policy) == [
        (
            f"a date, which Excel makes of a fraction such as 8/10 (“8-Oct”) in 1 cell; the policy allows {allowed}",
            ["B3"],
        )
    ]


def test_bare_points_where_only_letters_are_allowed():
    outcome = check("mark-format", "marks: {forms: letter}", book("Student | HW 1\nAda | A\nBen | 9"))
    assert outcome.found == [("bare points (“9”) in 1 cell; the policy allows letters", ["B3"])]


LETTERS = "marks: {forms: [letter], letters: [A, B, C, F], by_category: {Song: {letters: [E, S]}}}"


def test_finds_a_letter_that_is_not_on_the_policys_list():
    outcome = check(
        "mark-format", LETTERS, book("Student | T @Tests | S @Song\nAda | D | A\nBen | A- | E\nCleo | 9 | S")
    )
    assert outcome.found == [
        ("a letter that isn't on the policy's list (“D”) in 2 cells; the policy allows “A”, “B”, “C” and “F”",
         ["B2", "B3"]),
        ("a letter that isn't on the policy's list (“A”) in 1 cell; the policy allows “E” and “S”", ["C2"]),
        ("bare points (“9”) in 1 cell; the policy allows letters", ["B4"]),
    ]  # fmt: skip
    assert [found.policy_ref.text for found in outcome.findings] == [LETTERS] * 3
    listed = book("Student | T @Tests | S @Song\nAda | a | s\nBen | F | E")
    assert check("mark-format", LETTERS, listed).found == []


def test_a_category_may_allow_other_forms():
    policy = "marks: {forms: points, by_category: {Homework: {forms: [complete]}}}"
    outcome = check(
        "mark-format",
        policy,
        book("Student | A /1 @Homework | B /9 @Tests\nAda | done | done"),
        book("Student | A\nB | done"),
    )
    assert outcome.found == [("a word of completion (“done”) in 1 cell; the policy allows points", ["C2"])]
    reason = (
        "the policy's rules about marks depend on the category, and this export doesn't say each assignment's category"
    )
    assert outcome.not_checked == [(reason, 1)]


def test_the_test_student_is_no_finding():
    assert cell("85%", students={"is_test_student": [False, True]}) == []


def test_a_gradebook_without_scores_has_no_finding():
    assert check("mark-format", POLICY, book("Student | HW 1 /10")).found == []


def test_without_forms_it_is_not_checked():
    outcome = check("mark-format", "marks: {decimals: 1}", book("Student | HW 1\nAda | 85%"))
    assert outcome.not_checked == [("the policy sets no marks.forms or marks.by_category.forms", 1)]
