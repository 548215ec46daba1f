"""Which assignment is in which category, told from the categories' scores: small classes worked out by hand."""

import pytest

from gradeaudit.grading.recover import recover
from tests.tables import book, gradebooks


def placed(picture, **totals):
    """The category of each assignment, and why not where it can't be told."""
    tables = gradebooks(
        book(
            picture,
            totals={name.replace("_", " "): texts.split() for name, texts in totals.items()},
            weights={name.partition("_")[2]: 1 for name in totals if "_" in name},
            about={"method": "total_points"},
            without=["assignments.category", "categories.weight"],
            assignments={"category_source": [""] * len(picture.strip().splitlines()[0].split("|")[1:])},
        )
    )
    recovered = recover(tables)
    names = [*recovered.categories["name"], "-"]
    offered = "assignments.category" in recovered.offers[0]
    return (
        [names[row] for row in recovered.assignments["category"]],
        "" if offered else recovered.lacks[0]["assignments.category"],
        recovered,
    )


CLASS = """
Student | HW 1 /10 | HW 2 /20 | HW 3 /10 | Test 1 /50 | Test 2 /100
Ada     | 9        | 18       | 7        | 45         | 80
Ben     | 10       | 12       |          | 40         | 91
Cleo    | 4        | EX       | 8        | 33         |
Dan     | 8        | 20       | 9        | EX         | EX
"""
# Homework: 34/40, 22/40 (a blank counts 0), 12/20 (excused work is left out), 37/40. Tests: 125/150, 131/150, 33/150.
HOMEWORK = "85.00 55.00 60.00 92.50"
SCORES = {"final_Homework": HOMEWORK, "final_Tests": "83.33 87.33 22.00 -", "final": "1 1 1 1"}


def test_runs_of_columns_that_give_the_scores_are_the_categories():
    categories, why, recovered = placed(CLASS, **SCORES)
    assert categories == ["Homework", "Homework", "Homework", "Tests", "Tests"]
    assert why == ""
    assert set(recovered.assignments["category_source"]) == {"recovered"}
    assert recovered.categories["drop_lowest"].tolist() == [0, 0]


def test_the_same_scores_in_another_order_of_columns_are_refused():
    moved = "\n".join(
        "|".join([cells[0], cells[4], *cells[1:4], cells[5]])
        for cells in (line.split("|") for line in CLASS.strip().splitlines())
    )
    categories, why, recovered = placed(moved, **SCORES)
    assert categories == ["-"] * 5
    assert why == (
        "which assignment is in which category can't be recovered: no runs of columns give the categories' scores"
    )
    assert set(recovered.assignments["category_source"]) == {""}


def test_columns_that_could_be_in_either_category_are_refused():
    picture = """
    Student | HW 1 /10 | HW 2 /10 | Test 1 /10
    Ada     | 9        | 9        | 9
    Ben     | 8        | 8        | 8
    Cleo    | 7        | 7        | 7
    Dan     | 10       | 10       | 10
    """
    categories, why, _ = placed(picture, final_Homework="90 80 70 100", final_Tests="90 80 70 100", final="1 1 1 1")
    assert categories == ["-"] * 3
    assert why.endswith("several arrangements give the same scores")


def test_three_students_are_too_few():
    picture = "\n".join(CLASS.strip().splitlines()[:4])
    _, why, _ = placed(picture, final_Homework="85 55 60", final_Tests="83.33 87.33 22", final="1 1 1")
    assert why == "which assignment is in which category can't be recovered: 3 students"


def test_a_column_that_counts_for_nothing_is_in_the_category_around_it_or_in_none():
    picture = """
    Student | HW 1 /10 | Survey 1 /0 | HW 2 /20 | Survey 2 | Test 1 /50
    Ada     | 9        |             | 18       |          | 45
    Ben     | 10       |             | 12       |          | 40
    Cleo    | 4        |             | 20       |          | 33
    Dan     | 8        |             | 15       |          | 50
    """
    categories, why, recovered = placed(
        picture, final_Homework="90 73.33 80 76.67", final_Tests="90 80 66 100", final="1 1 1 1"
    )
    assert categories == ["Homework", "Homework", "Homework", "-", "Tests"]
    assert recovered.assignments["category_source"].tolist() == ["recovered"] * 3 + ["unknown", "recovered"]
    assert why == ""


def test_extra_credit_of_no_points_adds_to_its_category():
    picture = """
    Student | HW 1 /10 | Bonus /0 | HW 2 /20 | Test 1 /50
    Ada     | 9        | 3        | 18       | 45
    Ben     | 10       |          | 12       | 40
    Cleo    | 4        | 1.5      | 20       | 33
    Dan     | 8        |          | 15       | 50
    """
    categories, _, _ = placed(picture, final_Homework="100 73.33 85 76.67", final_Tests="90 80 66 100", final="1 1 1 1")
    assert categories == ["Homework", "Homework", "Homework", "Tests"]


@pytest.mark.parametrize(
    ("homework", "lowest", "highest"),
    [
        # 47/50, 42/50, 45/50, 49/50, 46/50: without the one score that lowers the share most
        ("94.00 84.00 90.00 98.00 92.00", 1, 0),
        # 29/30, 28/30, 37/40, 40/40, 38/40: the two scores with the largest share together
        ("96.67 93.33 92.50 100.00 95.00", 2, 0),
        # 34/40, 24/40, 30/40, 37/40, 33/40: without the one score that raises the share most
        ("85.00 60.00 75.00 92.50 82.50", 0, 1),
    ],
)
def test_dropped_scores_are_found_with_the_runs(homework, lowest, highest):
    picture = """
    Student | HW 1 /10 | HW 2 /20 | HW 3 /10 | HW 4 /20 | Test 1 /50
    Ada     | 9        | 18       | 7        | 20       | 45
    Ben     | 10       | 14       |          | 18       | 40
    Cleo    | 4        | 19       | 8        | 18       | 33
    Dan     | 8        | 20       | 9        | 20       | 50
    Eve     | 7        | 18       | 8        | 20       | 20
    """
    categories, why, recovered = placed(
        picture, final_Homework=homework, final_Tests="90 80 66 100 40", final="1 1 1 1 1"
    )
    assert why == ""
    assert categories == ["Homework"] * 4 + ["Tests"]
    assert recovered.categories["drop_lowest"].tolist()[0] == lowest
    assert recovered.categories["drop_highest"].tolist()[0] == highest
