"""A look into an old Excel workbook's records for what the cells' values don't tell: errors and percents."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from gradeaudit.errors import Problem
from gradeaudit.files import compound
from gradeaudit.files.look import Look, is_percent

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_NUMBERS = (0x0203, 0x027E)
_TEXTS = (0x00FD, 0x0204)
_FORMULA, _BOOLEAN_OR_ERROR, _SEVERAL = 0x0006, 0x0205, 0x00BD
_ROW, _COLUMNS, _FORMAT, _STYLE, _SHEET, _LOCKED = 0x0208, 0x007D, 0x041E, 0x00E0, 0x0085, 0x002F


def looks(data: bytes) -> list[Look]:
    """What each sheet's records tell, in the order of the sheets; raises ``ValueError`` when they make no sense.

    Source: Microsoft's [MS-XLS], Excel Binary File Format.
    """
    try:
        book = compound.stream(data, "Workbook", "Book")
        formats, styles, sheets = {9, 10}, [], []
        for kind, content in _records(book, 0):
            if kind == _LOCKED:
                raise Problem("the workbook is locked with a password", todo="save it without one")
            if kind == _FORMAT and is_percent(_code(content)):
                formats.add(struct.unpack_from("<H", content)[0])
            elif kind == _STYLE:
                styles.append(struct.unpack_from("<H", content, 2)[0])
            elif kind == _SHEET:
                sheets.append(struct.unpack_from("<I", content)[0])
        percents = {number for number, style in enumerate(styles) if style in formats}
        return [_sheet(book, start, percents) for start in sheets]
    except (struct.error, IndexError) as error:
        raise ValueError("damaged records") from error


def _records(book: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """The records from one beginning to its end; what is nested in between, such as charts, is passed over."""
    depth = 0
    while position + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, position)
        position += 4 + length
        if kind == 0x0809:
            depth += 1
        elif kind == 0x000A:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, book[position - length : position]


def _sheet(book: bytes, start: int, percents: set[int]) -> Look:
    look = Look()
    for kind, content in _records(book, start):
        if kind == _ROW:
            look.hidden_rows += bool(content[12] & 0x20)
        elif kind == _COLUMNS:
            look.hidden_columns += bool(content[8] & 1)
        elif kind in _NUMBERS or kind in _TEXTS or kind in (_FORMULA, _BOOLEAN_OR_ERROR):
            row, column, style = struct.unpack_from("<HHH", content)
            look.reach(row + 1, column + 1)
            error = _error(kind, content)
            if error is not None:
                look.errors[row + 1, column + 1] = _ERRORS.get(error, "#N/A")
            elif kind == _FORMULA and content[6] == 3 and _no_number(content):
                look.empty_formulas += 1
            elif style in percents and kind not in _TEXTS:
                look.percents.add((row + 1, column + 1))
        elif kind == _SEVERAL:
            row, first = struct.unpack_from("<HH", content)
            count = (len(content) - 6) // 6
            look.reach(row + 1, first + count)
            for number in range(count):
                if struct.unpack_from("<H", content, 4 + 6 * number)[0] in percents:
                    look.percents.add((row + 1, first + number + 1))
    return look


def _error(kind: int, content: bytes) -> int | None:
    """The number of the error that a cell shows, if it does."""
    if kind == _BOOLEAN_OR_ERROR and content[7]:
        return content[6]
    if kind == _FORMULA and _no_number(content) and content[6] == 2:
        return content[8]
    return None


def _no_number(content: bytes) -> bool:
    """Whether a formula's value is a text, a truth, an error or none."""
    return content[12:14] == b"\xff\xff"


def _code(content: bytes) -> str:
    """The code of a number format, such as ``0.0%``; its letters take one or two bytes."""
    wide = len(content) > 4 and content[4] & 1
    return content[5:].decode("utf-16-le" if wide else "latin-1", "replace")
