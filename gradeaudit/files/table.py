"""One sheet's cells as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from gradeaudit.files.delimited import within

Rows = Sequence[list[str]]


class Merged(NamedTuple):
    """A block of cells that a spreadsheet shows as one, counted from 1; its text stands in the first cell only."""

    row: int
    column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Table:
    """One sheet's cells as text; ``rows[11][7]`` is what a spreadsheet shows in H12. Rows may be ragged or empty.

    A table that is too large to hold is *long*: ``rows`` has only its first rows, enough to recognise it by, and
    ``each()`` gives all of them, one at a time, from the file. A reader that can work so says ``streams=True`` and
    goes through ``each()``, once or several times; every other reader is handed tables that were held whole, and
    uses ``rows``.
    """

    rows: Rows
    sheet: str = ""
    hidden: bool = False
    merged: tuple[Merged, ...] = ()
    stream: Callable[[], Iterator[list[str]]] | None = None
    """For a long table: opens the file again and gives every row from the first on."""
    most: int = 0
    """For a long table: how many cells may be held."""

    def each(self) -> Iterator[list[str]]:
        """Every row from the first on; raises ``Problem`` where a long table turns out to be damaged."""
        return self.stream() if self.stream else iter(self.rows)

    def held(self) -> Table:
        """The same table with all its rows in ``rows``; raises ``Problem`` when there are too many cells to hold."""
        if self.stream is None:
            return self
        return replace(self, rows=list(within(self.stream(), self.most)), stream=None)
