"""The findings as a table that Excel opens, one row a place."""

from __future__ import annotations

import csv
import io
from functools import lru_cache

from gradeaudit.escape import spreadsheet
from gradeaudit.findings import Report
from gradeaudit.reporters._rows import COLUMNS, rows
from gradeaudit.reporters.base import reporter


@reporter(title="one row a place, opens in Excel", suffixes=(".csv",))
def CSV(report: Report) -> bytes:
    """A header and a row for each place, as UTF-8 with the mark by which Excel knows it; no cell is a formula."""
    table = io.StringIO(newline="")
    writer = csv.writer(table)  # ends rows with CR LF, so that a bare CR is quoted
    writer.writerow(COLUMNS)
    safe = lru_cache(100_000)(spreadsheet)
    for _, _, row in rows(report):
        writer.writerow([safe(cell) if isinstance(cell, str) else cell for cell in row])
    return table.getvalue().encode("utf-8-sig", "replace")
