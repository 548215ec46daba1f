"""What a look at a sheet's XML tells that the cells' values alone don't."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from xml.parsers import expat

from gradeaudit.errors import Problem

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]')


@dataclass
class Look:
    """One sheet, seen before its values are read. Rows and columns count from 1."""

    last_row: int = 0
    last_column: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    """Cells that show an error such as ``#N/A``."""
    percents: set[tuple[int, int]] = field(default_factory=set)
    """Cells whose number is shown as a percentage."""
    unvalued: list[str] = field(default_factory=list)
    """Formulas whose value was never worked out."""
    empty_formulas: int = 0
    """Formulas that show nothing; an .xls doesn't tell whether that is their value or whether they have none."""
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: int = 0
    hidden_columns: int = 0

    def reach(self, row: int, column: int) -> None:
        """Takes note of a cell that holds something."""
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)


def is_percent(code: str) -> bool:
    """Whether a number format shows a percentage; a percent sign in quotation marks is only text."""
    return "%" in _LITERAL.sub("", code)


def walk(
    part: bytes | str,
    name: str,
    start: Callable[[str, dict[str, str]], None] | None = None,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
    plain: bool = False,
) -> None:
    """Goes through an XML part, names without their namespaces; raises ``Problem`` on damage and on a document type.

    ``plain`` leaves the attributes' names as they are, which is faster; those without a namespace need no more.
    """
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    short = cache(lambda name: name.rpartition("}")[2])

    def refuse(*_: Any) -> None:
        raise Problem("it has an XML document type, which no export has and which can harm", todo="export it again")

    parser.StartDoctypeDeclHandler = refuse
    if start and plain:
        parser.StartElementHandler = lambda tag, attributes: start(short(tag), attributes)
    elif start:
        parser.StartElementHandler = lambda tag, attributes: start(
            short(tag), {short(key): value for key, value in attributes.items()}
        )
    if end:
        parser.EndElementHandler = lambda tag: end(short(tag))
    if text:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        what = f"{name} is damaged ({expat.errors.messages.get(error.code, 'not XML')}, line {error.lineno})"
        raise Problem(what, todo="open it in Excel or LibreOffice and save it again") from None
