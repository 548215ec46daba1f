"""Corrected copies of exports: only the cells that a finding names change, and each change can be undone by its log."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gradeaudit import discovery
from gradeaudit.errors import Problem, visible
from gradeaudit.escape import spreadsheet, terminal
from gradeaudit.export import Location
from gradeaudit.files.cells import Cell, changed
from gradeaudit.files.contents import OLE, ZIP
from gradeaudit.findings import Finding, Report
from gradeaudit.flow import Order, audited, finished
from gradeaudit.places import cell_name
from gradeaudit.policy.load import Source
from gradeaudit.rules.base import UNSAFE
from gradeaudit.wording import counted

IMPORTED = {
    "canvas": "Canvas imports a gradebook's CSV. Of codes it is known to take EX; enter another code by hand if Canvas"
    " leaves its cell as it was.",
    "sakai": "Sakai imports a gradebook's CSV.",
}
"""The formats that the LMS is known to import again, and what is to be known of that."""
Wanted = Mapping[Cell, tuple[str, Finding]]
"""The new text of each cell that changes, with the finding that asks for it."""
_LOG = ("cell", "before", "after", "rule", "why")


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
class Fixed:
    """What became of one export: the copy's bytes and its changes, and why anything was left as it was.

    ``copy`` is None where nothing was changed. ``left`` are reasons why something that was to be corrected wasn't;
    ``by_hand`` are the findings that no correction exists for; ``refused`` says that a correction was taken back.
    """

    file: str
    format: str
    copy: bytes | None
    changes: tuple[Change, ...]
    left: tuple[str, ...]
    by_hand: tuple[Finding, ...]
    refused: bool = False


def fixed(order: Order, location: Location, whole: Report, unsafe: bool, rules: Sequence[str]) -> Fixed:
    """Corrects a copy of one export, and audits the copy: what was fixed is gone and nothing new appeared.

    ``whole`` is the order's report. Only what ``rules`` found is corrected; ``unsafe`` also does the fixes of
    ``UNSAFE``.
    """
    reader = next((one.format for one in whole.gradebooks if one.file == location.shown), "")
    open_findings = tuple(one for one in whole.findings if one.file == location.shown and one.status != "waived")
    chosen = [found for found in open_findings if found.rule in rules]
    wanted, left = _wanted(order.source, chosen, unsafe)
    nothing = Fixed(location.shown, reader, None, (), tuple(left), open_findings)
    if not wanted:
        return nothing
    if location.member:
        return replace(nothing, left=(*left, "it lies in an archive; unpack it first"))
    content = location.path.read_bytes()
    try:
        if content.startswith((ZIP, OLE)):
            raise Problem("it is a workbook, and only CSV copies are made", todo="export it as CSV")
        copy, before = changed(content, {cell: text for cell, (text, _) in wanted.items()})
    except Problem as problem:
        return replace(nothing, left=(*left, f"{problem.what}; {problem.todo}"), refused=True)
    changes = tuple(
        Change(row, column, before[row, column], text, found.rule, found.message)
        for (row, column), (text, found) in sorted(wanted.items())
    )
    if any(spreadsheet(change.before) != change.before for change in changes):
        why = "a cell that would change holds characters that a log can't show"
        return replace(nothing, left=(*left, f"{why}; change it by hand"), refused=True)
    if why := _worse(order, location, copy, wanted):
        return replace(nothing, left=(*left, why), refused=True)
    done = {id(found) for _, found in wanted.values()}
    rest = tuple(found for found in open_findings if id(found) not in done)
    return Fixed(location.shown, reader, copy, changes, tuple(left), rest)


def _audit(order: Order, location: Location) -> Report:
    return finished(order, [audited(order, [location])])


def _wanted(source: Source, findings: Sequence[Finding], unsafe: bool) -> tuple[Wanted, list[str]]:
    """The new text of each cell that a fixable finding names, and why others stay."""
    rules = discovery.rules()
    work = source.settings.missing_work
    missing = [name for name, code in work.codes.items() if code.means == "missing"] if work and work.codes else []
    wanted: dict[Cell, tuple[str, Finding]] = {}
    left: list[str] = []
    for found in findings:
        kind = rules[found.rule].fixable
        if not kind or (kind in UNSAFE and not unsafe):
            continue
        if kind in UNSAFE and len(missing) != 1:
            left.append(f"{found.rule}: the policy has no one code for missing work, so none can be chosen")
            continue
        text = missing[0] if kind in UNSAFE else found.expected or ""
        if not text or spreadsheet(text) != text:
            left.append(f"{found.rule}: the policy's text isn't one that is written into a cell")
            continue
        for place in found.places:
            if place.file in ("", found.file) and not place.sheet and place.row and place.column:
                wanted.setdefault((place.row, place.column), (text, found))
    return wanted, list(dict.fromkeys(left))


def not_imported(report: Report, rules: Sequence[str], unsafe: bool) -> list[tuple[str, str]]:
    """The files with findings that a correction exists for, and whose format isn't known to be imported again."""
    known = discovery.rules()
    formats = {one.file: one.format for one in report.gradebooks}
    kinds = {name: known[name].fixable for name in rules if unsafe or known[name].fixable not in UNSAFE}
    files = sorted({one.file for one in report.findings if one.status != "waived" and kinds.get(one.rule)})
    why = "it isn't known for certain that the LMS imports exports of this format ({}) again (known: {})"
    return [
        (file, why.format(formats[file], ", ".join(IMPORTED)))
        for file in files
        if formats.get(file, "canvas") not in IMPORTED
    ]


def _worse(order: Order, location: Location, copy: bytes, wanted: Wanted) -> str:
    """Why a copy isn't to be given away: what was to be fixed is still there, or something new appeared."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / location.path.name
        path.write_bytes(copy)
        after = _audit(order, replace(location, path=path))
    if after.broken or not after.gradebooks:
        return "the corrected copy can't be read again; nothing was changed"
    known, now = set(_pairs(_audit(order, location))), set(_pairs(after))
    if new := sorted(now - known):
        rule, cell = new[0]
        return f"the correction would bring up {rule} at {cell or 'the whole gradebook'}; nothing was changed"
    if now & {(found.rule, cell_name(*cell)) for cell, (_, found) in wanted.items()}:
        return "the correction wouldn't settle what was found; nothing was changed"
    return ""


def _pairs(report: Report) -> Iterator[tuple[str, str]]:
    """Rule and cell of everything found; a finding without a cell counts by its rule."""
    for found in report.findings:
        yield from ((found.rule, cell_name(place.row, place.column)) for place in found.places or ())
        if not found.places:
            yield found.rule, ""


def log(result: Fixed) -> bytes:
    """The changes as CSV, one a row, in the order of the cells: what ``undone`` takes."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(_LOG)
    for change in result.changes:
        cell = cell_name(change.row, change.column)
        rows.writerow([spreadsheet(text) for text in (cell, change.before, change.after, change.rule, change.why)])
    return out.getvalue().encode()


def account(result: Fixed) -> str:
    """The same in plain words, with what has to be done by hand in the LMS: for a person to read."""
    lines = [
        f"{result.file}: {counted(len(result.changes), 'cell')} changed in the copy; the original is as it was",
        "",
    ]
    lines += [f"  {cell_name(c.row, c.column)}: {c.before or 'blank'} → {c.after}  ({c.rule})" for c in result.changes]
    lines += ["", IMPORTED.get(result.format, "")] if result.changes else []
    lines += [f"Not corrected: {why}." for why in result.left]
    if result.by_hand:
        lines += ["", "By hand, in the LMS:"]
    for found in result.by_hand:
        cells = ", ".join(cell_name(place.row, place.column) for place in found.places[:5] if place.row)
        more = f" and {len(found.places) - 5} more" if len(found.places) > 5 else ""
        lines.append(f"  [ ] {found.message}{f' ({cells}{more})' if cells else ''}")
        lines.append(f"      {found.fix}")
    return "\n".join(terminal(line, 2_000) if line else "" for line in lines) + "\n"


def undone(copy: bytes, changes: bytes) -> bytes:
    """The original's bytes from a copy and its log; raises ``Problem`` where the copy isn't what the log left."""
    try:
        rows = list(csv.DictReader(io.StringIO(changes.decode("utf-8"), newline="")))
        cells = {_cell(row["cell"]): (row["before"], row["after"]) for row in rows}
    except (KeyError, ValueError, TypeError):
        raise Problem("this is no log of gradeaudit fix", todo="name the .changes.csv beside the copy") from None
    original, found = changed(copy, {cell: before for cell, (before, _) in cells.items()})
    for cell, (_, after) in cells.items():
        if found[cell] != after:
            what = f"{cell_name(*cell)} isn't what the log says it was changed to"
            raise Problem(what, todo="undo the copy as gradeaudit wrote it")
    return original


def _cell(name: str) -> Cell:
    letters = name.rstrip("0123456789")
    column = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise ValueError(visible(name))
        column = column * 26 + ord(letter) - 64
    return int(name[len(letters) :]), column
