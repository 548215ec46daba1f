"""The totals of a mapped table worked out in the ways of PowerSchool, Infinite Campus, Synergy and Jupiter.

Source: the documentation of these systems and of districts that use them. A category is points earned of points
possible, or the mean of its percents (Infinite Campus, where a score's percent counts); the course adds up all points,
or weighs the categories that have scores by their weights; a spreadsheet may do so without stretching these to 100.
PowerSchool rounds each category to the decimals that it is set to before it weighs; Jupiter rounds the total to a tenth
before it is rounded to a whole. Blanks don't count, or as zero where a district has it so. No file of whole classes of
theirs is known, so their classes come as tables.
"""

from __future__ import annotations

import numpy as np

from gradeaudit.gradebook import Array
from gradeaudit.grading.work import Method, Work, across, percent, weighed

_BLANKS = (("blanks didn't count", False), ("blanks counted as zero", True))
_DECIMALS = ((2, "two decimals"), (1, "a tenth"), (0, "a whole"))


def methods(work: Work) -> tuple[Method, ...]:
    """Points or percents, blanks dropped or as zero, and what is rounded before the end."""
    everything = np.ones(len(work.graded), bool)
    return tuple(way for words, zero in _BLANKS for way in _ways(work, everything if zero else work.graded, words))


def _ways(work: Work, counts: Array, words: str) -> list[Method]:
    counts = counts & ((work.size > 0) | work.graded)
    normal = counts & (work.size > 0) & ~work.extra
    doubt, number = work.doubt(), work.number(normal).astype(float)
    share = np.divide(work.earned, work.size, out=np.zeros(len(counts)), where=work.size > 0)
    ways = []
    for how, got, whole in (
        ("points were added up", work.sums(work.earned, counts), work.sums(work.size, normal)),
        ("percents were averaged", work.sums(share, counts & (work.size > 0)), number),
    ):
        said = f"{how} and {words}"
        group = percent(got, whole, doubt)[:, :-1]
        whole_work = percent(got.sum(axis=1), whole.sum(axis=1), across(doubt))
        stretched, as_stated = _weighed(work, group, number)
        courses = {said: whole_work, f"{said} and categories weighed": stretched}
        courses |= {f"{name} and rounded to a tenth first": _rounded(course, 1) for name, course in courses.items()}
        courses[f"{said} and categories weighed, out of 100 whatever they weigh together"] = as_stated
        for decimals, place in _DECIMALS:
            early, _ = _weighed(work, _rounded(group, decimals), number)
            courses[f"{said} and categories were rounded to {place} and weighed"] = early
        ways += [Method(name, course, group, counts=counts) for name, course in courses.items()]
    return ways


def _weighed(work: Work, group: Array, number: Array) -> tuple[Array, Array]:
    """The course from its categories, their weights stretched to 100 and as stated; unknown with work outside."""
    total, present = weighed(work, group, work.doubt()[:, :-1])
    total = np.where((number[:, -1] > 0) | (present == 0), np.nan, total)
    return percent(total / 100.0, present, np.isnan(total)), total / 100.0


def _rounded(percents: Array, decimals: int) -> Array:
    """Percents rounded to some decimals, halves up."""
    scale = 10.0**decimals
    rounded: Array = np.floor(percents * scale + 0.5 + 1e-9) / scale
    return rounded
