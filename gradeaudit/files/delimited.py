"""From text to cells: the delimiter is settled from the first records, the quoting is checked, the limits are kept."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import NamedTuple, TextIO

from gradeaudit.errors import Problem
from gradeaudit.files.limits import Limits

Row = list[str]

_DELIMITERS = ("\t", ";", ",")
"""In the order in which they win a draw: a comma stands in names and titles, a tab hardly anywhere."""
_RECORDS = 20
"""How many records the delimiter is settled from: more than any export has title rows above its header."""
_HEAD = 65_536
_PIECE = 16_384
"""About how many characters of a long text are read at once."""
_NAMES = {",": "a comma", ";": "a semicolon", "\t": "a tab", ":": "a colon"}
_HINT = re.compile(r"sep=([,;\t:])\r?\n?", re.IGNORECASE)


class Delimited(NamedTuple):
    """A text's rows (row 1 of a spreadsheet is the first), what delimits their cells, and what there is to say."""

    rows: list[Row]
    delimiter: str
    notes: tuple[str, ...] = ()


def parse(text: str, limits: Limits) -> Delimited:
    """All rows of a text; raises ``Problem`` where a quotation mark is left open or a limit is passed."""
    notes: list[str] = []
    delimiter = delimiter_of(text[:_HEAD])
    if skip := hint_of(text):
        text = text[skip:]
        notes.append("the first line only names the delimiter (sep=), so it isn't counted as a row")
    csv.field_size_limit(limits.cell_size)
    careful = Records(delimiter, limits, 1 if skip else 0)
    rows: list[Row] | None = None
    if len(text) < limits.cells:
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
        except csv.Error:
            rows = None  # read once more, with care, to say what is wrong where
        else:
            if max(text.count("\n"), text.count("\r")) > len(rows):
                _refuse_swallowed(rows, delimiter, careful.before)
    if rows is None:
        rows = list(within(careful.each(io.StringIO(text, newline=""), first_width(text, delimiter)), limits.cells))
        notes.extend(careful.notes())
    widths = list(map(len, rows))
    if widths and max(widths) > limits.columns:
        raise too_wide(widths.index(max(widths)) + 1, max(widths), limits)
    notes.extend(_ragged(rows, widths))
    return Delimited(rows, delimiter, tuple(notes))


def delimiter_of(head: str) -> str:
    """What separates the cells of a text's first records.

    The delimiter that gives most records the same number of cells, at least two; of equals the one that gives more.
    So titles with commas, decimal commas and title rows above the header don't matter. A colon is taken only where
    no other delimiter gives all records the same number of cells: times and titles are full of colons.
    """
    if hint := _HINT.match(head):
        return hint[1]
    present = [delimiter for delimiter in _DELIMITERS if delimiter in head]
    lines = head[:8_192].replace("\r", "\n").split("\n", 2)[:2]
    if len(lines) == 2 and ":" in lines[0] and ":" in lines[1]:
        present.append(":")
    elif len(present) < 2:
        return present[0] if present else ","
    scores: dict[str, tuple[bool, int, int]] = {}
    for delimiter in present:
        widths = [len(row) for row in _first(head, delimiter) if any(row)]
        counts = Counter(width for width in widths if width > 1)
        count, width = max(((count, width) for width, count in counts.items()), default=(0, 1))
        scores[delimiter] = (count == len(widths) > 0, count, width)
    others = any(whole for delimiter, (whole, _, _) in scores.items() if delimiter != ":")
    if ":" in scores and (others or not scores[":"][0]):
        del scores[":"]
    return max(scores, key=lambda delimiter: scores[delimiter][1:], default=",")


def hint_of(text: str) -> int:
    """How long the first line is when it only names the delimiter, as Excel has it (``sep=;``); a sheet hides it."""
    hint = _HINT.match(text)
    return hint.end() if hint else 0


def has_columns(head: str) -> bool:
    """Whether the first records of a text have cells: as many in the first as in the second, and more than one."""
    widths = [len(row) for row in _first(head, delimiter_of(head)) if any(row)][:2]
    return len(widths) == 2 and widths[0] == widths[1] > 1


def within(rows: Iterator[Row], cells: int) -> Iterator[Row]:
    """The rows, as long as they hold no more than so many cells; raises ``Problem`` then."""
    count = 0
    for row in rows:
        count += len(row) or 1
        if count > cells:
            what = f"it has more than {cells:,} cells, the most that are read of a file"
            raise Problem(what, todo="raise --max-cells if it really is a gradebook")
        yield row


def too_wide(row: int, width: int, limits: Limits) -> Problem:
    """Says that a row has more cells than are read."""
    what = f"row {row} has {width:,} cells, more than the {limits.columns:,} columns that are read (--max-columns)"
    most = Limits().columns
    todo = "raise --max-columns" if limits.columns < most else "take out the columns that hold no marks"
    return Problem(what, todo=todo)


def usual_width(rows: Iterable[Row]) -> int:
    """How many cells most rows have; the wider of equals, 0 for no rows."""
    counts = Counter(len(row) for row in rows if row)
    return max(counts, key=lambda width: (counts[width], width), default=0)


def first_width(text: str, delimiter: str) -> int:
    """How many cells most of a text's first records have."""
    return usual_width(_first(text[:_HEAD], delimiter))


def _first(head: str, delimiter: str) -> list[Row]:
    """The first records of a text, without one that the head cuts off."""
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    try:
        rows = list(islice(reader, _RECORDS))
    except csv.Error:
        return []
    return rows[:-1] if 1 < len(rows) < _RECORDS and len(head) == _HEAD else rows


def _ragged(rows: list[Row], widths: list[int]) -> Iterator[str]:
    """A note on rows that have another number of cells than the rest; blank rows aside."""
    if len(set(widths) - {0}) < 2:
        return
    usual = usual_width(rows)
    odd = [number for number, width in enumerate(widths, 1) if width not in (0, usual)]
    named = ", ".join(map(str, odd[:5])) + (", …" if len(odd) > 5 else "")
    if len(odd) == 1:
        yield f"row {named} has another number of cells than the {usual} of most rows"
    else:
        yield f"{len(odd)} rows have another number of cells than the {usual} of most rows (rows {named})"


def _refuse_swallowed(rows: list[Row], delimiter: str, before: int) -> None:
    """Raises ``Problem`` where a quotation mark was closed only rows later, so that its cell swallowed them."""
    width, line = usual_width(rows), before + 1
    for row in rows:
        for cell in row:
            if _swallows(cell, delimiter, width):
                raise _unclosed(line, "the rows after it")
            line += _breaks(cell)
        line += 1


def _swallows(cell: str, delimiter: str, width: int) -> bool:
    """Whether a cell holds whole rows: between its line breaks as many delimiters as rows have, and as close."""
    breaks = _breaks(cell)
    between = cell.count(delimiter)
    return bool(breaks) and width > 2 and between == breaks * (width - 1) and delimiter + " " not in cell


def _breaks(text: str) -> int:
    """How many lines a text goes down."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")


@dataclass
class Records:
    """Goes through a text record by record: slower than the bare ``csv`` reader, and it can say what is wrong where."""

    delimiter: str
    limits: Limits
    before: int = 0
    """How many lines of the file come before the first that is read."""
    stray: list[int] = field(default_factory=list)
    """The lines on which a quotation mark stands inside a cell without being doubled."""
    _passed: int = 0
    """How many lines were read."""
    _row: int = 0
    """How many rows were read."""
    _record: list[str] = field(default_factory=list)
    """The lines of the record that is being read."""

    def each(self, lines: TextIO, width: int) -> Iterator[Row]:
        """Every row; ``width`` is how many cells a row usually has, against which doubtful quoting is held.

        Where some lines hold a row each, there is nothing to doubt, and ``csv`` reads them all at once.
        """
        csv.field_size_limit(self.limits.cell_size)
        while some := lines.readlines(_PIECE):
            if rows := self._row_a_line(some):
                self._passed += len(some)
                self._row += len(rows)
                yield from rows
            else:
                yield from self._careful(chain(some, lines), len(some), width)

    def _row_a_line(self, lines: list[str]) -> list[Row] | None:
        """The rows of some lines where each line is one, of not too many cells; None where they must be looked at."""
        try:
            rows = list(csv.reader(lines, delimiter=self.delimiter, strict=True))
        except csv.Error:
            return None
        return rows if len(rows) == len(lines) and max(map(len, rows)) <= self.limits.columns else None

    def _careful(self, lines: Iterable[str], count: int, width: int) -> Iterator[Row]:
        """The rows that begin on the first so many lines."""
        reader = csv.reader(self._kept(lines), delimiter=self.delimiter, strict=True)
        before = self._passed
        while reader.line_num < count:
            start = self.before + before + reader.line_num + 1
            self._record.clear()
            self._row += 1
            try:
                row = next(reader)
            except csv.Error as error:
                row = self._doubtful(start, width, "field limit" in str(error))
            if len(row) > self.limits.columns:
                raise too_wide(self._row, len(row), self.limits)
            if len(self._record) > 1 and any(_swallows(cell, self.delimiter, width) for cell in row):
                raise _unclosed(start, "the rows after it")
            yield row
        self._passed += reader.line_num

    def notes(self) -> Iterator[str]:
        """What there is to say of the quoting, once all rows were read."""
        if self.stray:
            named = ", ".join(map(str, self.stray[:5])) + (", …" if len(self.stray) > 5 else "")
            noun, verb = ("lines", "have") if len(self.stray) > 1 else ("line", "has")
            yield f"{noun} {named} {verb} a quotation mark inside a cell that isn't doubled; it was kept as it stands"

    def _kept(self, lines: Iterable[str]) -> Iterator[str]:
        for line in lines:
            self._record.append(line)
            yield line

    def _doubtful(self, start: int, width: int, too_large: bool) -> Row:
        """A record that breaks the rules of quoting, read leniently where only one reading is possible."""
        lines = list(self._record)
        opened = _opened(lines, self.delimiter)
        if too_large:
            size = f"{self.limits.cell_size:,} characters"
            if opened is not None and opened < len(lines) - 1:
                raise _unclosed(start + opened, f"the next {size}")
            raise Problem(f"line {start + len(lines) - 1} has a cell of more than {size}", todo="export it again")
        if opened is None or opened < len(lines) - 1:
            raise _unclosed(start + (opened or 0), "the lines after it")
        reader = csv.reader([*lines, "end"], delimiter=self.delimiter)
        row = next(reader)
        if reader.line_num != len(lines) or (len(row) != width and self.delimiter in "".join(lines)):
            raise _unclosed(start + opened, "the cells after it")
        self.stray.append(start + opened)
        return row


def _unclosed(line: int, what: str) -> Problem:
    return Problem(
        f"the quotation mark that opens on line {line} isn't closed where its cell ends, so {what} would be lost",
        todo=f"export it again, or correct line {line}",
    )


def _opened(lines: list[str], delimiter: str) -> int | None:
    """The line, counted from 0, on which the last cell in quotation marks begins that isn't closed properly."""
    text = "".join(lines)
    position = 0
    after = re.escape(delimiter)
    cell = re.compile(rf'(?:"(?:[^"]++|"")*+"(?={after}|[\r\n]|\Z)|[^"{after}\r\n][^{after}\r\n]*+)?')
    while True:
        found = cell.match(text, position)
        position = found.end() if found else position
        if position < len(text) and text[position] == '"':
            return _breaks(text[:position])
        if position >= len(text) or text[position] in "\r\n":
            return None
        position += 1
