"""title-pattern: a title that doesn't follow the policy's convention."""

from tests.tables import book, check

POLICY = r"""
naming:
  assignment: '^[A-Z]{2,3} \d+: .+'
"""
BY_CATEGORY = r"""
categories: {Tests: {weight: 60, aliases: [Assessment]}, Homework: {weight: 40}}
naming:
  assignment: ['^HW \d+', '^CW \d+']
  by_category: {Tests: '^(Test|Quiz) \d+$'}
"""


def test_finds_each_title_that_no_pattern_fits():
    outcome = check("title-pattern", POLICY, book("Student | HW 1: Sums | fractions | HW2: Sums\nAda | 1 | 2 | 3"))
    assert outcome.found == [
        ("“fractions” doesn't follow the naming convention", ["C1"]),
        ("“HW2: Sums” doesn't follow the naming convention", ["D1"]),
    ]
    first = outcome.findings[0]
    assert (first.observed, first.expected) == ("fractions", r"^[A-Z]{2,3} \d+: .+")
    assert first.policy_ref and first.policy_ref.line == 3


def test_a_title_is_tidied_before_it_is_compared():
    titles = ["HW 1: Été", " HW  2: No-break", "HW\u200b 3: Zero width", "CW 12: 分数"]
    tables = book("Student | a | b | c | d\nAda | 1 | 2 | 3 | 4", assignments={"title": titles})
    assert check("title-pattern", POLICY, tables).found == []


def test_a_category_of_its_own_pattern_follows_that_one_alone():
    outcome = check(
        "title-pattern",
        BY_CATEGORY,
        book(
            "Student | Test 1 @assessment | HW 1 @Assessment | HW 2 @Homework | Quiz 3 @Homework\nAda | 1 | 2 | 3 | 4"
        ),
    )
    assert outcome.found == [
        ("“HW 1” doesn't follow the naming convention of Tests", ["C1"]),
        ("“Quiz 3” doesn't follow the naming convention", ["E1"]),
    ]
    assert [found.expected for found in outcome.findings] == [r"^(Test|Quiz) \d+$", r"^HW \d+ or ^CW \d+"]
    assert [found.policy_ref.line for found in outcome.findings if found.policy_ref] == [5, 4]


def test_without_categories_any_of_the_patterns_will_do():
    outcome = check("title-pattern", BY_CATEGORY, book("Student | Test 1 | HW 1 | essay\nAda | 1 | 2 | 3"))
    assert outcome.found == [("“essay” doesn't follow the naming convention", ["D1"])]


def test_what_only_a_category_could_tell_is_not_checked():
    policy = "naming: {by_category: {Tests: '^Test'}}"
    outcome = check("title-pattern", policy, book("Student | Test 1 | essay\nAda | 1 | 2"), book("Student | Test 2"))
    assert outcome.found == []
    reason = (
        "the policy's title pattern depends on the category, and this export doesn't say each assignment's category"
    )
    assert outcome.not_checked == [(reason, 1)]


def test_categories_without_a_pattern_are_free():
    policy = "naming: {by_category: {Tests: '^Test'}}"
    outcome = check("title-pattern", policy, book("Student | Exam @tests | essay @Homework\nAda | 1 | 2"))
    assert outcome.found == [("“Exam” doesn't follow the naming convention of Tests", ["B1"])]


def test_a_gradebook_without_assignments_has_no_finding():
    assert check("title-pattern", POLICY, book("Student\nAda")).found == []


def test_without_a_convention_it_is_not_checked():
    outcome = check("title-pattern", "naming: {unique: true}", book("Student | essay\nAda | 1"))
    assert outcome.not_checked == [("the policy sets no naming.assignment or naming.by_category", 1)]
