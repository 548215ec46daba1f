"""The clauses of a published regulation: weights for all, and floors, codes and scales that differ by level."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from gradeaudit.gradebook import Book
from gradeaudit.policy.check import check_policy
from gradeaudit.policy.load import examine
from tests.policy.clauses import POLICIES, Clause, everything, holds, made, report

POLICY = POLICIES / "eighty-twenty.yaml"
RIGHT = {"Summative": 80, "Formative": 20}
TWO = ["T 1 /10 @Summative", "Q 1 /10 @Formative"]


def totals(*values: str, letters: tuple[str, ...] = (), **about: str) -> Book:
    """A gradebook with these final grades, and perhaps their letters."""
    final = {"final": list(values)} | ({"final ": list(letters)} if letters else {})
    return made(TWO, len(values), about, weights=RIGHT, totals=final)


def flagged(mark: str, flag: str, **about: str) -> Book:
    """A gradebook whose LMS marks the first score of two students' on two assignments."""
    return made(TWO, [[mark, "9"], ["9", "9"]], about, weights=RIGHT, scores={flag: [True, False, False, False]})


def due(*marks: str) -> Book:
    """Five students' marks on a test of Thursday, 8 October."""
    return made(["T 1 /10 @Summative due=2026-10-08", TWO[1]], [[mark, "9"] for mark in marks], weights=RIGHT)


def semester(first: str, second: str, exam: str, whole: str) -> Book:
    """One student's two quarters, exam and semester in a course for high school credit."""
    values = {"final [Q1]": [first], "final [Q2]": [second], "final [Exam]": [exam], "final [S1]": [whole]}
    return made(TWO, 1, {"flags": "hs_credit"}, weights=RIGHT, totals=values)


CLAUSES = [
    Clause(
        "Summative is 80 and Formative 20, to half a point",
        "weight-differs",
        [made(TWO, weights={"Summative": 70, "Formative": 30})],
        ["“Summative” weighs 70%, the policy says 80%", "“Formative” weighs 30%, the policy says 20%"],
        [made(TWO, weights=RIGHT), made(TWO, weights={"Summative": 80.4, "Formative": 19.6}, file="2.csv")],
    ),
    Clause(
        "Summative is also called Summative Assessments, and no further category may be added",
        "category-unknown",
        [made([*TWO, "Lab 1 /10 @Labs"], weights={**RIGHT, "Labs": 10})],
        ["“Labs” is no category of the policy"],
        [made(["T 1 /10 @Summative Assessments", TWO[1]], weights={"Summative Assessments": 80, "Formative": 20})],
    ),
    Clause(
        "Behaviour isn't part of a grade",
        "category-banned",
        [made([*TWO, "Effort 1 /10 @Effort"], weights={"Summative": 80, "Formative": 10, "Effort": 10})],
        ["“Effort” counts for 10% of the grade, though the policy bans “Participation”"],
        [made([*TWO, "Effort 1 /10 @Effort"], weights={**RIGHT, "Effort": 0})],
    ),
    Clause(
        "M and L are the codes",
        "code-unknown",
        [made(TWO, [["abs", "9"], ["8", "9"]], weights=RIGHT)],
        ["“abs” in 1 cell is no code of the policy"],
        [made(TWO, [["M", "9"], ["L", "9"]], weights=RIGHT)],
    ),
    Clause(
        "M counts as 0 in secondary schools",
        "code-value",
        [flagged("5", "missing")],
        ["1 cell on “T 1” with M and 5, where it counts as 0%"],
        [flagged("0", "missing")],
    ),
    Clause(
        "M counts as 50 in elementary schools",
        "code-value",
        [flagged("0", "missing", level="elementary")],
        ["1 cell on “T 1” with M and 0, where it counts as 50%"],
        [flagged("5", "missing", level="elementary")],
    ),
    Clause(
        "M has no score beside it",
        "code-with-score",
        [made(TWO, [["M 4", "9"], ["8", "9"]], weights=RIGHT)],
        ["M in 1 cell stands beside a score, which the policy forbids"],
        [made(TWO, [["M", "9"], ["8", "9"]], weights=RIGHT)],
    ),
    Clause(
        "L may have a score beside it",
        "code-with-score",
        [made(TWO, [["M 4", "L 7"], ["8", "9"]], weights=RIGHT)],
        ["M in 1 cell stands beside a score, which the policy forbids"],
        [made(TWO, [["L 4", "9"], ["L", "9"]], weights=RIGHT)],
    ),
    Clause(
        "A blank is a score or a code after five school days",
        "blank-overdue",
        [due("", "9", "9", "8", "8")],
        ["1 cell on “T 1” blank since it was due on 2026-10-08"],
        [due("M", "9", "9", "8", "8")],
    ),
    Clause(
        "No term grade is below 50",
        "total-below-floor",
        [totals("49", "80", term="Q1")],
        ["1 total below the floor of 50%"],
        [totals("50", "80", term="Q1")],
    ),
    Clause(
        "A is 90 and above, B 80, C 70, D 60",
        "letter-differs",
        [totals("89", "60", letters=("A", "D"))],
        ["1 total with a letter that isn't the policy's for its number, such as A beside 89.00, which is B"],
        [totals("90", "60", letters=("A", "D"))],
    ),
    Clause(
        "Kindergarten's grades are 2 and 1",
        "grade-value",
        [totals("85", "2", grade="K", level="elementary")],
        ["1 total with a grade that the policy doesn't allow, such as 85"],
        [totals("1", "2", grade="K", level="elementary")],
    ),
    Clause(
        "For high school credit a semester is two quarters of 40 and an exam of 20",
        "terms-differ",
        [semester("80", "90", "70", "88")],
        ["1 total of “S1” can't come of 40% Q1, 40% Q2 and 20% exam: 88 printed, 82 by the policy"],
        [semester("80", "90", "70", "82")],  # 32 and 36 and 14
    ),
]  # fmt: skip


@pytest.mark.parametrize("clause", CLAUSES, ids=[clause.says for clause in CLAUSES])
def test_clause(clause: Clause) -> None:
    holds(POLICY, clause)


def test_the_days_of_a_blank_are_school_days() -> None:
    late = due("", "9", "9", "8", "8")
    assert [len(report(POLICY, [late], "blank-overdue", day).findings) for day in ("2026-10-15", "2026-10-16")] == [
        0,
        1,
    ]


def test_kindergarten_has_no_weights() -> None:
    young = made(TWO, about={"grade": "K", "level": "elementary"}, weights={"Summative": 60, "Formative": 40})
    (entry,) = report(POLICY, [young], "weight-differs").not_checked
    assert entry.reason == "the policy turns this rule off: kindergarten has a scale of its own and no weights"


def test_no_school_chooses_other_weights(tmp_path: Path) -> None:
    (tmp_path / "district.yaml").write_text(POLICY.read_text("utf-8"), encoding="utf-8")
    (tmp_path / "school.yaml").write_text("extends: district.yaml\ncategories: {Summative: {weight: 75}}\n")
    _, found = examine(tmp_path / "school.yaml")
    assert [str(problem) for problem in found] == [
        "school.yaml:2:26: categories.Summative.weight is locked (district.yaml:20), and is changed here;"
        " remove this line, or the lock"
    ]


WAITING = [
    ("total-below-floor", "totals.minimum at exam", "no exam for high school credit is below 50"),
    ("late_work.penalty_limit", "late_work.penalty_limit", "late work loses nothing: no export shows what it lost"),
    ("late_work.at_least", "late_work.at_least", "late work is taken for five school days"),
    ("peers.late_work", "peers.late_work", "late work is handled alike in a school"),
]


@pytest.mark.parametrize(("rule", "key", "says"), WAITING, ids=[says for _, _, says in WAITING])
def test_a_clause_that_waits_for_a_rule_is_reported_as_not_checked(rule: str, key: str, says: str) -> None:
    told = {(entry.rule, entry.reason) for entry in everything(POLICY, made(TWO, weights=RIGHT)).not_checked}
    assert (rule, f"the policy sets {key}, and gradeaudit has no rule for that yet") in told


VERSIONS = """
calendar:
  terms:
    Spring: {starts: 2023-01-09, ends: 2023-05-26}
    Fall: {starts: 2023-08-14, ends: 2023-12-21}
overrides:
  - {when: {level: [middle, high]}, set: {marks: {minimum: 50%}}}
amendments:
  - {from: 2023-08-01, set: {totals: {minimum: [{at: term, value: 50}]}}}
  - {from: 2023-08-01, when: {level: [middle, high]}, set: {marks: {minimum: null}}}
"""


def test_the_first_version_had_a_floor_for_scores_in_secondary_schools_and_the_second_has_one_for_terms(
    tmp_path: Path,
) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(VERSIONS, encoding="utf-8")
    assert check_policy(examine(path)[0], datetime.date(2023, 12, 1), [], None) == []  # type: ignore[arg-type]
    books = [
        made(TWO, [["3", "9"]], {"term": term, "level": level}, totals={"final": ["45"]}, file=f"{level}-{term}.csv")
        for level in ("elementary", "high")
        for term in ("Spring", "Fall")
    ]
    score, term = (report(path, books, rule, "2023-12-01") for rule in ("score-below-floor", "total-below-floor"))
    assert [(found.gradebook, found.message) for found in (*score.findings, *term.findings)] == [
        ("high-Spring.csv", "1 cell on “T 1” below the floor of 5 points (50%): 3"),
        ("elementary-Fall.csv", "1 total below the floor of 50%"),
        ("high-Fall.csv", "1 total below the floor of 50%"),
    ]
    assert [(entry.gradebooks, entry.reason) for entry in (*score.not_checked, *term.not_checked)] == [
        (
            ("elementary-Fall.csv", "elementary-Spring.csv", "high-Fall.csv"),
            "the policy sets no marks.minimum or marks.by_category.minimum",
        ),
        (("elementary-Spring.csv", "high-Spring.csv"), "the policy sets no totals.minimum"),
    ]
