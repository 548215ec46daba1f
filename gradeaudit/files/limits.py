"""How much a file may hold before gradeaudit refuses to read it, in one place, so that a run can raise it."""

from __future__ import annotations

from dataclasses import dataclass

from gradeaudit.places import MAX_COLUMNS

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """The most that is read of one file. Sizes are in bytes, times in seconds.

    ``file_size`` (``--max-file-size``) holds for a file and for a member of an archive; ``cells`` (``--max-cells``) for
    all sheets of a file together; ``columns`` (``--max-columns``) can't be raised above what a place can say;
    ``cell_size`` is in characters. ``held`` is where a text table becomes long: it is then read row by row.
    An archive is refused above ``members``, above ``archive_size`` when unpacked, and where a member of at least
    ``ratio_from`` unpacks to more than ``ratio`` times its packed size. ``workbook_seconds`` and ``workbook_memory``
    hold for the process that reads a workbook.
    """

    file_size: int = 64 * MEGABYTE
    cells: int = 8_000_000
    columns: int = MAX_COLUMNS
    cell_size: int = MEGABYTE
    held: int = 16 * MEGABYTE
    members: int = 5_000
    archive_size: int = 500 * MEGABYTE
    ratio: int = 200
    ratio_from: int = MEGABYTE
    workbook_seconds: int = 10
    workbook_memory: int = 1_000 * MEGABYTE


STANDARD = Limits()
"""What is read unless a run says otherwise."""


def size(count: int) -> str:
    """A number of bytes for people: ``64 MB``, ``1.5 MB``, ``812 kB``."""
    if count >= MEGABYTE:
        return f"{round(count / MEGABYTE, 1):,g} MB"
    return f"{round(count / 1_000, 1):g} kB"
