"""Workbooks in a child process: what a sheet shows is read, and one that kills its reader is only told."""

from __future__ import annotations

import datetime
import io
import json
import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from gradeaudit.errors import Problem
from gradeaudit.export import STANDARD, Limits, Location, Session, find, load
from gradeaudit.files import biff, compound, markup, shown, webpage
from gradeaudit.files.archive import check_member, contents_of
from gradeaudit.files.sheets import sheets
from gradeaudit.files.workbook import Workbooks, kind_of
from tests.hostile import containers as made
from tests.hostile.cases import CASES

GRADES = [["Student", "ID", "Quiz"], ["Rivera, Ana", "007", "9.5"], ["Okafor, Ben", "008", "12"]]


@pytest.fixture(scope="module")
def workbooks() -> Iterator[Workbooks]:
    opened = Workbooks()
    yield opened
    opened.close()


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.0, "12"),
        (9.5, "9.5"),
        (0.1 + 0.2, "0.3"),
        (434.99999999999994, "435"),
        (200 / 3, "66.6666666666667"),
        (-0.0, "0"),
        (-3, "-3"),
        (1e15, "1000000000000000"),
        (12345678901234567890.0, "12345678901234600000"),
        (1e-7, "0.0000001"),
        (1e300, "1E+300"),
        (True, "TRUE"),
        (False, "FALSE"),
        ("007", "007"),
        (" 9 ", " 9 "),
        (datetime.date(2026, 8, 10), "2026-08-10"),
        (datetime.datetime(2026, 8, 10, 9, 30), "2026-08-10 09:30:00"),
        (datetime.time(9, 30), "09:30:00"),
        (datetime.timedelta(hours=30, minutes=5), "30:05:00"),
        (datetime.timedelta(hours=-1), "-1:00:00"),
    ],
)
def test_a_value_is_shown_as_its_sheet_shows_it(value: object, text: str) -> None:
    assert shown.text(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.855, "85.5%"), (1, "100%"), (0.07, "7%"), (0.29, "29%"), (-0.5, "-50%"), (2 / 3, "66.6666666666667%")],
)
def test_a_percentage_is_not_rounded(value: float, text: str) -> None:
    assert shown.percent(value) == text


def test_a_workbook_of_another_program_is_read_as_it_shows(workbooks: Workbooks) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Quarter 1"
    sheet["B2"], sheet["C2"], sheet["D2"] = "Student", "HW 1", "Posted"
    sheet["B3"], sheet["C3"], sheet["D3"] = "007", 0.875, datetime.date(2026, 9, 4)
    sheet["C3"].number_format = "0%"
    sheet["C4"] = 8.0
    sheet["B6"] = "Average"
    sheet.merge_cells("B6:C7")
    book.create_sheet("Old").sheet_state = "hidden"
    book["Old"]["A1"] = "x"
    book.create_chartsheet("Chart")
    book.create_sheet("Empty")
    tables, notes = workbooks.read(saved(book), "xlsx")
    assert [(table.sheet, table.hidden) for table in tables] == [("Quarter 1", False), ("Old", True), ("Empty", False)]
    assert tables[0].rows == [
        ["", "", "", ""],
        ["", "Student", "HW 1", "Posted"],
        ["", "007", "87.5%", "2026-09-04"],
        ["", "", "8", ""],
        ["", "", "", ""],
        ["", "Average", "", ""],
    ]
    assert tables[0].merged == ((6, 2, 7, 3),)
    assert [table.rows for table in tables[1:]] == [[["x"]], []]
    assert notes == ("sheet Quarter 1 has 1 merged block of cells", "sheet Old is hidden; it was read")


def test_formulas_that_were_never_worked_out_are_refused(workbooks: Workbooks) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B2"], sheet["B3"] = 1, "=A1+1", "=A1+2"
    with pytest.raises(Problem) as caught:
        workbooks.read(saved(book), "xlsx")
    assert str(caught.value) == (
        "the sheet Sheet has 2 formulas without a stored value (first in B2);"
        " open it in Excel or LibreOffice and save it first"
    )


def test_one_child_reads_all_workbooks_of_a_run(workbooks: Workbooks) -> None:
    workbooks.read(made.xlsx(), "xlsx")
    child = workbooks._child
    tables, _ = workbooks.read(made.ods(), "ods")
    assert tables[0].rows == GRADES
    with pytest.raises(Problem, match="is damaged"):
        workbooks.read(made.xls(made.record(0x0203, b"")), "xls")
    assert workbooks.read(made.xls(), "xls")[0][0].rows == GRADES
    assert workbooks._child is child is not None


def test_a_workbook_that_ends_its_reader_is_told_and_the_next_one_is_read() -> None:
    workbooks = Workbooks(Limits(workbook_seconds=0))
    slow = made.xlsx({"A": made.sheet((), more='<row r="1000000"><c r="I1000000"><v>1</v></c></row>')})
    with pytest.raises(Problem) as caught:
        workbooks.read(slow, "xlsx")
    assert str(caught.value) == (
        "it is damaged or too large: it couldn't be read within 0 seconds and 1,000 MB;"
        " open it in Excel and save it again, or export it as CSV"
    )
    workbooks.limits = Limits()
    assert workbooks.read(made.xlsx(), "xlsx")[0][0].rows == GRADES
    workbooks.close()


def test_a_workbook_that_needs_too_much_memory_is_told() -> None:
    workbooks = Workbooks(Limits(workbook_memory=100_000_000))
    large = made.xlsx({"A": made.sheet((), more='<row r="1000000"><c r="G1000000"><v>1</v></c></row>')})
    with pytest.raises(Problem, match="it is damaged or too large"):
        workbooks.read(large, "xlsx")
    workbooks.close()


def test_the_child_answers_for_every_workbook_in_turn_and_ends_when_there_are_no_more() -> None:
    """The same child reads all hostile workbooks but those that end it, and each answer is that workbook's own."""
    asked = []
    for name, case in CASES.items():
        data = case.make()
        if case.shape or "couldn't be read within" in case.refused or not data.startswith((b"PK", b"\xd0\xcf")):
            continue
        try:
            kind = kind_of(data)
            for part in contents_of(io.BytesIO(data), STANDARD).infolist() if data[:2] == b"PK" else ():
                check_member(part, STANDARD)
        except Problem:
            continue  # refused before the child is asked
        asked.append((name, case, data, kind))
    requests = b"".join(
        json.dumps(
            {"size": len(data), "kind": kind, "cells": 10_000_000, "columns": 16_383, "seconds": 60, "memory": 2 << 30}
        ).encode()
        + b"\n"
        + data
        for _, _, data, kind in asked
    )
    child = subprocess.run(
        [sys.executable, "-c", "from gradeaudit.files._workbook import main; main()"],
        input=requests,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        timeout=120,
        check=True,
    )
    answers = [json.loads(line) for line in child.stdout.splitlines()]
    assert len(answers) == len(asked) > 60
    for (name, case, _, _), answer in zip(asked, answers):
        if case.rows:
            assert answer["sheets"][0]["rows"] == case.rows, name
        else:
            assert case.refused in answer["what"], name


def test_the_child_ends_with_the_session(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(made.xlsx())
    (location,) = find([path])
    assert isinstance(location, Location)
    with Session() as session:
        assert load(location, session).rows == GRADES
        child = session.workbooks._child
        assert child is not None
        assert child.poll() is None
    assert child.poll() is not None


def test_no_module_of_the_working_folder_is_run(tmp_path: Path) -> None:
    for name in ("json", "python_calamine", "gradeaudit", "zipfile", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text("open('ran', 'w').close()\n")
    (tmp_path / "a.xlsx").write_bytes(made.xlsx())
    root = Path(__file__).parents[1]
    code = (
        f"import sys; sys.path[:] = [p for p in sys.path if p] + [{str(root)!r}]\n"
        "from pathlib import Path\nfrom gradeaudit.export import find, load\n"
        "(location,) = find([Path('a.xlsx')])\nprint(load(location).rows)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, "-I", "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.stderr == ""
    assert ran.stdout.strip() == str(GRADES)
    assert not (tmp_path / "ran").exists()


def test_a_run_without_workbooks_starts_no_child(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    with Session() as session:
        for location in find([path]):
            assert isinstance(location, Location)
            load(location, session)
        assert session.workbooks._child is None


def test_too_many_cells_are_refused_in_every_kind_of_workbook() -> None:
    for data, kind in ((made.xlsx(), "xlsx"), (made.ods(), "ods"), (made.xls(), "xls")):
        with pytest.raises(Problem, match="more cells than are read"):
            sheets(data, kind, 8, 100)
        with pytest.raises(Problem, match="too far out"):
            sheets(data, kind, 100, 2)
    two = made.xlsx({"A": made.sheet(), "B": made.sheet()})
    with pytest.raises(Problem, match="more cells than are read of a file; raise --max-cells"):
        sheets(two, "xlsx", 10, 100)


def test_the_kind_of_a_workbook_is_told_by_what_is_in_it() -> None:
    assert [kind_of(data) for data in (made.xlsx(), made.ods(), made.xls())] == ["xlsx", "ods", "xls"]
    assert kind_of(made.zipped({"xl/workbook.bin": "x"})) == "xlsb"
    assert kind_of(made.zipped({"a.csv": "x"})) == ""


def test_an_old_workbook_has_formats_of_its_own_and_hides_rows() -> None:
    narrow = made.record(0x041E, struct.pack("<HHB", 9_999, 4, 0) + b"0.0%")
    text = '0"%"'
    literal = made.record(0x041E, struct.pack("<HHB", 170, len(text), 1) + text.encode("utf-16-le"))
    style = made.record(0x00E0, struct.pack("<HH16s", 0, 9_999, b""))
    hidden = made.record(0x0208, struct.pack("<HHHHHHHH", 0, 0, 1, 0, 0, 0, 0x20, 0))
    column = made.record(0x007D, struct.pack("<HHHHHH", 0, 0, 0, 0, 1, 0))
    cells = column + hidden + made.biff_number(0, 0, 0.5, 0) + made.biff_number(1, 0, 0.5, 1)
    (look,) = biff.looks(made.ole("Workbook", made.biff(cells, before=narrow + literal + style)))
    assert look.percents == {(1, 1)}
    assert (look.hidden_rows, look.hidden_columns) == (1, 1)


def test_a_stream_is_found_in_a_compound_file() -> None:
    content = bytes(range(256)) * 20
    assert compound.stream(made.ole("Book", content), "Workbook", "Book")[: len(content)] == content
    for damaged in (b"", made.ole("Book", content)[:600], made.ole("Other", content)):
        with pytest.raises(ValueError):
            compound.stream(damaged, "Book")


def test_a_look_into_an_old_workbook_sees_percents_errors_and_formulas() -> None:
    formula = made.record(0x0006, struct.pack("<HHH8sHI", 4, 1, 0, b"\x02\0\x07\0\0\0\xff\xff", 0, 0))
    empty = made.record(0x0006, struct.pack("<HHH8sHI", 5, 1, 0, b"\x03\0\0\0\0\0\xff\xff", 0, 0))
    several = made.record(0x00BD, struct.pack("<HHHIHIH", 6, 2, 1, 0, 0, 0, 3))
    (look,) = biff.looks(made.xls(made.biff_number(0, 0, 0.5, 1) + formula + empty + several))
    assert look.percents == {(1, 1), (7, 3)}
    assert look.errors == {(5, 2): "#DIV/0!"}
    assert look.empty_formulas == 1
    assert (look.last_row, look.last_column) == (7, 4)


@pytest.mark.parametrize(
    "name", [name for name, case in CASES.items() if case.rows and case.kind in ("xlsx", "ods", "xls")]
)
def test_a_sheet_is_read_the_same_without_a_child(name: str) -> None:
    case = CASES[name]
    found, notes = sheets(case.make(), case.kind, 10_000_000, 16_383)
    assert found[0].rows == case.rows
    assert [case.note in note for note in notes] == ([True] if case.note else [])


_2003 = (
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
    ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="A"><Table>{}</Table>'
    "<WorksheetOptions><Visible>{}</Visible></WorksheetOptions></Worksheet></Workbook>"
)


def data(kind: str, value: str, cell: str = "") -> str:
    return f'<Cell {cell}><Data ss:Type="{kind}">{value}</Data></Cell>'


MERGED = data("String", "A", 'ss:MergeAcross="1" ss:MergeDown="1"')
WORKED_OUT = data("Number", "9.50", 'ss:Formula="=1"')


def test_a_workbook_of_2003_is_read_as_it_shows() -> None:
    rows = (
        f"<Row>{MERGED}</Row>"
        f"<Row>{data('Boolean', '1')}{data('Boolean', '0')}{data('Error', '#N/A')}</Row>"
        f"<Row>{data('DateTime', '2026-08-10T00:00:00.000')}{data('DateTime', '2026-08-10T09:30:00.000')}"
        f"{data('DateTime', '1899-12-31T09:30:00.000')}</Row>"
        f"<Row>{data('Number', '12.0')}{WORKED_OUT}</Row><Row/>"
    )
    (table,) = markup.tables(_2003.format(rows, "SheetHidden"), Limits())
    assert table.rows == [
        ["A"],
        ["TRUE", "FALSE", "#N/A"],
        ["2026-08-10", "2026-08-10 09:30:00", "09:30:00"],
        ["12", "9.5"],
    ]
    assert (table.sheet, table.hidden, table.merged) == ("A", True, ((1, 1, 2, 2),))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ('<Row><Cell ss:Formula="=1"/></Row>', "has a formula without a stored value (in A1)"),
        ('<Row ss:Index="2"/><Row ss:Index="1"/>', "a row has an impossible number"),
        ('<Row><Cell/><Cell ss:Index="1"/></Row>', "a cell has an impossible column"),
        (f"<Row>{data('Number', 'nine')}</Row>", "a number is none"),
        ("<Row/>", "no sheet with cells"),
        ('<Row><Cell ss:Index="9"/></Row><Row><Cell ss:Index="9"/></Row>', "more cells than are read"),
    ],
)
def test_a_workbook_of_2003_that_is_damaged_is_refused(rows: str, words: str) -> None:
    with pytest.raises(Problem) as caught:
        markup.tables(_2003.format(rows, ""), Limits(cells=10))
    assert words in caught.value.what


def test_what_an_open_document_hides_and_merges_is_noted() -> None:
    merged = (
        '<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1"/><table:covered-table-cell/>'
    )
    hidden = '<table:table-row table:visibility="collapse"><table:table-cell/></table:table-row>'
    column = '<table:table-column table:visibility="collapse"/>'
    content = made.ods_content(column + made.ods_row("A", "B", more=merged) + hidden + made.ods_row("x"))
    found, notes = sheets(made.ods(content), "ods", 1_000, 100)
    assert found[0].merged == [(1, 3, 1, 4)]
    assert notes == [
        "sheet Grades has 1 merged block of cells",
        "sheet Grades has hidden rows or columns; they were read",
    ]


def test_a_short_stream_is_found_among_the_small_sectors() -> None:
    content = b"short stream" * 20
    assert compound.stream(made.small_ole("Workbook", content), "Workbook") == content


def test_a_web_page_is_read_the_same_without_a_child() -> None:
    page = "<table><tr><td>a<td colspan=x>b<p>c</td></tr><tr><th>1</th><th>2</th></tr></table>"
    assert webpage.tables(page, 100, 100) == [[["a", "b\nc"], ["1", "2"]]]
    with pytest.raises(Problem, match="the table of this web page is too large"):
        webpage.tables(page, 3, 100)
