"""Blackboard's and Google Classroom's totals where points add up: by hand, on the sample, and against a plain sum."""

import numpy as np
import pytest
from hypothesis import given, settings

from gradeaudit.grading import blackboard, google_classroom
from gradeaudit.grading.arithmetic import judged
from gradeaudit.grading.work import lay_out_work
from tests.grading import drawn
from tests.readers import opened

HEADER = (
    "Last Name,First Name,Username,Total [Total Pts: up to 60 Score] |1,HW [Total Pts: 10 Score] |2,"
    "Test [Total Pts: 50 Score] |3,Form [Total Pts: 1 Complete/Incomplete] |4"
)


def totals(*cells: str) -> list[float]:
    """Students' points in total."""
    lines = [f"L{n},F{n},u{n},0,{row}" for n, row in enumerate(cells)]
    books = opened.read("blackboard", opened.text("\n".join([HEADER, *lines]) + "\n"))
    points = blackboard.methods(lay_out_work(books))[0].course_points
    assert points is not None
    return points.tolist()


@pytest.mark.parametrize(
    ("cells", "total"),
    [
        ("8,40,Complete", 48.0),
        ("8,,Incomplete", 8.0),
        ("8,Needs Grading,Complete", 8.0),
        ("8,Needs Grading(30.00),Complete", np.nan),  # whether the earlier attempt counts can't be told
        ("8,abs,Complete", np.nan),
        ("80%,40,Complete", np.nan),  # typed among points, so the total need not rest on it
    ],
)
def test_points_by_hand(cells: str, total: float) -> None:
    assert np.array_equal(totals(cells, "9,45,Complete")[:1], [total], equal_nan=True)


def test_the_sample_is_reproduced() -> None:
    (path,) = (opened.SAMPLES / "blackboard").iterdir()
    found = judged(opened.read("blackboard", opened.load(path)), 0.1)
    # thirteen students with a total: in one a percent was typed, in others a mark can't be read
    assert (int((~np.isnan(found.expected)).sum()), int(found.off.sum())) == (10, 0)


def test_google_classroom_s_percent_is_of_what_has_a_grade() -> None:
    text = """
        Last Name,First Name,Email Address,Quiz,Essay,Form,Overall
        Date,,,2026-09-12,2026-09-26,,
        Points,,,10,50,,
        Baker,Ana,a@x.example,8,40,1,80%
        Doe,Cy,c@x.example,,30,,60%
        Fox,Eva,e@x.example,7,0,,11.67%
        Gil,Jo,g@x.example,9,45,,93%
    """
    books = opened.read("google_classroom", opened.text(text))
    course = google_classroom.methods(lay_out_work(books))[0].course
    assert course.round(2).tolist() == [80.0, 60.0, 11.67, 90.0]  # 48 of 60, 30 of 50, 7 of 60, 54 of 60


@settings(max_examples=50, deadline=None)
@given(drawn.classes(weighted=False))
def test_all_students_at_once_are_as_each_alone(one: drawn.Class) -> None:
    dropped, zero = drawn.worked(one, "blackboard", blackboard.methods)
    (classroom,) = drawn.worked(one, "google_classroom", google_classroom.methods)
    used = [any(row[n] is not None for row in one.scores) for n in range(len(one.items))]
    for student, row in enumerate(one.scores):
        earned = sum(score for score in row if score is not None)
        graded = sum(item.points for item, score in zip(one.items, row) if score is not None)
        everything = sum(item.points for item, has in zip(one.items, used) if has)
        assert dropped.course_points is not None
        assert drawn.same(dropped.course_points[student], earned)
        assert drawn.same(dropped.course[student], 100 * earned / graded if graded else None)
        assert drawn.same(zero.course[student], 100 * earned / everything if everything else None)
        assert drawn.same(classroom.course[student], 100 * earned / graded if graded else None)
