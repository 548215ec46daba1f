"""A look into an OpenDocument spreadsheet's XML for what the cells' values don't tell: percents and formulas."""

from __future__ import annotations

from zipfile import ZipFile

from gradeaudit.errors import Problem
from gradeaudit.files.look import Look, walk
from gradeaudit.places import cell_name

_MOST = 1_000_000
"""More cells than this with a percent format are taken for damage."""


def looks(parts: ZipFile) -> dict[str, Look]:
    """What each sheet's XML tells, by the sheet's name; raises ``Problem`` for damage, locks and document types."""
    names = set(parts.namelist())
    if "META-INF/manifest.xml" in names and b"encryption-data" in parts.read("META-INF/manifest.xml"):
        raise Problem("the workbook is locked with a password", todo="save it without one")
    if "content.xml" not in names:
        raise Problem("the workbook is damaged (its content is missing)", todo="save it again in LibreOffice")
    for name in sorted(names - {"content.xml"}):
        if name.endswith((".xml", ".rdf")):
            walk(parts.read(name), name)
    content = _Content()
    walk(parts.read("content.xml"), "content.xml", content.start, content.end)
    return content.looks


class _Content:
    """Where the pass over the content has got to."""

    def __init__(self) -> None:
        self.looks: dict[str, Look] = {}
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.look = Look()
        self.row = self.column = self.rows = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table-cell" or tag == "covered-table-cell":
            self.cell(attributes)
        elif tag == "table-row":
            self.row += self.rows
            self.rows, self.column = _count(attributes.get("number-rows-repeated")), 1
            self.look.hidden_rows += attributes.get("visibility") in ("collapse", "filter")
        elif tag == "table-column":
            self.look.hidden_columns += attributes.get("visibility") in ("collapse", "filter")
        elif tag == "table":
            name = attributes.get("name", "")
            if name and name in self.looks:
                raise Problem("the workbook is damaged (two sheets have one name)", todo="save it again in LibreOffice")
            self.look = self.looks.setdefault(name, Look())
            self.look.hidden = attributes.get("style-name") in self.hidden_styles
            self.row, self.rows = 1, 0
        elif tag == "style":
            self.style = attributes.get("name", "")
        elif tag == "table-properties" and attributes.get("display") == "false":
            self.hidden_styles.add(self.style)

    def end(self, tag: str) -> None:
        if tag == "table":
            self.row, self.rows = 1, 0

    def cell(self, attributes: dict[str, str]) -> None:
        """A cell, or a run of equal cells over several columns and rows."""
        columns = _count(attributes.get("number-columns-repeated"))
        kind = attributes.get("value-type")
        if kind is not None:
            self.look.reach(self.row + self.rows - 1, self.column + columns - 1)
        elif "formula" in attributes:
            self.look.unvalued.append(cell_name(self.row, self.column))
        if kind == "percentage":
            if len(self.look.percents) + self.rows * columns > _MOST:
                raise Problem("it has millions of equal cells", todo="delete the rows and columns beyond the marks")
            across = range(self.column, self.column + columns)
            self.look.percents.update(
                (row, column) for row in range(self.row, self.row + self.rows) for column in across
            )
        high, wide = _count(attributes.get("number-rows-spanned")), _count(attributes.get("number-columns-spanned"))
        if high * wide > 1:
            self.look.merged.append((self.row, self.column, self.row + high - 1, self.column + wide - 1))
        self.column += columns


def _count(text: str | None) -> int:
    """A number of repeats, 1 when none is given."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 and int(text) else 1
