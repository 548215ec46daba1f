"""rounding-differs: totals that are right but for the mode or the stage of rounding."""

import pytest

from gradeaudit.grading.rounding import FINER, UNKNOWN, rounded_otherwise
from tests.readers import opened
from tests.rules.test_total_differs import PICTURE, POINTS, WEIGHTS
from tests.tables import book, check, policy

POLICY = "totals: {rounding: {mode: half_up, digits: 0}}"
# Of 40: 82.5, 87.5, 90, 75, 72.5, 95, 62.5, 97.5, 92.5 and 77.25 percent.
TEN = """
    Student | HW /40 @Homework
    Ada     | 33
    Ben     | 35
    Cleo    | 36
    Dan     | 30
    Eve     | 29
    Finn    | 38
    Gia     | 25
    Hal     | 39
    Ida     | 37
    Jo      | 30.9
"""
RIGHT = ["83", "88", "90", "75", "73", "95", "63", "98", "93", "77"]
DOWN = ["82", "87", "90", "75", "72", "95", "62", "97", "92", "77"]


def ten(printed: list[str], **about: str):  # type: ignore[no-untyped-def]
    return book(TEN, totals={"final": printed}, about={**POINTS, **about})


@pytest.mark.parametrize("system", ["canvas", "sakai"])
def test_a_class_that_is_rounded_down_is_found_at_the_totals_that_would_be_others(system: str) -> None:
    outcome = check("rounding-differs", POLICY, ten(DOWN, format=system))
    assert outcome.found == [
        (
            "rounding down made 6 totals where the policy rounds halves up: 82 printed, 83 by the policy",
            ["C2", "C3", "C6", "C8", "C9", "C10"],
        )
    ]
    assert [(found.severity, found.observed, found.expected) for found in outcome.findings] == [("warning", "82", "83")]
    assert outcome.not_checked == []


@pytest.mark.parametrize("system", ["canvas", "sakai"])
def test_one_student_s_grade_that_is_rounded_up_is_found(system: str) -> None:
    outcome = check("rounding-differs", POLICY, ten([*RIGHT[:9], "78"], format=system))
    assert outcome.found == [
        ("rounding up made 1 total where the policy rounds halves up: 78 printed, 77 by the policy", ["C11"])
    ]


@pytest.mark.parametrize(
    ("quiz", "printed", "cells"),
    [
        ("8", "77", []),  # 38.9 of 50 is 77.8, but 30.9 of 40 is 77.25: the quiz may have been excused
        ("9", "79", ["D11"]),  # 39.9 of 50 is 79.8, and without either score 90 or 77.25
    ],
)
def test_a_total_that_excused_work_explains_isn_t_said_to_be_rounded(quiz: str, printed: str, cells: list[str]) -> None:
    blanks = TEN.replace("@Homework", "@Homework | Quiz /10 @Homework").replace("30.9", f"30.9 | {quiz}")
    lines = [line if "|" not in line or line.count("|") == 2 else f"{line} |" for line in blanks.splitlines()]
    held = book(
        "\n".join(lines),
        totals={"final": [*RIGHT[:9], printed]},
        about={**POINTS, "format": "sakai"},
        without=["scores.excused"],
    )
    assert [places for _, places in check("rounding-differs", POLICY, held).found] == ([cells] if cells else [])


def test_points_earned_aren_t_rounded_as_percents_are() -> None:
    header = "OrgDefinedId,HW Points Grade <Numeric MaxPoints:40 Category:Homework>,Calculated Final Grade Numerator"
    scores = ["33", "35", "36", "30", "29", "38", "25", "39", "37", "30.9"]
    rows = [f"#{n},{score},{score if n else 32.996},40,#" for n, score in enumerate(scores)]  # 82.49, not 82.50
    text = "\n".join([f"{header},Calculated Final Grade Denominator,End-of-Line Indicator", *rows]) + "\n"
    held = policy("totals: {rounding: {mode: half_up, digits: 2}}")
    found = rounded_otherwise(opened.read("brightspace", opened.text(text)), held)
    assert (found.rows.tolist(), found.why_not[UNKNOWN].tolist()) == ([], [0])


def test_what_rounding_explains_is_not_also_said_to_be_irreproducible() -> None:
    held = ten([*RIGHT[:9], "78"], format="sakai")
    both = "totals: {recompute: true, tolerance: 0.1, rounding: {mode: half_up, digits: 0}}"
    assert check("total-differs", both, held).found == []
    assert len(check("total-differs", "totals: {recompute: true, tolerance: 0.1}", held).found) == 1


def test_totals_rounded_as_the_policy_says_are_no_finding() -> None:
    outcome = check("rounding-differs", POLICY, ten(RIGHT))
    assert (outcome.found, outcome.not_checked) == ([], [])


def test_a_half_that_a_system_s_own_arithmetic_may_have_missed_by_a_hair_is_no_finding() -> None:
    assert check("rounding-differs", POLICY, ten(["82", *RIGHT[1:]])).found == []  # Ada's 82.5


def test_a_total_that_no_rounding_explains_is_no_finding() -> None:
    assert check("rounding-differs", POLICY, ten([*RIGHT[:9], "80"])).found == []


def test_a_total_that_follows_a_category_s_wrong_score_is_no_finding() -> None:
    # Jo's 77.25 printed as 77.60 makes the course 78: as if 77.25 were rounded up, but it isn't.
    percents = ["82.50", "87.50", "90.00", "75.00", "72.50", "95.00", "62.50", "97.50", "92.50", "77.60"]
    held = book(TEN, totals={"final Homework": percents, "final": [*RIGHT[:9], "78"]}, about=POINTS)
    assert check("rounding-differs", POLICY, held).found == []


def test_categories_that_are_rounded_first_are_found_and_so_is_the_reverse() -> None:
    # Percents 84.5 and 91.4 at 40 and 60: 33.8 + 54.84 = 88.64; after rounding both, 85 and 91: 34 + 54.6 = 88.60.
    # Ben 70.5 and 60.2: 28.2 + 36.12 = 64.32; 71 and 60: 64.40. Cleo 90 and 80.5: 84.30; 90 and 81: 84.60.
    # Dan 55.5 and 65.5: 22.2 + 39.3 = 61.50; 56 and 66: 62.00.
    picture = """
    Student | HW /200 @Homework | Test /500 @Tests
    Ada     | 169               | 457
    Ben     | 141               | 301
    Cleo    | 180               | 402.5
    Dan     | 111               | 327.5
    """
    late, early = ["88.64", "64.32", "84.30", "61.50"], ["88.60", "64.40", "84.60", "62.00"]
    groups = {
        "final Homework": ["84.50", "70.50", "90.00", "55.50"],
        "final Tests": ["91.40", "60.20", "80.50", "65.50"],
    }
    first = "totals: {rounding: {mode: half_up, digits: 0, stage: category}}"

    def found(policy: str, printed: list[str]) -> list[tuple[str, list[str]]]:
        return check(
            "rounding-differs", policy, book(picture, weights=WEIGHTS, totals={**groups, "final": printed})
        ).found

    assert found(first, late) == [
        (
            "rounding no category first made 4 totals where the policy rounds each category first: 88.64 printed, 88.60 by"
            " the policy",
            ["F2", "F3", "F4", "F5"],
        )
    ]
    assert found(first, early) == []
    whole = ["89", "64", "85", "62"]  # after each category; at the end alone Cleo's were 84
    assert found(POLICY, whole) == []  # one total is too little to call it the class's way


def test_totals_that_are_not_rounded_yet_and_other_policies_and_systems_are_not_checked() -> None:
    canvas = book(PICTURE, totals={"final": ["82.50", "86.67", "75.00", "57.50", "50.00"]}, about=POINTS)
    assert check("rounding-differs", POLICY, canvas).not_checked == [(FINER, 1)]
    assert check("rounding-differs", POLICY, ten(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"])).not_checked == [
        (UNKNOWN, 1)
    ]
    assert check("rounding-differs", "totals: {rounding: {mode: none}}", ten(DOWN)).not_checked == [
        ("the policy rounds nothing", 1)
    ]
    letter = "totals: {rounding: {mode: half_up, stage: letter}}"
    assert check("rounding-differs", letter, ten(DOWN)).not_checked == [
        ("the policy rounds each assignment, or for the letter alone, which totals don't show", 1)
    ]
    other = ten(DOWN, format="gradescope")
    assert check("rounding-differs", POLICY, other).not_checked == [
        ("gradeaudit can't work out this system's totals yet", 1)
    ]
    assert check("rounding-differs", POLICY, book(PICTURE)).not_checked == [("this export carries no totals", 1)]
    assert check("rounding-differs", POLICY, book("Student | HW /10 @Homework", totals={"final": []})).found == []
