"""Assembling gradebooks: what a reader says beside a cell's text wins over the text."""

import numpy as np

from gradeaudit.gradebook import Book, Source
from gradeaudit.marks import STATES
from tests.tables import gradebooks


def a_book(**scores):
    return Book(
        about={"file": "a.csv"},
        sources=(Source("a.csv"),),
        offers=frozenset(),
        assignments={"title": ["Quiz"], "points_possible": [10.0]},
        students={"name": ["Ada", "Ben", "Cleo"]},
        scores={"assignment": [0, 0, 0], "student": [0, 1, 2], "text": ["0", "8", "9"], **scores},
    )


def test_a_state_beside_the_text_wins_and_takes_the_points():
    scores = gradebooks(a_book(state=[STATES.index("excused"), STATES.index("blank"), -1])).scores
    assert scores["state"].tolist() == ["excused", "blank", "scored"]
    assert scores["mark"].tolist() == ["0", "8", "9"]
    assert scores["number"].tolist() == [0, 8, 9]
    assert scores["points"].isna().tolist() == [True, True, False]
    assert scores["excused"].tolist() == [True, False, False]


def test_a_letter_beside_the_mark_is_kept_as_it_stood():
    scores = gradebooks(a_book(), a_book(letter=["F", "", "A "])).scores
    assert scores["letter"].astype(object).where(scores["letter"].notna(), None).tolist() == [
        None, None, None, "F", None, "A ",
    ]  # fmt: skip
    assert scores["mark"].tolist() == ["0", "8", "9"] * 2
    assert np.isfinite(scores["points"]).all()
