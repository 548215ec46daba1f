"""blank-overdue: a blank that should have become a score or a code."""

from gradeaudit.findings import Correction
from tests.tables import book, check

UNTIL = "missing_work: {codes: {MI: missing}, blank: {until: 5 school days}}"
YEAR = """
calendar:
  terms: {Q1: {starts: 2026-08-31, ends: 2026-11-06}}
  closed: [2026-10-12]
"""
UNDATED = """
    Student | Quiz 1 /20 | Quiz 2 /20 | Later /20 | Half /20
    Ada     | 15         | 12         |           | 9
    Ben     |            | 14         |           |
    Cleo    | 11         | MI         |           | 8
    Dan     | 18         | EX         | 20        |
    Eve     | 17         |            |           |
    Fay     | 16         | 13         |           |
"""


def test_without_due_dates_it_finds_blanks_in_columns_that_most_have_scores_in():
    outcome = check("blank-overdue", UNTIL, book(UNDATED))
    assert outcome.found == [
        ("1 cell on “Quiz 1” blank, though 83% of the class has a score", ["B3"]),
        ("1 cell on “Quiz 2” blank, though 80% of the class has a score", ["C6"]),
    ]
    assert {found.confidence for found in outcome.findings} == {"likely"}
    assert {place.correction for found in outcome.findings for place in found.places} == {Correction("blanks", "MI")}


def test_columns_half_graded_excused_work_and_students_with_few_scores_are_no_finding():
    late = """
        Student | A /10 | B /10 | C /10 | D /10
        Ada     | 9     | 8     | 9     |
        Ben     | 9     | EX    | 9     | 8
        Cleo    | 9     | N/A   | 9     | 8
        New     |       |       |       | 9
    """
    outcome = check("blank-overdue", UNTIL, book(late.replace("| 9     |\n", "| 9     | 7\n", 1)))
    assert outcome.found == []


def test_a_cell_that_the_lms_itself_marks_as_missing_or_incomplete_is_no_blank():
    blank = ("1 cell on “Quiz 2” blank, though 80% of the class has a score", ["C6"])
    assert blank in check("blank-overdue", UNTIL, book(UNDATED)).found
    eves = [False] * 24
    eves[4 * 4 + 1] = True  # Eve's second quiz
    assert blank not in check("blank-overdue", UNTIL, book(UNDATED, scores={"missing": eves})).found
    assert blank not in check("blank-overdue", UNTIL, book(UNDATED, scores={"incomplete": eves})).found


DATED = """
    Student | HW 1 /10 due=2026-10-05 | HW 2 /10 due=2026-10-06
    Ada     | 9                       | 9
    Ben     |                         |
    Cleo    | 8                       |
    Dan     | 8                       |
"""


def test_with_due_dates_the_days_that_the_policy_allows_are_counted():
    # Five school days after Monday 5 October, with 12 October closed, is the 13th; after the 6th it is the 14th.
    policy = UNTIL + YEAR
    present = book(DATED.replace("Ben     |  ", "Ben     | 7"))
    on_time = check("blank-overdue", policy, present, as_of="2026-10-14")
    assert on_time.found == []
    overdue = check("blank-overdue", policy, present, as_of="2026-10-15")
    assert overdue.found == [("3 cells on “HW 2” blank since it was due on 2026-10-06", ["C3", "C4", "C5"])]
    assert overdue.findings[0].confidence == "certain"


def test_a_blank_is_judged_for_the_day_of_the_export():
    import numpy as np

    old = book(DATED, about={"exported_at": np.datetime64("2026-10-07T12:00", "s")})
    assert check("blank-overdue", UNTIL + YEAR, old, as_of="2026-11-24").found == []


def test_work_that_nobody_has_a_score_on_is_no_finding():
    unscored = book("Student | HW 1 /10 due=2026-10-05 | HW 2 /10 due=2026-10-05\nAda | | 9\nBen | | 8")
    assert check("blank-overdue", UNTIL + YEAR, unscored).found == []


def test_without_a_calendar_school_days_after_a_due_date_are_not_checked():
    outcome = check("blank-overdue", UNTIL, book(DATED))
    assert outcome.found == []
    assert outcome.not_checked == [("the policy has no calendar, and school days can't be counted without one", 1)]
    present = book(DATED.replace("Ben     |  ", "Ben     | 7"))
    days = check("blank-overdue", UNTIL.replace("5 school days", "10 days"), present)
    assert [cells for _, cells in days.found] == [["C3", "C4", "C5"]]


def test_blanks_may_be_allowed_and_the_policy_may_say_nothing():
    assert check("blank-overdue", "missing_work: {blank: allowed}", book(UNDATED)).found == []
    assert check("blank-overdue", "missing_work: {zero: allowed}", book(UNDATED)).not_checked == [
        ("the policy sets no missing_work.blank", 1)
    ]


def test_a_student_whose_cells_hold_codes_was_there():
    marked = "Student | A /10 | B /10 | C /10 | D /10\nAda | EX | EX | 8 |"
    rows = "".join(f"\nS{at} | 9 | 8 | 9 | 7" for at in range(3))
    assert check("blank-overdue", UNTIL, book(marked + rows)).found == [
        ("1 cell on “D” blank, though 75% of the class has a score", ["E2"])
    ]
    assert check("blank-overdue", UNTIL, book(marked.replace("EX | EX", " | ") + rows)).found == []


def test_a_gradebook_without_students_has_no_finding():
    assert check("blank-overdue", UNTIL, book("Student | A /10")).found == []


def test_a_student_who_had_left_or_was_yet_to_join_when_it_was_due_is_no_finding():
    import numpy as np

    def blanks(**students: list[str]) -> list[list[str]]:
        dates = {name: [np.datetime64(day or "NaT", "s") for day in days] for name, days in students.items()}
        one = book(DATED.replace("Ben     |  ", "Ben     | 7"), students=dates)
        return [cells for _, cells in check("blank-overdue", UNTIL + YEAR, one, as_of="2026-10-15").found]

    assert blanks(enrolled_from=["", "", "2026-10-06", ""]) == [["C3", "C4", "C5"]]
    assert blanks(enrolled_from=["", "", "2026-10-07", ""]) == [["C3", "C5"]]
    assert blanks(enrolled_until=["", "", "", "2026-10-05"]) == [["C3", "C4"]]


def test_without_due_dates_half_of_the_class_is_not_most_of_it():
    half = "Student | A /10 | B /10\nAda | 9 | 8\nBen | 9 |\nCleo | 9 | 8\nDan | 9 |"
    assert check("blank-overdue", UNTIL, book(half)).found == []
    assert [cells for _, cells in check("blank-overdue", UNTIL, book(half + "\nEve | 9 | 7")).found] == [["C3", "C5"]]
