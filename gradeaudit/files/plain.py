"""A plain text table, cut into its cells all at once; a cell becomes a text when it is asked for."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

import numpy as np

from gradeaudit.files.limits import Limits
from gradeaudit.texts import SHORT, Numbering, Texts

Array = np.ndarray[Any, Any]

_BREAK, _QUOTE = b'\n"'
_OWN = np.array([(1 << 8 * size) - 1 for size in range(SHORT + 1)] + [0], np.int64)
"""By the length of a text: which of the eight bytes that begin where it begins are its own."""


@dataclass(frozen=True, eq=False)
class PlainRows(Sequence[list[str]]):
    """The rows of a table in which every line is a row, and all have as many cells; used like a list of lists of str.

    A row's line is ``raw[first:last]`` (UTF-8); ``starts`` and ``ends`` (rows × columns) say where in ``raw`` each cell
    is, without quotation marks around it. Eight bytes more stand behind the last line. ``text`` is the same as a str
    where it is ASCII, so that places in both are the same, else empty.
    """

    raw: bytes
    text: str
    delimiter: str
    first: Array
    last: Array
    starts: Array
    ends: Array
    _read: dict[int, list[str]] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.ends)

    def __iter__(self) -> Iterator[list[str]]:
        return csv.reader(self._lines(self.first, self.last), delimiter=self.delimiter)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    @overload
    def __getitem__(self, number: int) -> list[str]: ...
    @overload
    def __getitem__(self, number: slice) -> list[list[str]]: ...
    def __getitem__(self, number: int | slice) -> list[str] | list[list[str]]:
        if isinstance(number, slice):
            return [self[chosen] for chosen in range(len(self))[number]]
        if number not in self._read:  # the first rows are asked for by every reader
            start, end = self.first.item(number), self.last.item(number)
            line = self.text[start:end] if self.text else self.raw[start:end].decode()
            cut = next(csv.reader((line,), delimiter=self.delimiter)) if '"' in line else line.split(self.delimiter)
            self._read[number] = cut
        return self._read[number]

    def _lines(self, first: Array, last: Array) -> list[str]:
        places = zip(first.tolist(), last.tolist())
        if text := self.text:
            return [text[start:end] for start, end in places]
        return [self.raw[start:end].decode() for start, end in places]

    def some(self, numbers: Sequence[int]) -> PlainRows:
        """These rows alone, in this order."""
        span = range(numbers[0], numbers[-1] + 1) if numbers else range(0)
        at = slice(span.start, span.stop) if list(span) == list(numbers) else np.array(numbers, np.int64)
        return PlainRows(
            self.raw, self.text, self.delimiter, self.first[at], self.last[at], self.starts[at], self.ends[at]
        )

    def top(self, count: int) -> str:
        """The text of the first so many rows as it stands, with delimiters and quotation marks."""
        start, end = self.first.item(0), self.last[:count].item(-1)
        return self.text[start:end] if self.text else self.raw[start:end].decode()

    def cell(self, number: int, position: int) -> str:
        """One cell's text, without reading the rest of its row."""
        start, end = self.starts.item(number, position), self.ends.item(number, position)
        return self.text[start:end] if self.text else self.raw[start:end].decode()

    def column(self, position: int) -> list[str]:
        """One column's texts."""
        return self._lines(self.starts[:, position], self.ends[:, position])

    def texts(self, columns: slice | Sequence[int]) -> Texts:
        """The texts of some columns, rows × columns, by their numbers."""
        starts, ends = self.starts[:, columns], self.ends[:, columns]
        size = ends - starts
        eight = np.ndarray((len(self.raw) - SHORT,), "<i8", self.raw, 0, (1,))
        numbers: Array = eight[starts] & _OWN.take(size, mode="clip")
        long = Numbering()
        is_long = size > SHORT
        if np.count_nonzero(is_long):
            at = is_long.nonzero()
            places = zip(starts[at].tolist(), ends[at].tolist())
            numbers[at] = [long[self.raw[start:end].decode()] for start, end in places]
        return Texts(numbers, tuple(long.long))


def cut(text: str, delimiter: str, limits: Limits) -> PlainRows | None:
    """The rows of a plain text table, the same that ``delimited.parse`` finds; None for any other text.

    Not plain are a row of another length than the rest, a line break or a quotation mark inside a cell, one column
    alone, what is too large for the limits, and blanks: all that wants care, or a word on what is wrong.
    """
    if not delimiter.isascii() or len(text) > limits.cells:
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        if "\r" in text:
            return None
    raw = text.encode()
    raw += b"\n" * (not raw.endswith(b"\n")) + bytes(SHORT + 1)
    parts = raw.split(b'"')
    quoted = [part.replace(delimiter.encode(), b" ") for part in parts[1::2]]  # where a delimiter is text
    if b"\n" in b"".join(quoted):  # as also behind a quotation mark that is left open
        return None
    parts[1::2] = quoted
    letters = np.frombuffer(b'"'.join(parts), np.uint8)
    is_break = letters == _BREAK
    edges = (is_break | (letters == ord(delimiter))).nonzero()[0]
    lines = np.count_nonzero(is_break)
    width = len(edges) // lines
    if not 1 < width <= limits.columns or len(edges) % lines:
        return None
    last = edges[width - 1 :: width].copy()
    if np.count_nonzero(is_break.take(last)) < lines:  # else these are all the line breaks that there are
        return None
    starts = np.empty_like(edges)
    starts[0], starts[1:] = 0, edges[:-1] + 1
    first = starts[::width].copy()
    if quoted:  # each pair of quotation marks must be around one cell
        at = (letters.take(starts) == _QUOTE).nonzero()[0]
        if not len(quoted) == len(at) == np.count_nonzero(letters.take(edges[at] - 1) == _QUOTE):
            return None
        starts[at] += 1
        edges[at] -= 1
    is_blank = len(raw) - SHORT - 1 == len(edges) + 2 * len(quoted)
    if is_blank or (len(raw) > limits.cell_size and (edges - starts).max() >= limits.cell_size):
        return None
    csv.field_size_limit(limits.cell_size)
    shape = (lines, width)
    return PlainRows(
        raw, text if text.isascii() else "", delimiter, first, last, starts.reshape(shape), edges.reshape(shape)
    )
