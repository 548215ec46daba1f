"""What is written beside a corrected copy: the log that undoes it, the same in words, and what to do by hand."""

from __future__ import annotations

import csv
import io
import re
import textwrap

from gradeaudit.errors import Problem, visible
from gradeaudit.escape import spreadsheet, terminal
from gradeaudit.files.cells import Cell, changed
from gradeaudit.fixing import Fixed, Todo
from gradeaudit.imports import IMPORTS
from gradeaudit.places import cell_name
from gradeaudit.wording import counted

_LOG = ("cell", "before", "after", "rule", "why")
_SHOWN_CELLS = 5
_WIDTH = 79
_MARK = re.compile(r" *(?:\[ \] |\d+\. )?")


def log(result: Fixed) -> bytes:
    """The changes as CSV, one a row, in the order of the cells: what ``undone`` takes."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(_LOG)
    for change in result.changes:
        cell = cell_name(change.row, change.column)
        rows.writerow([spreadsheet(text) for text in (cell, change.before, change.after, change.rule, change.why)])
    return out.getvalue().encode()


def account(result: Fixed, written: bool = True) -> str:
    """The changes in plain words, and how the LMS imports the copy; ``written`` is false of what only would be done."""
    cells = counted(len(result.changes), "cell")
    said = f"{cells} changed in the copy; the original is as it was" if written else f"{cells} would change in a copy"
    lines = [f"{result.file}: {said}", ""]
    lines += [f"  {cell_name(c.row, c.column)}: {c.before or 'blank'} → {c.after}  ({c.rule})" for c in result.changes]
    if result.changes:
        taken = IMPORTS[result.format]
        lines += ["", taken.how, f"{taken.words}."]
    return _text(lines)


def checklist(result: Fixed) -> str:
    """What has to be done by hand in the LMS: the clicks, and under them everything that they put right."""
    if not result.by_hand:
        return ""
    system = f", in {IMPORTS[result.format].system}" if result.format in IMPORTS else ""
    lines = [f"{result.file}: {counted(len(result.by_hand), 'thing')} to do by hand{system}"]
    several = len({todo.found.gradebook for todo in result.by_hand}) > 1
    steps: dict[str, list[Todo]] = {}
    for todo in result.by_hand:
        steps.setdefault(todo.found.fix, []).append(todo)
    for number, (step, todos) in enumerate(steps.items(), 1):
        lines += ["", f"{number}. {step}"]
        for todo in todos:
            why = f"; {todo.why}" if todo.why else ""
            book = todo.found.gradebook.removeprefix(f"{result.file}#")
            lines.append(f"   [ ] {f'{book}: ' if several else ''}{todo.found.message}{_cells(todo)}{why}")
    return _text(lines)


def _cells(todo: Todo) -> str:
    places = [place for place in todo.found.places if place.row]
    shown = ", ".join(f"{place.file} {cell_name(place.row, place.column)}".lstrip() for place in places[:_SHOWN_CELLS])
    more = f" and {len(places) - _SHOWN_CELLS} more" if len(places) > _SHOWN_CELLS else ""
    return f" ({shown}{more})" if shown else ""


def _text(lines: list[str]) -> str:
    """Lines for a narrow terminal; what doesn't fit goes on under the line's own text."""
    return "".join(f"{_wrapped(terminal(line, 2_000))}\n" for line in lines)


def _wrapped(line: str) -> str:
    mark = _MARK.match(line)
    under = " " * (mark.end() if mark else 0)
    wrapped = textwrap.wrap(line, _WIDTH, subsequent_indent=under, break_long_words=False, break_on_hyphens=False)
    return "\n".join(wrapped)


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
