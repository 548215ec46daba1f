"""Moodle's arithmetic: by hand, on classes whose totals follow from it, and against a plain one."""

from statistics import median

import numpy as np
from hypothesis import given, settings

from gradeaudit import discovery
from gradeaudit.export import find
from gradeaudit.grading import moodle
from gradeaudit.grading.arithmetic import judged
from gradeaudit.grading.work import lay_out_work
from gradeaudit.reading import read_found
from tests.grading import drawn
from tests.readers import opened

PEOPLE = '"First name","Last name","Email address"'
HEADER = (
    f'{PEOPLE},"HW 1 (Real)","HW 1 (Percentage)","HW 2 (Real)","HW 2 (Percentage)","HW total (Real)","Test (Real)",'
    '"Test (Percentage)","Course total (Real)","Last downloaded from this course"'
)


def export(*rows: str, header: str = HEADER):  # type: ignore[no-untyped-def]
    lines = [f"F{n},L{n},s{n}@x.example,{row},1718000000" for n, row in enumerate(rows)]
    return opened.read("moodle", opened.text("\n".join([header, *lines]) + "\n"))


def ways(row: str) -> dict[str, tuple[float, float]]:
    """A student's totals of HW and of the course, in points, by each method; HW 1 is of 10, HW 2 of 30, Test of 50."""
    others = ('5.00,"50.00 %",15.00,"50.00 %",20.00,25.00,"50.00 %",45.00',) * 2
    books = export(row, *others)
    after, _ = moodle.in_text(books, lay_out_work(books))
    return {
        way.words: (round(float(way.group_points[0, 0]), 4), round(float(way.course_points[0]), 4))
        for way in moodle.methods(after)
        if way.group_points is not None and way.course_points is not None
    }


def test_totals_by_hand() -> None:
    # 8 of 10, 15 of 30, 40 of 50: HW 23, or 65 percent as a mean, or 57.5 by maxima; the course 63, or the mean of 65
    # and 80 = 72.5, or (57.5 + 40) of 150 = 65.
    found = ways('8.00,"80.00 %",15.00,"50.00 %",23.00,40.00,"80.00 %",63.00')
    assert found["points were added up and empty grades didn't count"] == (23.0, 63.0)
    assert found["the mean of percents was taken and empty grades didn't count"] == (65.0, 72.5)
    assert found["percents were weighed by maxima and empty grades didn't count"] == (57.5, 65.0)
    assert found["the lowest percent was taken and empty grades didn't count"][0] == 50.0
    assert found["the median percent was taken and empty grades didn't count"][0] == 65.0
    assert found["the highest percent was taken and empty grades didn't count"][0] == 80.0
    # HW 2 empty: HW 8 of 10, or as zero 40 percent as a mean and 20 by maxima.
    empty = ways('8.00,"80.00 %",-,-,8.00,40.00,"80.00 %",48.00')
    assert empty["points were added up and empty grades counted as zero"] == (8.0, 48.0)
    assert empty["the mean of percents was taken and empty grades didn't count"] == (80.0, 80.0)
    assert empty["the mean of percents was taken and empty grades counted as zero"] == (40.0, 60.0)
    assert empty["percents were weighed by maxima and empty grades counted as zero"] == (20.0, 40.0)


CLASS = [
    '8.00,"80.00 %",15.00,"50.00 %",23.00,40.00,"80.00 %",63.00',
    '10.00,"100.00 %",27.00,"90.00 %",37.00,45.50,"91.00 %",82.50',
    '6.50,"65.00 %",-,-,6.50,30.00,"60.00 %",36.50',
    '7.00,"70.00 %",21.00,"70.00 %",28.00,33.00,"66.00 %",61.00',
    '9.00,"90.00 %",24.00,"80.00 %",33.00,-,-,33.00',
]


def test_a_class_that_adds_up_points_is_reproduced_and_a_total_typed_over_isn_t() -> None:
    assert not judged(export(*CLASS), 0.1).off.any()
    changed = [*CLASS[:3], CLASS[3].replace(",61.00", ",66.00"), CLASS[4]]
    found = judged(export(*changed), 0.1)
    (at,) = np.flatnonzero(found.off).tolist()
    assert (float(found.expected[at]), found.causes) == (61.0, {})


def test_the_highest_total_may_have_stopped_at_the_maximum() -> None:
    over = CLASS[1].replace('27.00,"90.00 %",37.00', '33.00,"110.00 %",43.00').replace(",82.50", ",87.00")
    assert not judged(export(CLASS[0], over, *CLASS[2:]), 0.1).off.any()  # 10 + 33 + 45.5 = 88.5, printed 87
    assert judged(export(CLASS[0], over.replace(",87.00", ",86.50"), *CLASS[2:]), 0.1).off.any()


def test_the_samples_are_reproduced() -> None:
    (batch,) = read_found(find([opened.SAMPLES / "moodle"]), discovery.readers())
    found = judged(batch.gradebooks, 0.1)
    # of 162 totals one is an override; two rest on a category that drops a grade while one is empty
    assert (int((~np.isnan(found.expected)).sum()), int(found.off.sum())) == (161, 0)
    assert not any(len(numbers) for numbers in found.why_not.values())


def plain(one: drawn.Class, student: int, way: str, zero: bool, keeps: bool) -> tuple[list[float | None], float | None]:
    """Moodle's percents of the categories and the course for one student, step by step, weights aside."""

    def together(values: list[tuple[float, float, float]], more: float) -> float | None:
        """Percent, earned and size of each child as one percent; ``more`` is what extra credit earned."""
        if not values:
            return None
        percents = [percent for percent, _, _ in values]
        if way == "mean":
            return sum(percents) / len(percents)
        if way in ("lowest", "median", "highest"):
            return {"lowest": min, "median": median, "highest": max}[way](percents)
        return 100 * (sum(earned for _, earned, _ in values) + more) / sum(size for _, _, size in values)

    def children(category: int) -> tuple[list[tuple[float, float, float]], float]:
        """The grades that count of a category, and what extra credit earned, which is never dropped."""
        pairs = [(item, score or 0.0) for item, score in one.of(category, student) if score is not None or zero]
        own = [(100 * score / item.points, score, float(item.points)) for item, score in pairs if not item.extra]
        drop = one.drops[category] if category >= 0 else 0
        if keeps:
            drop = max(0, drop - sum(score is None and not item.extra for item, score in one.of(category, student)))
        if way == "added" and len({item.points for item, _ in one.of(category, student) if not item.extra}) > 1:
            drop = 0  # natural drops only among grades of one maximum
        kept = sorted(own, key=lambda child: (child[0], -child[2]))[drop:]  # of equals the larger
        return kept, sum(score for item, score in pairs if item.extra)

    parts = [children(category) for category in range(len(one.weights))]
    groups = [together(*part) for part in parts]
    outside, on_top = children(-1)
    if way == "added":
        every = [child for part, _ in parts for child in part] + outside
        return groups, together(every, on_top + sum(more for _, more in parts))
    return groups, together([(group, group, 100.0) for group in groups if group is not None] + outside, on_top)


@settings(max_examples=150, deadline=None)
@given(drawn.classes(drops=2, extra=True, excused=True))
def test_all_students_at_once_are_as_each_alone(one: drawn.Class) -> None:
    found = {way.words: way for way in drawn.worked(one, "moodle", moodle.methods)}
    ways = [("empty grades didn't count", False, False), ("empty grades counted as zero", True, False)]
    if any(one.drops):
        ways.append(("empty grades didn't count and a fixed number of grades was kept", False, True))
    for empty, zero, keeps in ways:
        for words, way in (
            ("points were added up", "added"),
            ("the mean of percents was taken", "mean"),
            ("percents were weighed by maxima", "maxima"),
            ("the lowest percent was taken", "lowest"),
            ("the median percent was taken", "median"),
            ("the highest percent was taken", "highest"),
        ):
            method = found[f"{words} and {empty}"]
            for student in range(len(one.scores)):
                groups, course = plain(one, student, way, zero, keeps)
                for category, expected in enumerate(groups):
                    assert drawn.same(method.group[student, category], expected)
                if way in ("added", "mean", "maxima"):
                    assert drawn.same(method.course[student], course)
