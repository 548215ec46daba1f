"""What counts as a grade."""

import numpy as np

from gradeaudit.grading.counted import REASONS, Counted, counted
from tests.tables import book, gradebooks, policy

POLICY = """
categories:
  Homework: {weight: 40, aliases: [HW]}
  Test: {weight: {Q1: 60, default: 50}}
  Practice: {weight: 0}
  Effort: {banned: true}
missing_work: {codes: {MI: missing, INC: incomplete}}
"""


def read(picture: str, policy_text: str = POLICY, **more) -> Counted:
    return counted(gradebooks(book(picture, **more)), policy(policy_text))


def why(result: Counted) -> list[str]:
    return [REASONS[number] for number in result.why_not.tolist()]


def test_half_of_the_class_must_have_a_score_or_a_code_that_stands_for_one():
    result = read("""
        Student | One /10 | Two /10 | Three /10 | Four /10
        Ada     | 9       | MI      | 0         |
        Ben     | 8       | 7       |           |
        Cleo    |         |         |           |
        Dan     | INC     |         | 7         |
    """)
    # Cleo has no grade anywhere: three make up the class
    assert result.class_size.tolist() == [3]
    assert np.round(result.share, 3).tolist() == [0.667, 0.667, 0.667, 0]
    assert why(result) == ["", "", "", "not yet scored for half of the class"]
    one_of_three = read("Student | One /10 | Two /10\nA | 9 | 1\nB | | 1\nC | INC | 1")
    assert one_of_three.assignment.tolist() == [False, True]
    half = read("Student | One /10 | Two /10\nA | 9 | 1\nB | | 1")
    assert half.assignment.tolist() == [True, True]


def test_excused_and_not_assigned_students_are_not_asked_for():
    result = read("""
        Student | One /10 | Two /10
        Ada     | 9       | 1
        Ben     | EX      | 1
        Cleo    | EX      | 1
        Dan     | N/A     | 1
        Eve     |         | 1
    """)
    assert result.share.tolist() == [0.5, 1]
    assert result.assignment.tolist() == [True, True]


def test_weight_comes_from_the_policy_first_and_from_the_gradebook_where_the_policy_is_silent():
    result = read(
        """
        Student | A /10 @Homework | B /10 @Test | C /10 @Practice | D /10 @Effort | E /10 @Notes | F /10 @Lab | G /10
        Ada     | 9 | 9 | 9 | 9 | 9 | 9 | 9
        """,
        weights={"Homework": 0, "Test": 60, "Practice": 20, "Effort": 10, "Notes": 0, "Lab": 10},
    )
    none = "in a category without weight"
    assert why(result) == ["", "", none, none, none, "", ""]
    assert result.category.tolist() == [0, 1, 2, 3, -1, -1, -1]


def test_a_gradebook_of_zero_weights_is_one_of_total_points():
    result = read("Student | A /10 @Notes\nAda | 9", weights={"Notes": 0, "Lab": 0})
    assert why(result) == [""]


def test_extra_credit_by_flag_title_or_category_and_items_without_points_do_not_count():
    result = read(
        """
        Student | A /10 | Extra Credit: museum /5 | Bonus Army reading /10 | D /10 @Extra credits | E /0 | F
        Ada     | 9 | 5 | 9 | 9 | 1 | 9
        """,
        assignments={"extra_credit": [True, False, False, False, False, False]},
    )
    extra = "extra credit"
    assert why(result) == [extra, extra, "", extra, "worth no points", ""]


def test_marked_as_not_counting_and_unpublished():
    result = read(
        "Student | A /10 | B /10\nAda | 9 | 9", assignments={"counts": [False, True], "published": [True, False]}
    )
    assert why(result) == ["marked as not counting", "not published"]


def test_a_retake_is_merged_with_the_original():
    result = read("""
        Student | Unit 3 Test | Unit 3 Test (Retake) | Redo: Unit 3 test | Quiz corrections /5 | Quiz 1 | Quiz 2
        Ada     | 9 | 9 | 9 | 9 | 9 | 9
    """)
    assert result.retake_of.tolist() == [-1, 0, 0, -1, -1, -1]
    assert why(result) == ["", "a retake", "a retake", "", "", ""]


def test_a_retake_is_of_the_title_before_a_colon_bracket_or_dash_but_not_of_any_longer_title():
    result = read(
        "Student | Essay draft | Essay revision | Test 4: Fractions | Test 4 retake | Test 5 - Maps | Test 5 redo"
        " | Lab (one) | Lab (two) | Lab redo\nAda | 9 | 9 | 9 | 9 | 9 | 9 | 9 | 9 | 9"
    )
    assert result.retake_of.tolist() == [-1, -1, -1, 2, -1, 4, -1, -1, -1]


def test_a_transfer_grade_is_not_the_classs():
    rows = "\n".join(f"S{number} | 9 | EX" for number in range(9))
    result = read(f"Student | HW /10 | Transfer grade /1200\nNew | EX | 1080\n{rows}")
    assert why(result) == ["", "one student's transfer grade"]


def test_students_enrolled_after_it_was_due_are_left_out():
    result = read(
        """
        Student | HW /10 due=2026-09-10 | Quiz /10 due=2026-10-10
        Ada     | 9 | 9
        Ben     |   | 9
        Cleo    |   | 9
        """,
        students={"enrolled_from": [np.datetime64(day) for day in ("2026-08-31", "2026-09-21", "2026-09-21")]},
    )
    assert result.share.tolist() == [1, 1]


def test_a_policy_may_count_work_as_soon_as_it_is_assigned():
    assigned = POLICY + "counts: {counted_when: assigned}"
    result = read(
        """
        Student | A due=2026-10-01 | B | C due=2026-12-01 | D due=2026-11-24
        Ada     |                  |   |                  |
        Ben     | 9                |   |                  |
        Cleo    | 9                |   |                  | 3
        """,
        assigned,
    )
    assert result.assignment.tolist() == [True, True, False, True]
    assert result.why_not.tolist() == [0, 0, len(REASONS) - 1, 0]


def test_the_test_student_is_nobody():
    result = read("Student | HW /10\nAda | 9\nBen | \nTest | 3", students={"is_test_student": [False, False, True]})
    assert result.class_size.tolist() == [1]
    assert result.recorded.tolist() == [True, False, False]


def test_the_number_of_grades_is_what_a_student_in_the_middle_has():
    # two sections of two students in one gradebook, each with its own quizzes; the test is everyone's
    result = read("""
        Student | Quiz A1 /10 | Quiz A2 /10 | Quiz B1 /10 | Quiz B2 /10 | Test /10
        Ada     | 9   | 9   | N/A | N/A | 9
        Ben     | 9   | 9   | N/A | N/A | 9
        Cleo    | N/A | N/A | 9   | 9   | 9
        Dan     | N/A | N/A | 9   | 9   | 9
    """)
    assert result.assignment.all()
    assert result.number(np.array([0, 0, 0, 0, 1]), 2).tolist() == [2, 1]
    assert result.number(np.array([0, 0, 0, 0, -1]), 3).tolist() == [2, 0, 0]
    # a make-up that one student of four has adds no grade, though its N/A cells are three
    makeup = read("Student | A /10 | B /10\nAda | 9 | 9\nBen | 9 | N/A\nCleo | 9 | N/A\nDan | 9 | N/A")
    assert makeup.number(np.array([0, 0]), 1).tolist() == [1]


def test_in_a_class_of_two_halves_the_half_that_has_more_decides():
    result = read("Student | A /10 | B /10\nAda | 9 | N/A\nBen | 9 | 9")
    assert result.number(np.array([0, 0]), 1).tolist() == [2]


def test_groups_of_several_gradebooks_keep_their_own_class_sizes():
    first = book("Student | A /10 | B /10\nAda | 9 | N/A\nBen | 9 | N/A\nCleo | 9 | 9")
    second = book("Student | A /10 | B /10\nAda | 9 | N/A\nBen | 9 | 9\nCleo | 9 | 9", file="two.csv")
    result = counted(gradebooks(first, second), policy(POLICY))
    assert result.number(np.array([0, 0, 1, 1]), 2).tolist() == [1, 2]


def test_empty_tables():
    result = counted(gradebooks(), policy(POLICY))
    assert len(result.assignment) == 0
    assert result.number(np.zeros(0, int), 2).tolist() == [0, 0]
