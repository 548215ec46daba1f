"""csv: one row a place, in a form that Excel opens and never runs."""

import csv
import io
from dataclasses import replace

import pytest

from gradeaudit.findings import Place, Report
from gradeaudit.reporters.csv import CSV
from tests.reporters.reports import ALGEBRA, CODE, HOSTILE_TEXTS, ONE, RUN, SEVERAL, finding, hostile


def table(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(CSV.render(report).decode("utf-8-sig"), newline="")))


def test_each_place_is_a_row():
    rows = table(ONE)
    assert [(row["rule"], row["cell"]) for row in rows] == [
        ("code-unknown", "H2"),
        ("code-unknown", "H7"),
        ("code-unknown", "H8"),
        ("code-unknown", "H9"),
        ("code-unknown", "I5"),
        ("weight-differs", ""),
        ("blank-overdue", "J4"),
        ("blank-overdue", "J11"),
        ("title-untidy", "J1"),
    ]


def test_a_row_has_everything_that_is_known():
    assert table(SEVERAL)[0] == {
        "severity": "error",
        "rule": "code-unknown",
        "message": "“abs” in 4 cells is no code of the policy",
        "file": "jefferson/algebra-p3.csv",
        "sheet": "",
        "cell": "H2",
        "row": "2",
        "column": "8",
        "course": "Algebra 1",
        "section": "Period 3",
        "teacher": "R. Ortega",
        "school": "Jefferson MS",
        "category": "",
        "assignment": "HW 3: Fractions",
        "student": "",
        "observed": "abs",
        "expected": "one of MI, EX",
        "why": "Nobody can tell what an unlisted code means.",
        "fix": "Type the policy's code that means the same.",
        "policy_file": "policies/secondary.yaml",
        "policy_line": "31",
        "family": "marks",
        "confidence": "certain",
        "status": "new",
        "note": "",
        "gradebook": "jefferson/algebra-p3.csv",
        "fingerprint": SEVERAL.findings[0].fingerprint,
    }


def test_it_is_written_when_nothing_was_found_and_excel_knows_its_encoding():
    raw = CSV.render(Report(RUN))
    assert raw.startswith(b"\xef\xbb\xbfseverity,rule,") and raw.count(b"\n") == 1


def test_negative_numbers_and_ids_stay_what_they_are():
    place = Place(4, 2, student="007")
    report = replace(ONE, findings=(finding(CODE, ALGEBRA, "-5", place, observed="-5", expected="=5"),))
    row = table(report)[0]
    assert (row["observed"], row["expected"], row["student"]) == ("-5", "'=5", "007")


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=ascii)
def test_no_cell_is_a_formula_and_no_row_is_broken(text):
    raw = CSV.render(hostile(text)).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(raw, newline=""), strict=True))
    assert [len(row) for row in rows] == [27, 27, 27]
    assert raw.count("\n") == 3 and raw.count("\r") == 3
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "-", "@", "＝"))]
