"""What score cells say under the district's codes."""

from gradeaudit.grading.policy_marks import policy_marks
from gradeaudit.grading.real import real
from gradeaudit.policy.names import fold_codes
from gradeaudit.policy.schema import MEANINGS
from tests.tables import book, gradebooks, policy

POLICY = """
missing_work:
  codes:
    MI: {means: missing, aliases: [miss]}
    EX: excused
    A: absent
    Z: {means: not_entered, counts_as: 0}
"""


def read(picture: str, **more):
    tables = gradebooks(book(picture, **more))
    return policy_marks(tables, policy(POLICY))


def named(marks) -> list[str]:
    return [MEANINGS[number] if number >= 0 else "" for number in marks.meaning.tolist()]


def test_codes_aliases_and_the_lms_own_words_have_a_meaning():
    marks = read("Student | HW /10\nA | mi\nB | Miss\nC | ex\nD | A\nE | z\nF | 8\nG |\nH | what")
    assert [marks.codes[number] if number >= 0 else "" for number in marks.code.tolist()] == [
        "MI", "MI", "EX", "A", "Z", "", "", "",
    ]  # fmt: skip
    assert named(marks) == ["missing", "missing", "excused", "absent", "not_entered", "", "", ""]
    assert marks.means("missing", "absent").tolist() == [True, True, False, True, False, False, False, False]


def test_a_score_and_a_code_that_stands_for_one_are_recorded():
    marks = read("Student | HW /10\nA | mi\nB | Miss\nC | ex\nD | A\nE | z\nF | 8\nG |\nH | what\nI | B+\nJ | 90%")
    assert marks.recorded.tolist() == [True, True, False, False, True, True, False, False, True, True]
    assert str(marks.counts_as.tolist()) == "[nan, nan, nan, nan, 0.0, nan, nan, nan, nan, nan]"


def test_the_lms_flags_fill_in_where_there_is_no_code_and_an_excused_score_is_not_recorded():
    flags = {"missing": [True, True, False, False], "late": [False, False, True, False],
             "excused": [False, False, False, True]}  # fmt: skip
    marks = read("Student | HW /10\nA | ex\nB |\nC | 7\nD | 7", scores=flags)
    assert named(marks) == ["excused", "missing", "late", "excused"]
    assert marks.recorded.tolist() == [False, False, True, False]


def test_a_policy_without_codes_and_no_scores_at_all():
    tables = gradebooks(book("Student | HW /10\nA | MI\nB | 7"))
    marks = policy_marks(tables, policy("district: X"))
    assert marks.codes == ()
    assert marks.code.tolist() == [-1, -1]
    assert marks.recorded.tolist() == [False, True]
    assert len(policy_marks(gradebooks(), policy(POLICY)).code) == 0


def test_the_answer_is_worked_out_once_for_one_policy_and_anew_for_another():
    tables = gradebooks(book("Student | HW /10\nA | MI"))
    first = policy(POLICY)
    assert policy_marks(tables, first) is policy_marks(tables, first)
    assert policy_marks(tables, policy("district: X")).codes == ()


def test_texts_are_folded_together_as_they_are_one_by_one():
    assert fold_codes(["MI", " ＥＸ ", "not  turned\u00a0in", "8.5", ""]) == ["mi", "ex", "not turned in", "8.5", ""]
    assert fold_codes(["M\nI", "Ä"]) == ["m i", "ä"]
    assert fold_codes([]) == []


def test_the_scores_of_the_lms_s_test_student_are_not_real():
    more = {"students": {"is_test_student": [False, True]}}
    tables = gradebooks(book("Student | A /5 | B /5\nAda | 1 | 2\nTest | 3 | 4", **more), book("Student | A\nBen | 5"))
    assert real(tables).tolist() == [True, True, False, False, True]
    assert real(gradebooks(book("Student | A\nBen | 5"))).tolist() == [True]
