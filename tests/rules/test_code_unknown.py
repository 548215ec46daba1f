"""code-unknown: a text in a score cell that nothing explains."""

from tests.tables import book, check, empty, rest

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
    assert rest(outcome.findings[0]) == ("error", "certain", None, "HW 1", "abs", "one of MI, EXC", 1)


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


def test_suggests_the_code_by_what_the_text_says_before_its_spelling():
    policy = "missing_work: {codes: {NHI: missing, EXC: excused, INC: incomplete}}"
    outcome = check("code-unknown", policy, book("Student | HW 1\nAda | miss\nBen | Incomplete\nCleo | inx\nDan | abs"))
    assert [message for message, _ in outcome.found] == [
        "“miss” in 1 cell is no code of the policy (closest: NHI)",
        "“Incomplete” in 1 cell is no code of the policy (closest: INC)",
        "“inx” in 1 cell is no code of the policy (closest: INC)",
        "“abs” in 1 cell is no code of the policy",
    ]


def test_forms_of_score_and_long_remarks_are_told_apart():
    remark = "see me about this one please, it was not handed in on paper"
    tables = book(f"Student | HW 1\nAda | done\nBen | 8,5\nCleo | B+\nDan | ½\nEve | {remark}\nFay | Abs\nGus | ABS")
    assert check("code-unknown", POLICY, tables).found == [
        ("“see me about this one please, it was no…” in 1 cell is no code of the policy", ["B6"]),
        ("“Abs” in 2 cells is no code of the policy", ["B7", "B8"]),
    ]


def test_the_test_student_and_empty_gradebooks_have_no_finding():
    tables = book("Student | HW 1\nAda | abs", students={"is_test_student": [True]})
    assert check("code-unknown", POLICY, tables, book("Student | HW 1", file="b.csv")).found == []


def test_an_empty_gradebook_has_no_finding():
    outcome = check("code-unknown", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
