"""title-banned: graded work whose title has a word that the policy bans."""

from tests.tables import book, check

POLICY = """
naming:
  banned_words: [iReady, benchmark, signed syllabus, tissue]
"""
COLUMNS = "Student | {}\nAda | {}\nBen | {}"


def graded(*titles: str, **more):
    ones = " | ".join("9" for _ in titles)
    return book(COLUMNS.format(" | ".join(titles), ones, ones), **more)


def test_finds_graded_work_by_whole_words():
    outcome = check(
        "title-banned",
        POLICY,
        graded(
            "HW 1 /10", "i-Ready Diagnostic /10", "TISSUES /5", "Signed Syllabus (due Friday) /10", "Fall Benchmarks"
        ),
    )
    assert outcome.found == [
        ("“i-Ready Diagnostic” is graded, and the policy bans “iReady” from grades", ["C1"]),
        ("“TISSUES” is graded, and the policy bans “tissue” from grades", ["D1"]),
        ("“Signed Syllabus (due Friday)” is graded, and the policy bans “signed syllabus” from grades", ["E1"]),
        ("“Fall Benchmarks” is graded, and the policy bans “benchmark” from grades", ["F1"]),
    ]
    assert outcome.findings[0].severity == "error"
    assert outcome.findings[0].policy_ref and outcome.findings[0].policy_ref.line == 3


def test_other_words_and_mentions_are_no_finding():
    titles = ["Benchmarking lab /10", "iReady lesson practice /10", "Benchmark review /10", "Syllabus quiz /10"]
    assert check("title-banned", POLICY, graded(*titles)).found == []


def test_work_that_does_not_count_is_no_finding():
    weightless = graded("iReady /10 @Practice", "HW 1 /10 @Homework", weights={"Practice": 0, "Homework": 100})
    worth_nothing = graded("Tissues /0", file="second.csv")
    not_counting = graded("Tissues /5", file="third.csv", assignments={"counts": [False]})
    unpublished = graded("Tissues /5", file="fourth.csv", assignments={"published": [False]})
    assert check("title-banned", POLICY, weightless, worth_nothing, not_counting, unpublished).found == []


def test_it_is_found_as_soon_as_it_is_set_up():
    outcome = check("title-banned", POLICY, book("Student | Tissues /5\nAda |\nBen |"))
    assert outcome.found == [("“Tissues” is graded, and the policy bans “tissue” from grades", ["B1"])]


def test_a_gradebook_without_assignments_has_no_finding():
    assert check("title-banned", POLICY, book("Student\nAda")).found == []


def test_without_banned_words_it_is_not_checked():
    outcome = check("title-banned", "naming: {unique: true}", graded("Tissues /5"))
    assert outcome.not_checked == [("the policy sets no naming.banned_words", 1)]
