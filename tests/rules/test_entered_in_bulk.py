"""entered-in-bulk: a quarter on one evening."""

import numpy as np

from tests.tables import book, check, empty, rest

POLICY = "dates: {stale_after: 10 days}"
DUE = ["2026-09-10", "2026-09-17", "2026-09-24", "2026-10-01", "2026-10-08"]


def entered(days: list[str], due: list[str] = DUE):  # type: ignore[no-untyped-def]
    header = " | ".join(f"A{n} due={day}" for n, day in enumerate(due))
    picture = f"Student | {header}\nAda | {' | '.join('9' for _ in due)}\nBen | {' | '.join('8' for _ in due)}"
    return book(picture, scores={"entered_on": [np.datetime64(day, "s") for day in days * 2]})


def test_finds_weeks_of_work_entered_on_two_days():
    outcome = check("entered-in-bulk", POLICY, entered(["2026-10-30"] * 3 + ["2026-11-05"] * 2))
    assert outcome.found == [("100% of the scores of 5 assignments were entered on 2026-10-30 and 2026-11-05", [""])]
    assert rest(outcome.findings[0]) == (
        "info",
        "possible",
        None,
        None,
        "100% at once",
        "scores entered throughout the term",
        1,
    )


def test_scores_spread_over_the_term_few_assignments_and_a_short_time_are_no_finding():
    assert check("entered-in-bulk", POLICY, entered(DUE)).found == []
    assert check("entered-in-bulk", POLICY, entered(["2026-10-30"] * 4, DUE[:4])).found == []
    close = [f"2026-10-{day:02}" for day in range(1, 6)]
    assert check("entered-in-bulk", POLICY, entered(["2026-10-06"] * 5, close)).found == []


def test_not_checked_without_entry_dates():
    bare = book("Student | A due=2026-10-01\nAda | 9", without=["scores.entered_on"])
    assert check("entered-in-bulk", POLICY, bare).not_checked == [("this export carries no entry dates", 1)]


def test_an_empty_gradebook_has_no_finding():
    outcome = check("entered-in-bulk", POLICY, empty())
    assert (outcome.found, outcome.not_checked) == ([], [])


def test_four_fifths_are_most_and_less_is_not():
    days = ["2026-10-30", "2026-10-30", "2026-11-05", "2026-11-05", "2026-10-20"]
    assert [message[:4] for message, _ in check("entered-in-bulk", POLICY, entered(days)).found] == ["80% "]
    assert check("entered-in-bulk", POLICY, entered([*days[:3], "2026-10-12", "2026-10-20"])).found == []
