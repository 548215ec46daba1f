"""The LMS's own test student, whom a teacher uses to look at the course as a student does, is never a finding."""

import pytest

from gradeaudit import discovery
from gradeaudit.audit import audit
from gradeaudit.findings import Run
from tests.tables import book, gradebooks, policy

POLICY = """
calendar: {terms: {T1: {starts: 2026-08-31, ends: 2026-12-18}}}
categories: {Work: {weight: 100}}
missing_work:
  codes:
    MI: {means: missing, counts_as: 0, aliases: [m], with_score: forbidden, expires_after: 5 school days}
    EX: {means: excused, at_most: 1%}
  numbers_as_codes: [1]
  zero: needs_code
  blank: {until: 5 school days}
late_work: {penalty: [10, 20]}
marks: {forms: [points], maximum: 100%, decimals: 0, minimum: 50%, extra_credit: forbidden}
dates: {posting: {within: 5 school days}}
totals: {scale: {A: 90, F: 0}, maximum: 100, override: forbidden, tolerance: 0.1, minimum: [{at: term, value: 50}]}
roster: {identifier: '^S'}
"""
CLASS = """
Student | A /100 @Work due=2026-10-01 | B /100 @Work due=2026-10-08 | C /100 @Work due=2026-10-15
Ada     | 90 | 80 | 70
Ben     | 80 | 70 | 90
Cleo    | 70 | 90 | 80
Dan     | 95 | 90 | 80
Test    | {}
"""
SCORED_ON = ["2026-10-01", "2026-10-08", "2026-10-15"] * 4


def rules_that_find(marks: str, flag: str, is_test: bool) -> set[str]:
    """The rules that find something in the row of the last student."""
    one = book(
        CLASS.format(marks),
        totals={
            "final": ["80", "80", "80", "88.33", "130"],
            "unposted_final": ["80", "80", "80", "88.33", "20"],
            "override": ["", "", "", "", "99"],
        },
        students={"is_test_student": [False] * 4 + [is_test], "sis_id": ["S1", "S2", "S3", "S4", ""]},
        scores={flag: [False] * 12 + [True] * 3, "entered_on": [*SCORED_ON, *["2026-12-01"] * 3]},
    )
    report = audit(gradebooks(one), policy(POLICY), discovery.rules().values(), Run("0", "2026-11-24"))
    assert not report.broken
    return {found.rule for found in report.findings if any(spot.row == 6 for spot in found.places)}


@pytest.mark.parametrize("flag", ["missing", "late", "excused", "incomplete"])
@pytest.mark.parametrize(
    "marks",
    ["0.01 | 0.01 | 0.01", "MI 5 | m | abs", "1 | 0 | -5", "500 | 8,5 | 8.123", "EX | EX | EX", "MI | MI | MI", "||"],
)
def test_no_rule_finds_anything_in_the_test_students_row(marks: str, flag: str) -> None:
    assert rules_that_find(marks, flag, is_test=True) == set()


def test_the_same_marks_of_a_student_are_found() -> None:
    found = rules_that_find("500 | 8,5 | -8.5", "late", is_test=False)
    assert {"score-above-maximum", "mark-format", "score-negative", "late-above-cap", "total-overridden"} <= found
    assert {"code-value", "code-with-score"} <= rules_that_find("5 | m | abs", "missing", is_test=False)
    assert {"code-expired", "student-unidentified"} <= rules_that_find("MI | MI | MI", "late", is_test=False)
