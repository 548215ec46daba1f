"""Finds the columns that a mapping names, by their headers or by a spreadsheet's letters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gradeaudit.errors import Problem, closest, quoted
from gradeaudit.places import column_name
from gradeaudit.readers._mapping.schema import SheetMap

_LETTERS = re.compile(r"columns?\s+([A-Za-z]{1,3})(?:\s+to\s+([A-Za-z]{1,3}))?", re.IGNORECASE)


def folded(header: str) -> str:
    """A header without regard to case, surrounding or doubled blanks, line breaks."""
    return " ".join(header.casefold().split())


def columns_of(name: str, header: Sequence[str], sheet_map: SheetMap, *path: str | int) -> list[int]:
    """The columns, from 0, that a mapping's text names; raises ``Problem`` at the mapping's line ``path``."""
    wanted = folded(name)
    found = [column for column, cell in enumerate(header) if folded(cell) == wanted]
    if len(found) == 1:
        return found
    where = sheet_map.where(*path)
    if found:
        letters = " or ".join(f"column {column_name(column + 1)}" for column in found)
        raise Problem(f"{len(found)} columns are headed {quoted(name)}", where, f"write {letters}")
    letters_ = _LETTERS.fullmatch(name.strip())
    if letters_:
        first = _number(letters_[1])
        last = _number(letters_[2]) if letters_[2] else first
        if first <= last < max(len(header), 1):
            return list(range(first, last + 1))
        raise Problem(f"the table has no {quoted(name)}", where, f"its last column is {column_name(len(header))}")
    near = closest(wanted, [folded(cell) for cell in header if cell.strip()])
    todo = f"did you mean {quoted(near)}?" if near else "write the header's text, or column C"
    raise Problem(f"no column is headed {quoted(name)}", where, todo)


def column_of(name: str, header: Sequence[str], sheet_map: SheetMap, *path: str | int) -> int:
    """The one column that a mapping's text names."""
    found = columns_of(name, header, sheet_map, *path)
    if len(found) > 1:
        raise Problem(f"{quoted(name)} are several columns", sheet_map.where(*path), "name one column")
    return found[0]


def _number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
