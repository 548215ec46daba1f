"""The convention that most gradebooks' titles follow, as a pattern that a policy can state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gradeaudit.drafting.lines import many, quoted

if TYPE_CHECKING:
    from gradeaudit.drafting.habits import Habits

MOST_SHAPES = 5
_TITLE = re.compile(
    r"[^\W\d_]+(?: [^\W\d_]+){0,2}(?P<space> ?)(?P<hash>#?)\d{1,3}(?:[.-]\d{1,3})?"
    r"(?:(?P<mark>: | - | – | — |\. |\) | )(?P<rest>\S.*))?"
)
"""A word or a few, a number, and what the work is about: HW 3: Fractions, Quiz #2 - Cells, Test 1."""


def shape_of(title: str) -> str:
    """How a title is built: Word, 1 and Topic stand for what it says. Empty for one that follows no convention."""
    found = _TITLE.fullmatch(title)
    if found is None:
        return ""
    return f"Word{found['space']}{found['hash']}1" + (f"{found['mark']}Topic" if found["mark"] else "")


def pattern(shape: str) -> str:
    """The pattern (RE2) of the titles that are built like this."""
    start, topic = shape.removesuffix("Topic"), shape.endswith("Topic")
    space, mark = start.removeprefix("Word").split("1")
    mark = "".join("\\" + one if one in ".)" else one for one in mark)
    return rf"^\pL+( \pL+)*{space}\d+([.-]\d+)?{mark}" + (r"\S.*$" if topic else "$")


def titles(habits: Habits) -> Iterator[str]:
    """The lines on titles: a pattern where more than half of the gradebooks follow it, and how many follow others."""
    order = sorted(habits.shapes, key=lambda shape: (-habits.shape_books[shape], -habits.shapes[shape], shape))
    if not order or not habits.titled:
        return
    most = order[0]
    if habits.shape_books[most] * 2 > habits.titled:
        yield "naming:"
        yield f"  assignment: {quoted(pattern(most))}   # such as “{most}”: {_support(habits, most)}"
        order = order[1:]
    if order:
        yield "# How other titles are built, the commonest first:"
    for shape in order[:MOST_SHAPES]:
        yield f"#   “{shape}”: {_support(habits, shape)}"


def _support(habits: Habits, shape: str) -> str:
    books = f"most titles of {habits.shape_books[shape]} of {many(habits.titled, 'gradebook')}"
    return f"{habits.shapes[shape]} of {many(habits.titles, 'title')}, {books}"
