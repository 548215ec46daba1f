"""The categories that gradebooks have in common, under the name that most give them, with the weight most agree on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from gradeaudit.drafting.habits import Group, Habits
from gradeaudit.drafting.lines import many, quoted
from gradeaudit.policy.names import fold

MOST_CATEGORIES, MOST_SPELLINGS = 60, 20
TOLERANCE, TOTAL = 0.5, 100.0
"""What a policy asks of the sum of its weights where it says nothing else."""
_RARE = 10
"""A category that fewer than one in ten gradebooks have is a comment, not a rule."""


def categories(habits: Habits) -> Iterator[str]:
    """The lines on categories: the common ones with the weight that most agree on, and the rare ones as comments."""
    groups = sorted(habits.groups.values(), key=lambda group: (-group.books, group.name))
    common = [group for group in groups if group.books * _RARE >= habits.with_categories]
    stated, rare = common[:MOST_CATEGORIES], groups[len(common) :]  # in the same order: the commonest come first
    if not stated:
        yield "# No category stands in enough of these gradebooks to be drafted: name the district's under categories."
        return
    agreed = {id(group): weight for group in stated if (weight := _agreed(group)) is not None}
    required = {id(group) for group in stated if group.books * 2 > habits.with_categories}
    low = sum(weight for key, weight in agreed.items() if key in required)
    high = sum(agreed.values()) + TOTAL * (len(stated) - len(agreed))
    adds_up = low <= TOTAL + TOLERANCE and high >= TOTAL - TOLERANCE
    if not adds_up:
        yield "# The weights that most gradebooks use can't add up to 100 together, so they are comments: decide."
    yield "categories:"
    for group in stated:
        yield f"  {quoted(group.name)}:   # {group.books} of {many(habits.with_categories, 'gradebook')}"
        yield from _weight(group, id(group) in agreed and adds_up)
        yield f"    required: {'true' if id(group) in required else 'false'}"
        others = _others(group)
        if others:
            more = f"   # and {len(others) - MOST_SPELLINGS} more spellings" if len(others) > MOST_SPELLINGS else ""
            yield f"    aliases: [{', '.join(quoted(name) for name in others[:MOST_SPELLINGS])}]{more}"
    for group in rare[:MOST_CATEGORIES]:
        yield f"  # {quoted(group.name)}: only {many(group.books, 'gradebook')}"
    yield from _left_out(len(common) - len(stated), "category that many gradebooks have", "categories that many have")
    yield from _left_out(len(rare) - MOST_CATEGORIES, "category of few gradebooks", "categories of few gradebooks")
    yield from _left_out(habits.unwritten, "category whose name is too long", "categories whose names are too long")


def _left_out(number: int, one: str, many: str) -> Iterator[str]:
    if number > 0:
        yield f"  # left out: {number} {one if number == 1 else many}"


def _agreed(group: Group) -> float | None:
    """The weight that more than half of the gradebooks with a known weight give this category."""
    weight = _modal(group.weights) if group.weights else None
    if weight is None or not 0 <= weight <= TOTAL or group.weights[weight] * 2 <= group.weights.total():
        return None
    return weight


def _modal(weights: Counter[float]) -> float:
    return min(weights, key=lambda weight: (-weights[weight], weight))


def _weight(group: Group, stated: bool) -> Iterator[str]:
    if not group.weights:
        yield "    # its weight can't be seen in any gradebook"
        return
    known = group.weights.total()
    modal = _modal(group.weights)
    support = f"# {modal:g}%: {group.weights[modal]} of {many(known, 'gradebook')}"
    yield f"    weight: {modal:g}   {support}" if stated else f"    # weight: {modal:g}   {support}; decide"


def _others(group: Group) -> Sequence[str]:
    """One spelling of each that a policy wouldn't take for the category's own name, the commonest first."""
    told: dict[str, str] = {fold(group.name): ""}
    for name in sorted(group.spellings, key=lambda text: (-group.spellings[text], text)):
        told.setdefault(fold(name), name)
    return [name for name in told.values() if name]
