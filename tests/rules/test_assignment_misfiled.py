"""assignment-misfiled: a title that names another category."""

import pytest

from tests.tables import book, check, empty

POLICY = "categories: {Homework: {}, Quizzes: {}, Tests: {}, Labs: {}, Projects: {}}"


def in_homework(title: str):
    return check("assignment-misfiled", POLICY, book(f"Student | {title} @Homework\nAda | 9")).found


def test_finds_the_titles_that_name_another_category():
    outcome = check(
        "assignment-misfiled",
        POLICY,
        book("Student | Unit 3 Test @Homework | HW 4: Fractions @Tests | Quiz 1 @Quizzes\nAda | 9 | 8 | 7"),
    )
    assert outcome.found == [
        ("“Unit 3 Test” is in “Homework”, and its title says “Tests”", ["B1"]),
        ("“HW 4: Fractions” is in “Tests”, and its title says “Homework”", ["C1"]),
    ]
    assert {found.confidence for found in outcome.findings} == {"possible"}


@pytest.mark.parametrize(
    "title",
    ["Quiz 4: Cells", "Test 2", "TEST: fractions", "Chapter 4 Exam", "Pop quiz", "Lab 3 - Density", "Quiz #7",
     "Ch. 2 Test (60 min)", "Science Project"],
)  # fmt: skip
def test_what_a_title_is_called(title):
    assert len(in_homework(title)) == 1


@pytest.mark.parametrize(
    "title",
    ["Test corrections", "Quiz review", "Test 3 Study Guide", "Test your knowledge", "HW 3: quiz questions", "Contest",
     "Lab safety", "Project Gutenberg reading", "Practice test", "Label the map", "Latest news", "Homework 5 Quiz",
     "Read p. 12", "Lab 3 notes", "Test on signed numbers", "Homework 3", "Essay 2"],
)  # fmt: skip
def test_words_in_passing_and_work_about_a_test_are_no_finding(title):
    assert in_homework(title) == []


def test_no_finding_where_the_policy_has_no_such_category_or_the_work_does_not_count():
    formative = "categories: {Formative: {}, Summative: {}}"
    one = book("Student | Quiz 1 @Summative\nAda | 9")
    assert check("assignment-misfiled", formative, one).found == []
    assert check("assignment-misfiled", "categories: {Formative: {accepts: [Quizzes]}, Summative: {}}", one).found == [
        ("“Quiz 1” is in “Summative”, and its title says “Formative”", ["B1"])
    ]
    assert check("assignment-misfiled", POLICY, book("Student | Quiz 1 @Homework\nAda |")).found == []


def test_a_kind_that_the_gradebook_needs_no_category_for_is_no_finding():
    policy = "categories: {Formative: {}, Classwork: {required: false}}"
    alone = book("Student | CW 1: Maps @Formative\nAda | 9")
    beside = book("Student | CW 1: Maps @Formative | CW 2 @Classwork\nAda | 9 | 9")
    assert check("assignment-misfiled", policy, alone).found == []
    assert check("assignment-misfiled", policy, beside).found == [
        ("“CW 1: Maps” is in “Formative”, and its title says “Classwork”", ["B1"])
    ]


def test_not_checked_without_memberships_or_categories_in_the_policy():
    bare = check("assignment-misfiled", POLICY, book("Student | Quiz 1\nAda | 9"))
    assert bare.not_checked == [("this export carries no categories of assignments", 1)]
    none = check("assignment-misfiled", "district: X", book("Student | Quiz 1 @Homework\nAda | 9"))
    assert none.not_checked == [("the policy sets no categories", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("assignment-misfiled", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])
