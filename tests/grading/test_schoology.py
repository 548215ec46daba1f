"""Schoology's arithmetic: by hand, on the sample, and against a plain one."""

import numpy as np
from hypothesis import given, settings

from gradeaudit.grading import schoology
from gradeaudit.grading.arithmetic import FEW, OTHER, judged
from gradeaudit.grading.work import lay_out_work
from tests.grading import drawn
from tests.readers import opened

HEADER = (
    "First Name,Last Name,Unique User ID,Overall,Q1,Q1 - Quizzes - Category Score,"
    '"A (Max Points: 10, Due Date: 09/11/26, Grading Category: Quizzes)",'
    '"B (Max Points: 40, Due Date: 09/20/26, Grading Category: Quizzes)",'
    '"C (Max Points: 10, Due Date: 09/24/26, Grading Category: Quizzes)",'
    '"Warm-up (Max Points: 5, Due Date: 10/19/26, Grading Category: Ungraded)",Username'
)


def quizzes(scores: str) -> dict[str, float]:
    """A student's quizzes by each method."""
    books = opened.read("schoology", opened.text(f"{HEADER}\nAna,Ruiz,1,90,90,90,{scores},aruiz\n"))
    names = books.categories["name"].tolist()
    slot = names.index("Quizzes")
    return {way.words: round(float(way.group[0, slot]), 4) for way in schoology.methods(lay_out_work(books))}


def test_a_category_by_hand() -> None:
    # 9 of 10, 20 of 40, 7 of 10: percents 90, 50, 70, mean 70; points 36 of 60. The warm-up is ungraded.
    found = quizzes("9,20,7,0")
    assert found["percents were averaged and missing work counted as zero"] == 70.0
    assert found["points were added up and missing work counted as zero"] == 60.0
    # The lowest is B: 80, or 16 of 20.
    assert found["percents were averaged and missing work counted as zero and the lowest was dropped"] == 80.0
    assert found["points were added up and missing work counted as zero and the lowest was dropped"] == 80.0
    # A blank doesn't count; missing work is a zero or doesn't count either.
    missing = quizzes("9,,Missing,5")
    assert missing["percents were averaged and missing work counted as zero"] == 45.0
    assert missing["percents were averaged and missing work didn't count"] == 90.0
    assert missing["points were added up and missing work counted as zero"] == 45.0


def test_the_sample_s_categories_are_reproduced_and_its_weighted_totals_are_not_checked() -> None:
    books = opened.read("schoology", opened.load(opened.SAMPLES / "schoology" / "gradebook-export.csv"))
    found = judged(books, 0.1)
    # twelve students and three categories; one's tests hold a mark that nobody can read
    assert (int((~np.isnan(found.expected)).sum()), int(found.off.sum())) == (35, 0)
    assert {reason: numbers.tolist() for reason, numbers in found.why_not.items() if len(numbers)} == {OTHER: [0]}


# Percents 100, 90, 90 and so on, their means 93.33, 66.67, 65, 95, 73.33, 43.33, 91.67, 43.33, 65 and 85.
SCORES = ["10,36,9", "8,20,7", "6,30,6", "9,38,10", "7,28,8", "5,16,4", "10,38,8", "4,12,6", "6,26,7", "8,34,9"]
WHOLE = ["93", "67", "65", "95", "73", "43", "92", "43", "65", "85"]


def class_of(number: int, first: str):  # type: ignore[no-untyped-def]
    """The first students with whole totals, the first one's being another."""
    rows = list(zip(SCORES, [first, *WHOLE[1:]]))[:number]
    lines = [f"F{n},L{n},{n},,,{total},{scores},,u{n}" for n, (scores, total) in enumerate(rows)]
    return judged(opened.read("schoology", opened.text("\n".join([HEADER, *lines]) + "\n")), 0.1)


def test_totals_printed_as_whole_numbers_need_more_of_the_class() -> None:
    assert not class_of(10, "93").off.any()
    found = class_of(10, "85")
    (at,) = np.flatnonzero(found.off).tolist()
    assert round(float(found.expected[at]), 2) == 93.33
    few = class_of(8, "85")  # seven whole numbers may come out by chance
    assert not few.off.any()
    assert {reason: numbers.tolist() for reason, numbers in few.why_not.items() if len(numbers)} == {FEW: [0]}


def plain(one: drawn.Class, category: int, student: int, points: bool) -> float | None:
    graded = [(item, score) for item, score in one.of(category, student) if score is not None]
    if not graded:
        return None
    if points:
        return 100 * sum(score for _, score in graded) / sum(item.points for item, _ in graded)
    return 100 * sum(score / item.points for item, score in graded) / len(graded)


@settings(max_examples=100, deadline=None)
@given(drawn.classes(weighted=False))
def test_all_students_at_once_are_as_each_alone(one: drawn.Class) -> None:
    found = {way.words: way for way in drawn.worked(one, "schoology", schoology.methods)}
    for student in range(len(one.scores)):
        for category in range(len(one.weights)):
            for words, points in (("percents were averaged", False), ("points were added up", True)):
                way = found[f"{words} and missing work didn't count"]
                assert drawn.same(way.group[student, category], plain(one, category, student, points))
