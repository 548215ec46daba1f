"""Whole classes of other systems than Canvas: clean ones have no wrong total, and a total typed over is found.

Each class is drawn with set-ups that its export hides: scores dropped, equal weights, blanks as zero, exempt work shown
as a blank; its totals are worked out here, student by student, and printed as the system prints them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import pytest

from gradeaudit.gradebook import Book, Gradebooks
from gradeaudit.grading.arithmetic import Judged, judged
from tests import tables

DECIMALS = {"sakai": 2, "brightspace": 6, "moodle": 2, "schoology": 2}
EXEMPT = "exempt"
Score = float | str | None


@dataclass(frozen=True)
class Setup:
    """How a class is graded: items as category and points, and what the export doesn't tell."""

    items: tuple[tuple[int, int], ...]
    weights: tuple[float, ...]
    drops: tuple[int, ...]
    weighted: bool
    alike: bool
    zero: bool


def setup(rng: random.Random, system: str) -> Setup:
    """A set-up that the system knows."""
    items: list[tuple[int, int]] = []
    drops = []
    hidden = rng.random() < 0.5
    for category in range(rng.randint(1, 4)):
        number, points = rng.randint(1, 7), rng.choice((10, 20, 50, 100))
        equal = rng.random() < 0.5
        items += [(category, points if equal else rng.choice((5, 10, 20, 50, 100))) for _ in range(number)]
        drops.append(int(hidden and equal and number > 2 and rng.random() < 0.6))
    weights = tuple(rng.choice((10.0, 20.0, 25.0, 40.0)) for _ in drops)
    return Setup(
        tuple(items),
        weights,
        tuple(drops),
        system in ("sakai", "brightspace") and rng.random() < 0.6,
        system in ("sakai", "schoology") and rng.random() < 0.5,
        system == "brightspace" and rng.random() < 0.5,
    )


def score(rng: random.Random, ability: float, points: int) -> Score:
    """A student's score in half points, a blank, or exempt work."""
    part = rng.random()
    if part < 0.06:
        return None
    return EXEMPT if part < 0.08 else round(min(1.05, max(0.0, rng.gauss(ability, 0.15))) * points * 2) / 2


def totals(one: Setup, row: list[Score]) -> tuple[float | None, list[float | None], float]:
    """A student's course and categories in percent, and the points in all."""
    categories: list[float | None] = []
    earned = possible = 0.0
    for category, drop in enumerate(one.drops):
        pairs = [
            (float(mark or 0.0), points)
            for (of, points), mark in zip(one.items, row)
            if of == category and mark != EXEMPT and (mark is not None or one.zero)
        ]
        pairs = sorted(pairs, key=lambda pair: pair[0] / pair[1])[drop if len(pairs) > drop else 0 :]
        earned, possible = earned + sum(got for got, _ in pairs), possible + sum(most for _, most in pairs)
        if not pairs:
            categories.append(None)
        elif one.alike:
            categories.append(100 * sum(got / most for got, most in pairs) / len(pairs))
        else:
            categories.append(100 * sum(got for got, _ in pairs) / sum(most for _, most in pairs))
    course = 100 * earned / possible if possible else None
    if one.weighted:
        there = [(weight, value) for weight, value in zip(one.weights, categories) if value is not None]
        whole = sum(weight for weight, _ in there)
        course = sum(weight * value for weight, value in there) / whole if whole else None
    return course, categories, earned


def printed_class(rng: random.Random, system: str, number: int, plant: bool) -> tuple[Book, tuple[str, int]]:
    """A class's gradebook, and the total (its name and student) that was typed over; the name is empty for none."""
    one = setup(rng, system)
    rows = []
    for _ in range(rng.randint(5, 32)):
        ability = rng.uniform(0.5, 1.0)
        rows.append([score(rng, ability, points) for _, points in one.items])
    names = [f"C{category}" for category in range(len(one.drops))]
    made = [totals(one, row) for row in rows]
    shown: dict[str, list[str]] = {}
    if system == "moodle":
        shown["final_points"] = ["" if course is None else f"{earned:.2f}" for course, _, earned in made]
    else:
        for column, name in enumerate(["final", *(f"final {name}" for name in names)]):
            values = [categories[column - 1] if column else course for course, categories, _ in made]
            shown[name] = ["" if value is None else f"{value:.{DECIMALS[system]}f}" for value in values]
    if system == "schoology":
        del shown["final"]  # its weights are hidden
    typed = ("", -1)
    if plant:
        name = rng.choice(sorted(shown))
        student = rng.choice([n for n, text in enumerate(shown[name]) if text])
        change = rng.choice((-1, 1)) * rng.uniform(1, 8)
        shown[name][student] = f"{float(shown[name][student]) + change:.{DECIMALS[system]}f}"
        typed = (name, student)
    header = " | ".join(f"I{n} /{points} @{names[of]}" for n, (of, points) in enumerate(one.items))
    lines = [
        f"S{n} | " + " | ".join("" if mark in (None, EXEMPT) else str(mark) for mark in row)
        for n, row in enumerate(rows)
    ]
    method = "weighted" if one.weighted else "total_points" if system == "brightspace" else "unknown"
    book = tables.book(
        "\n".join([f"Student | {header}", *lines]),
        weights=dict(zip(names, one.weights)) if one.weighted else None,
        totals=shown,
        about={"format": system, "method": method},
        file=f"book{number}.csv",
    )
    return book, typed


def classes(system: str, number: int, plant: bool) -> tuple[Gradebooks, list[tuple[str, int]], Judged]:
    """Many classes, what was typed over in each, and how their totals are judged."""
    rng = random.Random(f"{system} {plant}")
    drawn = [printed_class(rng, system, n, plant) for n in range(number)]
    books = tables.gradebooks(*(book for book, _ in drawn))
    return books, [typed for _, typed in drawn], judged(books, 0.1)


@pytest.mark.parametrize("system", DECIMALS)
def test_clean_classes_have_no_wrong_total(system: str) -> None:
    books, _, found = classes(system, 120, plant=False)
    assert not found.off.any()
    # and it is not for want of looking
    assert np.isfinite(found.expected).sum() > 0.8 * books.totals["value"].notna().sum()


@pytest.mark.parametrize(
    ("system", "least"), [("sakai", 1.0), ("brightspace", 0.8), ("moodle", 1.0), ("schoology", 1.0)]
)
def test_a_total_typed_over_is_found_at_its_cell_and_no_other(system: str, least: float) -> None:
    """Where the method is known; in Brightspace a blank may be exempt, so that some gaps have an excuse."""
    books, planted, found = classes(system, 60, plant=True)
    table = books.totals.iloc[found.rows]
    first = np.searchsorted(books.students["book"].to_numpy(), np.arange(len(planted)))
    names = np.append([f" {name}" for name in books.categories["name"]], "")
    labels = [
        (int(book), f"{kind}{names[category]}", int(student - first[book]))
        for book, kind, category, student in zip(table["book"], table["kind"], table["category"], table["student"])
    ]
    spots = {(book, *typed) for book, typed in enumerate(planted)}
    off = {label for label, wrong in zip(labels, found.off.tolist()) if wrong}
    known = {label for label, value in zip(labels, found.expected.tolist()) if value == value} & spots
    assert off <= spots
    assert len(known) > 40
    assert len(off) >= least * len(known)
