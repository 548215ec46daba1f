"""Weights recovered from what a class's totals show: every expected number was worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest

from gradeaudit.grading.grid import lay_out
from gradeaudit.grading.recover import recover
from tests.tables import book, gradebooks

NAMES = ("Ada", "Ben", "Cleo", "Dan", "Eve", "Fay", "Gil", "Hana", "Ian", "Jo")
TESTS = ["90", "100", "60", "", "85", "70", "77.5", "91.25", "66.67", "100"]
HOMEWORK = ["80", "70", "95.5", "100", "50", "88", "92", "81.5", "79.99", "0"]
# 40% of Homework and 60% of Tests; Dan has no Tests, so his Homework counts whole.
FINAL = ["86", "88", "74.2", "100", "71", "77.2", "83.3", "87.35", "72", "60"]


def a_class(final=FINAL, tests=TESTS, homework=HOMEWORK, students=10, method="weighted", more=None):
    names = NAMES[:students]
    return gradebooks(
        book(
            "\n".join(["Student | HW 1 @Homework | Test 1 @Tests", *[f"{name} | 1 | 1" for name in names]]),
            totals={"final Homework": homework, "final Tests": tests, "final": final, **(more or {})},
            about={"method": method},
            without=["categories.weight"],
        )
    )


def weights(tables):
    recovered = recover(tables)
    return recovered.categories[["name", "weight", "weight_source"]].values.tolist(), recovered


def test_weights_are_recovered_and_offered():
    found, recovered = weights(a_class())
    assert found == [["Homework", 40.0, "recovered"], ["Tests", 60.0, "recovered"]]
    assert recovered.categories["weight_share"].tolist() == [40.0, 60.0]
    assert (recovered.categories["weight_error"] < 0.1).all()
    assert {"categories.weight", "categories.weight_share"} <= recovered.offers[0]


def test_the_gradebooks_given_are_left_as_they_were():
    tables = a_class()
    before = tables.categories.copy()
    recover(tables)
    assert tables.categories.equals(before)
    assert "categories.weight" not in tables.offers[0]


def test_totals_are_laid_out_as_they_are_without_anything_recovered():
    _, recovered = weights(a_class())
    anew = replace(recovered)
    assert lay_out(recovered) is not lay_out(anew)
    for kept, found in zip(lay_out(recovered), lay_out(anew)):
        np.testing.assert_array_equal(kept, found)


def test_declared_weights_are_not_touched():
    tables = gradebooks(
        book("Student | HW @A | T @B\nAda | 1 | 1", weights={"A": 30, "B": 70}, totals={"final": ["80"]})
    )
    assert recover(tables) is tables


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"students": 2}, "weights can't be recovered: 2 students"),
        ({"students": 1}, "weights can't be recovered: 1 student"),
        (
            {"homework": TESTS, "final": TESTS},
            "weights can't be recovered: the students' scores are too alike to tell",
        ),
        (
            {"final": ["86", "80", "84.2", "90", "61", "77.2", "93.3", "87.35", "72", "50"]},
            "weights can't be recovered: no one set of weights leads from the categories' scores to the course's",
        ),
        ({"method": "total_points"}, "this gradebook adds up points, its categories have no weights"),
        (
            {"final": [""] * 10},
            "weights can't be recovered: the export has no scores of categories beside the course's",
        ),
    ],
)
def test_weights_that_the_totals_do_not_determine_are_refused(changes, reason):
    found, recovered = weights(a_class(**changes))
    assert [weight for _, weight, _ in found] == pytest.approx([np.nan, np.nan], nan_ok=True)
    assert recovered.lacks[0]["categories.weight"] == reason
    assert "categories.weight" not in recovered.offers[0]


def test_a_typed_over_total_does_not_spoil_the_class():
    found, _ = weights(a_class(final=["96", *FINAL[1:]]))
    assert found == [["Homework", 40.0, "recovered"], ["Tests", 60.0, "recovered"]]


def test_current_scores_help_where_they_differ():
    # Three students would do with final scores alone; two are enough when their current scores say something new.
    tables = a_class(
        students=2,
        homework=["80", "35"],
        tests=["90", "100"],
        final=["86", "74"],  # 0.4 × 35 + 0.6 × 100 = 74
        more={"current Homework": ["95", "70"], "current Tests": ["90", "100"], "current": ["92", "88"]},
    )
    found, _ = weights(tables)
    assert found == [["Homework", 40.0, "recovered"], ["Tests", 60.0, "recovered"]]


def test_a_category_without_scores_leaves_the_ratio_of_the_others():
    # Homework 20, Tests 30 and an Exam of 50 that hasn't taken place: the totals show 40 to 60.
    tables = gradebooks(
        book(
            "\n".join(["Student | HW 1 @Homework | Test 1 @Tests | Exam @Exam", *[f"{n} | 1 | 1 |" for n in NAMES]]),
            totals={"final Homework": HOMEWORK, "final Tests": TESTS, "final Exam": [""] * 10, "final": FINAL},
            about={"method": "weighted"},
            without=["categories.weight"],
        )
    )
    recovered = recover(tables)
    assert recovered.categories["weight"].isna().all()
    assert recovered.categories["weight_share"].tolist() == pytest.approx([40.0, 60.0, np.nan], nan_ok=True)
    assert "categories.weight_share" in recovered.offers[0]
    assert "categories.weight" not in recovered.offers[0]
    assert recovered.lacks[0]["categories.weight"] == "weights can't all be recovered: no scores in “Exam”"


def test_weights_over_100_are_not_rescaled():
    # 60% of Homework and 50% of Tests, and Dan's Homework alone is below 100, so it is rescaled: 100.
    final = ["93", "92", "87.3", "100", "72.5", "87.8", "93.95", "94.53", "81.33", "50"]
    found, recovered = weights(a_class(final=final))
    assert found == [["Homework", 60.0, "recovered"], ["Tests", 50.0, "recovered"]]
    assert recovered.categories["weight_share"].tolist() == pytest.approx([600 / 11, 500 / 11])


def test_thirds_stay_thirds():
    homework = ["80", "71", "95", "60", "50", "88", "92", "81", "79", "0"]
    tests = ["90", "101", "62", "30", "86", "70", "77", "93", "67", "100"]
    # one third of Homework and two thirds of Tests
    final = ["86.67", "91", "73", "40", "74", "76", "82", "89", "71", "66.67"]
    found, _ = weights(a_class(homework=homework, tests=tests, final=final))
    assert [weight for _, weight, _ in found] == pytest.approx([100 / 3, 200 / 3])


def test_several_classes_at_once_keep_their_own_weights():
    one = book(
        "\n".join(["Student | HW 1 @Homework | Test 1 @Tests", *[f"{name} | 1 | 1" for name in NAMES]]),
        totals={"final Homework": HOMEWORK, "final Tests": TESTS, "final": FINAL},
        about={"method": "weighted"},
        without=["categories.weight"],
    )
    # The other has its columns the other way round and three categories, of which Quizzes count nothing.
    other = book(
        "\n".join(["Student | T @Tests | Q @Quizzes | HW @Homework", *[f"{name} | 1 | 1 | 1" for name in NAMES]]),
        totals={
            "final Tests": TESTS,
            "final Quizzes": ["10", "20", "30", "40", "55", "60", "71", "80", "93", "99"],
            "final Homework": HOMEWORK,
            "final": FINAL,
        },
        about={"method": "weighted"},
        without=["categories.weight"],
        file="other.csv",
    )
    found, _ = weights(gradebooks(one, other))
    assert [(name, weight) for name, weight, _ in found] == [
        ("Homework", 40.0),
        ("Tests", 60.0),
        ("Tests", 60.0),
        ("Quizzes", 0.0),
        ("Homework", 40.0),
    ]
