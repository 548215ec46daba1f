"""Hostile gradebooks through a whole run: which cell is a finding, which is a number, and what is refused in which words."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest

from gradeaudit.findings import Report
from gradeaudit.places import cell_name
from tests.hostile import containers as made
from tests.runs import run

HEADER = "Student,ID,SIS User ID,SIS Login ID,Section,HW 1 (11),HW 2 (12)"
POINTS = "Points Possible,,,,,10,10"
POLICY = "{marks: {forms: [points], maximum: 100%}, missing_work: {codes: {MI: missing}}, naming: {unique: true}, roster: {enrolled_days: 10}}"
RULES = (
    *("mark-format", "code-unknown", "score-above-maximum", "score-negative", "student-duplicate"),
    *("student-unidentified", "title-duplicate", "title-untidy"),
)


def book(*rows: str, header: str = HEADER, points: str = POINTS) -> str:
    return "\n".join((header, points, *rows)) + "\n"


def audited(folder: Path, content: str | bytes, name: str = "book.csv") -> Report:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return run(folder, POLICY, str(path), rules=RULES)


def found(report: Report) -> list[str]:
    """Each finding as its rule and its cells."""
    assert report.broken == ()
    return [
        f"{one.rule} {' '.join(cell_name(place.row, place.column) for place in one.places)}" for one in report.findings
    ]


FORMATS = "text that is no number"
DATE = "a date, which Excel makes of a fraction such as 8/10"
NO_NUMBERS = {
    "٨": FORMATS, "８": FORMATS, "½": FORMATS, "²": FORMATS, "0x10": FORMATS, "1_000": FORMATS, "9\u200b": FORMATS,
    "\u00a09": FORMATS, "1 000": FORMATS, "1'000": FORMATS, "--5": FORMATS, "5-": FORMATS, "$5": FORMATS, "=5": FORMATS,
    "=1+1": FORMATS, "9.5.5": FORMATS, "9" * 5_000: FORMATS, "1e3": "a number with an exponent",
    "1e309": "a number with an exponent", "8/10": "a fraction", "85%": "a percent", "2026-08-10": DATE, "8-Oct": DATE,
}  # fmt: skip


@pytest.mark.parametrize("text", NO_NUMBERS, ids=lambda text: ascii(text[:12]))
def test_what_only_python_takes_for_a_number_is_a_finding(tmp_path: Path, text: str) -> None:
    report = audited(tmp_path, book(f"Ada,1,1,a,P1,{text},8", "Ben,2,2,b,P1,7,9"))
    assert found(report) == ["mark-format F3"]
    assert report.findings[0].message.startswith(f"{NO_NUMBERS[text]} (“")
    assert len(report.findings[0].message) < 200, "a cell of any length is shown in part"


@pytest.mark.parametrize(
    "text", ["nan", "NaN", "inf", "-inf", "Infinity", "Null", "None", "NA", "TRUE", "#N/A", "#REF!"]
)
def test_words_that_other_tools_take_for_numbers_or_nothing_are_codes(tmp_path: Path, text: str) -> None:
    assert found(audited(tmp_path, book(f"Ada,1,1,a,P1,{text},8", "Ben,2,2,b,P1,7,9"))) == ["code-unknown F3"]


@pytest.mark.parametrize("text", ["+5", "-0", " 9 ", ".5", "5.", "007", "10", "8.25"])
def test_plain_numbers_are_numbers(tmp_path: Path, text: str) -> None:
    assert found(audited(tmp_path, book(f"Ada,1,1,a,P1,{text},8", "Ben,2,2,b,P1,7,9"))) == []


@pytest.mark.parametrize(
    ("one", "other", "cells"),
    [
        ('"8,5"', '"9,5"', []),  # a file of decimal commas
        ('"1,234.5"', "9.5", ["score-above-maximum F3"]),  # commas between the thousands
        ('"1.234,5"', '"9,5"', ["score-above-maximum F3"]),  # points between the thousands
        ('"8,5"', "9.5", ["mark-format F3"]),  # in a file of decimal points a comma is a mistake
    ],
)
def test_the_decimal_mark_is_the_files_own(tmp_path: Path, one: str, other: str, cells: list[str]) -> None:
    report = audited(tmp_path, book(f"Ada,1,1,a,P1,{one},8", f"Ben,2,2,b,P1,{other},9"))
    assert found(report) == cells
    if cells and cells[0].startswith("score"):
        assert "1234.5" in report.findings[0].message


@pytest.mark.parametrize("name", ["Null", "None", "NA", "True", "nan", "-", "0"])
def test_a_student_may_have_any_name(tmp_path: Path, name: str) -> None:
    report = audited(tmp_path, book(f"{name},1,1,a,P1,abs,8", "Ben,2,2,b,P1,7,9"))
    assert found(report) == ["code-unknown F3"]
    assert report.gradebooks[0].students == 2


@pytest.mark.parametrize(
    ("one", "other"), [("007", "7"), ("1e5", "100000"), ("12345678901234567890", "12345678901234567891")]
)
def test_ids_are_texts(tmp_path: Path, one: str, other: str) -> None:
    rows = [f"Ada,{text},{text},{text},P1,8,9" for text in (one, other)]
    assert found(audited(tmp_path, book(*rows))) == []
    assert found(audited(tmp_path, book(rows[0], rows[0]))) == ["student-duplicate A3 A4"]


LOOKS_LIKE = {
    "Quiz\u200b1": "zero width space",
    "Quiz\u202e1": "right-to-left override",
    "Qu\u0456z": "a Cyrillic letter that looks Latin",
    "Z" + "\u0301" * 3_000: "accents",
    "\x1b]0;x\x07": "a control character",
    "Quiz\u00a0": "a space at its end",
}


@pytest.mark.parametrize("title", LOOKS_LIKE, ids=lambda text: ascii(text[:12]))
def test_characters_that_nobody_sees_are_named(tmp_path: Path, title: str) -> None:
    header = HEADER.replace("HW 1", title)
    report = audited(tmp_path, book("Ada,1,1,a,P1,8,9", header=header))
    assert found(report) == ["title-untidy F1"]
    message = report.findings[0].message
    assert LOOKS_LIKE[title] in message
    assert not any(unicodedata.category(character) in {"Cc", "Cf"} for character in message)


def test_titles_that_look_the_same_are_the_same(tmp_path: Path) -> None:
    header = HEADER.replace("HW 1", "Quiz １").replace("HW 2", "Quiz 1")
    report = audited(tmp_path, book("Ada,1,1,a,P1,8,9", header=header))
    assert "title-duplicate F1 G1" in found(report)


def test_cells_stay_under_their_headers(tmp_path: Path) -> None:
    """Ragged, blank and delimiter-only rows, an empty header, columns of nothing at the end."""
    header = HEADER.replace("HW 2 (12)", "") + ",,,"
    rows = ["", "Ada,1,1,a,P1,abs", ",,,,,,", "Ben,2,2,b,P1,7,abc,,,,", ""]
    report = audited(tmp_path, book(*rows, header=header, points=POINTS + ",,"))
    assert found(report) == ["code-unknown F4", "code-unknown G6"]
    assert any("rows have another number of cells" in note for note in report.inputs[0].evidence)
    assert report.gradebooks[0].students == 2


def test_two_headers_of_one_name_are_two_assignments(tmp_path: Path) -> None:
    report = audited(tmp_path, book("Ada,1,1,a,P1,8,abs", header=HEADER.replace("HW 2 (12)", "HW 1 (11)")))
    assert found(report) == ["code-unknown G3", "title-duplicate F1 G1"]


REFUSED = {
    "header_only": (HEADER + "\n", "a list of Canvas students without a row of points possible"),
    "no_students": (book(), "the Canvas export has no students; export it again with students enrolled"),
    "no_identity": (book("P1,9,8", header="Section,HW 1 (11),HW 2 (12)", points="Points Possible,10,10"), "no reader"),
    "another_table": ("date,open,close\n2026-11-24,1,2\n", "no reader recognises this file"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_holds_no_gradebook_is_never_a_clean_run(tmp_path: Path, name: str) -> None:
    content, words = REFUSED[name]
    report = audited(tmp_path, content)
    assert [words in entry.error for entry in report.broken] == [True]
    assert (report.gradebooks, report.exit_code("never")) == ((), 2)


def test_a_workbook_shows_what_its_cells_are(tmp_path: Path) -> None:
    """Dates that were fractions, truths, errors and percents are findings in their cells, hidden rows are read."""
    cells = '<c r="F4" s="1"><v>46244</v></c><c r="G4" t="e"><v>#REF!</v></c>'
    other = '<c r="F5" t="b"><v>1</v></c><c r="G5" s="2"><v>0.85</v></c>'
    more = f'<row r="4" hidden="1">{cells}</row><row r="5">{other}</row>'
    rows = (
        tuple(HEADER.split(",")),
        ("Points Possible", None, None, None, None, 10.0, 10.0),
        ("Ada", "1", "1", "a", "P", 8.0, 9.0),
    )
    content = made.xlsx({"Grades": made.sheet(rows, more=more)}, styles=made.style_sheet(0, 14, 9))
    content = made.rewritten(content, "xl/worksheets/sheet1.xml", b'<c r="F4"', _person(4, "Ben"))
    content = made.rewritten(content, "xl/worksheets/sheet1.xml", b'<c r="F5"', _person(5, "Cy"))
    report = audited(tmp_path, content, "book.xlsx")
    assert found(report) == ["code-unknown G4", "code-unknown F5", "mark-format F4", "mark-format G5"]
    assert "a date, which Excel makes of a fraction such as 8/10 (“2026-08-10”)" in report.findings[2].message
    assert any("hidden rows" in note for note in report.inputs[0].evidence)


def _person(row: int, name: str) -> bytes:
    cells = "".join(made.cell(row, column, text) for column, text in enumerate((name, name, name, name, "P"), 1))
    return (cells + f'<c r="F{row}"').encode()


@pytest.mark.parametrize(("students", "assignments"), [(20, 5_000), (100_000, 2)])
def test_a_large_gradebook_takes_seconds(tmp_path: Path, students: int, assignments: int) -> None:
    titles = ",".join(f"HW {number} ({number})" for number in range(assignments))
    head = f"Student,ID,SIS User ID,SIS Login ID,Section,{titles}\nPoints Possible,,,,{',10' * assignments}\n"
    rows = "".join(f"S{number},{number},{number},s{number},P1{',9' * assignments}\n" for number in range(students))
    start = time.process_time()
    report = audited(tmp_path, head + rows.replace(",9\n", ",11\n", 1))
    assert found(report) == [f"score-above-maximum {'G3' if assignments == 2 else 'GJM3'}"]
    assert time.process_time() - start < 20
