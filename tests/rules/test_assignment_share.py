"""assignment-share: single assignments, and the two largest, against the policy's caps."""

import numpy as np

from tests.tables import book, check

POLICY = """
categories:
  Minor: {weight: 40}
  Major: {weight: 60, grades: {min: 2}}
weights: {share: {one: 30, two: 50}}
"""
TERM = "calendar: {terms: {Q1: {starts: 2026-08-31, ends: 2026-10-23}, Q2: {starts: 2026-10-26, ends: 2026-12-18}}}"
WEIGHTS = {"Minor": 40, "Major": 60}
WHOLE = "(the export is taken as the whole term)"


def graded(header: str, **more):
    columns = header.count("|")
    return book(f"Student {header}\nAda {'| 5 ' * columns}\nBen {'| 6 ' * columns}", weights=WEIGHTS, **more)


def test_finds_one_and_two_assignments_that_carry_too_much():
    # Major is 60%: of its 200 points 120 are 36% of the grade, 80 are 24%; Minor's four are 10% each
    outcome = check(
        "assignment-share",
        POLICY,
        graded("| T 1 /120 @Major | T 2 /80 @Major | A /10 @Minor | B /10 @Minor | C /10 @Minor | D /10 @Minor"),
    )
    assert outcome.found == [
        (
            f"“T 1” and “T 2” together count for 60% of the grade, the policy allows at most 50% for two {WHOLE}",
            ["B1", "C1"],
        ),
        (f"“T 1” counts for 36% of the grade, the policy allows at most 30% {WHOLE}", ["B1"]),
    ]
    pair, one = outcome.findings
    assert (one.rule, one.severity, one.confidence) == ("assignment-share", "warning", "likely")
    assert (one.assignment, one.category, one.observed, one.expected) == ("T 1", "Major", "36%", "30%")
    assert (pair.assignment, pair.category, pair.observed, pair.expected) == (None, None, "60%", "50% for two")
    assert (one.policy_ref.line, pair.policy_ref.line) == (5, 5)


def test_a_share_on_the_cap_and_a_pair_that_is_right_once_the_one_is_are_no_finding():
    equal = graded("| T 1 /50 @Major | T 2 /100 @Major | T 3 /50 @Major | A /10 @Minor | B /10 @Minor")
    outcome = check("assignment-share", POLICY, equal)  # T 2 is 30% exactly, the others 15% and 20%
    assert outcome.found == []
    # T 1 is 40%, T 2 20%: with T 1 at 30% they would be 50% together
    first = check("assignment-share", POLICY, graded("| T 1 /80 @Major | T 2 /40 @Major | A /10 @Minor | B /10 @Minor"))
    assert [found.assignment for found in first.findings] == ["T 1"]


def test_extra_credit_retakes_and_work_without_weight_neither_carry_nor_dilute():
    header = "| T 1 /50 @Major | T 1 retake /50 @Major | Extra credit /100 @Major | T 2 /50 @Major | A /9 @Minor"
    outcome = check("assignment-share", POLICY.replace("two: 50", "two: 70"), graded(header + " | B /9 @Minor"))
    assert outcome.found == []  # 30% each
    lower = check("assignment-share", POLICY.replace("one: 30, two: 50", "one: 29"), graded(header + " | B /9 @Minor"))
    assert [(found.assignment, found.observed) for found in lower.findings] == [("T 1", "30%"), ("T 2", "30%")]


def test_the_first_test_of_a_term_is_judged_by_those_to_come():
    policy = POLICY + TERM
    # half of the term is over: one test of 100 points makes two by the pace and by the minimum, 30% each
    header = "| T 1 /100 @Major due=2026-09-15 | A /10 @Minor due=2026-09-10 | B /10 @Minor due=2026-09-11"
    assert check("assignment-share", policy, graded(header), as_of="2026-09-25").found == []
    # at the term's end it was the only one
    end = check("assignment-share", policy, graded(header), as_of="2026-10-23")
    assert end.found == [("“T 1” counts for 60% of the grade in Q1, the policy allows at most 30%", ["B1"])]
    assert end.findings[-1].confidence == "certain"


def test_while_the_term_runs_it_says_so():
    policy = "categories: {Major: {weight: 60}, Minor: {weight: 40}}\nweights: {share: {one: 25}}\n" + TERM
    header = "| T 1 /100 @Major due=2026-09-15 | A /10 @Minor due=2026-09-10 | B /10 @Minor due=2026-09-11"
    outcome = check("assignment-share", policy, graded(header), as_of="2026-09-25")
    assert outcome.found == [
        (
            "“T 1” counts for 30% of the grade in Q1, the policy allows at most 25% (at the term's end, at this pace)",
            ["B1"],
        )
    ]
    assert outcome.findings[0].confidence == "likely"


def test_an_empty_category_gives_its_weight_to_the_others_where_the_lms_or_the_policy_does():
    header = "| T 1 /50 @Major | T 2 /50 @Major"
    canvas = graded(header)
    other = graded(header, about={"format": "generic"}, file="two.csv")
    three = "weights: {share: {one: 40}}"
    assert [
        (found.file, found.assignment, found.observed)
        for found in check("assignment-share", three, canvas, other).findings
    ] == [("book.csv", "T 1", "50%"), ("book.csv", "T 2", "50%")]
    zero = check("assignment-share", "weights: {share: {one: 40}, empty_category: zero}", canvas)
    assert zero.found == []  # 30% each: what isn't there counts as nothing
    spread = check("assignment-share", "weights: {share: {one: 40}, empty_category: rescaled}", other)
    assert [found.observed for found in spread.findings] == ["50%", "50%"]


def test_total_points_and_categories_by_percent():
    points = book("Student | T 1 /70 | A /20 | B /10\nAda | 60 | 9 | 9", about={"method": "total_points"})
    assert check("assignment-share", "weights: {share: {one: 30}}", points).found == [
        (f"“T 1” counts for 70% of the grade, the policy allows at most 30% {WHOLE}", ["B1"])
    ]
    header = "| T 1 /120 @Major | T 2 /80 @Major | A /10 @Minor | B /10 @Minor"
    percent = POLICY.replace("two: 50", "two: 60") + "totals: {category_average: percent}"
    assert check("assignment-share", percent, graded(header)).found == []  # 30% each, however many points
    assert (
        check(
            "assignment-share", POLICY.replace("two: 50", "two: 60"), graded(header, about={"format": "generic"})
        ).found
        == []
    )


def test_nothing_is_found_without_scores_and_not_checked_says_why():
    assert check("assignment-share", POLICY, graded("")).not_checked == [("it has no assignments", 1)]
    assert check("assignment-share", "district: X", graded("| T 1 /9 @Major")).not_checked == [
        ("the policy sets no weights.share", 1)
    ]
    unweighted = book("Student | T 1 /9 @Major\nAda | 9")
    assert check("assignment-share", POLICY, unweighted).not_checked == [("this export carries no category weights", 1)]
    early = check("assignment-share", POLICY + TERM, graded("| T /9 @Major due=2026-09-01"), as_of="2026-09-02")
    assert early.not_checked == [("too early to tell: less than a third of the term is over", 1)]


def test_work_outside_any_category_carries_nothing_and_takes_nothing_from_its_neighbours():
    header = "| T 1 /60 @Major | T 2 /40 @Major | A /10 @Minor | B /10 @Minor | Odd /500"
    one, two = graded(header), graded(header, file="two.csv")
    outcome = check("assignment-share", "weights: {share: {one: 30}}", one, two)
    assert [(found.file, found.assignment, found.observed) for found in outcome.findings] == [
        ("book.csv", "T 1", "36%"),
        ("two.csv", "T 1", "36%"),
    ]


def test_a_class_that_began_late_in_the_term_is_not_checked():
    header = "| T 1 /100 @Major due=2026-10-15 | A /10 @Minor due=2026-10-10"
    late = {"enrolled_from": [np.datetime64("2026-10-05", "s")] * 2}
    outcome = check("assignment-share", POLICY + TERM, graded(header, students=late), as_of="2026-10-23")
    assert (outcome.found, outcome.not_checked) == (
        [],
        [("its students enrolled when more than a third of the term was over", 1)],
    )
