"""sakai_gradebook2: the structure above the header; the grades printed in real files follow from what was read."""

import numpy as np
import pytest

from gradeaudit import discovery
from gradeaudit.gradebook import Gradebooks
from tests.readers import opened


def real(name: str):
    return opened.load(opened.REAL / "sakai" / f"gb2_{name}.csv")


def grid(books: Gradebooks) -> np.ndarray:
    """The points as read, a student down and an item across."""
    return books.scores["points"].to_numpy().reshape(len(books.students), len(books.assignments))


def printed(books: Gradebooks) -> np.ndarray:
    """The Calculated Grade column."""
    value = books.totals["value"].to_numpy()
    return value[~np.isnan(value)]


def half_up(values: np.ndarray) -> np.ndarray:
    """Rounded to two decimals as Sakai does."""
    return np.floor(values * 100 + 0.5 + 1e-9) / 100


def test_points_without_categories():
    export = real("importTest1")
    assert opened.claim("sakai_gradebook2", export).confidence == "certain"
    books = opened.read("sakai_gradebook2", export)
    assert opened.assignments(books) == [("I1", 50.0, "", "D7"), ("I2", 50.0, "", "F7"), ("I3", 100.0, "", "H7")]
    assert len(books.students) == 10
    assert opened.students(books)[0] == ("Cromwell, Moira", "1", "", "A8")
    assert opened.scores(books)["H17"] == ("", None, "blank")
    points, possible = grid(books), books.assignments["points_possible"].to_numpy()
    given = np.where(np.isnan(points), 0.0, possible).sum(axis=1)  # ungraded work is left out
    assert half_up(100 * np.nansum(points, axis=1) / given).tolist() == printed(books).tolist()
    assert opened.totals(books)["J8"] == ("", "final", None, "B+")
    assert opened.about(books, "course", "section", "method") == {
        "course": "",
        "section": "4 sections",
        "method": "total_points",
    }


def test_percentages_without_categories_count_by_the_items_points():
    books = opened.read("sakai_gradebook2", real("importGRBK_804_NC"))
    assert [row[:2] for row in opened.assignments(books)] == [
        (title, 100.0) for title in ("I1 - 10", "I2 -  25", "I3 -  31", "I4 -  44", "I5 -  90", "I6 -  100")
    ]
    assert books.assignments["multiplier"].tolist() == [0.1, 0.25, 0.31, 0.44, 0.9, 1.0]
    weights = np.array([10, 25, 31, 44, 90, 100])  # the Points row
    worked, shown = half_up(grid(books) @ weights / 300), printed(books)
    # nine of the ten printed grades follow; row 12's scores make 257.90 of 300, and 84.24 is printed: 176.90 of 210,
    # which is what they make without the 81 of 90 in I5
    assert np.flatnonzero(worked != shown).tolist() == [3]
    assert (worked[3], shown[3], opened.students(books)[3][3]) == (85.97, 84.24, "A12")


def test_categories_with_the_two_lowest_of_one_dropped():
    books = opened.read("sakai_gradebook2", real("importGRBK_804_SC"))
    assert opened.categories(books) == [("Cat 1", None, 0.0), ("Cat 2", None, 0.0), ("Cat 3", None, 2.0)]
    members = books.assignments["category"].to_numpy()
    assert np.bincount(members).tolist() == [9, 4, 5]
    assert len(books.students) == 10
    percents = grid(books)
    weights = np.array([3, 10, 17, 29, 41, 70, 100, 107, 143, 1, 2, 3, 4, 10, 10, 10, 10, 10])  # the Points row
    kept = np.sort(percents[:, 13:], axis=1)[:, 2:]  # of five equal items the two lowest are dropped
    earned = percents[:, :13] @ weights[:13] + 10 * kept.sum(axis=1)
    assert half_up(earned / (weights[:13].sum() + 30)).tolist() == printed(books).tolist()
    assert opened.about(books, "course") == {"course": "GRBK-804 Simple Categories"}


def test_weighted_categories():
    export = opened.text(
        """
        "","Gradebook:","Bio","Weighted Categories","Points"
        "","Category:","","Labs","","Tests",""
        "","% Grade:","","40.0","","60.0",""
        "","Points:","","20.0","","50.0",""
        ""
        "Student Id","Student Name","Section","Lab 1","Comment : Lab 1","Test 1","Comment : Test 1","Letter Grade","Calculated Grade"
        "a1","Ruiz, Ana","S1","15","","40","","B","78.00"
        """
    )
    books = opened.read("sakai_gradebook2", export)
    assert opened.categories(books) == [("Labs", 40.0, 0.0), ("Tests", 60.0, 0.0)]
    assert opened.assignments(books) == [("Lab 1", 20.0, "Labs", "D6"), ("Test 1", 50.0, "Tests", "F6")]
    assert opened.about(books, "method", "course") == {"method": "weighted", "course": "Bio"}
    assert pytest.approx(printed(books)[0]) == 0.4 * 15 / 20 * 100 + 0.6 * 40 / 50 * 100
    assert "categories.weight" in books.offers[0]


def test_in_weighted_categories_an_item_counts_by_its_percent_unless_its_category_goes_by_points():
    export = opened.text(
        """
        "","Gradebook:","Bio","Weighted Categories","Points"
        "","Category:","","Labs","","","","Tests","","",""
        "","% Grade:","","40.0%","","","","60.0%","","",""
        "","Weight Items By Points:","","false","","","","true","","",""
        "","Points:","","20.0","","40.0","","50.0","","25.0",""
        "","% Category:","","75.0%","","25.0%","","50.0%","","50.0%",""
        ""
        "Student Id","Student Name","Section","L1","Comment : L1","L2","Comment : L2","T1","Comment : T1","T2","Comment : T2","Calculated Grade"
        "a1","Ruiz, Ana","S1","15","","30","","40","","20","","78.00"
        """
    )
    table = opened.read("sakai_gradebook2", export).assignments
    assert table["points_possible"].tolist() == [20.0, 40.0, 50.0, 25.0]
    assert table["multiplier"].tolist() == [3.75, 0.625, 1.0, 1.0]  # 75 of 20 and 25 of 40; tests by their points


def test_a_structure_without_students_is_refused_and_other_tables_are_not_claimed():
    detect = discovery.readers()["sakai_gradebook2"].detect
    refused = detect(opened.text('"","Gradebook:","Bio","Categories","Points"\n"","Points:","","5"\n'))
    assert refused is not None
    assert refused.refusal.startswith("a Sakai Gradebook2 file without a header of students")
    assert detect(opened.text("Name,Gradebook,Bio,Points\n")) is None
