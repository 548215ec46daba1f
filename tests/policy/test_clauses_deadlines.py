"""The clauses of a published regulation of minimum counts, caps, tags and deadlines, with two versions in one year."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gradeaudit.gradebook import Book
from tests.policy.clauses import POLICIES, Clause, everything, holds, made, numbered, report

POLICY = POLICIES / "counts-and-deadlines.yaml"
RIGHT = {"All Tasks": 90, "Practice Prep": 10}
TWO = ["T 1 /10 @All Tasks", "P 1 /10 @Practice Prep"]
OVER = "2026-10-31"  # the day after the first marking period


def counted(tasks: int, practice: int, kind: str = "All Tasks", **about: str) -> Book:
    """A gradebook of the first period with so many scored tasks and practices."""
    columns = [*numbered(kind, tasks), *numbered("Practice Prep", practice)]
    return made(columns, about={"term": "MP1", **about}, weights={kind: 90, "Practice Prep": 10})


def due(*marks: str, day: str = "2026-09-10", file: str = "book.csv") -> Book:
    """Five students' marks on a task due on a day, Thursday 10 September when left out, and on one without a date."""
    return made([f"T 1 /10 @All Tasks due={day}", TWO[1]], [[mark, "9"] for mark in marks], weights=RIGHT, file=file)


def entered(day: str, term: str, entry: str) -> Book:
    """A task due on a day of a term, with all its scores entered on another."""
    dates = [np.datetime64(entry if column == 0 else day, "s") for _ in range(5) for column in range(2)]
    return made([f"T 1 /10 @All Tasks due={day}", TWO[1]], about={"term": term}, scores={"entered_on": dates})


def semester(first: str, second: str, whole: str) -> Book:
    """One student's two periods and semester, in a gradebook of the second period."""
    values = {"final [MP1]": [first], "final [MP2]": [second], "final [S1]": [whole]}
    return made(TWO, 1, {"term": "MP2"}, weights=RIGHT, totals=values)


CLAUSES = [
    Clause(
        "Practice is 10 at most",
        "weight-out-of-bounds",
        [made(TWO, weights={"All Tasks": 85, "Practice Prep": 15})],
        ["“Practice Prep” weighs 15%, the policy allows at most 10%"],
        [made(TWO, weights=RIGHT), made(TWO, weights={"All Tasks": 100, "Practice Prep": 0}, file="2.csv")],
    ),
    Clause(
        "The weights are 100 together",
        "weights-total",
        [made(TWO, weights={"All Tasks": 85, "Practice Prep": 10})],
        ["the weights add up to 95%, not to 100%"],
        [made(TWO, weights=RIGHT)],
    ),
    Clause(
        "All Tasks has three names",
        "category-unknown",
        [made(["T 1 /10 @Assessments", TWO[1]], weights={"Assessments": 90, "Practice Prep": 10})],
        ["“Assessments” is no category of the policy (closest: All Tasks)"],
        [
            made(["T 1 /10 @All Tasks/Assessment", TWO[1]], weights={"All Tasks/Assessment": 90, "Practice Prep": 10}),
            made(["T 1 /10 @all tasks/assessments", TWO[1]], weights={"all tasks/assessments": 90, "Practice Prep": 10},
                 file="2.csv"),
        ],
    ),
    Clause(
        "Nine grades of All Tasks in a marking period",
        "too-few-in-category",
        [counted(8, 5)],
        ["“All Tasks” has 8 counted grades in MP1, the policy wants at least 9"],
        [counted(9, 5)],
        as_of=OVER,
    ),
    Clause(
        "Five grades of practice in a marking period",
        "too-few-in-category",
        [counted(9, 4)],
        ["“Practice Prep” has 4 counted grades in MP1, the policy wants at least 5"],
        [counted(9, 5)],
        as_of=OVER,
    ),
    Clause(
        "What counts is scored",
        "too-few-in-category",
        [made([*numbered("All Tasks", 9), *numbered("Practice Prep", 5)], [["9"] * 8 + [""] + ["9"] * 5] * 3,
              {"term": "MP1"}, weights=RIGHT)],
        ["“All Tasks” has 8 counted grades in MP1, the policy wants at least 9 (1 more is not yet scored for half of the class)"],
        [counted(9, 5)],
        as_of=OVER,
    ),
    Clause(
        "Two tasks of a course say that they may be done again",
        "tag-missing",
        [made(["T 1 [R] /10 @All Tasks", "T 2 /10 @All Tasks"])],
        ["[R] stands in 1 title, the policy wants 2"],
        [made(["T 1 [R] /10 @All Tasks", "T 2 [R] /10 @All Tasks", "T 3 /10 @All Tasks"])],
    ),
    Clause(
        "Every assignment has a due date",
        "due-missing",
        [made(["T 1 /10 @All Tasks due=2026-09-10", "T 2 /10 @All Tasks"])],
        ["1 assignment without a due date"],
        [made(["T 1 /10 @All Tasks due=2026-09-10", "T 2 /10 @All Tasks due=2026-09-11"])],
    ),
    Clause(
        "Z may stand for ten school days: until 24 September",
        "code-expired",
        [due("Z", "9", "9", "9", "9")],
        ["1 cell on “T 1” with Z, which had to be settled by 2026-09-24 and then counts as 0%"],
        [due("0", "9", "9", "9", "9"), due("Z", "9", "9", "9", "9", day="2026-09-11", file="2.csv")],
        as_of="2026-09-25",
    ),
    Clause(
        "An attempt earns at least half",
        "score-below-floor",
        [made(TWO, [["4", "9"], ["9", "9"]])],
        ["1 cell on “T 1” below the floor of 5 points (50%): 4"],
        [made(TWO, [["5", "9"], ["9", "9"]])],
    ),
    Clause(
        "... unless there is no work, no attempt, or dishonesty",
        "score-below-floor",
        [made(TWO, [["1", "9"], ["9", "9"]])],
        ["1 cell on “T 1” below the floor of 5 points (50%): 1"],
        [made(TWO, [["NA", "CH"], ["Z", "0"]])],
    ),
    Clause(
        "There is no extra credit",
        "extra-credit",
        [made([*TWO, "Extra credit 1 /5 @All Tasks"])],
        ["1 assignment of extra credit, which the policy forbids"],
        [made([*TWO, "Exit ticket 1 /5 @All Tasks"])],
    ),
    Clause(
        "... nor more than the points possible",
        "score-above-maximum",
        [made(TWO, [["11", "9"], ["9", "9"]])],
        ["1 cell on “T 1” above the 10 points possible: 11"],
        [made(TWO, [["10", "10"], ["9", "9"]])],
    ),
    Clause(
        "Since the second version scores are posted within ten school days",
        "posting-slow",
        [entered("2026-11-05", "MP2", "2026-11-20")],
        ["“T 1”, due on 2026-11-05, has its scores since 2026-11-20; the policy gives until 2026-11-19"],
        [entered("2026-11-05", "MP2", "2026-11-19")],
    ),
    Clause(
        "A district assessment is 10 of the second and fourth periods",
        "weight-differs",
        [made([*TWO, "DA /10 @District Assessment"], about={"course_code": "ALG1", "term": "MP2"},
              weights={"All Tasks": 75, "Practice Prep": 10, "District Assessment": 15})],
        ["“District Assessment” weighs 15%, the policy says 10%"],
        [made([*TWO, "DA /10 @District Assessment"], about={"course_code": "ALG1", "term": "MP2"},
              weights={"All Tasks": 80, "Practice Prep": 10, "District Assessment": 10})],
    ),
    Clause(
        "Since the second version a semester is the average of its periods, as they are",
        "terms-differ",
        [semester("80.4", "90.4", "87")],
        ["1 total of “S1” can't come of 50% MP1 and 50% MP2: 87 printed, 85.4 by the policy"],
        [semester("80.4", "90.4", "85")],
    ),
]  # fmt: skip


@pytest.mark.parametrize("clause", CLAUSES, ids=[clause.says for clause in CLAUSES])
def test_clause(clause: Clause) -> None:
    holds(POLICY, clause)


def test_the_first_version_has_no_limit_on_posting() -> None:
    before = report(POLICY, [entered("2026-09-10", "MP1", "2026-10-28")], "posting-slow")
    assert before.findings == ()
    assert [entry.reason for entry in before.not_checked] == ["the policy sets no dates.posting"]


def test_a_course_without_a_district_assessment_may_not_have_the_category() -> None:
    other = made([*TWO, "DA /10 @District Assessment"], weights={**RIGHT, "District Assessment": 10})
    found = report(POLICY, [other], "category-unknown").findings
    assert [one.message for one in found] == ["“District Assessment” is no category of the policy"]


SCOPED = """
overrides:
  - name: secondary schools
    when: {level: [middle, high]}
    set:
      categories: {Practice: {weight: {max: 10}}}
"""


def test_a_whole_policy_may_be_for_some_levels_only(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(SCOPED, encoding="utf-8")
    books = [
        made(["P 1 /10 @Practice"], about={"level": level}, weights={"Practice": 15}, file=f"{level}.csv")
        for level in ("elementary", "middle", "high")
    ]
    told = report(path, books, "weight-out-of-bounds")
    assert [found.gradebook for found in told.findings] == ["high.csv", "middle.csv"]
    assert [(entry.gradebooks, entry.reason) for entry in told.not_checked] == [
        (("elementary.csv",), "the policy sets no categories.weight or weights.limits")
    ]


WAITING = [
    ("late_work.window", "late_work.window", "late work is taken for ten school days: exports don't say when it came"),
    ("late_work.closes", "late_work.closes", "nothing is taken in the last five school days of a period"),
]


@pytest.mark.parametrize(("rule", "key", "says"), WAITING, ids=[says for _, _, says in WAITING])
def test_a_clause_that_waits_for_a_rule_is_reported_as_not_checked(rule: str, key: str, says: str) -> None:
    told = {(entry.rule, entry.reason) for entry in everything(POLICY, made(TWO, weights=RIGHT)).not_checked}
    assert (rule, f"the policy sets {key}, and gradeaudit has no rule for that yet") in told
