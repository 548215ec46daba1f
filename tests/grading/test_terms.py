"""Gradebook and term: which term an assignment belongs to, and how much of it is over."""

import numpy as np

from gradeaudit.grading.terms import LAST_TERM, LATE_START, TOO_EARLY, Units, terms_of_books, units
from tests.tables import book, gradebooks, policy

CALENDAR = """
calendar:
  terms:
    Q1: {starts: 2026-08-31, ends: 2026-09-25, progress: 2026-09-11, aliases: [Quarter 1]}
    Q2: {starts: 2026-09-28, ends: 2026-10-23}
"""  # four school weeks each: 20 school days


def look(*books, as_of: str, text: str = CALENDAR) -> Units:
    return units(gradebooks(*books), policy(text, as_of))


def test_a_due_date_tells_the_term_where_the_export_names_none():
    one = book(
        "Student | A due=2026-09-10 | B due=2026-10-01 | C | D due=2026-10-01 | E\nAda",
        assignments={"term": ["", "", "", "Quarter1", "quarter 1"]},
    )
    result = look(one, as_of="2026-10-02")
    # "Quarter1" is no name of the calendar, so D's date tells; C has neither: the term of the day
    assert result.term.tolist() == ["Q1", "Q2"]
    assert result.of_assignment.tolist() == [0, 1, 1, 1, 0]
    assert result.elapsed.tolist() == [1, 0.25]  # five of twenty school days
    assert result.why_open.tolist() == ["", TOO_EARLY]
    assert result.due.tolist() == [True, False]


def test_the_gradebooks_own_term_goes_before_dates():
    one = book("Student | A due=2026-10-10\nAda", about={"term": "quarter 1"})
    result = look(one, as_of="2026-10-02")
    assert (result.term.tolist(), result.number.tolist()) == (["Q1"], [0])
    year = book("Student | A due=2026-10-10\nAda", about={"term": "2026-27"})
    assert look(year, as_of="2026-10-02").term.tolist() == ["Q2"]


def test_without_dates_it_is_the_term_of_the_day_of_audit_or_export():
    old = book("Student | A\nAda", about={"exported_at": np.datetime64("2026-09-11T10:00")})
    new = book("Student | A\nAda", file="two.csv")
    result = look(old, new, as_of="2026-10-19")
    assert result.term.tolist() == ["Q1", "Q2"]
    assert result.elapsed.tolist() == [0.5, 0.8]
    assert result.due.tolist() == [True, False]
    summer = look(new, as_of="2027-07-01")
    assert (summer.term.tolist(), summer.elapsed.tolist()) == (["Q2"], [1])
    before = look(new, as_of="2026-08-01")
    assert (before.term.tolist(), before.why_open.tolist()) == ([""], [TOO_EARLY])
    strange = look(book("Student | A\nAda", about={"term": "Summer"}), as_of="2026-10-19")
    assert (strange.term.tolist(), strange.open.tolist()) == (["Summer"], [False])


def test_a_class_that_began_late_is_not_judged():
    def enrolled(*days: str):
        return book("Student | A\nAda\nBen", students={"enrolled_from": [np.datetime64(day) for day in days]})

    assert look(enrolled("2026-09-21", "2026-09-14"), as_of="2026-09-25").why_open.tolist() == [LATE_START]
    assert look(enrolled("2026-09-21", "2026-08-31"), as_of="2026-09-25").open.tolist() == [False]


def test_what_is_there_is_judged_by_projection_while_the_term_runs():
    result = look(book("Student | A\nAda"), as_of="2026-09-11")  # half of Q1
    assert [found.tolist() for found in result.short(np.array([2]), 4)] == [[False], [4]]
    assert [found.tolist() for found in result.short(np.array([2]), 5)] == [[True], [4]]
    assert result.basis(0, 4) == "at this pace 4 by the end of the term"
    over = look(book("Student | A\nAda"), as_of="2026-09-25")
    assert [found.tolist() for found in over.short(np.array([2]), 3)] == [[True], [2]]
    assert over.basis(0, 2) == ""
    third = look(book("Student | A\nAda"), as_of="2026-09-08")  # 7 of 20 days
    assert third.open.tolist() == [False]
    assert look(book("Student | A\nAda"), as_of="2026-09-07").open.tolist() == [True]  # 6 of 20


def test_without_a_calendar_the_last_of_several_terms_is_left_out():
    one = book("Student | A term=Q1 | B term=Q2\nAda")
    result = look(one, as_of="2026-10-02", text="district: X")
    assert (result.term.tolist(), result.why_open.tolist()) == (["Q1", "Q2"], ["", LAST_TERM])
    assert result.unjudged() == {}
    alone = look(book("Student | A\nAda"), as_of="2026-10-02", text="district: X")
    assert (alone.term.tolist(), alone.open.tolist(), alone.unjudged()) == ([""], [False], {})


def test_a_gradebook_of_which_no_term_can_be_judged_is_named_with_the_reason():
    result = look(book("Student | A due=2026-09-29\nAda"), as_of="2026-09-29")
    assert {why: books.tolist() for why, books in result.unjudged().items()} == {TOO_EARLY: [0]}


def test_the_term_of_a_gradebook_is_spelt_as_in_the_policy():
    weights = "categories: {Exam: {weight: {Q4: 10}}}"
    tables = gradebooks(book("Student | A\nAda", about={"term": "q4"}), book("Student | A\nAda", file="two.csv"))
    assert terms_of_books(tables, policy(weights)).tolist() == ["Q4", ""]
    assert terms_of_books(tables, policy(CALENDAR, "2026-09-01")).tolist() == ["q4", "Q1"]


def test_no_gradebooks():
    for text in (CALENDAR, "district: X"):
        result = look(as_of="2026-10-02", text=text)
        assert len(result.book) == len(result.of_assignment) == 0
        assert result.unjudged() == {}
