"""The tree of categories and items in a Moodle backup: weights as Moodle uses them, drop rules, maxima."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from gradeaudit.marks import PLAIN
from gradeaudit.readers._xml import Node

NULL = "$@NULL@$"
MEAN, WEIGHTED_MEAN, SIMPLE_WEIGHTED_MEAN, MEAN_WITH_EXTRA, NATURAL = 0, 10, 11, 12, 13
"""Moodle's numbers of the ways to aggregate that have weights. Source: lib/grade/constants.php."""


class Category(NamedTuple):
    """A category: its parent's id (empty for the course), how it aggregates, and how many grades it drops or keeps."""

    id: str
    parent: str
    name: str
    aggregation: int
    drop: int
    keep: int
    node: Node


class Item(NamedTuple):
    """A grade item; ``category`` is the id of the category it counts in, ``totals`` of the one whose total it is."""

    id: str
    category: str
    name: str
    kind: str
    totals: str
    gradetype: int
    maximum: float
    minimum: float
    coefficient: float
    natural: float
    overridden: bool
    hidden: bool
    node: Node
    source: int


def categories(gradebook: Node) -> dict[str, Category]:
    """The categories of a gradebook.xml by id, in their order."""
    found = {}
    for node in _below(gradebook, "grade_categories", "grade_category"):
        number = node.attributes.get("id", "")
        found[number] = Category(
            number,
            _text(node, "parent"),
            _text(node, "fullname"),
            int(_number(node, "aggregation", -1)),
            int(_number(node, "droplow", 0)),
            int(_number(node, "keephigh", 0)),
            node,
        )
    return found


def items(top: Node, source: int) -> list[Item]:
    """The grade items of a gradebook.xml or of an activity's grades.xml, which is number ``source`` of the files."""
    found = []
    for node in _below(top, "grade_items", "grade_item"):
        kind = _text(node, "itemtype")
        found.append(
            Item(
                node.attributes.get("id", ""),
                _text(node, "categoryid"),
                _text(node, "itemname"),
                kind,
                _text(node, "iteminstance") if kind in ("course", "category") else "",
                int(_number(node, "gradetype", 1)),
                _number(node, "grademax", math.nan),
                _number(node, "grademin", 0.0),
                _number(node, "aggregationcoef", 0.0),
                _number(node, "aggregationcoef2", math.nan),
                _number(node, "weightoverride", 0.0) != 0,
                _number(node, "hidden", 0.0) != 0,
                node,
                source,
            )
        )
    return found


def grades(item: Item) -> Iterable[tuple[Node, str, str, bool, bool]]:
    """Each grade of an item: its element, the user's id, its text, whether it is excluded, whether overridden."""
    for node in _below(item.node, "grade_grades", "grade_grade"):
        yield (
            node,
            _text(node, "userid"),
            _text(node, "finalgrade"),
            _number(node, "excluded", 0.0) != 0,
            _number(node, "overridden", 0.0) != 0,
        )


def top_of(category: str, known: Mapping[str, Category]) -> str:
    """The category directly under the course that a category lies in; empty for the course itself or an unknown one."""
    seen: set[str] = set()
    while category in known and category not in seen:
        seen.add(category)
        parent = known[category].parent
        if not parent:
            return ""
        if parent in known and not known[parent].parent:
            return category
        category = parent
    return ""


def is_extra(item: Item, parent: Category | None) -> bool:
    """Whether an item is extra credit: by its coefficient, where the category's way to aggregate has extra credit."""
    ways = (SIMPLE_WEIGHTED_MEAN, MEAN_WITH_EXTRA, NATURAL)
    return parent is not None and parent.aggregation in ways and item.coefficient > 0


def shares(parent: Category, children: list[Item]) -> list[float]:
    """What each child counts in its category's total, in percent, as Moodle rescales it; NaN where weights don't apply.

    Source: lib/grade/grade_category.php. Weighted mean: coefficient over their sum. Simple weighted mean: range over
    the sum of ranges. Mean: equal. Natural: the stored weight. Extra credit has no share.
    """
    counted = [not is_extra(item, parent) for item in children]
    if parent.aggregation == NATURAL:
        return [100 * item.natural if own else 0.0 for item, own in zip(children, counted)]
    if parent.aggregation == WEIGHTED_MEAN:
        sizes = [max(item.coefficient, 0.0) for item in children]
    elif parent.aggregation == SIMPLE_WEIGHTED_MEAN:
        sizes = [item.maximum - item.minimum if own else 0.0 for item, own in zip(children, counted)]
    elif parent.aggregation in (MEAN, MEAN_WITH_EXTRA):
        sizes = [float(own) for own in counted]
    else:
        return [math.nan] * len(children)
    total = sum(sizes)
    return [100 * size / total if total > 0 else math.nan for size in sizes]


def _below(node: Node, group: str, tag: str) -> Iterable[Node]:
    found = node.child(group)
    return found.all(tag) if found else ()


def _text(node: Node, tag: str) -> str:
    text = node.value(tag)
    return "" if text == NULL else text


def _number(node: Node, tag: str, absent: float) -> float:
    number = PLAIN.number(_text(node, tag))
    return absent if math.isnan(number) else number
