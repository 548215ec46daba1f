"""Policies on top of each other: one file's plain data over another's, every value still knowing its own line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from gradeaudit.policy.plain import Path_, Plain

APPENDED = ("overrides", "amendments", "waivers", "locked")
"""Lists that grow from file to file; every other list is replaced."""
_SHORT = {("missing_work", "codes"): "means", ("rules",): "severity"}
"""Maps whose entries may be a single word, and the key that the word is short for."""


class Spot(NamedTuple):
    """Where a setting stands: its file as shown, the line and column of its key, and those of its value."""

    file: str
    line: int
    column: int
    value_line: int
    value_column: int

    @property
    def key(self) -> str:
        """``file:line:column`` of the key."""
        return f"{self.file}:{self.line}:{self.column}"

    @property
    def value(self) -> str:
        """``file:line:column`` of the value."""
        return f"{self.file}:{self.value_line}:{self.value_column}"


Spots = Mapping[Path_, Spot]


class Change(NamedTuple):
    """One setting of a policy: a value, a removal (``value`` None), or a map that its inner settings stand in."""

    path: Path_
    value: Any
    spots: dict[Path_, Spot]
    is_map: bool = False

    @property
    def spot(self) -> Spot:
        """Where it stands."""
        return self.spots[self.path]


@dataclass(frozen=True)
class Layered:
    """Plain data of one or several files, and where each of its values stands."""

    data: Mapping[str, Any]
    spots: Spots

    @cached_property
    def by_entry(self) -> Mapping[Path_, list[Path_]]:
        """The paths of all values by the first two steps, such as one override's, so that thousands are gone through
        once."""
        found: dict[Path_, list[Path_]] = {}
        for path in self.spots:
            found.setdefault(path[:2], []).append(path)
        return found


def layer(plain: Plain, shown: str) -> Layered:
    """One file's data with its places; short forms are written out, so that they can be merged."""
    spots = {path: Spot(shown, *place, *plain.values.get(path, place)) for path, place in plain.places.items()}
    data = dict(plain.data)
    _write_out(data, (), spots)
    for key in ("overrides", "amendments"):
        for number, entry in enumerate(data[key] if isinstance(data.get(key), list) else ()):
            if isinstance(entry, dict) and isinstance(entry.get("set"), dict):
                _write_out(entry["set"], (key, number, "set"), spots)
    return Layered(data, spots)


def _write_out(data: dict[str, Any], at: Path_, spots: dict[Path_, Spot]) -> None:
    for path, meant in _SHORT.items():
        table: Any = data
        for step in path:
            table = table.get(step) if isinstance(table, dict) else None
        for name, word in table.items() if isinstance(table, dict) else ():
            if isinstance(word, str):
                table[name] = {meant: word}
                here = (*at, *path, name)
                old = spots[here]
                spots[(*here, meant)] = Spot(
                    old.file, old.value_line, old.value_column, old.value_line, old.value_column
                )


def changes(layered: Layered, at: Path_ = ()) -> list[Change]:
    """The settings of a block, outer maps before what stands in them; paths are counted from the block at ``at``."""
    block: Any = layered.data
    for step in at:
        block = block[step]
    inside: dict[Path_, list[Path_]] = {}
    for path in layered.by_entry.get(at[:2], ()) if len(at) > 1 else layered.spots:
        if path[: len(at)] == at:
            for end in range(len(at) + 1, len(path) + 1):
                inside.setdefault(path[len(at) : end], []).append(path)
    return list(_changes(block, (), at, layered.spots, inside))


def _changes(
    block: Mapping[str, Any], path: Path_, at: Path_, spots: Spots, inside: Mapping[Path_, list[Path_]]
) -> Iterator[Change]:
    for key, value in block.items():
        here = (*path, key)
        if not path and not at and key in APPENDED:
            continue
        if isinstance(value, dict):
            yield Change(here, {}, {here: spots[(*at, *here)]}, True)
            yield from _changes(value, here, at, spots, inside)
        else:
            yield Change(here, value, {full[len(at) :]: spots[full] for full in inside.get(here, ())})


def applied(base: Layered, several: list[Change]) -> Layered:
    """The base with these settings over it: maps merge by key, lists and words replace, None removes."""
    data, spots = _copied(base.data), dict(base.spots)
    for change in several:
        table: Any = data
        for step in change.path[:-1]:
            table = table[step]
        key = change.path[-1]
        old = table.get(key)
        if change.value is None:
            table.pop(key, None)
            _forget(spots, change.path)
        elif change.is_map:
            if not isinstance(old, dict) or _other_kind(change, old, several):
                if old is not None:
                    _forget(spots, change.path)
                table[key] = {}
                spots.update(change.spots)
        else:
            if isinstance(old, (dict, list)):
                _forget(spots, change.path)
            table[key] = change.value
            spots.update(change.spots)
    return Layered(data, spots)


def _other_kind(change: Change, old: dict[str, Any], several: list[Change]) -> bool:
    """Whether one weight is a bound and the other a map by term: such maps can't merge."""
    if change.path[-1] != "weight" or change.path[:1] != ("categories",):
        return False
    depth = len(change.path)
    new = {other.path[-1] for other in several if len(other.path) == depth + 1 and other.path[:depth] == change.path}
    bounds = {"min", "max", "source"}
    return (new <= bounds) != (set(old) <= bounds)


def _copied(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _copied(value) if isinstance(value, dict) else value for key, value in data.items()}


def _forget(spots: dict[Path_, Spot], path: Path_) -> None:
    depth = len(path)
    for known in [known for known in spots if known[:depth] == path]:
        del spots[known]


def merged(base: Layered, top: Layered) -> Layered:
    """A policy on top of another: its settings over the other's, its overrides, amendments and waivers after them."""
    both = applied(base, changes(top))
    data, spots = dict(both.data), dict(both.spots)
    for key in APPENDED:
        first, second = _list(base.data.get(key)), _list(top.data.get(key))
        if second:
            data[key] = [*first, *second]
            for path, spot in top.spots.items():
                if path[0:1] == (key,) and len(path) > 1 and isinstance(path[1], int):
                    spots[(key, path[1] + len(first), *path[2:])] = spot
                elif path[0:1] == (key,):
                    spots.setdefault(path, spot)
    return Layered(data, spots)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
