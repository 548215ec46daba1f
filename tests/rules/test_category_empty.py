"""category-empty: a category that carries weight and holds no grade."""

from tests.tables import book, check

POLICY = """
categories:
  Homework: {weight: 40}
  Projects: {weight: 30}
  Final Exam: {weight: 30}
  Practice: {weight: 0}
"""
WHOLE = "the export is taken as the whole term"


def test_finds_a_weighted_category_without_a_grade():
    outcome = check(
        "category-empty",
        POLICY,
        book("Student | A @Homework | P @Projects | F @Final Exam | R @Practice\nAda | 9 | | |\nBen | 9 | | |"),
    )
    assert outcome.found == [
        (
            f"“Projects” carries weight and has no grade (1 more is not yet scored for half of the class; {WHOLE})",
            ["C1"],
        )
    ]
    assert (outcome.findings[0].confidence, outcome.findings[0].policy_ref.line) == ("likely", 4)


def test_the_gradebooks_own_weight_goes_first():
    picture = "Student | A @Homework\nAda | 9"
    without = book(picture, weights={"Homework": 100, "Projects": 0})
    with_some = book(picture, weights={"Homework": 60, "Projects": 20, "Practice": 20}, file="two.csv")
    assert check("category-empty", POLICY, without, with_some).found == [
        (f"“Projects” carries weight and has no grade ({WHOLE})", ["row 1"]),
    ]


def test_exams_minimums_grades_and_gradebooks_of_points_are_no_finding():
    counted = POLICY.replace("Projects: {weight: 30}", "Projects: {weight: 30, grades: {min: 1}}")
    assert check("category-empty", counted, book("Student | A @Homework | P @Projects\nAda | 9 |")).found == []
    full = book("Student | A @Homework | P @Projects\nAda | 9 | 9", weights={"Homework": 70, "Final Exam": 30})
    points = book("Student | A @Homework | P @Projects\nAda | 9 |", about={"method": "total_points"}, file="two.csv")
    missing = book("Student | A @Homework\nAda | 9", file="three.csv")  # category-missing says that it has no Projects
    assert check("category-empty", POLICY, full, points, missing).found == []


def test_banned_categories_are_no_finding_here():
    banned = POLICY.replace("Practice: {weight: 0}", "Effort: {banned: true}")
    one = book(
        "Student | A @Homework | E @Effort | P @Projects\nAda | 9 | 9 | 9", weights={"Homework": 90, "Effort": 10}
    )
    assert check("category-empty", banned, one).found == []


CALENDAR = """
calendar: {terms: {Q1: {starts: 2026-08-31, ends: 2026-10-23, progress: 2026-09-25}}}
"""


def test_with_a_calendar_it_is_asked_for_at_the_progress_date_and_an_exam_at_the_terms_end():
    one = book("Student | A @Homework | P @Projects | F @Final Exam\nAda | 9 | |")
    early = check("category-empty", POLICY + CALENDAR, one, as_of="2026-09-24")
    assert early.found == []
    progress = check("category-empty", POLICY + CALENDAR, one, as_of="2026-09-25")
    assert [(found.category, found.confidence) for found in progress.findings] == [("Projects", "likely")]
    end = check("category-empty", POLICY + CALENDAR, one, as_of="2026-10-23")
    assert [(found.category, found.confidence) for found in end.findings] == [
        ("Projects", "certain"),
        ("Final Exam", "certain"),
    ]


def test_not_checked_without_categories_or_assignments():
    one = book("Student | A @Homework\nAda | 9")
    assert check("category-empty", "district: X", one).not_checked == [("the policy sets no categories", 1)]
    empty = check("category-empty", POLICY, book("Student\nAda", weights={"Homework": 40}))
    assert (empty.found, empty.not_checked) == ([], [("it has no assignments", 1)])
