"""The workbook: the same figures as the other formats, text that stays text, the same bytes each time."""

from __future__ import annotations

import importlib
import io
from typing import Any

import openpyxl
import pytest

from gradeaudit.findings import Report
from gradeaudit.reporters._rows import COLUMNS, rows
from gradeaudit.reporters.xlsx import xlsx
from gradeaudit.summary import summary
from tests.reporters.reports import CLEAN, HOSTILE_TEXTS, SEVERAL, hostile


def opened(report: Report) -> Any:
    return openpyxl.load_workbook(io.BytesIO(xlsx.render(report)))


def table(book: Any, name: str) -> list[tuple[Any, ...]]:
    return list(book[name].iter_rows(values_only=True))


def test_the_sheets_and_the_figures_are_those_of_the_report() -> None:
    book = opened(SEVERAL)
    assert book.sheetnames == [
        *("Summary", "By rule", "By school", "By gradebook", "Findings", "Weights", "Not checked", "Waivers", "Broken"),
        "About",
    ]
    figures, told = summary(SEVERAL), dict(table(book, "Summary")[1:])
    shown = {name.replace(" ", "_"): value for name, value in told.items()}
    assert {name: shown[name] for name in ("files", "gradebooks", "findings", "waived", "not_checked", "broken")} == {
        name: figures[name] for name in ("files", "gradebooks", "findings", "waived", "not_checked", "broken")
    }
    assert {name: told[name] for name in figures["by_severity"]} == figures["by_severity"]
    by_rule = {row[0]: row[4] for row in table(book, "By rule")[1:]}
    assert by_rule == figures["by_rule"]


def test_findings_have_a_row_a_place_with_typed_columns() -> None:
    found = table(opened(SEVERAL), "Findings")
    assert found[0] == COLUMNS
    assert len(found) - 1 == sum(1 for _ in rows(SEVERAL))
    row = dict(zip(found[0], found[1]))
    assert (row["rule"], row["cell"], row["row"], row["column"]) == ("code-unknown", "H2", 2, 8)


def test_a_header_stays_in_sight_and_can_be_filtered() -> None:
    sheet = opened(SEVERAL)["Findings"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:AA{sum(1 for _ in rows(SEVERAL)) + 1}"


def test_a_gradebook_leads_to_its_first_finding() -> None:
    book = opened(SEVERAL)
    leads = {row[1].value: row[0].hyperlink for row in book["By gradebook"].iter_rows(min_row=2)}
    assert leads.pop("lincoln/biology-p1.csv") is None
    assert {file: link.location for file, link in leads.items()} == {
        "jefferson/algebra-p3.csv": "'Findings'!A2",
        "lincoln/chemistry-p2.csv": "'Findings'!A11",
    }
    assert [book["Findings"][f"D{row}"].value for row in (10, 11)] == [
        "jefferson/algebra-p3.csv",
        "lincoln/chemistry-p2.csv",
    ]


def test_rows_that_one_sheet_does_not_hold_go_on_to_the_next_and_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.import_module("gradeaudit.reporters.xlsx"), "MAX_ROWS", 4)
    book = opened(SEVERAL)
    sheets = [name for name in book.sheetnames if name.startswith("Findings")]
    assert sheets == ["Findings", "Findings 2", "Findings 3"]
    together = [row for name in sheets for row in table(book, name)[1:]]
    assert [len(table(book, name)) - 1 for name in sheets] == [4, 4, 3]
    assert [row[2] for row in together] == [row[2] for _, _, row in rows(SEVERAL)]
    about = [row for name in book.sheetnames if name.startswith("About") for row in table(book, name)]
    assert ("Findings", "11 rows are more than a sheet holds; they go on up to the sheet Findings 3.") in about


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_no_text_is_a_formula(text: str) -> None:
    for sheet in opened(hostile(text)):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                if isinstance(cell.value, str):
                    assert not cell.value.lstrip().startswith(("=", "+", "@"))


def test_a_clean_report_is_a_workbook_too_and_bytes_are_stable() -> None:
    assert table(opened(CLEAN), "Findings") == [COLUMNS]
    assert xlsx.render(SEVERAL) == xlsx.render(SEVERAL)
