"""What the headers of a Brightspace gradebook say: items with points, weight and category, subtotals and finals."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import NamedTuple

from gradeaudit.marks import PLAIN, Dialect

END_OF_LINE = "End-of-Line Indicator"
_COMMA = Dialect(",")
_ITEM = re.compile(
    r"(?P<name>.*) (?P<kind>Points Grade|Text Grade|Grade Symbol|Scheme Symbol|Points)"
    r"(?P<block> <(?P<type>[A-Za-z]+)(?: MaxPoints:(?P<most>[0-9.,]+))?(?: Weight:(?P<weight>[0-9.,]+))?"
    r"(?: Category:(?P<category>.*?))?(?: CategoryWeight:(?P<category_weight>[0-9.,]+))?>)?",
    re.DOTALL,
)
_FINAL = re.compile(r"(?P<kind>Calculated|Adjusted) Final Grade (?P<what>Numerator|Denominator|Scheme Symbol)")
_SUBTOTAL = re.compile(r"(?P<name>.+) Subtotal (?P<what>Numerator|Denominator)", re.DOTALL)
_PAIR = re.compile(r"(?P<name>.+) (?P<what>Numerator|Denominator)", re.DOTALL)


class Item(NamedTuple):
    """A grade item. ``column`` holds its points or its word, ``symbol`` the scheme's word beside points (-1: none).

    Text items are no grade items: they hold notes, which never count (D2L's documentation).
    ``weight`` is the percent of its category or, without one, of the final grade; NaN where the book isn't weighted.
    """

    name: str
    column: int
    symbol: int = -1
    has_words: bool = False
    is_described: bool = False
    points_possible: float = math.nan
    weight: float = math.nan
    category: str = ""
    category_weight: float = math.nan


class Pair(NamedTuple):
    """A computed value: the columns of its numerator, its denominator and its scheme's word (-1: not exported).

    ``kind`` is calculated, adjusted, subtotal (of the category ``name``) or item (a calculated item called ``name``).
    """

    kind: str
    name: str
    numerator: int = -1
    denominator: int = -1
    symbol: int = -1


class Columns(NamedTuple):
    """The columns of one export beside those that say who a student is; ``notes`` counts its text items."""

    items: tuple[Item, ...]
    pairs: tuple[Pair, ...]
    notes: int

    @property
    def is_weighted(self) -> bool:
        """Whether any item has a weight: a book by points has none."""
        return any(item.weight == item.weight for item in self.items)

    @property
    def is_described(self) -> bool:
        """Whether the headers carry the block with points and category, which files made for import lack."""
        return any(item.is_described for item in self.items)


@lru_cache(maxsize=4)
def columns(header: tuple[str, ...]) -> Columns:
    """Every column told apart by its header, a tuple of texts without blanks around them.

    Totals are told first, since their headers would also do for an item.
    """
    names = header
    halves = {name.removesuffix(" Numerator") for name in names if name.endswith(" Numerator")}
    halves &= {name.removesuffix(" Denominator") for name in names if name.endswith(" Denominator")}
    items: list[Item] = []
    pairs: dict[tuple[str, str], Pair] = {}
    notes = 0
    for column, name in enumerate(names):
        if " Final Grade " in name and (final := _FINAL.fullmatch(name)):
            _put(pairs, final["kind"].lower(), "", final["what"], column)
        elif " Subtotal " in name and (subtotal := _SUBTOTAL.fullmatch(name)):
            _put(pairs, "subtotal", subtotal["name"], subtotal["what"], column)
        elif halves and (pair := _PAIR.fullmatch(name)) and pair["name"] in halves:
            _put(pairs, "item", pair["name"], pair["what"], column)
        elif (item := _ITEM.fullmatch(name)) and "Text" in (item["kind"].partition(" ")[0], item["type"]):
            notes += 1
        elif item:
            _add(items, item, column)
    return Columns(tuple(items), tuple(pairs.values()), notes)


def _put(pairs: dict[tuple[str, str], Pair], kind: str, name: str, what: str, column: int) -> None:
    known = pairs.get((kind, name), Pair(kind, name))
    pairs[kind, name] = Pair(
        kind,
        name,
        column if what == "Numerator" else known.numerator,
        column if what == "Denominator" else known.denominator,
        column if what == "Scheme Symbol" else known.symbol,
    )


def _add(items: list[Item], found: re.Match[str], column: int) -> None:
    """Adds an item, or, when a scheme's word stands beside the points of the item before it, that word's column."""
    last = items[-1] if items else None
    if found["kind"] == "Scheme Symbol" and last and last.name == found["name"] and last.symbol < 0:
        items[-1] = last._replace(symbol=column)
        return
    items.append(
        Item(
            name=found["name"],
            column=column,
            has_words=found["kind"].endswith("Symbol"),
            is_described=bool(found["block"]),
            points_possible=number(found["most"]),
            weight=number(found["weight"]),
            category=found["category"] or "",
            category_weight=number(found["category_weight"]),
        )
    )


def number(text: str | None) -> float:
    """A number in a header; NaN where there is none. A single comma in it is a decimal mark."""
    if not text:
        return math.nan
    return (_COMMA if "," in text else PLAIN).number(text)
