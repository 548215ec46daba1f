"""The small tables of a whole run."""

import numpy as np

from gradeaudit import places
from gradeaudit.grading.peers import FIGURES, small, together
from tests.tables import book, gradebooks, policy

POLICY = policy("missing_work: {codes: {EX: excused, Z: {means: not_entered, counts_as: 0}}}")
ONE = book(
    """
    Student | A /10 @Tests | B /10 @Tests | C /10 @Labs
    Ada     | 5            | 0            |
    Ben     | EX           | 9            | N/A
    Cleo    | 9            |              |
    Dan     | 9            | Z            |
    """,
    weights={"Tests": 100, "Old": 0},
)
TWO = book("Student | X /10 @Labs\nAda | 5\nBen | 7", file="two.csv")


def test_figures_are_of_the_cells_of_counted_assignments():
    tables = small(gradebooks(ONE), POLICY)
    # A and B count: 8 cells, of which one blank, one bare zero, one exempt, one exactly half
    assert [tables.books[name].tolist() for name in FIGURES] == [[12.5], [12.5], [12.5], [12.5]]
    assert tables.books["class_size"].tolist() == [4]
    assert tables.categories["used"].tolist() == [True, False, False]
    assert tables.assignments["grades"].tolist() == [1, 1, 0]
    assert (len(tables.scores), len(tables.students), len(tables.totals)) == (0, 0, 0)


def test_an_assignment_for_a_part_of_the_class_is_a_part_of_a_grade():
    parts = book("Student | A | B\nAda | 9 | N/A\nBen | 9 | N/A\nCleo | 9 | N/A\nDan | 9 | 9")
    assert small(gradebooks(parts), POLICY).assignments["grades"].tolist() == [1, 0.25]


def test_batches_are_joined_with_their_rows_references_and_places_renumbered():
    whole = together([small(gradebooks(ONE), POLICY), small(gradebooks(TWO, ONE), POLICY)])
    assert whole.books["file"].tolist() == ["book.csv", "two.csv", "book.csv"]
    assert whole.books["book"].tolist() == [0, 1, 2]
    assert whole.categories["book"].tolist() == [0, 0, 0, 1, 2, 2, 2]
    assert whole.assignments["book"].tolist() == [0, 0, 0, 1, 2, 2, 2]
    assert whole.assignments["category"].tolist() == [0, 0, 1, 3, 4, 4, 5]
    assert [source.file for source in whole.sources] == ["book.csv", "two.csv"]
    assert places.source_of(whole.books["place"].to_numpy()).tolist() == [0, 1, 0]
    assert places.source_of(whole.categories["place"].to_numpy()).tolist() == [0, 0, 0, 1, 0, 0, 0]
    assert len(whole.offers) == len(whole.lacks) == len(whole) == 3


def test_what_stays_in_memory_holds_no_titles_and_what_exports_alike_offer_once():
    whole = together([small(gradebooks(ONE), POLICY), small(gradebooks(TWO, ONE), POLICY)])
    assert list(whole.assignments) == ["book", "category", "term", "due_on", "grades"]
    assert whole.offers[0] is whole.offers[2]
    assert whole.lacks[0] is whole.lacks[2]


def test_a_gradebook_without_cells_has_no_figures():
    assert np.isnan(small(gradebooks(book("Student | A\nAda |")), POLICY).books["blank"]).all()
