"""Takes a OneRoster set apart by class, so that only a part of a large set's results is in memory at any time."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import islice
from typing import IO

import numpy as np

from gradeaudit.export import Export
from gradeaudit.readers._oneroster_files import Array, Codes, Column, Part, Pass, first_of

ITEMS = 10_000
"""How many line items a part has: with their results about as many cells as a batch of gradebooks."""
_FLUSH = 200_000
"""How many results are gathered before they are put away, sorted by part."""


def divided(parts: Mapping[str, Part], results: Export | None) -> Iterator[Mapping[str, Part]]:
    """The set as one or several sets of whole classes; ``parts`` are its files but the results.

    Results that are too many to hold are put away by class in temporary files that only this user can read and that
    are gone when they are closed; nothing of a cell but its number stands in them.
    """
    if results is None or not results.long:
        yield parts if results is None else {**parts, "results": Pass(results, "results").part()}
        return
    items = parts["lineItems"]
    of_item = items.ids("classSourcedId")
    classes = list(dict.fromkeys([*_ids(parts, "classes", "sourcedId"), *of_item]))
    number = {text: place for place, text in enumerate(classes)}
    item_class = np.array([number[text] for text in of_item], np.int64)
    before = np.cumsum(np.bincount(item_class, minlength=len(classes))) - 1
    part_of_class = np.maximum(before, 0) // ITEMS
    count = int(part_of_class.max(initial=0)) + 1
    with ExitStack() as open_files:
        spool = _Spool(results, [open_files.enter_context(tempfile.TemporaryFile()) for _ in range(count)])
        spool.fill(first_of(items.ids("sourcedId")), part_of_class[item_class])
        for place in range(count):
            rows = np.flatnonzero(part_of_class[item_class] == place)
            chosen = {text for text, where in zip(classes, part_of_class.tolist()) if where == place}
            yield _some(parts, items.only(rows), chosen, spool.part(place), place == 0)


class _Spool:
    """The results of a set, put away in one file a part as the numbers of their texts."""

    def __init__(self, results: Export, files: list[IO[bytes]]) -> None:
        self._pass = Pass(results, "results")
        self._files = files
        self._waiting: list[Array] = []
        self._texts: dict[str, list[str]] = {}

    def fill(self, item_of: Mapping[str, int], part_of_item: Array) -> None:
        """Goes through the results once; those of unknown line items are put in the first part."""
        names, ids = list(self._pass.known), self._pass.known.get("lineItemSourcedId", Codes())
        column = names.index("lineItemSourcedId")
        parts = np.append(part_of_item, 0)
        known = np.zeros(0, np.int64)
        rows = 0
        for codes, numbers in self._pass.chunks():
            self._waiting.append(np.column_stack([numbers, *(codes[name] for name in names)]).astype(np.int32))
            rows += len(numbers)
            if rows >= _FLUSH:
                known, rows = _extended(known, ids, item_of), 0
                self._put(parts[known], column + 1)
        self._put(parts[_extended(known, ids, item_of)], column + 1)
        for name, known_texts in self._pass.known.items():
            self._texts[name] = list(known_texts)
            known_texts.clear()  # their numbers aren't asked for any more

    def _put(self, part_of: Array, column: int) -> None:
        table = np.concatenate([np.zeros((0, len(self._pass.known) + 1), np.int32), *self._waiting])
        part = part_of[table[:, column]]
        order = np.argsort(part, kind="stable")
        ends = np.cumsum(np.bincount(part, minlength=len(self._files)))
        for file, rows in zip(self._files, np.split(order, ends[:-1])):
            file.write(table[rows].tobytes())
        self._waiting.clear()

    def part(self, place: int) -> Part:
        """The results of one part, in the order of the file."""
        names = list(self._pass.known)
        self._files[place].seek(0)
        table = np.frombuffer(self._files[place].read(), np.int32).reshape(-1, len(names) + 1)
        columns = {name: Column(table[:, 1 + at], self._texts[name]) for at, name in enumerate(names)}
        whole = Part(
            self._pass.export, "results", self._pass.header, columns, table[:, 0].astype(np.int64), self._pass.is_delta
        )
        return whole.only(np.arange(len(table)))


def _extended(known: Array, ids: Codes, item_of: Mapping[str, int]) -> Array:
    """The line item of each id in the order they were first met; -1 for one that the set doesn't have."""
    new = islice(ids, len(known), None)
    return np.concatenate([known, np.array([item_of.get(text.strip(), -1) for text in new], np.int64)])


def _some(parts: Mapping[str, Part], items: Part, classes: set[str], results: Part, first: bool) -> Mapping[str, Part]:
    """The rows of every file that some classes need; a category that belongs nowhere stays with the first."""
    chosen = {**parts, "lineItems": items, "results": results}

    def keep(kind: str, wanted: Iterable[bool]) -> None:
        chosen[kind] = parts[kind].only(np.flatnonzero(np.fromiter(wanted, bool)))

    if "classes" in parts:
        keep("classes", (text in classes for text in parts["classes"].ids("sourcedId")))
    if "enrollments" in parts:
        keep("enrollments", (text in classes for text in parts["enrollments"].ids("classSourcedId")))
    if "categories" in parts:
        used = set(items.ids("categorySourcedId"))
        placed = set(parts["lineItems"].ids("categorySourcedId")) if first else set()
        pairs = zip(parts["categories"].ids("sourcedId"), parts["categories"].ids("metadata.classId"))
        keep(
            "categories",
            (c in used or room in classes or (first and not room and c not in placed) for c, room in pairs),
        )
    if "users" in parts:
        people = {
            *_ids(chosen, "enrollments", "userSourcedId"),
            *map(str.strip, results.column("studentSourcedId").texts),
        }
        keep("users", (text in people for text in parts["users"].ids("sourcedId")))
    return chosen


def _ids(parts: Mapping[str, Part], kind: str, name: str) -> list[str]:
    return parts[kind].ids(name) if kind in parts else []
