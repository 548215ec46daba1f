"""Where each cell stands in a file's own bytes, so that one cell can be changed and every other byte stays."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gradeaudit.errors import Problem
from gradeaudit.files.delimited import delimiter_of, hint_of, parse
from gradeaudit.files.encoding import decode, settle
from gradeaudit.files.limits import STANDARD

_HEAD = 65_536
_PLAIN = "its quoting isn't plain enough to change one cell and no other"

Cell = tuple[int, int]
"""Row and column as a spreadsheet counts, from 1."""


def changed(content: bytes, texts: Mapping[Cell, str]) -> tuple[bytes, dict[Cell, str]]:
    """A delimited file's bytes with some cells' texts replaced, and what stood in those cells before.

    Byte-order mark, delimiter, line ends and quoting stay, a changed cell's own quotation marks too. Raises ``Problem``
    where a cell isn't there, a new text would need other quoting than its cell has, can't be written in the file's
    encoding, or where the file can't be taken apart and put together again byte by byte.
    """
    text, encoding, _ = decode(content)
    _, mark, _ = settle(content)
    if content[:mark] + text.encode(encoding) != content:
        raise Problem("it has characters before or after its text that a copy would lose", todo="export it again")
    skip = hint_of(text)
    delimiter = delimiter_of(text[:_HEAD])
    spans = _spans(text, skip, delimiter)
    rows = parse(text, STANDARD).rows
    if [[_unquoted(text[start:end]) for start, end in row] for row in spans] != rows:
        raise Problem(_PLAIN, todo="change the cells by hand")
    pieces, before, done = [], {}, 0
    for (row, column), new in sorted(texts.items()):
        if not (0 < row <= len(rows) and 0 < column <= len(rows[row - 1])):
            raise Problem(f"row {row} ends before the cell that would be changed", todo="change the cell by hand")
        start, end = spans[row - 1][column - 1]
        before[row, column] = rows[row - 1][column - 1]
        quoted = text[start:end].startswith('"')
        if '"' in new or (not quoted and any(sign in new for sign in (delimiter, "\r", "\n"))):
            raise Problem("a new text would need other quotation marks than its cell has", todo="change it by hand")
        pieces += [text[done:start], f'"{new}"' if quoted else new]
        done = end
    try:
        whole = "".join([*pieces, text[done:]]).encode(encoding)
    except UnicodeEncodeError:
        raise Problem(f"a new text can't be written in {encoding}", todo="export it again as UTF-8") from None
    return content[:mark] + whole, before


def _spans(text: str, position: int, delimiter: str) -> list[list[tuple[int, int]]]:
    """Start and end of every cell, row by row; a blank line is a row without cells, as a CSV reader has it."""
    cell = re.compile(rf'"(?:[^"]|"")*+"|[^"{re.escape(delimiter)}\r\n][^{re.escape(delimiter)}\r\n]*+|')
    rows: list[list[tuple[int, int]]] = []
    row: list[tuple[int, int]] = []
    while position < len(text):
        found = cell.match(text, position)
        assert found is not None  # the pattern's last choice is the empty cell
        position = found.end()
        following = text[position : position + 1]
        if following == delimiter:
            row.append(found.span())
            position += 1
            if position == len(text):
                row.append((position, position))
        elif following in ("\r", "\n", ""):
            if row or found.group():
                row.append(found.span())
            rows.append(row)
            row = []
            position += 2 if text.startswith("\r\n", position) else 1
        else:
            raise Problem(_PLAIN, todo="change the cells by hand")
    return [*rows, row] if row else rows


def _unquoted(raw: str) -> str:
    return raw[1:-1].replace('""', '"') if raw.startswith('"') else raw
