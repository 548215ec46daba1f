"""too-many-in-category: more counted grades than the policy allows."""

from tests.tables import book, check

POLICY = """
categories:
  Tests: {grades: {max: 2}, aliases: [Exams]}
  Homework: {}
counts: {total: {max: 4}}
"""


def test_finds_the_category_and_the_term_with_too_many():
    outcome = check(
        "too-many-in-category",
        POLICY,
        book("Student | A @Tests | B @Tests | C @Exams | D @Homework | E @Homework\nAda | 9 | 9 | 9 | 9 | 9"),
    )
    assert outcome.found == [
        ("The gradebook has 5 counted grades, the policy allows at most 4 (the export is taken as one term)", [""]),
        ("“Tests” has 3 counted grades, the policy allows at most 2 (the export is taken as one term)", ["B1"]),
    ]
    assert [found.policy_ref.line for found in outcome.findings] == [5, 3]
    assert {found.confidence for found in outcome.findings} == {"likely"}


def test_a_named_term_makes_it_certain():
    one = book("Student | A @Tests | B @Tests | C @Tests\nAda | 9 | 9 | 9", about={"term": "Q1"})
    outcome = check("too-many-in-category", POLICY, one)
    assert outcome.found == [("“Tests” has 3 counted grades in Q1, the policy allows at most 2", ["B1"])]
    assert outcome.findings[0].confidence == "certain"


def test_the_maximum_itself_retakes_parts_of_the_class_and_other_terms_are_no_finding():
    retakes = book("Student | A @Tests | B @Tests | A retake @Tests | X @Tests\nAda | 9 | 9 | 9 |")
    parts = book("Student | A @Tests | B1 @Tests | B2 @Tests\nAda | 9 | 9 | N/A\nBen | 9 | N/A | 9", file="two.csv")
    terms = book("Student | A @Tests term=Q1 | B @Tests term=Q1 | C @Tests term=Q2\nAda | 9 | 9 | 9", file="three.csv")
    assert check("too-many-in-category", POLICY, retakes, parts, terms).found == []


CALENDAR = """
calendar: {terms: {Q1: {starts: 2026-08-31, ends: 2026-10-30}, Q2: {starts: 2026-11-02, ends: 2026-12-18}}}
"""


def test_work_that_may_be_of_earlier_terms_is_not_checked():
    one = book("Student | A @Tests | B @Tests | C @Tests\nAda | 9 | 9 | 9")
    first = check("too-many-in-category", POLICY + CALENDAR, one, as_of="2026-10-30")
    assert first.found == [("“Tests” has 3 counted grades in Q1, the policy allows at most 2", ["B1"])]
    later = check("too-many-in-category", POLICY + CALENDAR, one, as_of="2026-12-18")
    assert (later.found, later.not_checked) == (
        [],
        [("neither terms nor due dates show which of its work is this term's", 1)],
    )
    dated = book(
        "Student | A @Tests due=2026-11-03 | B @Tests due=2026-11-04 | C @Tests due=2026-11-05\nAda | 9 | 9 | 9"
    )
    assert len(check("too-many-in-category", POLICY + CALENDAR, dated, as_of="2026-12-18").found) == 1


def test_not_checked_without_a_maximum_memberships_or_assignments():
    one = book("Student | A @Tests\nAda | 9")
    none = check("too-many-in-category", "categories: {Tests: {grades: {min: 1}}}", one)
    assert none.not_checked == [("the policy sets no categories.grades.max or counts.total.max", 1)]
    bare = check("too-many-in-category", POLICY, book("Student | A\nAda | 9"))
    assert bare.not_checked == [("this export carries no categories of assignments", 1)]
    empty = check("too-many-in-category", POLICY, book("Student\nAda", weights={"Tests": 100}))
    assert (empty.found, empty.not_checked) == ([], [("it has no assignments", 1)])
