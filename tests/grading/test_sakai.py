"""Sakai's arithmetic: by hand, on a class whose totals follow from it, and against a plain one."""

import numpy as np
import pytest
from hypothesis import given, settings

from gradeaudit.grading import sakai
from gradeaudit.grading.arithmetic import judged
from gradeaudit.grading.work import lay_out_work
from tests import tables
from tests.grading import drawn
from tests.readers import opened

PICTURE = "Student | Q1 /10 @Quizzes | Q2 /40 @Quizzes | Exam /100 @Exams | Survey /5\n"


def course(scores: str, weights: dict[str, float] | None) -> list[float]:
    """A student's total by each way: categories by points, items weighing the same."""
    about = {"format": "sakai"}
    books = tables.gradebooks(tables.book(PICTURE + f"Ada | {scores}", weights=weights, about=about))
    return [round(float(way.course[0]), 4) for way in sakai.methods(lay_out_work(books))]


WEIGHTS = {"Quizzes": 40.0, "Exams": 60.0}


@pytest.mark.parametrize(
    ("scores", "weights", "totals"),
    [
        # 9 + 26 = 35 of 50 = 70, or 90 and 65 percent = 77.5; exam 80: 28 + 48 = 76, or 31 + 48 = 79. No survey.
        ("9 | 26 | 80 | 5", WEIGHTS, [76.0, 79.0]),
        # No exam: the quizzes are all there is.
        ("9 | 26 |  | 5", WEIGHTS, [70.0, 77.5]),
        # A blank quiz is left out: 90 percent both ways, 36 + 48 = 84.
        ("9 |  | 80 | ", WEIGHTS, [84.0, 84.0]),
        # Nothing graded in any category.
        (" |  |  | 5", WEIGHTS, [np.nan, np.nan]),
        # Points, all in categories: 9 + 26 + 80 = 115 of 150.
        ("9 | 26 | 80 | ", None, [76.6667, 76.6667]),
        # Work outside the categories of a gradebook without weights: nobody can tell whether it counts.
        ("9 | 26 | 80 | 5", None, [np.nan, np.nan]),
        # A mark that nobody can read.
        ("9 | abs | 80 | ", WEIGHTS, [np.nan, np.nan]),
    ],
)
def test_totals_by_hand(scores: str, weights: dict[str, float] | None, totals: list[float]) -> None:
    assert np.array_equal(course(scores, weights), totals, equal_nan=True)


def test_the_sample_is_reproduced_with_the_averages_of_its_categories() -> None:
    path = opened.SAMPLES / "sakai" / "gradebook_export-GEOG_110-ALL.csv"
    books = opened.read("sakai", opened.load(path))
    found = judged(books, 0.1)
    assert (len(found.rows), int(found.off.sum())) == (48, 0)  # 12 students, three categories and the course
    assert not any(len(numbers) for numbers in found.why_not.values())


def plain(one: drawn.Class, student: int, alike: bool) -> float | None:
    """Sakai's total for one student, step by step; ``alike``: a category's items weigh the same. None where a category
    would drop all that there is."""
    graded = [(item, score) for item, score in one.counted(student) if score is not None]
    for category, drops in enumerate(one.drops):
        own = [(item, score) for item, score in graded if item.category == category and not item.extra]
        if own and len(own) <= drops:
            return None
        own.sort(key=lambda pair: (pair[1] / pair[0].points, -pair[0].points))
        for pair in own[:drops]:
            graded.remove(pair)
    if not one.weighted:
        most = sum(item.points for item, _ in graded if not item.extra)
        both = len({item.category >= 0 for item, _ in graded}) > 1
        return None if both or not most else 100 * sum(score for _, score in graded) / most
    weighed = total = 0.0
    for category, weight in enumerate(one.weights):
        own = [(item, score) for item, score in graded if item.category == category]
        normal = [item.points for item, _ in own if not item.extra]
        if normal:
            share = sum(score for _, score in own) / sum(normal)
            mean = sum(score / item.points for item, score in own) / len(normal)
            total += weight * (mean if alike else share)
            weighed += weight
    return 100 * total / weighed if weighed else None


@settings(max_examples=150, deadline=None)
@given(drawn.classes(drops=2, extra=True, excused=True))
def test_all_students_at_once_are_as_each_alone(one: drawn.Class) -> None:
    by_points, alike = drawn.worked(one, "sakai", sakai.methods)
    for student in range(len(one.scores)):
        assert drawn.same(by_points.course[student], plain(one, student, alike=False))
        assert drawn.same(alike.course[student], plain(one, student, alike=True))
