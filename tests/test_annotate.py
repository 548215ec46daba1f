"""The annotated export: the gradebook as it was, findings on their cells, a list with links, nothing that computes."""

from __future__ import annotations

import io
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from gradeaudit.annotate import annotated
from gradeaudit.cli.app import app
from gradeaudit.errors import Problem
from gradeaudit.export import Export, Table
from gradeaudit.findings import Place
from tests.reporters.reports import ALGEBRA, CODE, HOSTILE_TEXTS, ONE, finding, look

ROOT = Path(__file__).parents[1]
ROWS = [["Student", "ID", "HW 1"], ["Points", "", "10"], ["Ada", "007", "abs"], ["Ben", "008", "9"]]


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_cells_stay_as_they_were_and_the_marked_one_says_why() -> None:
    report = replace(ONE, findings=(finding(CODE, ALGEBRA, "“abs” in 1 cell is no code of the policy", Place(3, 3)),))
    book = opened(annotated(Export(ALGEBRA.file, "csv", (Table(ROWS),)), report))
    assert book.sheetnames == ["Gradebook", "Findings"]
    sheet = book["Gradebook"]
    assert [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)] == ROWS
    marked = [cell for row in sheet.iter_rows() for cell in row if cell.comment]
    assert [cell.coordinate for cell in marked] == ["C3"]
    assert marked[0].comment.text == (
        "Error: “abs” in 1 cell is no code of the policy.\nFix: Type the policy's code that means the same."
    )
    assert marked[0].fill.fgColor.rgb == "FFF4CCCC"
    assert book["Findings"]["A1"].value == (
        "This workbook holds students and their grades. Treat it as a student record."
        " Held against Maple Valley Unified, Grading policy 2026-27 as of 2026-11-24."
    )
    first = book["Findings"]["A3"]
    assert (first.value, first.hyperlink.location, first.hyperlink.target) == ("C3", "'Gradebook'!C3", None)
    assert [cell.value for cell in book["Findings"][3]][1:3] == ["error", "“abs” in 1 cell is no code of the policy"]


def test_the_worst_severity_colours_and_rows_and_whole_gradebooks_have_their_line() -> None:
    row = finding(CODE, ALGEBRA, "this row", Place(4, 0), severity="info")
    cell = finding(CODE, ALGEBRA, "this cell", Place(4, 1), severity="warning")
    whole = finding(CODE, ALGEBRA, "all of it", Place(0, 0))
    elsewhere = finding(CODE, ALGEBRA, "another file", Place(2, 2, file="other.csv"))
    report = replace(ONE, findings=(row, cell, whole, elsewhere))
    book = opened(annotated(Export(ALGEBRA.file, "csv", (Table(ROWS),)), report))
    assert [c.coordinate for r in book["Gradebook"].iter_rows() for c in r if c.comment] == ["A4"]
    assert book["Gradebook"]["A4"].fill.fgColor.rgb == "FFFFE8B3"
    assert [(r[0], r[1], r[2]) for r in book["Findings"].iter_rows(min_row=3, max_row=6, values_only=True)] == [
        ("row 4", "note", "this row"),
        ("A4", "warning", "this cell"),
        ("whole gradebook", "error", "all of it"),
        ("other.csv!B2", "error", "another file"),
    ]
    assert book["Findings"].auto_filter.ref == "A2:H6"


def test_what_is_below_the_severity_or_waived_is_not_marked() -> None:
    mild = finding(CODE, ALGEBRA, "mild", Place(3, 3), severity="info")
    waived = finding(CODE, ALGEBRA, "waived", Place(3, 2), status="waived")
    report = look(replace(ONE, findings=(mild, waived)), min_severity="warning")
    book = opened(annotated(Export(ALGEBRA.file, "csv", (Table(ROWS),)), report))
    assert not [c for r in book["Gradebook"].iter_rows() for c in r if c.comment]


def test_each_sheet_of_a_workbook_has_its_own_marks() -> None:
    tables = (Table(ROWS, sheet="P1"), Table(ROWS, sheet="Findings"), Table([], sheet="Empty"))
    found = finding(CODE, ALGEBRA, "here", Place(3, 3, "Findings"))
    book = opened(annotated(Export(ALGEBRA.file, "xlsx", tables), replace(ONE, findings=(found,))))
    assert book.sheetnames == ["P1", "Findings 2", "Empty", "Findings"]
    assert book["P1"]["C3"].comment is None and book["Findings 2"]["C3"].comment is not None
    assert book["Findings"]["A3"].value == "Findings 2!C3"
    assert book["Findings"]["A3"].hyperlink.location == "'Findings 2'!C3"


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_no_text_is_a_formula_or_a_link(text: str) -> None:
    found = finding(CODE, ALGEBRA, text, Place(1, 2, text), fix=text, why=text, assignment=text)
    export = Export(ALGEBRA.file, "xlsx", (Table([[text, text]], sheet=text),))
    content = annotated(export, replace(ONE, findings=(found,)))
    for sheet in opened(content):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None or cell.hyperlink.target is None
    assert content == annotated(export, replace(ONE, findings=(found,)))


def test_the_command_writes_a_private_workbook_of_a_sample(tmp_path: Path) -> None:
    source = ROOT / "sample_exports/north-hs/2026-11-13T1612_Grades-BIO-P1.csv"
    target, policy = tmp_path / "b.xlsx", str(ROOT / "policies/secondary.yaml")
    words = ["annotate", str(source), "-p", policy, "-o", str(target), "--as-of", "2026-11-24"]
    assert CliRunner().invoke(app, words).exit_code == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    book = opened(target.read_bytes())
    assert book["Gradebook"]["A1"].value == "Student"
    assert book["Findings"].max_row > 3


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    source = ROOT / "sample_exports/synergy/studentvue_gradebook.xml"
    policy = str(ROOT / "policies/secondary.yaml")
    result = CliRunner().invoke(app, ["annotate", str(source), "-p", policy, "-o", str(tmp_path / "b.xlsx")])
    assert isinstance(result.exception, Problem) and "not a table" in str(result.exception)
