"""total-differs: a printed total that the scores don't make."""

import pytest

from tests.tables import book, check, empty

POLICY = "totals: {recompute: true, tolerance: 0.1}"
# Homework 19 of 20, Tests 80 of 100: 95.00 and 80.00; at 40 and 60 percent 38 + 48 = 86.00.
# Ben 14 of 20 and 90: 70.00 and 90.00, 28 + 54 = 82.00. Cleo 20 and 70: 100.00, 70.00, 40 + 42 = 82.00.
# Dan, one homework blank: current 9 of 10 = 90.00, final 9 of 20 = 45.00; Tests 60: 36 + 36 = 72.00, 18 + 36 = 54.00.
PICTURE = """
    Student | HW 1 /10 @Homework | HW 2 /10 @Homework | Test /100 @Tests
    Ada     | 9                  | 10                 | 80
    Ben     | 7                  | 7                  | 90
    Cleo    | 10                 | 10                 | 70
    Dan     | 9                  |                    | 60
    Eve     | EX                 | 5                  | 50
"""
# Eve: 5 of 10 = 50.00, Tests 50.00, so 50.00 both times.
TOTALS = {
    "current Homework": ["95.00", "70.00", "100.00", "90.00", "50.00"],
    "final Homework": ["95.00", "70.00", "100.00", "45.00", "50.00"],
    "final Tests": ["80.00", "90.00", "70.00", "60.00", "50.00"],
    "current Tests": ["80.00", "90.00", "70.00", "60.00", "50.00"],
    "current": ["86.00", "82.00", "82.00", "72.00", "50.00"],
    "final": ["86.00", "82.00", "82.00", "54.00", "50.00"],
}
WEIGHTS = {"Homework": 40.0, "Tests": 60.0}
POINTS = {"method": "total_points"}


def changed(name: str, row: int, text: str) -> dict[str, list[str]]:
    return {key: [text if key == name and n == row else t for n, t in enumerate(v)] for key, v in TOTALS.items()}


def weighted(totals: dict[str, list[str]], **more):  # type: ignore[no-untyped-def]
    return book(PICTURE, weights=WEIGHTS, totals=totals, **more)


def test_totals_as_canvas_computes_them_are_no_finding():
    assert check("total-differs", POLICY, weighted(TOTALS)).found == []


def test_a_total_that_was_typed_over_is_found_at_its_cell_with_the_right_value():
    outcome = check("total-differs", POLICY, weighted(changed("final", 1, "92.00")))
    assert outcome.found == [
        (
            "1 total of the final score of the course can't be reproduced: 92.00 printed, 82.00 from the scores, typed"
            " over: the student's other totals there follow from the scores",
            ["J3"],
        )
    ]


def test_the_score_that_was_left_out_is_named():
    # Ada: 25 of 30 = 83.33; without Q2, which is neither her lowest nor her highest, 16 of 20 = 80.00.
    quizzes = """
    Student | Q1 /10 @Quizzes | Q2 /10 @Quizzes | Q3 /10 @Quizzes
    Ada     | 6               | 9               | 10
    Ben     | 9               | 9               | 9
    Cleo    | 7               | 8               | 9
    Dan     | 5               | 5               | 8
    Eve     | 10              | 10              | 10
    """
    printed = ["80.00", "90.00", "80.00", "60.00", "100.00"]
    outcome = check(
        "total-differs", POLICY, book(quizzes, totals={"current Quizzes": printed, "final Quizzes": printed})
    )
    assert outcome.found == [
        (
            "2 totals of “Quizzes” can't be reproduced: 80.00 printed, 83.33 from the scores, as if “Q2” didn't count",
            ["E2", "F2"],
        )
    ]
    right = ["83.33", *printed[1:]]
    assert check("total-differs", POLICY, book(quizzes, totals={"current Quizzes": right})).found == []


def test_a_category_s_total_is_worked_out_from_its_scores_and_the_course_need_not_follow_it():
    message = (
        "1 total of the final score of “Tests” can't be reproduced: 85.00 printed, 80.00 from the scores, typed over: the"
        " student's other totals there follow from the scores"
    )
    typed = changed("final Tests", 0, "85.00")
    assert check("total-differs", POLICY, weighted(typed)).found == [(message, ["G2"])]
    typed["final"][0] = "89.00"  # 38 + 51: the course follows the printed category, so only the category is wrong
    assert check("total-differs", POLICY, weighted(typed)).found == [(message, ["G2"])]


def test_a_student_whose_totals_another_method_makes_is_left_to_total_method_varies():
    assert check("total-differs", POLICY, weighted(changed("final", 3, "72.00"))).found == []


def test_rounding_within_the_tolerance_is_no_finding():
    assert check("total-differs", POLICY, weighted(changed("final", 1, "82.10"))).found == []
    assert len(check("total-differs", POLICY, weighted(changed("final", 1, "82.13"))).found) == 1


def test_when_points_add_up_the_course_is_worked_out_from_the_scores():
    # Points: Ada 99 of 120 = 82.50, Ben 104 = 86.67, Cleo 90 = 75.00, Dan 69 of 120 = 57.50, Eve 55 of 110 = 50.00.
    right = {"final": ["82.50", "86.67", "75.00", "57.50", "50.00"]}
    assert check("total-differs", POLICY, book(PICTURE, totals=right, about=POINTS)).found == []
    wrong = {"final": ["82.50", "86.67", "79.00", "57.50", "50.00"]}
    outcome = check("total-differs", POLICY, book(PICTURE, totals=wrong, about=POINTS))
    assert [cells for _, cells in outcome.found] == [["E4"]]


def test_a_class_that_follows_another_method_is_not_checked_rather_than_wrong():
    other = {"final": ["99.00", "98.00", "97.00", "96.00", "95.00"]}
    outcome = check("total-differs", POLICY, book(PICTURE, totals=other, about=POINTS))
    assert outcome.found == []
    assert outcome.not_checked == [
        ("the totals don't follow from the listed scores for most students, so the method is another than is known", 1)
    ]


def test_a_mark_that_nobody_can_read_makes_no_total_wrong():
    strange = PICTURE.replace("| 80\n", "| abs\n", 1)
    assert check("total-differs", POLICY, book(strange, weights=WEIGHTS, totals=TOTALS)).found == []


@pytest.mark.parametrize("rule", ["total-differs", "total-method-varies"])
def test_a_policy_may_say_not_to_recompute(rule: str) -> None:
    typed = changed("final", 1, "92.00") | {"current": ["86.00", "82.00", "82.00", "54.00", "50.00"]}
    outcome = check(rule, "totals: {recompute: false}", weighted(typed))
    assert (outcome.found, outcome.not_checked) == ([], [("the policy says not to recompute totals", 1)])
    assert len(check(rule, POLICY, weighted(typed)).found) == 1


def test_totals_that_rest_on_what_is_not_known_are_not_checked():
    lacks = {"categories.weight": "weights can't be recovered: 3 students"}
    hidden = book(PICTURE, totals=TOTALS, about={"method": "weighted"})._replace(lacks=lacks)
    assert check("total-differs", POLICY, hidden).not_checked == [
        ("not all totals: weights can't be recovered: 3 students", 1)
    ]


def test_other_systems_and_grading_periods_are_not_checked():
    other = check("total-differs", POLICY, weighted(TOTALS, about={"format": "gradescope"}))
    assert other.not_checked == [("gradeaudit can't work out this system's totals yet", 1)]
    one = check("total-differs", POLICY, weighted(TOTALS, about={"format": "synergy"}))
    assert one.not_checked == [("a Synergy file shows one student alone, so no class shows how its totals are made", 1)]
    bare = check("total-differs", POLICY, book(PICTURE))
    assert bare.not_checked == [("this export carries no totals", 1)]


# Sakai: homework 19 of 20, Tests 80: 95.00 and 80.00, 38 + 48 = 86.00. A blank is left out: Dan 90.00 and 60.00, 72.00.
# Eve has 5 of 10 twice over: 50.00.
SAKAI = {"about": {"format": "sakai"}, "without": ["scores.excused"]}
IN_SAKAI = {"final": ["86.00", "82.00", "82.00", "72.00", "50.00"]}


def test_sakai_s_totals_are_no_finding_and_one_typed_over_is() -> None:
    assert check("total-differs", POLICY, weighted(IN_SAKAI, **SAKAI)).found == []
    outcome = check("total-differs", POLICY, weighted({"final": ["86.00", "92.00", *IN_SAKAI["final"][2:]]}, **SAKAI))
    assert outcome.found == [
        ("1 total of the final score of the course can't be reproduced: 92.00 printed, 82.00 from the scores", ["E3"])
    ]
    assert [found.confidence for found in outcome.findings] == ["likely"]


def test_a_total_that_leaves_out_one_score_is_only_possibly_wrong_where_excused_work_isn_t_marked() -> None:
    # Ada without HW 1: 10 of 10 and 80: 40 + 48 = 88.00.
    outcome = check("total-differs", POLICY, weighted({"final": ["88.00", *IN_SAKAI["final"][1:]]}, **SAKAI))
    assert outcome.found == [
        (
            "1 total of the final score of the course can't be reproduced: 88.00 printed, 86.00 from the scores, as if"
            " “HW 1” didn't count",
            ["E2"],
        )
    ]
    (finding,) = outcome.findings
    assert (finding.confidence, finding.severity) == ("possible", "warning")
    assert finding.fix.endswith(" Where what didn't count was excused, the total is right.")


def test_a_total_typed_over_is_no_method_that_varies() -> None:
    totals = {"final Homework": TOTALS["current Homework"], "final Tests": TOTALS["final Tests"], **IN_SAKAI}
    typed = weighted({**totals, "final": ["86.00", "92.00", *IN_SAKAI["final"][2:]]}, **SAKAI)
    assert check("total-differs", POLICY, typed).found == [
        (
            "1 total of the final score of the course can't be reproduced: 92.00 printed, 82.00 from the scores, typed"
            " over: the student's other totals follow from the scores",
            ["G3"],
        )
    ]
    assert check("total-method-varies", POLICY, typed).found == []


def test_gradebooks_of_several_systems_are_judged_each_by_its_own() -> None:
    canvas = weighted(changed("final", 1, "92.00"))
    sakai = weighted({"final": ["86.00", "92.00", *IN_SAKAI["final"][2:]]}, file="sakai.csv", **SAKAI)
    other = weighted(TOTALS, file="other.csv", about={"format": "gradescope"})
    outcome = check("total-differs", POLICY, canvas, sakai, other)
    assert [(found.file, found.severity, found.confidence) for found in outcome.findings] == [
        ("book.csv", "error", "certain"),
        ("sakai.csv", "error", "likely"),
    ]
    assert outcome.not_checked == [("gradeaudit can't work out this system's totals yet", 1)]


def test_a_class_too_small_to_show_its_method_is_not_checked() -> None:
    few = "\n".join(PICTURE.strip().splitlines()[:3])
    small = book(few, weights=WEIGHTS, totals={"final": ["86.00", "92.00"]}, **SAKAI)
    outcome = check("total-differs", POLICY, small)
    assert outcome.found == []
    assert [reason for reason, _ in outcome.not_checked] == [
        "the totals don't follow from the listed scores for most students, so the method is another than is known"
    ]


def test_a_gradebook_of_which_no_total_can_be_worked_out_is_not_checked() -> None:
    strange = PICTURE.replace("| 80\n", "| abs\n").replace("| 90\n", "| abs\n")
    lines = "\n".join(strange.strip().splitlines()[:3])
    outcome = check("total-differs", POLICY, book(lines, weights=WEIGHTS, totals={"final": ["86", "82"]}, **SAKAI))
    assert outcome.not_checked == [("the export doesn't show all that the totals are made of", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("total-differs", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
