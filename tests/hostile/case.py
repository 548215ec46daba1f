"""A hostile or damaged file, and what must become of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gradeaudit.export import STANDARD, Limits

TABLE = "Student,ID,Quiz\nRivera,007,9.5\nOkafor,008,12\n"
ROWS = [["Student", "ID", "Quiz"], ["Rivera", "007", "9.5"], ["Okafor", "008", "12"]]
GRADE_ROWS = [["Student", "ID", "Quiz"], ["Rivera, Ana", "007", "9.5"], ["Okafor, Ben", "008", "12"]]

DTD = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'


@dataclass(frozen=True)
class Case:
    """A file and its outcome: ``rows`` when it is read, ``note`` when something is said of that, ``refused`` else.

    ``kind`` is the kind of file it is taken for. ``shape`` is the number of rows and of cells in the widest one, for
    tables that are too large to write out.
    """

    make: Callable[[], bytes]
    rows: list[list[str]] | None = None
    note: str = ""
    refused: str = ""
    kind: str = "csv"
    shape: tuple[int, int] | None = None
    limits: Limits = STANDARD


def text(content: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    return lambda: content.encode(encoding)


def read(content: str | bytes, rows: list[list[str]], note: str = "", kind: str = "csv") -> Case:
    return Case(lambda: content.encode() if isinstance(content, str) else content, rows, note, kind=kind)


def refused(content: str | bytes, words: str) -> Case:
    return Case(lambda: content.encode() if isinstance(content, str) else content, refused=words)


def workbook(make: Callable[[], bytes], words: str) -> Case:
    return Case(make, refused=words)
