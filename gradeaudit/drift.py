"""What changed within gradebooks that two exports hold: method, categories, weights, drops, assignments, dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from gradeaudit.changes import Change
from gradeaudit.gradebook import Array
from gradeaudit.matched import Matched
from gradeaudit.pairing import Side, elsewhere

WEIGHT_POINTS = 0.5
"""Percentage points that a weight may differ by and still be the same: recovered weights are no more exact."""
_EVEN = 1e-9


class Told(NamedTuple):
    """A change in a pair of gradebooks, or why something can't be told.

    ``row`` is the row of the category or assignment that it is about: of the later export, but of the earlier one where
    it was removed; -1 for the whole gradebook. ``likely`` is true where recovered weights or a likeness show it.
    """

    pair: int
    what: Change | str
    row: int = -1
    likely: bool = False


def setup_changes(held: Matched) -> Iterator[Told]:
    """What changed in the set-up and in the assignments."""
    yield from _kept(held)
    old, new = held.unmatched_categories()
    yield from come_and_gone("category", old, new, _texts(held, "categories", "name"))
    old, new = held.unmatched_assignments()
    yield from come_and_gone("assignment", old, new, _texts(held, "assignments", "title"))


def _texts(held: Matched, table: str, column: str) -> tuple[Array, Array]:
    old, new = (getattr(books, table)[column].to_numpy() for books in (held.before, held.after))
    return old, new


def come_and_gone(kind: str, old: Side, new: Side, texts: tuple[Array, Array]) -> Iterator[Told]:
    """Rows that only one side holds; of several with one name, how many more or fewer, and that they can't be told."""
    there, here = elsewhere(old, new)
    for side, shared, title, what in ((old, there, texts[0], "removed"), (new, here, texts[1], "added")):
        for row in np.flatnonzero((side.pair >= 0) & ~shared & (side.name != "")).tolist():
            name = str(title[row])
            yield Told(int(side.pair[row]), Change(f"{kind}-{what}", name, f"{kind} {what}: “{name}”"), row)
    titles: dict[tuple[int, str], str] = {}
    more: Counter[tuple[int, str]] = Counter()
    for side, shared, title, sign in ((old, there, texts[0], -1), (new, here, texts[1], 1)):
        for row in np.flatnonzero((side.pair >= 0) & (shared | (side.name == ""))).tolist():
            key = int(side.pair[row]), str(side.name[row])
            titles[key] = str(title[row])
            more[key] += sign
    for pair, name in sorted(titles):
        shown, number = titles[pair, name], more[pair, name]
        called = f"called “{shown}”" if name else "without a name"
        if number:
            what, word = ("added", "more") if number > 0 else ("removed", "fewer")
            words = f"{kind} {what}: {abs(number)} {word} {called}"
            yield Told(pair, Change(f"{kind}-{what}", shown, words, counts={kind: abs(number)}))
        yield Told(pair, f"the {kind} {called}: nothing tells which is which in the two exports")


def _kept(held: Matched) -> Iterator[Told]:
    """What changed in categories and assignments that both exports hold."""
    yield from _method(held)
    names = _texts(held, "categories", "name")
    rows = held.renamed.after
    pairs = held.pair_of(rows, "categories").tolist()
    for pair, row, old, new in zip(pairs, rows.tolist(), names[0][held.renamed.before], names[1][rows]):
        words = f"category renamed: “{old}” is now “{new}”; the same assignments lie in it"
        yield Told(pair, Change("category-renamed", new, words, old, new), row)
    yield from _weights(held)
    yield from _drops(held)
    rows = held.assignments.after
    pair = held.pair_of(rows, "assignments")
    old, new = held.both("assignments", "title")
    for row in np.flatnonzero(_squeezed(old) != _squeezed(new)).tolist():
        words = f"assignment renamed: “{old[row]}” is now “{new[row]}”"
        words += f"; {held.likeness[row]}" * bool(held.likeness[row])
        change = Change("assignment-renamed", new[row], words, old[row], new[row])
        yield Told(int(pair[row]), change, int(rows[row]), bool(held.likeness[row]))
    yield from _moved(held, pair, new)
    yield from _points(held, pair, new)
    yield from _due(held, pair, new)


def _squeezed(titles: Array) -> Array:
    """Titles without regard to spaces at their ends and doubled ones."""
    return np.array([" ".join(title.split()) for title in titles.tolist()], object)


def _method(held: Matched) -> Iterator[Told]:
    old, new = (
        held.before.books["method"].to_numpy()[held.books.before],
        held.after.books["method"].to_numpy()[held.books.after],
    )
    for pair in np.flatnonzero((old != new) & (old != "unknown") & (new != "unknown")).tolist():
        was, now = (str(word[pair]).replace("_", " ") for word in (old, new))
        yield Told(pair, Change("method", "", f"how grades are worked out: {was} → {now}", was, now))


def _weights(held: Matched) -> Iterator[Told]:
    """Weights; where an export shows no more than their ratios, what the weights are to each other.

    Totals show ratios alone: where one export states weights and the other's are recovered, or not all can be, those of
    the categories that both show are compared as shares of their sum.
    """
    rows = held.categories.after
    pair = held.pair_of(rows, "categories")
    old, new = held.both("categories", "weight")
    doubt = sum(np.nan_to_num(error) for error in held.both("categories", "weight_error"))
    source, source_now = held.both("categories", "weight_source")
    _, name = held.both("categories", "name")
    mixed = np.bincount(pair[(source == "recovered") != (source_now == "recovered")], minlength=len(held.books.before))
    whole = held.carried("categories.weight") & (mixed == 0)
    shares = held.carried("categories.weight_share") | held.carried("categories.weight")
    share, share_now = _shares(held, pair)
    differ = (np.isnan(old) != np.isnan(new)) | (np.abs(old - new) > np.maximum(WEIGHT_POINTS, doubt) + _EVEN)
    differ &= whole[pair]
    apart = np.abs(share - share_now) > np.maximum(WEIGHT_POINTS, doubt) + _EVEN
    apart &= (shares & ~whole)[pair]
    for row in np.flatnonzero(differ | apart).tolist():
        if differ[row]:
            was, now = _number(old[row]), _number(new[row])
            words = f"weight of “{name[row]}”: {_figure(was, '%')} → {_figure(now, '%')}"
        else:
            was, now = round(float(share[row]), 1), round(float(share_now[row]), 1)
            words = f"share of “{name[row]}” among the categories that both show: {was:g}% → {now:g}%"
        likely = "recovered" in (source[row], source_now[row]) or not differ[row]
        words += " (recovered from totals)" * likely
        yield Told(int(pair[row]), Change("weight", name[row], words, was, now), int(rows[row]), likely)


def _shares(held: Matched, pair: Array) -> tuple[Array, Array]:
    """Percents of the weight of those categories whose share both exports show; NaN for the others."""
    weights, shares = held.both("categories", "weight"), held.both("categories", "weight_share")
    both = [np.where(np.isnan(weight), share, weight) for weight, share in zip(weights, shares)]
    shown = ~np.isnan(both[0] + both[1])
    whole = [np.bincount(pair[shown], weights=column[shown], minlength=len(held.books.before)) for column in both]
    old, new = (
        np.where(shown, 100.0 * column / np.where(total[pair] > 0, total[pair], np.nan), np.nan)
        for column, total in zip(both, whole)
    )
    return old, new


def _drops(held: Matched) -> Iterator[Told]:
    """How many of a category's lowest and highest scores are left out."""
    pair = held.pair_of(held.categories.after, "categories")
    carried = held.carried("categories.drop_lowest")[pair]
    name = held.both("categories", "name")[1]
    for which in ("lowest", "highest"):
        old, new = (np.nan_to_num(column) for column in held.both("categories", f"drop_{which}"))
        for row in np.flatnonzero((old != new) & carried).tolist():
            words = f"{which} scores dropped in “{name[row]}”: {old[row]:g} → {new[row]:g}"
            change = Change("drops", name[row], words, float(old[row]), float(new[row]))
            yield Told(int(pair[row]), change, int(held.categories.after[row]))


def _moved(held: Matched, pair: Array, title: Array) -> Iterator[Told]:
    old, new = held.both("assignments", "category")
    same = np.append(held.categories.of_before(len(held.before.categories)), -1)[old]
    same_now = np.append(held.categories.of_after(len(held.after.categories)), -1)[new]
    names = held.before.categories["name"].to_numpy(), held.after.categories["name"].to_numpy()
    for row in np.flatnonzero((old >= 0) & (new >= 0) & ((same != same_now) | (same < 0))).tolist():
        was, now = names[0][old[row]], names[1][new[row]]
        if was == now:
            continue  # two categories of one name can't be told apart
        words = f"“{title[row]}” moved from “{was}” to “{now}”"
        yield Told(
            int(pair[row]), Change("assignment-moved", title[row], words, was, now), int(held.assignments.after[row])
        )


def _points(held: Matched, pair: Array, title: Array) -> Iterator[Told]:
    old, new = held.both("assignments", "points_possible")
    same = (np.isnan(old) & np.isnan(new)) | (np.abs(old - new) <= _EVEN)
    for row in np.flatnonzero(~same & held.carried("assignments.points_possible")[pair]).tolist():
        was, now = _number(old[row]), _number(new[row])
        words = f"points possible of “{title[row]}”: {_figure(was)} → {_figure(now)}"
        yield Told(
            int(pair[row]), Change("points-possible", title[row], words, was, now), int(held.assignments.after[row])
        )


def _due(held: Matched, pair: Array, title: Array) -> Iterator[Told]:
    """Due dates; the time of day counts where both exports are of one format, since others may leave it out."""
    old, new = held.both("assignments", "due_on")
    formats = [books.books["format"].to_numpy() for books in (held.before, held.after)]
    one = formats[0][held.books.before] == formats[1][held.books.after]
    day, day_now = old.astype("datetime64[D]"), new.astype("datetime64[D]")
    differ = (day != day_now) | ((old != new) & one[pair])
    differ &= ~(np.isnat(old) & np.isnat(new)) & held.carried("assignments.due_on")[pair]
    for row in np.flatnonzero(differ).tolist():
        unit = "m" if day[row] == day_now[row] else "D"
        was, now = (
            None if np.isnat(at) else str(at.astype(f"datetime64[{unit}]")).replace("T", " ")
            for at in (old[row], new[row])
        )
        words = f"due date of “{title[row]}”: {was or 'none'} → {now or 'none'}"
        yield Told(int(pair[row]), Change("due-date", title[row], words, was, now), int(held.assignments.after[row]))


def _number(value: Any) -> float | None:
    return None if np.isnan(value) else round(float(value), 4)


def _figure(value: float | None, unit: str = "") -> str:
    return "none" if value is None else f"{value:g}{unit}"
