"""Printed totals beside what a system's arithmetic makes of the scores: the one shape that all systems answer in."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from gradeaudit.gradebook import TOTAL_KINDS, Array, Gradebooks
from gradeaudit.grading.hidden_drops import Asked, with_drops
from gradeaudit.grading.left_out import LeftOut
from gradeaudit.grading.work import Method, Work, lay_out_work, picked

_POINTS = tuple(TOTAL_KINDS.index(kind) for kind in ("current_points", "final_points"))
_KINDS = (*_POINTS, TOTAL_KINDS.index("current"), TOTAL_KINDS.index("final"))
_LEAST = 1e-6
NOTHING = "the export doesn't show all that the totals are made of"
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+")
_FAIR = 0.25
"""This share of a class's totals must show so many decimals before all are taken to have them."""
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
    """Students copied with some scores left out, or as extra credit (see ``left_out``).

    ``value`` gives, for some copies and for the row that each is asked for, what such a total is by each method
    (methods, n), and ``between`` the least and most that it may be.
    """

    owner: Array
    items: Array
    value: Callable[[Array, Array], Array]
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
        slack = precision(gradebooks, rows) + room
        hidden = np.array(["categories.drop_lowest" not in offers for offers in gradebooks.offers], bool)
        asked = Asked(student[rows], of, points, printed[rows], slack, hidden)
        plain = readings(gradebooks, work) if readings else (work,)
        made_plainly = [methods(reading) for reading in plain]
        works = tuple(with_drops(reading, made, methods, asked) for reading, made in zip(plain, made_plainly))
        settled = [made if new is old else methods(new) for new, old, made in zip(works, plain, made_plainly)]
        ways = [way for made in settled for way in made]
        value = asked.made(tuple(ways))
        other = asked.made(tuple(way.excused or way for way in ways))
        blanks = work.number(~work.graded)

        def changed(change: Callable[[Work], LeftOut]) -> Changed:
            copies = [change(reading) for reading in works]
            again = [way for copy in copies for way in methods(copy.work)]

            def made(some: list[Method], copy: Array, row: Array) -> Array:
                return np.stack([picked(way, copy, of[row], points[row]) for way in some])

            def between(copy: Array, row: Array) -> tuple[Array, Array]:
                each, or_else = made(again, copy, row), made([way.excused or way for way in again], copy, row)
                return np.fmin(each, or_else), np.fmax(each, or_else)

            return Changed(copies[0].owner, copies[0].items, partial(made, again), between)

        return Worked(
            rows=rows,
            slot=of,
            value=value,
            low=np.fmin(value, other),
            high=np.fmax(value, other),
            ends=np.where(of < 0, blanks.sum(axis=1)[student[rows]], blanks[student[rows], of]) <= 1,
            slack=slack,
            ways=tuple(ways),
            works=tuple(reading for reading, made in zip(works, settled) for _ in made),
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


def classes(gradebooks: Gradebooks, rows: Array) -> Array:
    """Numbers the totals that are made alike: those of one gradebook, kind, category and period."""
    totals = gradebooks.totals
    period = totals["period"].to_numpy()[rows]
    periods = np.unique(period, return_inverse=True)[1] if (period != "").any() else np.zeros(len(rows), np.int64)
    key = totals["book"].to_numpy()[rows].astype(np.int64)
    for part, size in (
        (totals["kind"].cat.codes.to_numpy()[rows], len(totals["kind"].cat.categories)),
        (totals["category"].to_numpy()[rows] + 1, len(gradebooks.categories) + 1),
        (periods, int(periods.max(initial=0)) + 1),
    ):
        key = key * size + part
    numbers: Array = np.unique(key, return_inverse=True)[1]
    return numbers


def precision(gradebooks: Gradebooks, rows: Array) -> Array:
    """Half a unit of the last place that each total's text shows, in the unit of its value.

    Where a fair share of the totals that are made alike show finer, zeros at the end were left out.
    """
    texts, where = _texts(gradebooks, rows)
    shown = np.array([_decimals(text) for text in texts], np.int64)[where]
    half = 0.5 * 10.0 ** -np.maximum(shown, _usual(shown, classes(gradebooks, rows))).astype(float)
    slack: Array = half * units(gradebooks, rows) + _LEAST
    return slack


def units(gradebooks: Gradebooks, rows: Array) -> Array:
    """What one of the numbers that each total's text shows is in its value: 1, but where it shows points earned."""
    texts, where = _texts(gradebooks, rows)
    number = np.array([_plain(text) for text in texts], float)[where]
    with np.errstate(invalid="ignore", divide="ignore"):
        unit = np.where(number != 0, np.abs(gradebooks.totals["value"].to_numpy()[rows] / number), 1.0)
    return np.where(np.isfinite(unit), unit, 1.0)


def _texts(gradebooks: Gradebooks, rows: Array) -> tuple[list[str], Array]:
    """The distinct texts of some totals, and for each total the position of its text."""
    marks = gradebooks.totals["mark"].cat
    codes, where = np.unique(marks.codes.to_numpy()[rows], return_inverse=True)
    return [str(text).strip() for text in marks.categories[codes]], where


def _usual(shown: Array, group: Array) -> Array:
    """For each total the decimals that so many of its group show, or more."""
    order = np.lexsort((-shown, group))
    number = np.bincount(group)
    start = np.cumsum(number) - number
    usual = shown[order][start + np.ceil(number * _FAIR).astype(np.int64) - 1] if len(shown) else shown
    return np.asarray(usual[group])


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
