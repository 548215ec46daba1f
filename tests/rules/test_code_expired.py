"""code-expired: a placeholder for ever."""

from tests.tables import book, check

POLICY = """
missing_work: {codes: {INC: {means: incomplete, expires_after: 10 days, becomes: 0}, EX: excused, MSG: {means: missing, expires_at: term_end}}}
"""
YEAR = "calendar: {terms: {Q1: {starts: 2026-08-31, ends: 2026-11-06}}}"
PICTURE = "Student | HW 1 due=2026-10-01 | HW 2 due=2026-10-20\nAda | INC | INC\nBen | EX | 9\nCleo | MSG | 8"


def test_finds_a_placeholder_older_than_it_may_be():
    outcome = check("code-expired", POLICY + YEAR, book(PICTURE), as_of="2026-10-12")
    assert outcome.found == [
        (
            "1 cell on “HW 1” with INC, which had to be settled by 2026-10-11 and then counts as 0%",
            ["B2"],
        )
    ]


def test_within_its_time_and_codes_that_may_stand_are_no_finding():
    assert check("code-expired", POLICY + YEAR, book(PICTURE), as_of="2026-10-11").found == []


def test_a_code_may_expire_with_the_term():
    outcome = check("code-expired", POLICY + YEAR, book(PICTURE), as_of="2026-11-07")
    assert ("1 cell on “HW 1” with MSG, which had to be settled by 2026-11-06", ["B4"]) in outcome.found


def test_not_checked_without_due_dates_or_a_calendar_where_one_is_needed():
    bare = check("code-expired", POLICY, book("Student | HW 1\nAda | INC"))
    assert bare.not_checked == [("this export carries no due dates", 1)]
    assert check("code-expired", POLICY, book(PICTURE), as_of="2026-10-05").not_checked == [
        ("the policy has no calendar, and school days can't be counted without one", 1)
    ]


def test_each_code_goes_by_its_own_setting():
    lines = """
missing_work:
  codes:
    INC: {means: incomplete,
      expires_after: 10 days}
    MSG: {means: missing,
      expires_at: term_end}
"""
    outcome = check("code-expired", lines + YEAR, book(PICTURE), as_of="2026-11-07")
    assert [(found.places[0].row, found.policy_ref.line) for found in outcome.findings] == [(2, 5), (2, 5), (4, 7)]


def test_a_gradebook_without_scores_has_no_finding():
    empty = book("Student | HW 1 due=2026-10-01")
    assert check("code-expired", POLICY + YEAR, empty).found == []


def test_a_number_that_is_a_code_may_be_a_score_and_is_no_finding():
    numbers = "missing_work: {numbers_as_codes: [1], codes: {1: {means: incomplete, expires_after: 10 days}}}"
    one = book("Student | HW 1 /10 due=2026-10-01\nAda | 1\nBen | 9")
    assert check("code-expired", numbers + "\n" + YEAR, one, as_of="2026-10-20").found == []
