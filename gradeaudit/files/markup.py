"""XML files: refused when a document type could do harm, read as sheets when an old Excel wrote them (XML of 2003)."""

from __future__ import annotations

from dataclasses import dataclass, field

from gradeaudit.errors import Problem, visible
from gradeaudit.files.limits import Limits
from gradeaudit.files.look import walk
from gradeaudit.files.shown import number, percent
from gradeaudit.files.table import Merged, Table
from gradeaudit.places import cell_name


def check(text: str) -> None:
    """Raises ``Problem`` for an XML text with a document type; a text that only quotes one passes."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        walk(text, "the file")


def tables(text: str, limits: Limits) -> tuple[Table, ...]:
    """The sheets of a workbook saved as "XML Spreadsheet 2003"; raises ``Problem`` when it is damaged."""
    book = _Book(limits)
    walk(text, "the workbook", book.start, book.end, book.text)
    if not any(table.rows for table in book.tables):
        raise Problem("the workbook has no sheet with cells", todo="export it again")
    return tuple(book.tables)


@dataclass
class _Book:
    """Where the pass over the workbook has got to."""

    limits: Limits
    tables: list[Table] = field(default_factory=list)
    percents: set[str] = field(default_factory=set)
    style: str = ""
    name: str = ""
    rows: list[list[str]] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    hidden: bool = False
    cell: dict[str, str] = field(default_factory=dict)
    kind: str = ""
    piece: list[str] | None = None
    cells: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "Cell":
            self.begin_cell(attributes)
        elif tag == "Data":
            self.kind, self.piece = attributes.get("Type", "String"), []
        elif tag == "Row":
            row = _whole(attributes.get("Index")) or len(self.rows) + 1
            if row <= len(self.rows) or row > 1_048_576:
                raise Problem("the workbook is damaged (a row has an impossible number)", todo="save it again")
            self.rows.extend([] for _ in range(row - len(self.rows)))
        elif tag == "Worksheet":
            self.name, self.rows, self.merged, self.hidden = attributes.get("Name", ""), [], [], False
        elif tag == "Style":
            self.style = attributes.get("ID", "")
        elif tag == "NumberFormat" and ("%" in attributes.get("Format", "") or attributes.get("Format") == "Percent"):
            self.percents.add(self.style)
        elif tag == "Visible":
            self.piece = []

    def end(self, tag: str) -> None:
        if tag == "Data":
            self.put("".join(self.piece or ()))
            self.piece = None
        elif tag == "Cell" and "Formula" in self.cell:
            where = cell_name(len(self.rows), len(self.rows[-1]))
            what = f"the sheet {visible(self.name, 40)} has a formula without a stored value (in {where})"
            raise Problem(what, todo="open it in Excel or LibreOffice and save it first")
        elif tag == "Visible":
            self.hidden = "".join(self.piece or ()).strip() in ("SheetHidden", "SheetVeryHidden")
            self.piece = None
        elif tag == "Worksheet":
            while self.rows and not any(self.rows[-1]):
                self.rows.pop()
            self.tables.append(Table(self.rows, self.name, self.hidden, tuple(self.merged)))

    def text(self, piece: str) -> None:
        if self.piece is not None:
            self.piece.append(piece)

    def begin_cell(self, attributes: dict[str, str]) -> None:
        """Room for a cell, where it says that it stands."""
        if not self.rows:
            self.rows.append([])
        row = self.rows[-1]
        column = _whole(attributes.get("Index")) or len(row) + 1
        right, down = _whole(attributes.get("MergeAcross")), _whole(attributes.get("MergeDown"))
        if column <= len(row) or column + right > self.limits.columns:
            raise Problem("the workbook is damaged (a cell has an impossible column)", todo="save it again")
        self.cells += column + right - len(row)
        if self.cells > self.limits.cells:
            raise Problem("the workbook has more cells than are read of a file", todo="raise --max-cells")
        row.extend([""] * (column - len(row)))
        if right or down:
            self.merged.append(Merged(len(self.rows), column, len(self.rows) + down, column + right))
        self.cell = attributes

    def put(self, shown: str) -> None:
        """The text of the open cell, as its kind says."""
        if not self.rows or not self.rows[-1]:
            return
        if self.kind == "Number":
            try:
                value = float(shown)
            except ValueError:
                raise Problem("the workbook is damaged (a number is none)", todo="save it again") from None
            shown = percent(value) if self.cell.get("StyleID") in self.percents else number(value)
        elif self.kind == "Boolean":
            shown = "TRUE" if shown.strip() == "1" else "FALSE"
        elif self.kind == "DateTime":
            shown = shown.partition(".")[0].replace("T00:00:00", "").replace("T", " ").removeprefix("1899-12-31 ")
        self.rows[-1][-1] = shown
        self.cell = {}


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else 0
