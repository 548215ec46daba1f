"""Brightspace's arithmetic: by hand, on classes whose totals follow from it, and against a plain one."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from gradeaudit.grading import brightspace
from gradeaudit.grading.arithmetic import judged
from gradeaudit.grading.work import lay_out_work
from tests.grading import drawn
from tests.readers import opened

ITEM = "{name} Points Grade <Numeric MaxPoints:{most} Weight:{weight} Category:{category} CategoryWeight:{share}>"
HEADER = ",".join(
    [
        "OrgDefinedId",
        ITEM.format(name="HW 1", most=10, weight=25, category="Homework", share=40),
        ITEM.format(name="HW 2", most=20, weight=75, category="Homework", share=40),
        ITEM.format(name="Test", most=50, weight=100, category="Tests", share=60),
        "Calculated Final Grade Numerator,Calculated Final Grade Denominator,End-of-Line Indicator",
    ]
)
POINTS = ",".join(
    [
        "OrgDefinedId",
        "HW 1 Points Grade <Numeric MaxPoints:10 Category:Homework>",
        "Test Points Grade <Numeric MaxPoints:40 Category:Tests>",
        "Bonus sheet Points Grade <Numeric MaxPoints:5 Category:Homework>",
        "Calculated Final Grade Numerator,Calculated Final Grade Denominator,End-of-Line Indicator",
    ]
)


def ways(header: str, scores: str, reading: int = 0) -> dict[str, float]:
    """A student's total by each method, of the work as it stands or, at 1, with what may be bonus as such."""
    books = opened.read("brightspace", opened.text(f"{header}\n#1,{scores},,,#\n"))
    work = brightspace.readings(books, lay_out_work(books))[reading]
    return {way.words: round(float(way.course[0]), 4) for way in brightspace.methods(work) if way.course[0] >= 0}


def test_weighted_by_hand() -> None:
    # Homework 0.25 × 80 + 0.75 × 60 = 65, the test 90 percent: 0.4 × 65 + 0.6 × 90 = 80, whatever becomes of blanks.
    assert set(ways(HEADER, "8,12,45").values()) == {80.0}
    # HW 2 blank: as zero homework is 20 and the total 62; dropped it is 80 and 86.
    blank = ways(HEADER, "8,,45")
    assert (blank["blanks counted as zero"], blank["blanks didn't count"]) == (62.0, 86.0)
    # No homework at all: as zero 0.6 × 90 = 54; dropped the test is all there is.
    none = ways(HEADER, ",,45")
    assert (none["blanks counted as zero"], none["blanks didn't count"]) == (54.0, 90.0)
    # 12 of 10 and 20 of 20: homework 0.25 × 120 + 75 = 105; test 54 of 50: 108. 42 + 64.8 = 106.8, or cut: the course
    # at 100; categories at 100, so 100; or scores, so 100 too.
    over = ways(HEADER, "12,20,54")
    assert over["blanks didn't count"] == 106.8
    assert over["blanks didn't count and the final grade stopped at 100"] == 100.0
    # 12 of 10 with 10 of 20: homework 30 + 37.5 = 67.5, with the score cut 62.5; test 45: 27 + 54 = 81, or 25 + 54 = 79.
    some = ways(HEADER, "12,10,45")
    assert some["blanks didn't count and no category passed 100"] == 81.0
    assert some["blanks didn't count and no score passed its maximum"] == 79.0


def test_points_by_hand_with_a_bonus() -> None:
    # 8 + 30 + 4 = 42 of 55, or, the sheet being a bonus, of 50.
    assert ways(POINTS, "8,30,4")["blanks didn't count"] == 76.3636
    assert ways(POINTS, "8,30,4", 1)["blanks didn't count"] == 84.0
    # The test blank: 12 of 15 and 12 of 10 dropped (cut at 100), or 12 of 55 and 12 of 50 as zero.
    blank = ways(POINTS, "8,,4", 1)
    assert blank["blanks counted as zero"] == 24.0
    assert blank["blanks didn't count"] == 120.0
    assert blank["blanks didn't count and the final grade stopped at 100"] == 100.0


def test_an_item_beyond_a_weight_of_100_may_be_bonus_and_of_several_nobody_can_tell_which() -> None:
    # Weights of 25, 75 and 10: without the last they add to 100. 8 and 12 make 65, and 5 of 10 more 5: 70 of homework,
    # 28 + 54 = 82; as an item like the others 70 of 110 and 79.4545.
    quiz = ITEM.format(name="Quiz", most=10, weight=10, category="Homework", share=40)
    header = HEADER.replace(",Test Points", f",{quiz},Test Points")
    assert ways(header, "8,12,5,45")["blanks didn't count"] == 79.4545
    assert ways(header, "8,12,5,45", 1)["blanks didn't count"] == 82.0
    # A quiz that weighs 25 as HW 1 does: either of them may be bonus.
    assert ways(header.replace("Weight:10 ", "Weight:25 "), "8,12,5,45") == {}


@pytest.mark.parametrize(
    ("path", "number"),
    [
        (opened.REAL / "d2l" / "reconstructed_weighted_treat_ungraded_as_0.csv", 9),
        (opened.SAMPLES / "brightspace" / "Biology 10 Fall_GradesExport_2026-11-13-15-20.csv", 48),
    ],
    ids=["ungraded as zero", "sample"],
)
def test_classes_whose_totals_follow_are_reproduced(path, number: int) -> None:  # type: ignore[no-untyped-def]
    books = opened.read("brightspace", opened.load(path))
    found = judged(books, 0.1)
    assert (int((~np.isnan(found.expected)).sum()), int(found.off.sum())) == (number, 0)
    assert not any(len(numbers) for numbers in found.why_not.values())


CLASS = """
{header}
#1,8,12,45,80,100,#
#2,10,20,50,100,100,#
#3,5,11,25,51.5,100,#
#4,6,,40.5,54.6,100,#
#5,9,18,{total},100,#
#6,7,14,35,70,100,#
#7,,,30,{blank},100,#
"""
# 3: homework 0.25 × 50 + 0.75 × 55 = 53.75: 21.5 + 30 = 51.5. 4: homework 15: 6 + 48.6 = 54.6. 5: 90 percent each: 0.4 × 90 + 0.6 × 90 = 90. 7: 0.6 × 60 = 36, or 60 where
# all the homework is exempt.


def off(total: str, blank: str, single: str = "54.6") -> list[tuple[float, str]]:
    text = CLASS.format(header=HEADER, total=total, blank=blank)
    books = opened.read("brightspace", opened.text(text.replace("9,18,", "9,18,45,").replace("54.6", single)))
    found = judged(books, 0.1)
    return [(float(found.expected[at]), found.causes.get(at, "")) for at in np.flatnonzero(found.off).tolist()]


def test_where_blanks_are_zero_a_blank_may_be_exempt_but_a_total_without_blanks_has_no_excuse() -> None:
    assert off("90", "36") == []
    assert off("90", "60") == []  # exempt work is a blank in the export
    assert off("90", "44") == [(pytest.approx(36), "")]  # with some of it exempt homework is still zero
    assert off("93", "36") == [(pytest.approx(90), "")]
    assert off("90", "66") == [(pytest.approx(36), "")]
    assert off("90", "31") == [(pytest.approx(36), "")]


def test_weights_of_a_student_s_own_are_looked_for_in_steps_of_five_percent() -> None:
    # 7: of 60 percent in tests alone, at 80 percent 48; with homework exempt weights would make no difference.
    assert off("90", "48") == [(pytest.approx(36), "as if “Homework” weighed 20% and “Tests” weighed 80%")]


def test_a_single_blank_is_exempt_or_it_is_not() -> None:
    # 4: with HW 2 exempt homework is 60 percent and the total 24 + 48.6.
    assert off("90", "36", "72.6") == []
    assert off("90", "36", "63.0") == [(pytest.approx(54.6), "")]


def plain(one: drawn.Class, student: int, blanks: str, cut: str) -> float | None:
    """Brightspace's total for one student, step by step; ``cut`` is the level at which nothing passes 100."""
    begun = {item for row in range(len(one.scores)) for item, score in one.counted(row) if score is not None}
    undecided = False

    def kept(pairs: list[tuple[drawn.Item, float | None]]) -> list[tuple[drawn.Item, float | None]]:
        """Those that enter the total and aren't dropped."""
        nonlocal undecided
        there = [
            (item, score)
            for item, score in pairs
            if not (score is None and (blanks == "dropped" or (blanks == "begun" and item not in begun)))
        ]
        for category, drops in enumerate(one.drops):
            own = [pair for pair in there if pair[0].category == category and not pair[0].extra]
            undecided |= 0 < len(own) <= drops  # nobody says what becomes of these
            top = 1.0 if cut == "score" else 9.0
            own.sort(
                key=lambda pair: (min((pair[1] or 0.0) / pair[0].points, top), -pair[0].points * pair[0].multiplier)
            )
            for pair in own[:drops]:
                there.remove(pair)
        return there

    def share(pairs: list[tuple[drawn.Item, float | None]]) -> tuple[float, float]:
        """What was earned of these, and what could be."""
        earned = size = 0.0
        for item, score in kept(pairs):
            got = min(score or 0.0, item.points) if cut == "score" else score or 0.0
            earned += got * item.multiplier
            size += 0.0 if item.extra else item.points * item.multiplier
        return earned, size

    total = weights = 0.0
    if one.weighted:
        for category, weight in enumerate(one.weights):
            earned, size = share(one.of(category, student))
            if size:
                total += weight * (min(earned / size, 1.0) if cut in ("category", "score") else earned / size)
                weights += weight
    else:
        total, weights = share(one.counted(student))
    if not weights or undecided:
        return None
    return 100 * (min(total / weights, 1.0) if cut else total / weights)


@settings(max_examples=150, deadline=None)
@given(drawn.classes(multipliers=(0.5, 1.0, 2.5), drops=2, extra=True, excused=True))
def test_all_students_at_once_are_as_each_alone(one: drawn.Class) -> None:
    distinct = tuple(item._replace(points=item.points + number) for number, item in enumerate(one.items))
    one = replace(one, items=distinct)  # so that each item is itself
    found = {way.words: way for way in drawn.worked(one, "brightspace", brightspace.methods)}
    for student in range(len(one.scores)):
        for words, blanks in (
            ("blanks counted as zero", "zero"),
            ("blanks counted as zero where anyone has a score", "begun"),
            ("blanks didn't count", "dropped"),
        ):
            for said, cut in (
                ("", ""),
                (" and the final grade stopped at 100", "final"),
                (" and no category passed 100", "category"),
                (" and no score passed its maximum", "score"),
            ):
                assert drawn.same(found[words + said].course[student], plain(one, student, blanks, cut))
