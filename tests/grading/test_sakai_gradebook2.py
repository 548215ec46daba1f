"""Gradebook2's arithmetic: by hand, on its own real classes, and against a plain one, student by student."""

import numpy as np
import pytest
from hypothesis import given, settings

from gradeaudit.grading import sakai_gradebook2
from gradeaudit.grading.arithmetic import judged
from gradeaudit.grading.work import lay_out_work
from tests.grading import drawn
from tests.readers import opened

HEAD = """
    "","Gradebook:","Econ","Weighted Categories","Points"
    "","Category:","","Homework","","","","","","Exams","","",""
    "","% Grade:","","40.0%","","","","","","60.0%","","",""
    "","Drop Lowest:","","1","","","","","","","","",""
    "","Equal Weight Items:","","true","","","","","","false","","",""
    "","Points:","","10.0","","20.0","","10.0","","100.0","","50.0",""
    "","% Category:","","33.3333333%","","33.3333333%","","33.3333333%","","75.0%","","25.0%",""
    ""
    "Student Id","Student Name","Section","H1","Comment : H1","H2","Comment : H2","H3","Comment : H3","E1","Comment : E1","E2","Comment : E2","Letter Grade","Calculated Grade"
"""


def totals(line: str) -> list[float]:
    """What Gradebook2 makes of one student's scores."""
    books = opened.read("sakai_gradebook2", opened.text(HEAD + f"    {line}"))
    return sakai_gradebook2.methods(lay_out_work(books))[0].course.round(4).tolist()


@pytest.mark.parametrize(
    ("scores", "total"),
    [
        # Homework 80, 90 and 50 percent, 50 dropped: 85. Exams 0.75 × 70 + 0.25 × 90 = 75. 0.4 × 85 + 0.6 × 75 = 79.
        (("8", "18", "5", "70", "45"), 79.0),
        # No exam: homework alone carries all the weight.
        (("8", "18", "5", "", ""), 85.0),
        # One exam left: it is all of its category. 0.4 × 85 + 0.6 × 90 = 88.
        (("8", "18", "5", "", "45"), 88.0),
        # An exam beyond its points: the category stops at 100. 0.4 × 85 + 60 = 94.
        (("8", "18", "5", "120", "50"), 94.0),
        # One homework graded and one to drop: Gradebook2's versions differ, so nothing is said.
        (("8", "", "", "70", "45"), np.nan),
    ],
)
def test_weighted_categories_by_hand(scores: tuple[str, ...], total: float) -> None:
    cells = ",".join(f'"{score}",""' for score in scores)
    assert np.array_equal(totals(f'"1","Ada","",{cells},"","{total}"'), [total], equal_nan=True)


@pytest.mark.parametrize(
    ("name", "number", "off"), [("importTest1", 10, 0), ("importGRBK_804_SC", 10, 0), ("importGRBK_804_NC", 10, 1)]
)
def test_the_totals_of_real_classes_are_reproduced(name: str, number: int, off: int) -> None:
    books = opened.read("sakai_gradebook2", opened.load(opened.REAL / "sakai" / f"gb2_{name}.csv"))
    found = judged(books, 0.1)
    assert (len(found.rows), int(found.off.sum())) == (number, off)
    printed = books.totals["value"].to_numpy()[found.rows]
    assert (np.abs(printed - found.expected)[~found.off] <= 0.005001).all()


def test_the_one_total_that_is_another_leaves_out_one_score() -> None:
    # 5.00 + 15.00 + 21.70 + 35.20 + 100.00 = 176.90 of 210 without the 81 of 90: 84.24, as printed; with it 85.97.
    books = opened.read("sakai_gradebook2", opened.load(opened.REAL / "sakai" / "gb2_importGRBK_804_NC.csv"))
    found = judged(books, 0.1)
    (at,) = np.flatnonzero(found.off).tolist()
    assert round(float(found.expected[at]), 2) == 85.97
    assert found.causes == {at: "as if “I5 -  90” didn't count"}
    assert found.left_out == {at}


def plain(one: drawn.Class, student: int) -> float | None:
    """Gradebook2's total for one student, step by step; None where there is none or the versions differ."""
    earned = possible = 0.0
    parts = []
    for category in range(-1, len(one.weights)):
        graded = [(item, score) for item, score in one.of(category, student) if score is not None]
        sizes = {item.points * item.multiplier for item, _ in one.of(category, student) if not item.extra}
        more = sum(score * item.multiplier for item, score in graded if item.extra)
        graded = [(item, score) for item, score in graded if not item.extra]
        drop = one.drops[category] if category >= 0 else 0
        if drop and len(sizes) > 1:
            if one.weighted:
                return None
            drop = 0
        if drop and graded and len(graded) <= drop:
            return None
        graded = sorted(graded, key=lambda pair: pair[1] * pair[0].multiplier)[drop:]
        got = sum(score * item.multiplier for item, score in graded) + more
        most = sum(item.points * item.multiplier for item, _ in graded)
        earned, possible = earned + got, possible + most
        if category >= 0 and most > 0:
            parts.append((one.weights[category], min(got / most, 1.0)))
    if not one.weighted:
        return 100 * earned / possible if possible else None
    if not parts:
        return None
    return sum(weight * share for weight, share in parts) * sum(one.weights) / sum(weight for weight, _ in parts)


@settings(max_examples=150, deadline=None)
@given(
    drawn.classes(multipliers=(0.5, 1.0, 3.0), drops=2, extra=True, excused=True)
    | drawn.classes(multipliers=(0.5, 1.0), drops=2, equal=True, extra=True, excused=True)
)
def test_all_students_at_once_are_as_each_alone(one: drawn.Class) -> None:
    (found,) = drawn.worked(one, "sakai_gradebook2", sakai_gradebook2.methods)
    for student in range(len(one.scores)):
        assert drawn.same(found.course[student], plain(one, student))
