"""edX's averages of assignment types: by hand, on the sample, and against a plain one."""

import numpy as np
import pytest
from hypothesis import given, settings

from gradeaudit.grading import edx
from gradeaudit.grading.arithmetic import judged
from gradeaudit.grading.work import lay_out_work
from tests.grading import drawn
from tests.readers import opened

HEADER = (
    "Student ID,Email,Username,Grade,Homework 1: Limits,Homework 2: Series,Homework 3: Sums,Homework (Avg),Exam,"
    "Enrollment Track"
)


def averages(row: str) -> list[float]:
    """A learner's homework average with none to three dropped."""
    books = opened.read("edx", opened.text(f"{HEADER}\n1,a@x.example,ana,0.5,{row},0.9,audit\n"))
    return [round(float(way.group[0, 0]), 4) for way in edx.methods(lay_out_work(books))]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        # 1, 0.5 and nothing attempted: 50; without the lowest 75; without the lowest two 100; three of three: unsaid.
        ("1.0,0.5,Not Attempted,0.5", [50.0, 75.0, 100.0, np.nan]),
        # What a learner can't reach is not there: the mean of two.
        ("1.0,0.5,Not Available,0.75", [75.0, 100.0, np.nan, np.nan]),
        ("Not Attempted,Not Attempted,Not Attempted,0.0", [0.0, 0.0, 0.0, np.nan]),
    ],
)
def test_averages_by_hand(row: str, expected: list[float]) -> None:
    assert np.array_equal(averages(row), expected, equal_nan=True)


def test_the_sample_s_averages_are_reproduced_and_its_grades_are_not_checked() -> None:
    path = opened.SAMPLES / "edx" / "HarborX_STAT1_2026_grade_report_2026-11-13-1405.csv"
    books = opened.read("edx", opened.load(path))
    found = judged(books, 0.1)
    assert (int((~np.isnan(found.expected)).sum()), int(found.off.sum())) == (22, 0)  # 11 learners, two averages
    assert {reason: numbers.tolist() for reason, numbers in found.why_not.items() if len(numbers)} == {edx.LACKS: [0]}


def test_a_class_that_drops_its_lowest_is_judged_by_that() -> None:
    rows = [(1.0, 0.5, 0.25), (0.75, 0.25, 1.0), (0.5, 0.5, 0.25), (0.75, 0.5, 0.5), (1.0, 0.0, 0.0)]
    best = [0.75, 0.875, 0.5, 0.625, 0.5]  # the better two
    lines = [
        f"{n},s{n}@x.example,s{n},0.5,{a},{b},{c},{mean},0.9,audit"
        for n, ((a, b, c), mean) in enumerate(zip(rows, best))
    ]
    right = judged(opened.read("edx", opened.text("\n".join([HEADER, *lines]) + "\n")), 0.1)
    assert not right.off.any()
    # The last is given the mean of all three, 0.3333.
    lines[-1] = lines[-1].replace(",0.5,0.9,", ",0.333333333333,0.9,")
    found = judged(opened.read("edx", opened.text("\n".join([HEADER, *lines]) + "\n")), 0.1)
    (at,) = np.flatnonzero(found.off).tolist()
    assert (round(float(found.expected[at]), 4), found.causes[at]) == (50.0, "as if nothing was dropped")


@settings(max_examples=100, deadline=None)
@given(drawn.classes(weighted=True, excused=True))
def test_all_learners_at_once_are_as_each_alone(one: drawn.Class) -> None:
    ways = drawn.worked(one, "edx", edx.methods)
    for student in range(len(one.scores)):
        for category in range(len(one.weights)):
            marks = sorted(score or 0.0 for _, score in one.of(category, student))
            for drops, way in enumerate(ways):
                kept = marks[drops:]
                # the drawn scores are points: the sum over the number, in hundredths
                expected = 100 * sum(kept) / len(kept) if kept else None
                assert drawn.same(way.group[student, category], expected)
