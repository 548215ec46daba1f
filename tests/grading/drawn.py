"""Classes drawn at random, as gradebooks, for holding each system's arithmetic against a plain one."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from gradeaudit.gradebook import Gradebooks
from gradeaudit.grading.work import Method, Work, lay_out_work
from tests import tables


class Item(NamedTuple):
    """An assignment: its points, what it counts beside them, its category (-1: none), and whether it is extra credit."""

    points: int
    multiplier: float
    category: int
    extra: bool = False


@dataclass(frozen=True)
class Class:
    """A class as drawn; ``scores`` has a row for each student, None for a blank; ``excused`` are students and items."""

    items: tuple[Item, ...]
    weights: tuple[float, ...]
    drops: tuple[int, ...]
    scores: tuple[tuple[float | None, ...], ...]
    weighted: bool
    excused: frozenset[tuple[int, int]] = frozenset()

    def counted(self, student: int) -> list[tuple[Item, float | None]]:
        """A student's scores that aren't excused, with their items."""
        pairs = enumerate(zip(self.items, self.scores[student]))
        return [pair for at, pair in pairs if (student, at) not in self.excused]

    def of(self, category: int, student: int) -> list[tuple[Item, float | None]]:
        """The same in a category."""
        return [(item, score) for item, score in self.counted(student) if item.category == category]


@st.composite
def classes(
    draw: st.DrawFn,
    *,
    weighted: bool | None = None,
    multipliers: Sequence[float] = (1.0,),
    drops: int = 0,
    equal: bool = False,
    uncategorised: bool = True,
    blanks: bool = True,
    extra: bool = False,
    excused: bool = False,
) -> Class:
    """A class of one to four students; ``drops`` is the most that a category drops, ``equal``: its items are alike,
    ``extra`` and ``excused``: some of its work is."""
    categories = draw(st.integers(1, 3))
    is_weighted = draw(st.booleans()) if weighted is None else weighted
    alike = [(draw(st.sampled_from((5, 10, 20, 100))), draw(st.sampled_from(multipliers))) for _ in range(categories)]
    items = []
    for _ in range(draw(st.integers(1, 8))):
        category = draw(st.integers(-1 if uncategorised else 0, categories - 1))
        points, multiplier = draw(st.sampled_from((5, 10, 20, 100))), draw(st.sampled_from(multipliers))
        size = alike[category] if equal and category >= 0 else (points, multiplier)
        items.append(Item(*size, category, extra and draw(st.integers(0, 3)) == 0))
    score = st.integers(0, 44).map(lambda part: part / 40)
    cell = st.one_of(st.none(), score) if blanks else score
    rows = draw(st.lists(st.tuples(*[cell] * len(items)), min_size=1, max_size=4))
    spots = st.tuples(st.integers(0, len(rows) - 1), st.integers(0, len(items) - 1))
    return Class(
        tuple(items),
        tuple(draw(st.lists(st.sampled_from((10.0, 25.0, 30.0, 60.0)), min_size=categories, max_size=categories))),
        tuple(draw(st.lists(st.integers(0, drops), min_size=categories, max_size=categories))),
        tuple(tuple(None if s is None else s * item.points for item, s in zip(items, row)) for row in rows),
        is_weighted,
        draw(st.frozensets(spots, max_size=3)) if excused else frozenset(),
    )


def gradebook(one: Class, reader: str) -> Gradebooks:
    """The class as one gradebook of a reader's format."""
    names = [f"C{number}" for number in range(len(one.weights))]
    header = " | ".join(
        f"I{number} /{item.points}" + (f" @{names[item.category]}" if item.category >= 0 else "")
        for number, item in enumerate(one.items)
    )
    lines = [
        f"S{n} | "
        + " | ".join("EX" if (n, at) in one.excused else "" if s is None else repr(s) for at, s in enumerate(row))
        for n, row in enumerate(one.scores)
    ]
    book = tables.book(
        "\n".join([f"Student | {header}", *lines]),
        about={"format": reader, "method": "weighted" if one.weighted else "total_points"},
        assignments={
            "multiplier": [item.multiplier for item in one.items],
            "extra_credit": [item.extra for item in one.items],
        },
    )
    categories = {
        "name": names,
        "weight": list(one.weights) if one.weighted else [math.nan] * len(names),
        "drop_lowest": [float(number) for number in one.drops],
        "place": [0] * len(names),
    }
    category = [item.category for item in one.items]
    return tables.gradebooks(
        book._replace(categories=categories, assignments={**book.assignments, "category": category})
    )


def worked(one: Class, reader: str, methods: Callable[[Work], tuple[Method, ...]]) -> tuple[Method, ...]:
    """What a system's arithmetic makes of the class."""
    return methods(lay_out_work(gradebook(one, reader)))


def same(found: float, expected: float | None) -> bool:
    """Whether a total is the expected one; None stands for none."""
    return math.isnan(found) if expected is None else bool(np.isclose(found, expected, rtol=1e-9, atol=1e-7))
