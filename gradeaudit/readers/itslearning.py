"""itslearning: its assessment record is recognised and refused, because nobody has shown how it is laid out.

Source: itslearning's help pages, which name what the export carries but not in which rows and columns.
"""

from __future__ import annotations

from collections.abc import Iterator

from gradeaudit.errors import Problem
from gradeaudit.export import Export
from gradeaudit.gradebook import Book
from gradeaudit.readers.base import Claim, Reader

_SEARCHED = 10
_KEY = "synchronization key"
_INSTEAD = "describe it with --as generic --map FILE"


def detect(export: Export) -> Claim | None:
    """A column of synchronization keys, which only itslearning offers when it exports."""
    if _KEY not in export.top:
        return None
    if not any(cell.strip().casefold() == _KEY for row in export.rows[:_SEARCHED] for cell in row):
        return None
    return Claim(
        "possible",
        ("a column called Synchronization key",),
        refusal=f"probably itslearning's assessment record, whose layout is not known here: {_INSTEAD}",
    )


def read(exports: list[Export]) -> Iterator[Book]:
    """Nothing yet: raises ``Problem`` with the way that works."""
    raise Problem("the layout of itslearning's export is not known here", exports[0].file, _INSTEAD)


READER = Reader(
    name="itslearning",
    system="itslearning",
    title="Assessment record (Excel, CSV), only through --as generic --map",
    sure="unknown layout: help pages name its contents, no file was seen",
    detect=detect,
    read=read,
    offers=frozenset(),
)
