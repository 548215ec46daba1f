"""terms-differ: final and semester grades against the policy's weights of terms and exam."""

import pytest

from tests.tables import book, check

POLICY = "totals: {terms: {Q1: 40, Q2: 40, exam: 20}}"
CALENDAR = """
calendar:
  terms:
    Q1: {starts: 2026-08-31, ends: 2026-10-23, aliases: [Quarter 1]}
    Q2: {starts: 2026-10-26, ends: 2026-12-18, aliases: [Quarter 2]}
"""


def of_terms(*lines: str, names=("[Quarter 1]", "[Quarter 2]", "[Final Exam]", ""), **more):
    """Students' grades, one line a student: its terms, its exam, its final; cells from C2 on."""
    rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    people = "\n".join(f"Student{number} | 9" for number in range(len(rows)))
    columns = {f"current {name}".strip(): [row[at] for row in rows] for at, name in enumerate(names)}
    return book(f"Student | HW\n{people}", totals=columns, **more)


def test_finds_finals_that_the_terms_do_not_make():
    # 0.4 × 80 + 0.4 × 90 + 0.2 × 70 = 82; 0.4 × 60 + 0.4 × 70 + 0.2 × 95 = 71
    outcome = check(
        "terms-differ", POLICY + CALENDAR, of_terms("80 | 90 | 70 | 88", "60 | 70 | 95 | 71", "50|50|50|60")
    )
    assert outcome.found == [
        (
            "2 totals of the final grade can't come of 40% Q1, 40% Q2 and 20% exam: 88 printed, 82 by the policy",
            ["F2", "F4"],
        )
    ]
    found = outcome.findings[0]
    assert (found.severity, found.confidence, found.observed, found.expected) == ("error", "certain", "88", "82")
    assert (found.policy_ref.line, outcome.not_checked) == (1, [])


@pytest.mark.parametrize(
    ("lines", "findings"),
    [
        (["80 | 90 | 70 | 83"], 0),  # 80.4, 90.4 and 70.4 would be printed so, and make 82.4; 82.5 is rounded up
        (["80 | 90 | 70 | 84"], 1),
        (["80.4 | 90.4 | 70.4 | 82.4"], 0),
        (["80.4 | 90.4 | 70.4 | 82", "70.1 | 70.1 | 70.1 | 70.1"], 0),
        (["80.4 | 90.4 | 70.4 | 82.8", "70.1 | 70.1 | 70.1 | 70.1"], 1),
        (["80.4 | 90.4 | 70.4 | 83", "70.1 | 70.1 | 70.1 | 70.1"], 1),
    ],
)
def test_rounding_explains_as_much_as_it_can(lines, findings):
    policy = POLICY.replace("20}}", "20}, rounding: {mode: half_up, digits: 0}}") + CALENDAR
    assert len(check("terms-differ", policy, of_terms(*lines)).found) == findings


def test_a_student_without_the_exam_or_a_term_is_no_finding():
    exempt = of_terms("80 | 90 | | 85", "80 | 90 | | 99", " | 90 | 70 | 80", "80 | 90 | 70 | B", "80 | 90 | 70 | 82")
    outcome = check("terms-differ", POLICY + CALENDAR, exempt)
    assert (outcome.found, outcome.not_checked) == ([], [])


def test_several_grades_made_of_each_other():
    policy = "totals: {terms: {S1: {Q1: 50, Q2: 50}, final: {S1: 40, S2: 60}}}"
    names = ("[Q1]", "[Q2]", "[S1]", "[S2]", "")
    outcome = check("terms-differ", policy, of_terms("80 | 90 | 70 | 90 | 82", "80 | 90 | 85 | 90 | 95", names=names))
    assert outcome.found == [
        ("1 total of “S1” can't come of 50% Q1 and 50% Q2: 70 printed, 85 by the policy", ["E2"]),
        ("1 total of the final grade can't come of 40% S1 and 60% S2: 95 printed, 88 by the policy", ["G3"]),
    ]


def test_terms_kept_as_categories_are_terms():
    one = book(
        "Student | A @Q1 | B @Q2\nAda | 9 | 9",
        totals={"final Q1": ["80"], "final Q2": ["90"], "final": ["99"], "current": ["85"]},
    )
    assert check("terms-differ", "totals: {terms: {Q1: 50, Q2: 50}}", one).found == [
        ("1 total of the final grade can't come of 50% Q1 and 50% Q2: 99 printed, 85 by the policy", ["F2"])
    ]


def test_floors_caps_points_for_the_level_and_grades_typed_over_are_no_finding():
    def finals(setting: str, *lines: str) -> int:
        outcome = check("terms-differ", POLICY.replace("20}}", "20}, " + setting + "}") + CALENDAR, of_terms(*lines))
        assert outcome.not_checked == []
        return sum(len(found.places) for found in outcome.findings)

    lines = ("20 | 90 | 70 | 70", "20 | 90 | 20 | 60")  # 0.4 × 50 + 36 + 14, and the exam stays as it is
    assert finals("minimum: [{at: averaging, value: 50}]", *lines) == 0
    assert finals("tolerance: 0.1", *lines) == 2
    assert finals("minimum: [{at: final, value: 50}]", "20 | 20 | 20 | 50") == 0
    assert finals("maximum: 100", "105 | 110 | 100 | 100", "105 | 110 | 100 | 106") == 1
    assert finals("added_points: 5", "80 | 90 | 70 | 87", "80 | 90 | 70 | 82", "80 | 90 | 70 | 92") == 1
    both = {"final [Q1]": ["80"], "final [Q2]": ["90"], "final": ["85"], "override": ["95"]}
    one = book("Student | HW\nAda | 9", totals=both)
    assert check("terms-differ", "totals: {terms: {Q1: 50, Q2: 50}}", one).found == []


def test_not_checked_where_the_terms_do_not_show():
    one = of_terms("80 | 82", names=("[Q1]", ""))
    reason = "its totals don't show a grade together with all the terms and exams that make it"
    assert check("terms-differ", POLICY, one, of_terms("80 | 82", names=("[Q1]", ""), file="two.csv")).not_checked == [
        (reason, 2)
    ]
    empty = check("terms-differ", POLICY, book("Student | HW", totals={"final": []}))
    assert (empty.found, empty.not_checked) == ([], [(reason, 1)])
    assert check("terms-differ", "totals: {tolerance: 1}", one).not_checked == [("the policy sets no totals.terms", 1)]
    assert check("terms-differ", POLICY, book("Student | HW\nAda | 9")).not_checked == [
        ("this export carries no totals", 1)
    ]


def test_a_term_that_was_typed_over_is_not_judged():
    typed = {"final [Q1]": ["80"], "override [Q1]": ["90"], "final [Q2]": ["90"], "final": ["90"]}
    assert (
        check("terms-differ", "totals: {terms: {Q1: 50, Q2: 50}}", book("Student | HW\nAda | 9", totals=typed)).found
        == []
    )
