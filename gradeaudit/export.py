"""A file as text cells, each with its place: what it is, its encoding, delimiter and sheets are settled here, once."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from gradeaudit.errors import Problem
from gradeaudit.files import contents
from gradeaudit.files.archive import ZIP_ERRORS, Archive, damaged
from gradeaudit.files.delimited import Records, delimiter_of, first_width, hint_of, parse
from gradeaudit.files.encoding import decode, settle_long
from gradeaudit.files.find import Found, Location, Skipped, find, labels
from gradeaudit.files.limits import STANDARD, Limits
from gradeaudit.files.opening import Source, read
from gradeaudit.files.plain import PlainRows, cut
from gradeaudit.files.table import Merged, Rows, Table
from gradeaudit.files.workbook import Workbooks, kind_of

__all__ = [
    "STANDARD", "Export", "Found", "Limits", "Location", "Merged", "PlainRows", "Rows", "Session", "Skipped", "Table",
    "find", "labels", "load",
]  # fmt: skip

_HEAD = 65_536
_PEEKED = 1_000
"""How many rows of a long table a reader recognises it by."""
_TOP = 20
"""Among how many rows a header is looked for."""


@dataclass(frozen=True)
class Export:
    """A file that was opened: its cells, or, for XML and JSON, its text.

    ``file`` is the file as the user named it (for a member of a zip ``archive.zip/member.csv``); the folders above it,
    outermost first, stand before its name. ``kind`` is csv, xlsx, xlsb, xls, ods, spreadsheetml or html for tables,
    and xml, json or yaml for texts. ``notes`` are what a reader of the report should know of how the file was read,
    without any cell text. A ``long`` export has only the first rows of its one table in ``rows``: see ``Table``.
    """

    file: str
    kind: str
    tables: tuple[Table, ...] = ()
    text: str = ""
    encoding: str = ""
    delimiter: str = ""
    notes: tuple[str, ...] = ()
    mapping: str = ""
    """The YAML text that says what the columns are: of ``--map FILE``, or of ``NAME.map.yaml`` beside the file."""
    mapping_file: str = ""

    @property
    def rows(self) -> Rows:
        """The cells of the first sheet."""
        return self.tables[0].rows if self.tables else []

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The cells of the first row without the blanks around them."""
        return tuple(map(str.strip, self.rows[0])) if self.rows else ()

    @cached_property
    def names(self) -> frozenset[str]:
        """The distinct texts of ``header``."""
        return frozenset(self.header)

    @cached_property
    def top(self) -> str:
        """What stands in the rows that the header may be, casefolded: a word that isn't in it heads no column.

        Rows of titles above a header are shorter or leave cells blank, so a full first row is the header, with at most
        a second one below it; else it may be any of the first 20 rows.
        """
        rows = self.rows
        full = bool(rows) and "" not in self.names
        if isinstance(rows, PlainRows):  # whose rows all have as many cells
            return rows.top(2 if full else _TOP).casefold()
        full = full and len(self.header) == max(map(len, rows[:_TOP]))
        return "\n".join(map("\n".join, rows[: 2 if full else _TOP])).casefold()

    @property
    def name(self) -> str:
        """The file's name without its folders."""
        return self.file.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """The folder the file lies in, as the user named it; empty for the current one."""
        return self.file.rpartition("/")[0]

    @property
    def long(self) -> bool:
        """Whether the table is too large to hold, so that its rows come from ``tables[0].each()``."""
        return any(table.stream for table in self.tables)

    def held(self) -> Export:
        """The same export with all rows of a long table in ``rows``; raises ``Problem`` when there are too many."""
        return replace(self, tables=tuple(table.held() for table in self.tables)) if self.long else self


class Session:
    """What a run keeps open from one file to the next: the process that reads workbooks, and the last archive."""

    def __init__(self, limits: Limits = STANDARD) -> None:
        self.limits = limits
        self.workbooks = Workbooks(limits)
        self._archive: Archive | None = None

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.workbooks.close()
        if self._archive is not None:
            self._archive.close()

    def bytes_of(self, location: Location) -> bytes | Source:
        """What is in a file, or in a member of an archive."""
        if not location.member:
            return read(location.path, self.limits)
        if self._archive is None or self._archive.path != location.path:
            if self._archive is not None:
                self._archive.close()
            self._archive = Archive(location.path, self.limits)
        return self._archive.read(location.member)


def load(location: Location, session: Session | None = None) -> Export:
    """Opens one file; raises ``Problem`` when it isn't a table, is damaged, or is too large.

    A run over many files hands over its ``Session``, which also says the limits.
    """
    if session is None:
        with Session() as own:
            return load(location, own)
    try:
        return _load(location, session)
    except Problem as problem:
        problem.where = problem.where or location.shown
        raise


def _load(location: Location, session: Session) -> Export:
    limits, data = session.limits, session.bytes_of(location)
    if isinstance(data, Source):
        if export := _long(location, data, limits):
            return export
        data = data.read()
    head = data[:_HEAD]
    if head.startswith((contents.ZIP, contents.OLE)):
        kind = kind_of(data, limits)
        if not kind:
            todo = "unpack it and give the folder" if location.member else "name it .zip, or unpack it"
            raise Problem("this is a zip archive" + " inside an archive" * bool(location.member), todo=todo)
        tables, notes = session.workbooks.read(data, kind)
        return Export(location.shown, kind, tables, notes=notes)
    contents.refuse_binary(head)
    text, encoding, notes = decode(data)
    contents.refuse_empty(text)
    contents.refuse_garbage(head if encoding == "utf-8" else text[:_HEAD].encode("utf-8", "replace"))
    kind = "yaml" if location.shown.endswith((".yaml", ".yml")) else contents.markup(text)
    if kind in ("xml", "spreadsheetml"):
        from gradeaudit.files import markup  # most runs meet no XML

        markup.check(text)
        if kind == "spreadsheetml":
            return Export(location.shown, kind, markup.tables(text, limits), "", encoding, "", notes)
    if kind in ("xml", "json", "yaml"):
        return Export(location.shown, kind, (), text, encoding, "", notes)
    if kind == "html":
        tables, _ = session.workbooks.read(text.encode(), kind)
        return Export(location.shown, kind, tables, text, encoding, "", notes)
    delimiter = delimiter_of(text[:_HEAD])
    if not hint_of(text) and (plain := cut(text, delimiter, limits)):
        return Export(location.shown, "csv", (Table(plain),), "", encoding, delimiter, notes)
    rows, delimiter, more = parse(text, limits)
    contents.refuse_blank(rows)
    return Export(location.shown, "csv", (Table(rows),), "", encoding, delimiter, (*notes, *more))


def _long(location: Location, source: Source, limits: Limits) -> Export | None:
    """A long text table, of which only the first rows are held; None for a file that must be held to be read."""
    try:
        with source.open() as stream:
            head = stream.read(_HEAD)
            if head.startswith((contents.ZIP, contents.OLE)):
                return None
            contents.refuse_binary(head)
            stream.seek(0)
            encoding, skip, notes = settle_long(stream)
            text = head[skip:].decode(encoding, "ignore")
    except ZIP_ERRORS as error:
        raise damaged(error) from None
    if contents.markup(text):
        return None
    delimiter, width, hint = delimiter_of(text), first_width(text, delimiter_of(text)), hint_of(text)

    def rows() -> Iterator[list[str]]:
        try:
            with source.open() as stream:
                stream.read(skip)
                lines = io.TextIOWrapper(stream, encoding, newline="")
                lines.read(hint)
                yield from Records(delimiter, limits, 1 if hint else 0).each(lines, width)
        except ZIP_ERRORS as error:
            raise damaged(error) from None
        source.open().close()  # raises Problem when the file changed meanwhile

    table = Table(list(islice(rows(), _PEEKED)), stream=rows, most=limits.cells)
    return Export(location.shown, "csv", (table,), "", encoding, delimiter, notes)
