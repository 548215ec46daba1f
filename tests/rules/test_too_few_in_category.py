"""too-few-in-category: fewer counted grades in a category and term than the policy wants."""

from tests.tables import book, check

POLICY = """
categories:
  Homework: {weight: 40, aliases: [HW], grades: {min: 3}}
  Tests: {weight: 60, grades: {min: 1}}
  Exam: {weight: {Q4: 10}, grades: {min: 1}}
  Practice: {weight: 0}
"""
WHOLE = "the export is taken as the whole term"


def test_finds_the_category_with_too_few_grades():
    outcome = check(
        "too-few-in-category",
        POLICY,
        book("""
        Student | A /10 @Homework | B /10 @HW | C /10 @HW | T /10 @Tests | T retake /10 @Tests
        Ada     | 9 | 9 |   |   | 9
        Ben     | 9 | 9 |   |   | 9
    """),
    )
    assert outcome.found == [
        (
            "“Homework” has 2 counted grades, the policy wants at least 3"
            f" (1 more is not yet scored for half of the class; {WHOLE})",
            ["B1"],
        ),
        (
            "“Tests” has 0 counted grades, the policy wants at least 1"
            f" (1 more is not yet scored for half of the class; {WHOLE})",
            ["E1"],
        ),
    ]
    assert [found.policy_ref.line for found in outcome.findings] == [3, 4]
    assert {found.confidence for found in outcome.findings} == {"likely"}


def test_enough_under_two_names_a_category_that_is_not_there_and_one_of_another_term_are_no_finding():
    enough = book("Student | A @Homework | B @HW | C @HW | T @Tests\nAda | 9 | 9 | 9 | 9")
    no_tests = book("Student | A @Homework | B @HW | C @HW\nAda | 9 | 9 | 9", file="two.csv")
    exam = book("Student | A @Homework | B @HW | C @HW\nAda | 9 | 9 | 9", weights={"Exam": 0}, file="three.csv")
    assert check("too-few-in-category", POLICY, enough, no_tests, exam).found == []
    fourth = book("Student | A @HW | B @HW | C @HW\nAda | 9 | 9 | 9", weights={"Exam": 10}, about={"term": "Q4"})
    assert [message for message, _ in check("too-few-in-category", POLICY, fourth).found] == [
        f"“Exam” has 0 counted grades in Q4, the policy wants at least 1 ({WHOLE})"
    ]


def test_each_term_is_counted_for_itself():
    one = book("""
        Student | A @HW term=Q1 | B @HW term=Q1 | C @HW term=Q1 | D @HW term=Q2 | T @Tests term=Q3
        Ada     | 9 | 9 | 9 | 9 | 9
    """)
    assert [message for message, _ in check("too-few-in-category", POLICY, one).found] == [
        f"“HW” has 1 counted grade in Q2, the policy wants at least 3 ({WHOLE})",
        f"“Tests” has 0 counted grades in Q1, the policy wants at least 1 ({WHOLE})",
        f"“Tests” has 0 counted grades in Q2, the policy wants at least 1 ({WHOLE})",
    ]


def test_with_a_calendar_a_running_term_is_projected():
    calendar = POLICY + "calendar: {terms: {Q1: {starts: 2026-08-31, ends: 2026-09-25}}}"
    one = book("Student | A @HW | T @Tests\nAda | 9 | 9")
    # 10 of 20 school days: one grade is on the way to two
    half = check("too-few-in-category", calendar, one, as_of="2026-09-11")
    assert half.found == [
        ("“HW” has 1 counted grade in Q1, the policy wants at least 3 (at this pace 2 by the end of the term)", ["B1"])
    ]
    assert half.findings[0].confidence == "likely"
    over = check("too-few-in-category", calendar, one, as_of="2026-09-25")
    assert over.found == [("“HW” has 1 counted grade in Q1, the policy wants at least 3", ["B1"])]
    assert over.findings[0].confidence == "certain"
    enough = book("Student | A @HW | B @HW | T @Tests\nAda | 9 | 9 | 9")
    assert check("too-few-in-category", calendar, enough, as_of="2026-09-11").found == []
    early = check("too-few-in-category", calendar, one, as_of="2026-09-04")
    assert (early.found, early.not_checked) == ([], [("too early to tell: less than a third of the term is over", 1)])


def test_not_checked_without_a_minimum_memberships_or_assignments():
    one = book("Student | A @HW\nAda | 9")
    none = check("too-few-in-category", "categories: {Homework: {grades: {max: 3}}}", one)
    assert none.not_checked == [("the policy sets no categories.grades.min", 1)]
    hidden = book("Student | A @HW\nAda | 9", without=["assignments.category"])
    assert check("too-few-in-category", POLICY, hidden).not_checked == [
        ("this export carries no categories of assignments", 1)
    ]
    empty = check("too-few-in-category", POLICY, book("Student\nAda", weights={"Homework": 40, "Tests": 60}))
    assert (empty.found, empty.not_checked) == ([], [("it has no assignments", 1)])
