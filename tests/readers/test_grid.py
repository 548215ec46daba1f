"""A wide gradebook's cells: who has a row, what stands where, and what a student is called."""

from __future__ import annotations

from gradeaudit import places
from gradeaudit.export import STANDARD
from gradeaudit.files.plain import cut
from gradeaudit.readers import _grid as grid

ROWS = [["Student", "HW", "QZ", "End"], ["Ada", "9", "EX", "#"], ["", "", " ", "#"], ["", "7"]]


def test_a_row_without_a_name_is_a_student_when_anything_else_is_in_it() -> None:
    assert grid.people(ROWS, 1) == [1, 2, 3]
    assert grid.people(ROWS, 1, frozenset({"", "#"})) == [1, 3]


def test_cells_are_found_by_their_columns_in_the_file() -> None:
    cells = grid.Cells.of(grid.lines(ROWS, [1, 3], 4), 1, 4)
    assert list(cells.at(1)) == ["9", "7"]
    assert list(cells.at([2, 1])) == ["EX", "9", "", "7"]
    assert [places.cell_name(places.row_of(place), 1) for place in grid.first_cells([1, 3]).tolist()] == ["A2", "A4"]


def test_a_cell_of_a_row_that_is_too_short_is_blank() -> None:
    plain = cut("a,b\n \u00e9 ,2\n", ",", STANDARD)
    assert plain is not None
    assert [grid.cell(plain, 1, 0), grid.cell(plain, 1, 1)] == ["\u00e9", "2"]
    assert [grid.cell(ROWS, 2, 2), grid.cell(ROWS, 3, 1), grid.cell(ROWS, 3, 2)] == ["", "7", ""]


def test_a_student_with_one_name_is_called_by_it() -> None:
    assert grid.full_names(["Abara", "Bell", "", ""], ["Chidi", "", "Cy", ""]) == ["Abara, Chidi", "Bell", "Cy", ""]
