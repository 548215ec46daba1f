"""Corrected copies of exports: only the cells that a finding names change, and each change can be undone by its log."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import NamedTuple

from gradeaudit.errors import Problem
from gradeaudit.escape import spreadsheet
from gradeaudit.export import Found, Location
from gradeaudit.files.cells import Cell, changed
from gradeaudit.files.contents import OLE, ZIP
from gradeaudit.findings import Finding, Place, Report
from gradeaudit.flow import Order, audited, finished
from gradeaudit.imports import refusal
from gradeaudit.places import cell_name
from gradeaudit.rules.base import UNSAFE

_WORKBOOK = "it is a workbook, and only CSV copies are made; export it as CSV"
_ROUNDS = 4
"""After so many audits of the copies a file whose corrections still bring up something isn't corrected at all."""


@dataclass(frozen=True)
class Change:
    """One cell of a copy: its place, its text before and after, and the rule that asked for it."""

    row: int
    column: int
    before: str
    after: str
    rule: str
    why: str


@dataclass(frozen=True)
class Todo:
    """A finding that is left for a person, and why it wasn't corrected where it might have been."""

    found: Finding
    why: str


@dataclass(frozen=True)
class Fixed:
    """What became of one export: the copy's bytes (None where nothing was changed), its changes, what is left to do.

    ``taken_back`` are reasons why corrections that were made didn't stay.
    """

    location: Location
    format: str
    copy: bytes | None
    changes: tuple[Change, ...]
    by_hand: tuple[Todo, ...]
    taken_back: tuple[str, ...]

    @property
    def file(self) -> str:
        """The export as the user named it."""
        return self.location.shown


class _Wish(NamedTuple):
    text: str
    found: Finding


class _Copy(NamedTuple):
    content: bytes
    before: Mapping[Cell, str]


class _Loss(NamedTuple):
    """Corrections of one file that are taken back, and why."""

    file: str
    cells: tuple[Cell, ...]
    why: str


class _Spot(NamedTuple):
    """A rule at a cell of a file; a finding without a cell has row 0."""

    file: str
    cell: Cell
    rule: str


Wishes = Mapping[str, Mapping[Cell, _Wish]]
"""The new text of each cell that is to change, by file."""


def fixed(order: Order, files: Sequence[Found], whole: Report, unsafe: bool, rules: Sequence[str]) -> list[Fixed]:
    """Corrects copies of the exports and audits them again: what was fixed is gone and nothing new appeared.

    ``whole`` is the order's report. Only what ``rules`` found is corrected; ``unsafe`` also does the fixes of
    ``UNSAFE``. A correction that doesn't settle its finding, or brings up something new, is taken back.
    """
    formats = {one.file: one.format for one in whole.inputs if one.format}
    told = {one.file for one in whole.gradebooks} | {file for _, file, _ in _places(whole)}
    exports = {one.shown: one for one in files if isinstance(one, Location) and one.shown in formats.keys() & told}
    wishes, whys = _wished(exports, formats, whole, unsafe, rules)
    report, copies, lost = whole, dict[str, _Copy](), list[_Loss]()
    for number in count():  # each round takes something back, so there is a last one
        copies, losses = _copies(exports, wishes)
        if not losses:
            report = _audited(order, files, copies) if copies else whole
            losses = _losses(whole, report, wishes)
        if not losses:
            break
        if number >= _ROUNDS:
            losses = [loss._replace(cells=tuple(wishes[loss.file])) for loss in losses]
        for loss in losses:
            why = f"not in the copy: {loss.why}"
            whys |= {_Spot(loss.file, cell, wishes[loss.file][cell].found.rule): why for cell in loss.cells}
        lost += losses
        wishes = _without(wishes, losses)
    passing = _stale(report, wishes) - _spots(whole)
    return [
        Fixed(
            location,
            formats[file],
            copies[file].content if file in copies else None,
            tuple(_changes(copies[file], wishes[file])) if file in copies else (),
            tuple(_todos(report, file, whys, passing)),
            tuple(dict.fromkeys(loss.why for loss in lost if loss.file == file)),
        )
        for file, location in exports.items()
    ]


def _wished(
    exports: Mapping[str, Location], formats: Mapping[str, str], whole: Report, unsafe: bool, rules: Sequence[str]
) -> tuple[Wishes, dict[_Spot, str]]:
    """The text that findings know for each cell, and why some of them isn't written."""
    wishes: dict[str, dict[Cell, _Wish]] = {}
    whys: dict[_Spot, str] = {}
    for found, file, place in _places(whole):
        correction, cell = place.correction, (place.row, place.column)
        if correction is None or found.rule not in rules or file not in exports or not all(cell):
            continue
        why = refusal(formats[file], correction)
        if not why and exports[file].member:
            why = "it lies in an archive; unpack it first"
        if not why and place.sheet:
            why = _WORKBOOK
        if not why and spreadsheet(correction.text) != correction.text:
            why = "the policy's text isn't one that is written into a cell"
        if not why and correction.fix in UNSAFE and not unsafe:
            why = "it is only corrected with --unsafe"
        if why:
            whys[_Spot(file, cell, found.rule)] = f"not in the copy: {why}"
        else:
            wishes.setdefault(file, {}).setdefault(cell, _Wish(correction.text, found))
    return wishes, whys


def _places(report: Report) -> Iterator[tuple[Finding, str, Place]]:
    """Every place of everything that isn't waived, with its file; a finding without a place has one without a cell."""
    for found in report.findings:
        for place in found.places or (Place(0, 0),):
            if found.status != "waived":
                yield found, place.file or found.file, place


def _spots(report: Report) -> set[_Spot]:
    return {_Spot(file, (place.row, place.column), found.rule) for found, file, place in _places(report)}


def _copies(exports: Mapping[str, Location], wishes: Wishes) -> tuple[dict[str, _Copy], list[_Loss]]:
    """The copies with all wishes fulfilled, in memory, and what can't be."""
    copies: dict[str, _Copy] = {}
    losses: list[_Loss] = []
    for file, cells in wishes.items():
        try:
            content = exports[file].path.read_bytes()
            if content.startswith((ZIP, OLE)):
                raise Problem(_WORKBOOK)
            copies[file] = _Copy(*changed(content, {cell: wish.text for cell, wish in cells.items()}))
        except Problem as problem:
            losses.append(_Loss(file, tuple(cells), "; ".join(filter(None, (problem.what, problem.todo)))))
            continue
        if hidden := tuple(cell for cell, text in copies[file].before.items() if spreadsheet(text) != text):
            losses.append(_Loss(file, hidden, "a cell holds characters that a log can't show; change it by hand"))
    return copies, losses


def _audited(order: Order, files: Sequence[Found], copies: Mapping[str, _Copy]) -> Report:
    """The order's report with the copies in place of their exports."""
    with tempfile.TemporaryDirectory() as folder:
        instead: list[Found] = []
        for number, entry in enumerate(files):
            if isinstance(entry, Location) and entry.shown in copies:
                path = Path(folder) / str(number) / entry.path.name
                path.parent.mkdir()
                path.write_bytes(copies[entry.shown].content)
                entry = entry._replace(path=path)
            instead.append(entry)
        return finished(order, [audited(order, instead)])


def _losses(whole: Report, after: Report, wishes: Wishes) -> list[_Loss]:
    """What isn't settled, and what came up anew: a changed cell's fault, else its whole file's, else everyone's."""
    known, now = _spots(whole), _spots(after) - _stale(after, wishes)
    losses = []
    for file, cells in wishes.items():
        if open_ := tuple(cell for cell, wish in cells.items() if _Spot(file, cell, wish.found.rule) in now):
            losses.append(_Loss(file, open_, "the correction wouldn't settle what was found"))
    broken_before = {one.file for one in whole.broken}
    for broken in [one.file or "" for one in after.broken if one.file not in broken_before]:
        for file in [broken] if broken in wishes else wishes:
            losses.append(_Loss(file, tuple(wishes[file]), "the corrected copy can't be read again"))
    for spot in sorted(now - known):
        why = f"it would bring up {spot.rule} at {cell_name(*spot.cell) or 'the whole gradebook'}"
        if spot.cell in wishes.get(spot.file, ()):
            losses.append(_Loss(spot.file, (spot.cell,), why))
        else:
            losses += [
                _Loss(file, tuple(wishes[file]), why) for file in ([spot.file] if spot.file in wishes else wishes)
            ]
    return losses


def _stale(after: Report, wishes: Wishes) -> set[_Spot]:
    """Totals of students whose scores changed: they stand as they were printed, and the LMS makes them anew."""
    rows = {(file, row) for file, cells in wishes.items() for row, _ in cells}
    return {
        _Spot(file, (place.row, place.column), found.rule)
        for found, file, place in _places(after)
        if found.family == "totals" and (file, place.row) in rows
    }


def _without(wishes: Wishes, losses: Sequence[_Loss]) -> Wishes:
    gone = {(loss.file, cell) for loss in losses for cell in loss.cells}
    kept = {
        file: {cell: wish for cell, wish in cells.items() if (file, cell) not in gone} for file, cells in wishes.items()
    }
    return {file: cells for file, cells in kept.items() if cells}


def _changes(copy: _Copy, wishes: Mapping[Cell, _Wish]) -> Iterator[Change]:
    for (row, column), wish in sorted(wishes.items(), key=lambda item: item[0]):
        yield Change(row, column, copy.before[row, column], wish.text, wish.found.rule, wish.found.message)


def _todos(report: Report, file: str, whys: Mapping[_Spot, str], passing: set[_Spot]) -> Iterator[Todo]:
    """What a report still finds in a file, each with the first reason why one of its cells wasn't corrected.

    ``passing`` is what goes away with the import.
    """
    for found in report.findings:
        spots = [_Spot(place.file or file, (place.row, place.column), found.rule) for place in found.places]
        if found.file == file and found.status != "waived" and not (spots and passing.issuperset(spots)):
            yield Todo(found, next((whys[spot] for spot in spots if spot in whys), ""))
