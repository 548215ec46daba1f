"""Assembling gradebooks: what a reader says beside a cell's text wins over the text."""

import numpy as np

from gradeaudit import places
from gradeaudit.gradebook import COLUMNS, Book, Crossing, Source
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
    german = a_book(text=["8,5", "1.234", "ex"])._replace(sources=(Source("b.csv"), Source("c.csv")), dialect=GERMAN)
    german = german._replace(scores={**german.scores, "place": [places.pack(2, 1), places.pack(3, 1, 1), 0]})
    tables = gradebooks(a_book(text=["8,5", "1.234", "ex"]), german)
    assert tables.scores["number"].fillna(-1).tolist() == [-1, 1.234, -1, 8.5, 1234, -1]
    assert tables.scores["state"].tolist() == ["coded", "scored", "coded", "scored", "scored", "excused"]
    assert tables.scores["assignment"].tolist() == [0, 0, 0, 1, 1, 1]
    assert tables.scores["student"].tolist() == [0, 1, 2, 3, 4, 5]
    files = [tables.sources[places.source_of(place)].file for place in tables.scores["place"].tolist()]
    assert files == ["a.csv", "a.csv", "a.csv", "b.csv", "c.csv", "b.csv"]


def crossed(rows, columns, **across):
    return Crossing(np.array(rows), np.array(columns), {name: np.array(values) for name, values in across.items()})


def test_crossings_are_written_out_row_by_row_whatever_stands_beside_them() -> None:
    students = {"name": ["Ada", "Ben"]}
    quiz = a_book()
    wide = quiz._replace(
        students=students,
        assignments={"title": ["Quiz", "Test", "Essay"]},
        scores={"crossing": crossed([2, 4], [5, 6, 9]), "text": ["1", "2", "3", "4", "5", "6"]},
        totals={"crossing": crossed([2, 4], [10, 11], kind=[0, 1], category=[-1, 0]), "text": ["a", "b", "c", "d"]},
    )
    narrow = wide._replace(scores={"crossing": crossed([3, 7], [2]), "text": ["7", "8"]}, totals={})
    final = narrow._replace(totals={"crossing": crossed([3, 7], [4]), "text": ["e", "f"]})
    first = [(0, 0, "E2"), (0, 1, "F2"), (0, 2, "I2"), (1, 0, "E4"), (1, 1, "F4"), (1, 2, "I4")]
    for books, before in (([wide, narrow], (0, 0)), ([quiz, wide, narrow], (3, 1))):
        table = gradebooks(*books).scores[0 if before == (0, 0) else 3 :]
        spots = zip(table["student"] - before[0], table["assignment"] - before[1], map(name_of, table["place"]))
        assert list(spots) == [*first, (2, 3, "B3"), (3, 3, "B7")]
        assert table["mark"].tolist() == ["1", "2", "3", "4", "5", "6", "7", "8"]
    totals = gradebooks(narrow, wide, final).totals  # kind 1 and the course are what a book means that says neither
    assert totals["student"].tolist() == [2, 2, 3, 3, 4, 5]
    assert totals["kind"].cat.codes.tolist() == [0, 1, 0, 1, 1, 1]
    assert totals["category"].tolist() == [-1, 0, -1, 0, -1, -1]
    assert list(map(name_of, totals["place"])) == ["J2", "K2", "J4", "K4", "D3", "D7"]


def name_of(place):
    return places.cell_name(places.row_of(place), places.column_of(place))


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
