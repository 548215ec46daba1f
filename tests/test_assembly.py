"""Assembling gradebooks: what a reader says beside a cell's text wins over the text."""

from dataclasses import replace

import numpy as np

from gradeaudit import places
from gradeaudit.gradebook import COLUMNS, Book, Source
from gradeaudit.marks import STATES, Dialect
from gradeaudit.texts import Numbering, Texts
from tests.tables import gradebooks

GERMAN = Dialect(",", ".", (("ex", "excused"),))


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


def test_books_of_several_dialects_and_files_are_read_each_by_its_own() -> None:
    german = replace(a_book(text=["8,5", "1.234", "ex"]), sources=(Source("b.csv"), Source("c.csv")), dialect=GERMAN)
    german = replace(german, scores={**german.scores, "place": [places.pack(2, 1), places.pack(3, 1, 1), 0]})
    tables = gradebooks(a_book(text=["8,5", "1.234", "ex"]), german)
    assert tables.scores["number"].fillna(-1).tolist() == [-1, 1.234, -1, 8.5, 1234, -1]
    assert tables.scores["state"].tolist() == ["coded", "scored", "coded", "scored", "scored", "excused"]
    assert tables.scores["assignment"].tolist() == [0, 0, 0, 1, 1, 1]
    assert tables.scores["student"].tolist() == [0, 1, 2, 3, 4, 5]
    files = [tables.sources[places.source_of(place)].file for place in tables.scores["place"].tolist()]
    assert files == ["a.csv", "a.csv", "a.csv", "b.csv", "c.csv", "b.csv"]


def test_texts_and_their_numbers_are_the_same_marks() -> None:
    words = ["Submitted", "9", "Submitted"]
    numbering = Numbering()
    numbered = Texts(numbering.of(["Incomplete", *words], 4), tuple(numbering.long))[1:]
    tables = gradebooks(a_book(text=words), a_book(text=numbered))
    assert tables.scores["mark"].tolist() == words * 2
    assert sorted(tables.scores["mark"].cat.categories) == ["9", "Submitted"]


def test_a_batch_without_gradebooks_has_all_columns() -> None:
    empty = gradebooks()
    assert (len(empty), len(empty.scores), len(empty.totals)) == (0, 0, 0)
    assert set(empty.scores) == {"book", *COLUMNS["scores"]} and set(empty.totals) == {"book", *COLUMNS["totals"]}
