"""How many cells of a kind an assignment or a student has, whether that kind is most of them or hardly any."""

import numpy as np
import pytest

from gradeaudit.gradebook import Gradebooks
from gradeaudit.grading.cell_counts import by_assignment, by_student
from tests.tables import book, gradebooks


@pytest.fixture
def tables() -> Gradebooks:
    """Two gradebooks, with six blanks in twelve cells."""
    one = book("Student | One /10 | Two /10 | Three /10\nAda | 9 | | 7\nBen | | | 8")
    two = book("Student | Four /10 | Five /10\nCleo | 3 | \nDan | 4 | 5\nEve | |")
    return gradebooks(one, two)


def blanks(tables: Gradebooks) -> np.ndarray:
    return (tables.scores["state"] == "blank").to_numpy()


def test_cells_are_counted_by_their_assignment(tables):
    assert by_assignment(tables, blanks(tables)).tolist() == [1, 2, 0, 1, 2]
    assert by_assignment(tables, ~blanks(tables)).tolist() == [1, 0, 2, 2, 1]


def test_cells_are_counted_by_their_student(tables):
    assert by_student(tables, blanks(tables)).tolist() == [1, 2, 1, 0, 2]
    assert by_student(tables, ~blanks(tables)).tolist() == [2, 1, 1, 2, 0]


@pytest.mark.parametrize("cell", range(12))
def test_one_cell_and_all_but_one_are_counted_alike(tables, cell):
    one = np.arange(12) == cell
    for counted, owner in ((by_assignment, "assignment"), (by_student, "student")):
        alone, rest = counted(tables, one), counted(tables, ~one)
        assert np.flatnonzero(alone).tolist() == [tables.scores[owner].iloc[cell]]
        assert alone.sum() == 1
        assert (alone + rest).tolist() == counted(tables, one | ~one).tolist()


def test_students_whose_cells_stand_apart_are_counted_whole(tables):
    shuffled = tables.scores.iloc[[5, 0, 7, 3, 1, 11, 4, 2, 9, 10, 8, 6]].reset_index(drop=True)
    mixed = Gradebooks(
        tables.books, tables.categories, tables.assignments, tables.students, shuffled, tables.totals,
        tables.sources, tables.offers, tables.lacks,
    )  # fmt: skip
    assert by_student(mixed, ~blanks(mixed)).tolist() == [2, 1, 1, 2, 0]


def test_there_may_be_no_cells_at_all():
    none = gradebooks(book("Student | One /10"))
    nothing = np.zeros(0, bool)
    assert by_assignment(none, nothing).tolist() == [0]
    assert by_student(none, nothing).tolist() == []
