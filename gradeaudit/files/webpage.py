"""The tables of a web page, which some systems save under the name of a workbook; runs in the child process."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from gradeaudit.errors import Problem
from gradeaudit.files.delimited import Row

_LOGIN = re.compile(r"""<input\b[^<>]{0,1000}\btype\s*=\s*["']?password""", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")


def tables(text: str, cells: int, columns: int) -> list[list[Row]]:
    """The tables that hold cells, the largest first; raises ``Problem`` for a login page or one without any.

    A cell's text is what a browser shows: blanks run together, line breaks where the page has them. A cell that
    spans several columns is followed by empty ones; one that spans several rows has an empty one below it.
    """
    if _LOGIN.search(text):
        raise Problem(
            "this is a web page that asks for a password, not an export: was the session over?",
            todo="log in and export again",
        )
    page = _Page(cells, columns)
    page.feed(text)
    page.close()
    page.end_cell()
    found = [rows for rows in page.tables if len(rows) > 1 and max(map(len, rows)) > 1]
    if not found:
        raise Problem("this is a web page without a table of marks, not an export", todo="log in and export again")
    return sorted(found, key=lambda rows: -sum(map(len, rows)))


class _Page(HTMLParser):
    """What has been seen of a page: all its tables, those still open (the innermost last), the open cell's text."""

    def __init__(self, cells: int, columns: int) -> None:
        super().__init__(convert_charrefs=True)
        self.most_cells, self.most_columns = cells, columns
        self.tables: list[list[Row]] = []
        self.open: list[list[Row]] = []
        self.covered: list[dict[int, int]] = []
        """For each open table, for how many more rows a column is covered by a cell from above."""
        self.text: list[str] | None = None
        self.spans = (1, 1)
        self.hidden = 0
        self.cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.end_cell()
            self.open.append([])
            self.covered.append({})
            self.tables.append(self.open[-1])
        elif tag in ("script", "style"):
            self.hidden += 1
        elif self.open and tag == "tr":
            self.end_cell()
            self.open[-1].append([])
        elif self.open and tag in ("td", "th"):
            self.end_cell()
            if not self.open[-1]:
                self.open[-1].append([])
            named = dict(attrs)
            self.spans = (_span(named.get("colspan")), _span(named.get("rowspan")))
            self.text = []
        elif tag in ("br", "p", "div", "li") and self.text:
            self.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self.end_cell()
        elif tag in ("script", "style"):
            self.hidden = max(0, self.hidden - 1)
        elif tag == "table" and self.open:
            self.end_cell()
            self.open.pop()
            self.covered.pop()

    def handle_data(self, data: str) -> None:
        if self.text is not None and not self.hidden:
            self.text.append(_BLANKS.sub(" ", data))

    def end_cell(self) -> None:
        """Puts the open cell, if there is one, where it belongs in its row."""
        if self.text is None or not self.open:
            return
        row, covered = self.open[-1][-1], self.covered[-1]
        while covered.get(len(row), 0):
            covered[len(row)] -= 1
            row.append("")
        columns, rows = self.spans
        lines = "".join(self.text).split("\n")
        self.text = None
        for number in range(columns):
            covered[len(row)] = rows - 1
            row.append("" if number else "\n".join(_BLANKS.sub(" ", line).strip() for line in lines).strip())
        self.cells += columns
        if len(row) > self.most_columns or self.cells > self.most_cells:
            raise Problem("the table of this web page is too large to read", todo="export it as CSV")


def _span(text: str | None) -> int:
    return min(int(text), 1_000) if text and text.isascii() and text.isdigit() and len(text) < 6 and int(text) else 1
