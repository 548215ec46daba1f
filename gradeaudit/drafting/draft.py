"""A first policy, drafted from what gradebooks already do: each line says how many gradebooks stand behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gradeaudit.drafting.categories import categories
from gradeaudit.drafting.codes import codes
from gradeaudit.drafting.habits import Habits, count
from gradeaudit.drafting.lines import many
from gradeaudit.drafting.titles import titles
from gradeaudit.gradebook import Gradebooks
from gradeaudit.grading.recover import recover

MOST_POINTS = 8


def draft(batches: Iterable[Gradebooks]) -> str:
    """The text of a policy that loads and has no mistakes, from batches of gradebooks, whatever their order.

    Holds no student and no cell's text but codes of at most 12 characters that stand in several gradebooks or at
    least 5 cells. A weight, in percent, is stated where more than half of the gradebooks that show one agree; a
    pattern of titles where more than half of the gradebooks follow it.
    """
    habits = Habits()
    for batch in batches:
        count(recover(batch), habits)
    head = (
        f"# Drafted from {many(habits.books, 'gradebook')}. This is what they do, not what they should do: read every",
        "# line, correct it, and add what the district asks for.",
    )
    parts = (head, ["gradeaudit: 1"], categories(habits), codes(habits), titles(habits), _points(habits))
    return "\n\n".join(text for lines in parts if (text := "\n".join(lines))) + "\n"


def _points(habits: Habits) -> Iterator[str]:
    total = habits.points.total()
    if not total:
        return
    yield "# Points possible, the commonest first (marks.points_possible would forbid all others):"
    for points in sorted(habits.points, key=lambda points: (-habits.points[points], points))[:MOST_POINTS]:
        yield f"#   {points:g}: {habits.points[points]} of {many(total, 'assignment')}"
    if len(habits.points) > MOST_POINTS:
        yield f"#   and {many(len(habits.points) - MOST_POINTS, 'other number')} of points"
