"""What all rules make their answers with."""

import numpy as np

from gradeaudit.places import row_of
from gradeaudit.rules._tables import located, repeated, texts, told_apart
from tests.tables import book, gradebooks

TABLES = gradebooks(book("Student | A /5\nAda | 1"), book("Student | A /5 | B /5\nBen | 2 | x\nCleo | 3 | y "))


def test_rows_say_where_they_are_what_they_belong_to_and_what_is_said_of_them():
    found = located(TABLES, "scores", np.array([2, 4]), code=["p", "q"], expected="a score")
    assert found[["book", "assignment", "student", "code", "expected"]].to_numpy().tolist() == [
        [1, 2, 1, "p", "a score"],
        [1, 2, 2, "q", "a score"],
    ]
    assert row_of(found["place"].to_numpy()).tolist() == [2, 3]
    assert located(TABLES, "students", np.array([1]))["student"].tolist() == [1]
    assert located(TABLES, "books", np.array([1])).columns.tolist() == ["book", "place"]
    assert located(TABLES, "assignments", np.array([2]), assignment=-1)["assignment"].tolist() == [-1]
    assert located(TABLES, "scores", np.array([], int), code=[]).empty


def test_texts_stand_as_they_were():
    assert texts(TABLES, np.array([4, 0])) == ["y", "1"]
    assert texts(TABLES, np.array([], int)) == []


def test_numbers_that_occur_more_than_once_are_found_where_they_stand():
    assert repeated(np.array([5, 7, 5, 1, 7, 5])).tolist() == [0, 1, 2, 4, 5]
    assert repeated(np.array([3, 1, 2])).tolist() == []
    assert repeated(np.array([], int)).tolist() == []


def test_equal_numbers_are_told_apart_from_others_once():
    first, number = told_apart(np.array([5, 7, 5, 1]))
    assert (first.tolist(), number.tolist()) == ([0, 1, 3], [0, 1, 0, 2])
    assert [part.tolist() for part in told_apart(np.array([], int))] == [[], []]
