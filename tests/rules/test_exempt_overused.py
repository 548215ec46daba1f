"""exempt-overused: excused from most of the work."""

from tests.tables import book, check, rest

POLICY = "missing_work: {codes: {EX: {means: excused, at_most: 40%}}}"
PICTURE = """
    Student | A | B | C | D | E | F
    Ada     | 9 | EX | EX | EX | 8 | 9
    Ben     | 9 | 8 | 9 | 8 | 9 | 8
    Cleo    | EX | EX | 9 | 9 | 8 | 9
    Dan     | EX | 9 | 8 | 9 | 8 | 9
"""


def test_finds_students_with_more_of_the_code_than_allowed():
    outcome = check("exempt-overused", POLICY, book(PICTURE))
    assert outcome.found == [("1 student with EX on more than 40% of the work", ["A2"])]
    assert rest(outcome.findings[0]) == ("warning", "certain", None, None, "50%", "at most 40%", 1)


def test_late_enrolment_a_few_and_the_allowed_share_are_no_finding():
    late = "Student | A | B | C | D\nAda | 9 | 8 | 9 | 8\nNew | EX | EX | EX | 9"
    assert check("exempt-overused", POLICY, book(late)).found == []
    few = "Student | A | B | C\nAda | 9 | EX | EX\nBen | 9 | 8 | 7"
    assert check("exempt-overused", POLICY, book(few)).found == []


def test_finds_a_gradebook_with_more_than_allowed():
    strict = POLICY.replace("40%", "10%")
    outcome = check("exempt-overused", strict, book(PICTURE))  # 3 of the 21 cells since each one's first grade
    assert outcome.found == [
        ("the gradebook with EX on more than 10% of the work", [""]),
        ("1 student with EX on more than 10% of the work", ["A2"]),
    ]


def test_not_checked_without_a_limit():
    assert check("exempt-overused", "missing_work: {codes: {EX: excused}}", book(PICTURE)).not_checked == [
        ("the policy sets no missing_work.codes.at_most", 1)
    ]


def test_finds_an_assignment_from_which_much_of_the_class_is_excused():
    half = (
        "Student | A | B | C\nAda | 9 | EX | 8\nBen | 9 | EX | 8\nCleo | 9 | EX | 8\nDan | 8 | 9 | 8\nEve | 7 | 9 | 8"
    )
    outcome = check("exempt-overused", POLICY, book(half))
    assert outcome.found == [("1 assignment with EX for more than 40% of the class", ["C1"])]
    assert check("exempt-overused", POLICY.replace("40%", "60%"), book(half)).found == []


def test_grades_that_single_students_brought_along_are_no_exemptions_of_the_others():
    rows = ["Student | A | B | From X /200 | From Y /200 | From Z /200"]
    rows += [f"S{at} | 9 | 8 | {' | '.join('180' if at == own else 'EX' for own in range(3))}" for at in range(6)]
    strict = POLICY.replace("40%", "10%")
    assert check("exempt-overused", strict, book("\n".join(rows))).found == []
    shared = "\n".join(rows).replace("S5 | 9 | 8 | EX | EX | EX", "S5 | 9 | 8 | 150 | 150 | 150")
    assert len(check("exempt-overused", strict, book(shared)).found) == 3


def test_a_gradebook_without_students_has_no_finding():
    outcome = check("exempt-overused", POLICY, book("Student | A /10"))
    assert (outcome.found, outcome.not_checked) == ([], [])


def test_work_that_nobody_has_a_grade_in_is_no_finding():
    cancelled = "Student | A | B | C\nAda | 9 | EX | 8\nBen | 9 | EX | 8\nCleo | 9 | EX | 8\nDan | 8 | EX | 8"
    assert check("exempt-overused", POLICY.replace("40%", "10%"), book(cancelled)).found == []
