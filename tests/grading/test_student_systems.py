"""The ways of K-12 systems, whose classes come as tables: by hand, on the sample, and against a plain one."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings

from gradeaudit import discovery
from gradeaudit.export import find
from gradeaudit.grading import student_systems
from gradeaudit.grading.arithmetic import judged
from gradeaudit.grading.work import lay_out_work
from gradeaudit.reading import read_found
from tests import tables
from tests.grading import drawn
from tests.readers import opened

PICTURE = "Student | Q1 /10 @Quizzes | Q2 /40 @Quizzes | Exam /100 @Exams\n"
WEIGHTS = {"Quizzes": 30.0, "Exams": 60.0}


def ways(scores: str, weights: dict[str, float] | None = None) -> dict[str, float]:
    """A student's total by each way that can be told."""
    book = tables.book(PICTURE + f"Ada | {scores}", weights=weights, about={"format": "generic"})
    found = student_systems.methods(lay_out_work(tables.gradebooks(book)))
    return {way.words: round(float(way.course[0]), 4) for way in found if way.course[0] == way.course[0]}


def test_totals_by_hand() -> None:
    # 9.25 and 26 of 50 are 70.5, the exam 81.46: (30 × 70.5 + 60 × 81.46) / 90 = 77.8067, or of 100, 70.026. Rounded
    # first to a whole they are 71 and 81: 77.6667; to a tenth 70.5 and 81.5: 77.8333. All points: 116.71 of 150.
    found = ways("9.25 | 26 | 81.46", WEIGHTS)
    said = "points were added up and blanks didn't count"
    assert found[said] == 77.8067
    assert found[f"{said} and categories weighed"] == 77.8067
    assert found[f"{said} and categories weighed, out of 100 whatever they weigh together"] == 70.026
    assert found[f"{said} and categories were rounded to a whole and weighed"] == 77.6667
    assert found[f"{said} and categories were rounded to a tenth and weighed"] == 77.8333
    assert found[f"{said} and categories weighed and rounded to a tenth first"] == 77.8
    # Percents of 92.5 and 65 average 78.75: (30 × 78.75 + 60 × 81.46) / 90.
    assert found["percents were averaged and blanks didn't count and categories weighed"] == 80.5567
    # No exam: the quizzes are all there is, or the exam is zero.
    blank = ways("9.25 | 26 | ", WEIGHTS)
    assert blank[f"{said} and categories weighed"] == 70.5
    assert blank["points were added up and blanks counted as zero and categories weighed"] == 23.5
    # Without weights points add up, or percents.
    assert set(ways("10 | 40 | 100").values()) == {100.0}
    assert not any("weighed" in words for words in ways("10 | 40 | 100"))
    assert ways("abs | 40 | 100", WEIGHTS) == {}  # a mark that nobody can read


def test_the_sample_weighs_95_of_100_and_is_reproduced() -> None:
    (batch,) = read_found(find([opened.SAMPLES / "spreadsheets"]), discovery.readers())
    found = judged(batch.gradebooks, 0.1)
    # of twelve students two have marks that can't be read
    assert (int(np.isfinite(found.expected).sum()), int(found.off.sum())) == (10, 0)
    words = {found.worked["generic"].ways[way].words for way in found.method.tolist()}
    assert words == {
        "points were added up and blanks didn't count and categories weighed, out of 100 whatever they weigh together"
    }


def up(value: float, digits: int) -> float:
    return math.floor(value * 10**digits + 0.5 + 1e-9) / 10**digits


def plain(one: drawn.Class, student: int, alike: bool, zero: bool, digits: int | None, stretched: bool) -> float | None:
    """The weighed total of one student, step by step; ``digits``: the decimals to which categories are rounded first."""
    total = weights = 0.0
    for category, weight in enumerate(one.weights):
        pairs = [(item, score or 0.0) for item, score in one.of(category, student) if score is not None or zero]
        normal = [1.0 if alike else float(item.points) for item, _ in pairs if not item.extra]
        if normal:
            share = 100 * sum(score / (item.points if alike else 1) for item, score in pairs) / sum(normal)
            total += weight * (share if digits is None else up(share, digits))
            weights += weight
    return total / (weights if stretched else 100.0) if weights else None


@settings(max_examples=100, deadline=None)
@given(drawn.classes(weighted=True, uncategorised=False, extra=True, excused=True))
def test_all_students_at_once_are_as_each_alone(one: drawn.Class) -> None:
    found = {way.words: way for way in drawn.worked(one, "generic", student_systems.methods)}
    for student in range(len(one.scores)):
        for how, alike in (("points were added up", False), ("percents were averaged", True)):
            for blanks, zero in (("blanks didn't count", False), ("blanks counted as zero", True)):
                for said, digits, stretched in (
                    ("categories weighed", None, True),
                    ("categories weighed, out of 100 whatever they weigh together", None, False),
                    ("categories were rounded to two decimals and weighed", 2, True),
                    ("categories were rounded to a tenth and weighed", 1, True),
                    ("categories were rounded to a whole and weighed", 0, True),
                ):
                    expected = plain(one, student, alike, zero, digits, stretched)
                    assert drawn.same(found[f"{how} and {blanks} and {said}"].course[student], expected)


@pytest.mark.parametrize(("printed", "off"), [("78", []), ("84", [9])])
def test_jupiter_rounds_twice_and_a_total_typed_over_is_still_told(printed: str, off: list[int]) -> None:
    # Of 1,000 points: 894.5 are 89.45, to a tenth 89.5 and to a whole 90; and so on.
    scores = [894.5, 794.6, 700, 655, 912, 861, 743, 688, 599, 780]
    totals = ["90", "80", "70", "66", "91", "86", "74", "69", "60", printed]
    picture = "Student | Work /1000\n" + "\n".join(f"S{n} | {score}" for n, score in enumerate(scores))
    books = tables.gradebooks(tables.book(picture, totals={"final": totals}, about={"format": "generic"}))
    found = judged(books, 0.1)
    assert np.flatnonzero(found.off).tolist() == off
    assert np.isfinite(found.expected).all()
