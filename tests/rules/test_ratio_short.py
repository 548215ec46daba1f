"""ratio-short: too few grades of one category for each grade of another."""

from tests.tables import book, check, empty

POLICY = """
categories: {Minor: {aliases: [Daily]}, Major: {}}
counts:
  ratio:
    - {of: Minor, per: Major, min: 2}
"""


def test_finds_the_term_with_too_few_minor_grades():
    outcome = check(
        "ratio-short",
        POLICY,
        book("Student | A @Minor | B @Daily | C @Daily | T @Major | U @Major\nAda | 9 | 9 | 9 | 9 | 9"),
    )
    assert outcome.found == [
        (
            "3 grades in “Minor” for 2 in “Major”, the policy wants 2 for each (the export is taken as the whole term)",
            ["B1"],
        )
    ]
    finding = outcome.findings[0]
    assert (finding.observed, finding.expected, finding.category) == ("3 grades", "2 for each", "Minor")
    assert finding.policy_ref.line == 5


def test_no_minor_category_at_all():
    one = book("Student | T @Major\nAda | 9", about={"term": "Q1"})
    whole = "(the export is taken as the whole term)"
    assert check("ratio-short", POLICY, one).found == [
        (
            f"0 grades in “Minor” for 1 in “Major” in Q1, the policy wants 2 for each {whole}",
            [""],
        )
    ]


def test_enough_no_major_grade_and_retakes_are_no_finding():
    enough = book("Student | A @Minor | B @Minor | T @Major | T retake @Major\nAda | 9 | 9 | 9 | 9")
    none = book("Student | A @Minor | T @Major\nAda | 9 |", file="two.csv")
    assert check("ratio-short", POLICY, enough, none).found == []


def test_with_a_calendar_the_ratio_must_hold_once_a_third_of_the_term_is_over():
    calendar = POLICY + "calendar: {terms: {Q1: {starts: 2026-08-31, ends: 2026-09-25}}}"
    one = book("Student | A @Minor | T @Major\nAda | 9 | 9")
    running = check("ratio-short", calendar, one, as_of="2026-09-11")
    assert running.found == [("1 grade in “Minor” for 1 in “Major” in Q1, the policy wants 2 for each", ["B1"])]
    assert running.findings[0].confidence == "likely"
    assert check("ratio-short", calendar, one, as_of="2026-09-25").findings[0].confidence == "certain"
    early = check("ratio-short", calendar, one, as_of="2026-09-04")
    assert (early.found, early.not_checked) == ([], [("too early to tell: less than a third of the term is over", 1)])


def test_not_checked_without_a_ratio_or_with_one_of_unknown_categories():
    one = book("Student | A @Minor | T @Major\nAda | 9 | 9")
    assert check("ratio-short", "categories: {Minor: {}}", one).not_checked == [("the policy sets no counts.ratio", 1)]
    strange = check("ratio-short", POLICY.replace("per: Major", "per: Exams"), one)
    assert (strange.found, strange.not_checked) == (
        [],
        [("the policy's ratio names a category that it doesn't have", 1)],
    )


def test_an_empty_gradebook_has_no_finding():
    outcome = check("ratio-short", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [("it has no assignments", 1)])
