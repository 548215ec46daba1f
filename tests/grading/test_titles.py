"""Titles that hold certain words."""

from gradeaudit.grading.titles import folded_titles, holding, titles
from tests.tables import book, gradebooks


def test_finds_the_rows_whatever_the_case_once_each_and_in_order():
    titles = ["Quiz 1", "REDO: redo of quiz 1", "", "Straße", "A redo", "re", "do"]
    folded = folded_titles(titles)
    assert folded == ["quiz 1", "redo: redo of quiz 1", "", "strasse", "a redo", "re", "do"]
    assert holding(folded, ["redo", "strasse"]) == [1, 3, 4]
    assert holding(folded, ["exam"]) == []


def test_a_title_with_a_line_break_stays_one_row():
    folded = folded_titles(["Quiz\n1", "Redo"])
    assert folded == ["quiz 1", "redo"]
    assert holding(folded, ["redo"]) == [1]


def test_no_titles():
    assert folded_titles([]) == []
    assert holding([], ["redo"]) == []


def test_each_distinct_title_is_looked_at_once():
    told = titles(gradebooks(book("Student | Quiz 1 /5 | QUIZ 1s /5 | Quiz 1 /5"), book("Student | Redo: Quiz 1 /5")))
    assert told.texts == ["Quiz 1", "QUIZ 1s", "Redo: Quiz 1"]
    assert told.number.tolist() == [0, 1, 0, 2]
    assert told.are(holding(told.folded, ["redo"])).tolist() == [False, False, False, True]
    assert told.are([0]).tolist() == [True, False, True, False]
    assert told.words == [" quiz 1 ", " quiz 1s ", " redo quiz 1 "]
    assert titles(gradebooks()).texts == []
