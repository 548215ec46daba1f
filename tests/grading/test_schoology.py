"""Schoology's arithmetic: by hand, on the sample, and against a plain one."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings

from gradeaudit.grading import schoology
from gradeaudit.grading.arithmetic import FEW, judged
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


def quizzes(scores: str, drops: int = 0) -> dict[str, float]:
    """A student's quizzes by each method, where the category drops some."""
    books = opened.read("schoology", opened.text(f"{HEADER}\nAna,Ruiz,1,90,90,90,{scores},aruiz\n"))
    names = books.categories["name"].tolist()
    slot = names.index("Quizzes")
    work = lay_out_work(books)
    work = replace(work, drop_lowest=np.full_like(work.drop_lowest, drops))
    return {way.words: round(float(way.group[0, slot]), 4) for way in schoology.methods(work)}


def test_a_category_by_hand() -> None:
    # 9 of 10, 20 of 40, 7 of 10: percents 90, 50, 70, mean 70; points 36 of 60. The warm-up is ungraded.
    found = quizzes("9,20,7,0")
    assert found["percents were averaged and missing work counted as zero"] == 70.0
    assert found["points were added up and missing work counted as zero"] == 60.0
    # The lowest is B: 80, or 16 of 20.
    dropped = quizzes("9,20,7,0", drops=1)
    assert dropped["percents were averaged and missing work counted as zero"] == 80.0
    assert dropped["points were added up and missing work counted as zero"] == 80.0
    # Of two scores that two would be dropped of nobody knows what is left, but of one that it is.
    assert np.isnan(quizzes("9,20,,0", drops=2)["points were added up and missing work counted as zero"])
    assert quizzes("9,,,0", drops=2)["points were added up and missing work counted as zero"] == 90.0
    # A blank doesn't count; missing work is a zero or doesn't count either.
    missing = quizzes("9,,Missing,5")
    assert missing["percents were averaged and missing work counted as zero"] == 45.0
    assert missing["percents were averaged and missing work didn't count"] == 90.0
    assert missing["points were added up and missing work counted as zero"] == 45.0


def test_the_sample_is_reproduced_by_the_weights_that_its_totals_show() -> None:
    books = opened.read("schoology", opened.load(opened.SAMPLES / "schoology" / "gradebook-export.csv"))
    found = judged(books, 0.1)
    # twelve students, three categories and two totals; one's tests, and so totals, hold a mark that nobody can read
    assert (int((~np.isnan(found.expected)).sum()), int(found.off.sum())) == (57, 0)
    assert not any(len(numbers) for numbers in found.why_not.values())


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


def plain(
    one: drawn.Class, student: int, points: bool, drops: int
) -> tuple[list[float | None], dict[str, float | None]]:
    """The categories and, by its name, the course for one student, step by step; ``drops`` are those of work
    without a category. None where nobody knows what is left of several, or whether a category is left for the course.
    """
    groups: list[float | None] = []
    kept: list[tuple[float, float]] = []
    work: list[float] = []
    unsure = False
    everyone = range(len(one.scores))
    asked = [item for at, item in enumerate(one.items) if any((row, at) not in one.excused for row in everyone)]
    for category in range(-1, len(one.weights)):
        many = one.drops[category] if category >= 0 else drops
        sizes = [float(item.points) if points else 1.0 for item in asked if item.category == category]
        work.append(sum(sizes) * (len(sizes) - many) / len(sizes) if len(sizes) > many else 0.0)
        pairs = [
            (score / item.points, float(item.points) if points else 1.0, item)
            for item, score in one.of(category, student)
            if score is not None
        ]
        pairs.sort(key=lambda pair: (pair[0], -pair[2].points))  # of equals the larger is dropped
        unsure |= bool(pairs) and len(pairs) <= many
        own = [(share * of, of) for share, of, _ in (pairs if len(pairs) == 1 else pairs[many:])]
        kept += own
        groups.append(100 * sum(got for got, _ in own) / sum(of for _, of in own) if own else None)
    together = 100 * sum(got for got, _ in kept) / sum(of for _, of in kept) if kept else None
    there = [(weight, group) for weight, group in zip(work, groups) if group is not None and weight]
    weights = sum(weight for weight, _ in there)
    by_work = sum(weight * group for weight, group in there) / weights if weights else None
    return groups[1:], {"": None if unsure else together, "by work": None if unsure else by_work}


@settings(max_examples=100, deadline=None)
@given(drawn.classes(weighted=False, drops=2, excused=True))
def test_all_students_at_once_are_as_each_alone(one: drawn.Class) -> None:
    found = {way.words: way for way in drawn.worked(one, "schoology", schoology.methods)}
    for student in range(len(one.scores)):
        for words, points in (("percents were averaged", False), ("points were added up", True)):
            for drops, said in enumerate(("", " and the lowest was dropped", " and the lowest two were dropped")):
                groups, course = plain(one, student, points, drops)
                name = f"{words} and missing work didn't count{said}"
                by_work = found[f"categories weighed as much as their work and {name}"]
                for category, expected in enumerate(groups):
                    assert drawn.same(found[name].group[student, category], expected)
                assert drawn.same(found[name].course[student], course[""])
                assert drawn.same(by_work.course[student], course["by work"])
