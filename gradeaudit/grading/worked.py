"""Printed totals beside what a system's arithmetic makes of the scores: the one shape that all systems answer in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from gradeaudit.gradebook import TOTAL_KINDS, Array, Gradebooks
from gradeaudit.grading.work import LeftOut, Method, Work, lay_out_work

_POINTS = tuple(TOTAL_KINDS.index(kind) for kind in ("current_points", "final_points"))
_KINDS = (*_POINTS, TOTAL_KINDS.index("current"), TOTAL_KINDS.index("final"))
_LEAST = 1e-6
NOTHING = "the export doesn't show all that the totals are made of"
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+")
_DECIMALS = re.compile(r"[.,](\d+)(?: ?%)?$")


class Worked(NamedTuple):
    """Some totals, and what they are by each documented method of their system.

    ``rows`` (n,) are rows of ``totals``; ``slot`` (n,) their categories as in ``Work``, -1 for the course; ``value``
    (methods, n) what each should be, NaN where that can't be told; a total from ``low`` to ``high`` (methods, n) may be
    right for a reason that the export doesn't show, where ``ends`` (n,) at one of the two alone; ``slack`` (n,) is half
    a unit of the last place printed. ``ways`` and ``works`` are each method, with its words and its totals of students,
    and the work that they rest on. ``changed`` gives what totals would be if some scores counted otherwise. ``lacks``
    says why totals that no method can tell can't be worked out; ``stops``: totals stop at a maximum that isn't shown.
    """

    rows: Array
    slot: Array
    value: Array
    low: Array
    high: Array
    ends: Array
    slack: Array
    ways: tuple[Method, ...]
    works: tuple[Work, ...]
    changed: Callable[[Callable[[Work], LeftOut]], Changed]
    lacks: str
    stops: bool


class Changed(NamedTuple):
    """Students copied with some scores left out, or as extra credit (see ``work.left_out``).

    ``between`` gives, for some copies and for the row that each is asked for, the least and most (methods, n) that such
    a total may be.
    """

    owner: Array
    items: Array
    between: Callable[[Array, Array], tuple[Array, Array]]


def from_scores(
    methods: Callable[[Work], tuple[Method, ...]],
    lacks: str = NOTHING,
    room: float = 0.0,
    readings: Callable[[Gradebooks, Work], tuple[Work, ...]] | None = None,
    stops: bool = False,
) -> Callable[[Gradebooks], Worked]:
    """A system's arithmetic on scores as an answer about its printed totals.

    ``lacks`` says why some can't be told; ``room`` is how far off the rounding of the printed scores may put a total;
    ``readings`` are the ways to read the work, each with all the methods, where the export is not clear.
    """

    def worked(gradebooks: Gradebooks) -> Worked:
        totals = gradebooks.totals
        work = lay_out_work(gradebooks)
        kind, student = totals["kind"].cat.codes.to_numpy(), totals["student"].to_numpy()
        printed = totals["value"].to_numpy()
        first = np.searchsorted(gradebooks.categories["book"].to_numpy(), totals["book"].to_numpy())
        category = totals["category"].to_numpy()
        slot = np.where(category < 0, -1, category - first)
        rows = np.flatnonzero(
            np.isin(kind, _KINDS) & ~np.isnan(printed) & (student >= 0) & (slot < work.weight.shape[1])
        )
        of, points = slot[rows], np.isin(kind[rows], _POINTS)
        works = readings(gradebooks, work) if readings else (work,)
        ways = [way for reading in works for way in methods(reading)]
        value = np.stack([_picked(way, student[rows], of, points) for way in ways])
        other = np.stack([_picked(way.excused or way, student[rows], of, points) for way in ways])
        slack = precision(gradebooks, rows) + room
        blanks = work.number(~work.graded)

        def changed(change: Callable[[Work], LeftOut]) -> Changed:
            copies = [change(reading) for reading in works]
            again = [way for copy in copies for way in methods(copy.work)]

            def between(copy: Array, row: Array) -> tuple[Array, Array]:
                each, or_else = (
                    np.stack([_picked(way, copy, of[row], points[row]) for way in some])
                    for some in (again, [way.excused or way for way in again])
                )
                return np.fmin(each, or_else), np.fmax(each, or_else)

            return Changed(copies[0].owner, copies[0].items, between)

        return Worked(
            rows=rows,
            slot=of,
            value=value,
            low=np.fmin(value, other),
            high=np.fmax(value, other),
            ends=np.where(of < 0, blanks.sum(axis=1)[student[rows]], blanks[student[rows], of]) <= 1,
            slack=slack,
            ways=tuple(ways),
            works=tuple(reading for reading in works for _ in range(len(ways) // len(works))),
            changed=changed,
            lacks=lacks,
            stops=stops,
        )

    return worked


def within(printed: Array, low: Array, high: Array, ends: Array, room: Array) -> Array:
    """Which totals may be right by a method: from low to high, or at one of the ``ends``, give or take the room."""
    inside = (printed >= low - room) & (printed <= high + room)
    at_end = (np.abs(printed - low) <= room) | (np.abs(printed - high) <= room)
    right: Array = np.where(ends, at_end, inside)  # a single blank is exempt or it isn't
    return right


def none(rows: Array) -> Array:
    """NaN for each row."""
    return np.full(len(rows), np.nan)


def _picked(way: Method, student: Array, slot: Array, points: Array) -> Array:
    """The total of each row by one method: of its category or the course, in points or percent."""
    picked = np.full(len(student), np.nan)
    for wanted, course, group in ((~points, way.course, way.group), (points, way.course_points, way.group_points)):
        whole, part = wanted & (slot < 0), wanted & (slot >= 0)
        if course is not None:
            picked[whole] = course[student[whole]]
        if group is not None:
            picked[part] = group[student[part], slot[part]]
    return picked


def precision(gradebooks: Gradebooks, rows: Array) -> Array:
    """Half a unit of the last place that each total's text shows, in the unit of its value."""
    marks = gradebooks.totals["mark"].cat
    codes, where = np.unique(marks.codes.to_numpy()[rows], return_inverse=True)
    texts = [str(text).strip() for text in marks.categories[codes]]
    half = np.array([0.5 * 10.0 ** -_decimals(text) for text in texts])[where] if len(rows) else none(rows)
    number = np.array([_plain(text) for text in texts])[where] if len(rows) else none(rows)
    value = gradebooks.totals["value"].to_numpy()[rows]
    with np.errstate(invalid="ignore", divide="ignore"):
        unit = np.where(number != 0, np.abs(value / number), 1.0)
    slack: Array = half * np.where(np.isfinite(unit), unit, 1.0) + _LEAST
    return slack


def _decimals(text: str) -> int:
    shown = None if _THOUSANDS.fullmatch(text) else _DECIMALS.search(text)
    return len(shown[1]) if shown else 0


def _plain(text: str) -> float:
    text = text.rstrip("% ")
    text = text.replace(",", "") if _THOUSANDS.fullmatch(text.partition(".")[0]) else text.replace(",", ".")
    try:
        return float(text)
    except ValueError:
        return np.nan
