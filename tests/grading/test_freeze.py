"""A change lies in a freeze only if the freeze held from the earlier export to the later one."""

from __future__ import annotations

import numpy as np
import pytest

from gradeaudit.grading.freeze import BEFORE, NO_TERM, UNDATED, Frozen, scores_frozen, setup_frozen
from tests.tables import book, gradebooks, policy

TERMS = "calendar: {terms: {Q1: {starts: 2026-08-31, ends: 2026-11-06}, Q2: {starts: 2026-11-09, ends: 2027-01-22}}}\n"


def frozen(what: str, text: str, before: str, after: str, term: str = "", due: str = "") -> Frozen:
    """The freeze of one gradebook with one assignment, exported on two days."""
    picture = "Student | HW 1 /10" + f" due={due}" * bool(due)
    tables = gradebooks(book(picture, about={"term": term, "exported_at": np.datetime64(after, "s")}))
    tables.books["earlier_at"] = np.array([before or "NaT"], "datetime64[s]")
    of = {"setup": setup_frozen, "scores": scores_frozen}[what]
    return of(tables, policy(text, "2027-06-30"))


def said(one: Frozen) -> tuple[bool, str]:
    return bool(one.sure[0]), str(one.why_not[0])


@pytest.mark.parametrize("what", ["setup", "scores"])
@pytest.mark.parametrize(
    ("before", "after", "answer"),
    [
        ("2026-09-15", "2026-10-01", (True, "")),
        ("2026-09-14T23:00", "2026-10-01", (False, BEFORE)),
        ("2026-09-01", "2026-09-15", (False, BEFORE)),
        ("2026-09-01", "2026-09-14", (False, "")),
        ("", "2026-10-01", (False, UNDATED)),
        ("", "2026-09-14", (False, "")),
    ],
)
def test_one_day_freezes_from_that_day_on(what: str, before: str, after: str, answer: tuple[bool, str]) -> None:
    one = frozen(what, f"freeze: {{{what}: 2026-09-15}}", before, after)
    assert said(one) == answer
    assert not answer[0] or str(one.since[0]) == "2026-09-15"


@pytest.mark.parametrize(
    ("before", "after", "answer"),
    [
        ("2026-09-15", "2026-11-06", (True, "")),
        ("2026-09-15", "2026-11-07", (False, BEFORE)),
        ("2026-11-07", "2026-11-15", (False, "")),
        ("2026-10-01", "2026-12-01", (False, BEFORE)),
        ("2026-11-16", "2026-12-01", (True, "")),
    ],
)
def test_a_yearly_set_up_is_free_between_a_term_s_end_and_the_next_term_s_day(
    before: str, after: str, answer: tuple[bool, str]
) -> None:
    text = TERMS + "freeze: {setup: {Q1: 2026-09-15, Q2: 2026-11-16}}"
    assert said(frozen("setup", text, before, after)) == answer


def test_a_term_s_own_gradebook_stays_frozen_and_its_day_may_be_that_for_all() -> None:
    text = TERMS + "freeze: {setup: {default: 2026-09-15, Q2: 2026-11-16}}"
    assert said(frozen("setup", text, "2026-11-07", "2026-11-15", term="Q1")) == (True, "")
    assert said(frozen("setup", text, "2026-11-10", "2026-11-15", term="Q2")) == (False, "")


@pytest.mark.parametrize(
    ("day", "due", "answer"),
    [
        ("2026-11-10", "2026-11-04", (True, "")),  # of the quarter before
        ("2026-11-10", "2026-11-12", (False, "")),  # the quarter has just begun
        ("2027-01-15", "2027-01-10", (True, "")),  # most of the quarter is over
        ("2026-11-10", "", (True, "")),  # nothing says the term
    ],
)
def test_one_day_closes_the_scores_of_terms_that_are_over_or_nearly_so(
    day: str, due: str, answer: tuple[bool, str]
) -> None:
    one = frozen("scores", TERMS + f"freeze: {{scores: {day}}}", "2027-01-18", "2027-01-20", due=due)
    assert said(one) == answer
    assert bool(one.guessed[0]) is (due == "")


def test_where_each_term_has_its_day_the_term_must_be_known_once_one_has_come() -> None:
    text = TERMS + "freeze: {scores: {Q1: 2026-11-13, Q2: 2027-01-29}}"
    assert said(frozen("scores", text, "2026-11-14", "2026-12-01")) == (False, NO_TERM)
    assert said(frozen("scores", text, "2026-11-01", "2026-11-12")) == (False, "")
    assert said(frozen("scores", text, "2026-11-14", "2026-12-01", due="2026-10-01")) == (True, "")
    assert said(frozen("scores", text, "2026-11-14", "2026-12-01", term="Q2")) == (False, "")
    bare = "freeze: {scores: {Q1: 2026-11-13}}"
    assert said(frozen("scores", bare, "2026-11-14", "2026-12-01", term="q1")) == (True, "")
    assert said(frozen("scores", bare, "2026-11-14", "2026-12-01")) == (False, NO_TERM)
