"""total-method-varies: totals that another method makes than the one that the rest of the class follows."""

from tests.rules.test_total_differs import PICTURE, POLICY, TOTALS, WEIGHTS, changed, weighted
from tests.tables import book, check, rest

# Each has two scores of 10 in homework: the class's score is the better one, in percent.
DROPPED = """
    Student | HW 1 /10 @Homework | HW 2 /10 @Homework
    Ada     | 9                  | 10
    Ben     | 7                  | 6
    Cleo    | 10                 | 8
    Dan     | 9                  |
    Eve     | EX                 | 5
    Finn    | 4                  | 8
    Gia     | 8                  | 9
    Hal     | 6                  | 7
"""
BETTER = ["100.00", "70.00", "100.00", "90.00", "50.00", "80.00", "90.00", "70.00"]


def homework(printed: list[str]) -> dict[str, list[str]]:
    return {"current Homework": printed, "final Homework": printed}


def test_blanks_that_do_not_count_for_one_student_are_found():
    # Dan: 18 + 36 = 54.00 with the blank as zero, as for the others; 36 + 36 = 72.00 without it.
    outcome = check("total-method-varies", POLICY, weighted(changed("final", 3, "72.00")))
    assert outcome.found == [
        (
            "another method than the class's made 1 total of the course, as if blanks didn't count: 72.00 printed, 54.00"
            " by the class's",
            ["J5"],
        )
    ]
    assert rest(outcome.findings[0]) == ("error", "certain", None, None, "72.00", "54.00", 1)


def test_a_score_dropped_for_one_student_is_found_in_all_her_totals_of_the_category_and_named():
    # Ada's homework without the 9 is 100.00, and 40 + 48 = 88.00 follows from that.
    typed = {name: ["100.00" if "Homework" in name else "88.00", *texts[1:]] for name, texts in TOTALS.items()}
    typed |= {name: TOTALS[name] for name in ("final Tests", "current Tests")}
    outcome = check("total-method-varies", POLICY, weighted(typed))
    assert outcome.found == [
        (
            "another method than the class's made 2 totals of “Homework”, as if the lowest score were dropped (“HW 1”):"
            " 100.00 printed, 95.00 by the class's",
            ["E2", "F2"],
        )
    ]


def test_weights_of_one_student_s_own_are_found_and_named():
    # Ben: 70.00 and 90.00 are 82.00 at 40 and 60 percent, 42 + 36 = 78.00 at 60 and 40.
    typed = {name: [texts[0], "78.00", *texts[2:]] if " " not in name else texts for name, texts in TOTALS.items()}
    outcome = check("total-method-varies", POLICY, weighted(typed))
    assert outcome.found == [
        (
            "another method than the class's made 2 totals of the course, as if “Homework” weighed 60% and “Tests”"
            " weighed 40%: 78.00 printed, 82.00 by the class's",
            ["I3", "J3"],
        )
    ]


def test_a_class_that_drops_the_lowest_throughout_is_no_finding_whatever_the_export_says():
    assert check("total-method-varies", POLICY, book(DROPPED, totals=homework(BETTER))).found == []


def test_the_student_for_whom_nothing_is_dropped_in_such_a_class_is_found():
    # Finn: 4 and 8 of 10, 60.00.
    plain = [*BETTER[:5], "60.00", *BETTER[6:]]
    outcome = check("total-method-varies", POLICY, book(DROPPED, totals=homework(plain)))
    assert outcome.found == [
        (
            "another method than the class's made 2 totals of “Homework”, as if no score were dropped (“HW 1”): 60.00"
            " printed, 80.00 by the class's",
            ["D7", "E7"],
        )
    ]


def test_excused_work_that_the_export_shows_is_no_finding():
    assert check("total-method-varies", POLICY, weighted(TOTALS)).found == []  # Eve's HW 1 is excused


def test_a_total_that_no_method_explains_is_left_to_total_differs():
    assert check("total-method-varies", POLICY, weighted(changed("final", 1, "92.00"))).found == []


def test_when_points_add_up_the_course_only_follows_the_category():
    # Ada's homework without HW 1 is 10 of 10; then 90 of 110 points are 81.82. The others as in PICTURE.
    points = ["81.82", "86.67", "75.00", "57.50", "50.00"]
    totals = {"final Homework": ["100.00", *TOTALS["final Homework"][1:]], "final": points}
    held = book(PICTURE, totals=totals, about={"method": "total_points"})
    assert [cells for _, cells in check("total-method-varies", POLICY, held).found] == [["E2"]]
    assert check("total-differs", POLICY, held).found == []


def test_in_another_system_s_class_a_student_whose_total_its_other_method_makes_is_found():
    # Brightspace, weighted: a blank is dropped, as for Dan, Finn and three more (90 and 60: 36 + 36 = 72.00; 80 and 60:
    # 68.00). For Gia it counts as zero: 45 and 80, 18 + 48 = 66.00.
    lines = ["Finn | 8 | | 60", "Gia | | 9 | 80", "Hal | 8 | | 60", "Ida | | 8 | 60", "Jon | 8 | | 60"]
    more = "\n".join([PICTURE.rstrip(), *(f"    {line}" for line in lines)])
    printed = {"final": ["86.00", "82.00", "82.00", "72.00", "50.00", "68.00", "66.00", *["68.00"] * 3]}
    held = book(more, weights=WEIGHTS, totals=printed, about={"format": "brightspace", "method": "weighted"})
    assert check("total-method-varies", POLICY, held).found == [
        (
            "another method than the class's made 1 total of the final score of the course, as if blanks counted as zero:"
            " 66.00 printed, 84.00 by the class's",
            ["E8"],
        )
    ]
    assert check("total-differs", POLICY, held).found == []


def test_where_few_blanks_tell_dropped_from_zero_they_may_be_exempt_and_nothing_is_said():
    more = PICTURE.rstrip() + "\n    Finn | 8 | | 60\n    Gia | | 9 | 80\n"
    printed = {"final": ["86.00", "82.00", "82.00", "72.00", "50.00", "68.00", "66.00"]}
    held = book(more, weights=WEIGHTS, totals=printed, about={"format": "brightspace", "method": "weighted"})
    assert check("total-method-varies", POLICY, held).found == []  # blanks are zero, and two of them exempt


def test_other_systems_and_exports_without_totals_are_not_checked():
    other = check("total-method-varies", POLICY, weighted(TOTALS, about={"format": "gradescope"}))
    assert other.not_checked == [("gradeaudit can't work out this system's totals yet", 1)]
    bare = check("total-method-varies", POLICY, book(PICTURE))
    assert bare.not_checked == [("this export carries no totals", 1)]
    empty = check("total-method-varies", POLICY, book("Student | HW 1 /10 @Homework", totals={"final": []}))
    assert empty.found == []
