"""category-missing: a category that every gradebook must have."""

from tests.tables import book, check

POLICY = """
categories:
  Homework: {weight: 40, aliases: [HW]}
  Tests: {weight: {default: 60, Q4: 50}}
  Exam: {weight: {Q4: 10}}
  Practice: {weight: 0}
  Projects: {required: false}
  Effort: {banned: true}
"""


def test_finds_the_required_category_that_is_not_there():
    outcome = check(
        "category-missing", POLICY, book("Student | A /10 @Homework\nAda | 9", weights={"Homework": 100, "Labs": 0})
    )
    assert outcome.found == [("“Tests” is missing: this gradebook has no such category", [""])]
    (finding,) = outcome.findings
    assert (finding.confidence, finding.expected, finding.policy_ref.line) == ("certain", "Tests", 4)


def test_an_export_that_may_leave_out_empty_categories_makes_it_likely():
    one = book("Student | A /10 @Homework\nAda | 9", about={"format": "schoology"})
    outcome = check("category-missing", POLICY, one)
    assert outcome.found == [("“Tests” is missing: no assignment in this export is in such a category", [""])]
    assert [found.confidence for found in outcome.findings] == ["likely"]


def test_a_gradebook_without_categories_is_one_finding():
    one = book("Student | A /10 @Homework\nAda | 9")
    bare = one._replace(categories={}, assignments={**one.assignments, "category": [-1]})
    assert check("category-missing", POLICY, bare).found == [
        ("This gradebook has no categories; the policy wants “Homework” and “Tests”", [""])
    ]


def test_in_a_term_with_an_exam_the_exam_category_is_missing_too():
    both = book("Student | A /10 @Homework | B /10 @Tests\nAda | 9 | 9", about={"term": "Q4"})
    assert [found for found, _ in check("category-missing", POLICY, both).found] == [
        "“Exam” is missing: this gradebook has no such category"
    ]


def test_aliases_misnamed_unweighted_and_optional_categories_are_no_finding():
    outcome = check(
        "category-missing",
        POLICY,
        book("Student | A /10 @HW | B /10 @test\nAda | 9 | 9"),
        book("Student | A /10 @Hmwk | B /10 @Unit Tests\nAda | 9 | 9", file="two.csv"),
        book("Student | A /10 @Homework\nAda | 9", weights={"Homework": 100, "Tests": 0}, file="three.csv"),
    )
    assert outcome.found == []


def test_the_first_week_of_the_year_is_not_checked():
    calendar = POLICY + "calendar: {terms: {Q1: {starts: 2026-08-31, ends: 2026-11-06}}}"
    one = book("Student | A /10 @Homework\nAda | 9")
    early = check("category-missing", calendar, one, as_of="2026-09-06")
    assert (early.found, early.not_checked) == ([], [("the first week of the year isn't over", 1)])
    assert len(check("category-missing", calendar, one, as_of="2026-09-07").found) == 1


def test_a_gradebook_with_neither_categories_nor_assignments_is_not_checked():
    outcome = check("category-missing", POLICY, book("Student\nAda", weights={"HW": 1})._replace(categories={}))
    assert (outcome.found, outcome.not_checked) == ([], [("it has neither categories nor assignments", 1)])


def test_not_checked_without_categories_in_the_policy():
    outcome = check("category-missing", "district: X", book("Student | A /10 @HW\nAda | 9"))
    assert outcome.not_checked == [("the policy sets no categories", 1)]
