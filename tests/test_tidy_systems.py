"""One long table over an export of each system: a row a score, counted from the files, two of them checked by hand."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gradeaudit import discovery
from gradeaudit.cli.app import app
from gradeaudit.tidying import SCORES

ROOT = Path(__file__).parents[1]
ROWS = {
    # tables with a row a student: students × assignments, without the LMS's test student and text that never counts
    "blackboard/gc_CHEM-10.F26_fullgc_2026-11-13-16-02-11.xls": 13 * 7,
    "brightspace/Biology 10 Fall_GradesExport_2026-11-13-15-20.csv": 12 * 7,
    "canvas-with-groups/2026-11-13T1405_Grades-PHYS-P2.csv": 10 * 5,
    "edx/HarborX_STAT1_2026_grade_report_2026-11-13-1405.csv": 11 * 6,
    "edx/HarborX_STAT1_2026_problem_grade_report_2026-11-13-1410.csv": 11 * 4,
    "edx/STAT1 gradebook.csv": 11 * 3,
    "google_classroom/Essay_1.csv": 8 * 1,
    "google_classroom/Grade_6_Math_Room_204.csv": 11 * 6,
    "gradescope/CS_101_Fall_2026_grades.csv": 12 * 5,
    "moodle/HIST10-2 Grades-20261113_1405-comma_separated.csv": 14 * 9,
    "sakai/ECON 101 gradebook2.csv": 10 * 7,
    "sakai/gradebook_export-GEOG_110-ALL.csv": 12 * 7,
    "schoology/gradebook-export.csv": 12 * 6,
    "spreadsheets/Science 8 Lindholm.xlsx": 12 * 8,
    # four score templates of ten students, one gradebook
    "powerschool/9A_HW1Reading_pst.csv": 4 * 10,
    # a line, record or element a score
    "district_extract/AllAssignmentsandGradesExtract.csv#SCI STD GR6 206": 32,
    "district_extract/AllAssignmentsandGradesExtract.csv#SCI STD GR6 207": 24,
    "edfi/sections/2026-11-13-06-00-00.csv#5501": 3 * 8,
    "moodle/PHYS11.xml": 45,
    "moodle/backup-PHYS11/gradebook.xml": 10 * 8,
    "oneroster/classes.csv#k-math7-1": 40,
    "oneroster/classes.csv#k-math7-3": 27,
    "synergy/studentvue_gradebook.xml#2 World History (SOC210) Q1": 5,
    "synergy/studentvue_gradebook.xml#5 Physical Education 9 Q1": 5,
}
FOLDERS = sorted({name.partition("/")[0] for name in ROWS})


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    out = tmp_path_factory.mktemp("tidy") / "scores.csv"
    paths = [str(ROOT / "sample_exports" / folder) for folder in FOLDERS]
    result = CliRunner().invoke(app, ["tidy", *paths, "-o", str(out)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    text = out.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_one_table_has_a_row_for_every_score_of_every_system(table: list[dict[str, str]]) -> None:
    assert list(table[0]) == list(SCORES)
    counts: dict[str, int] = {}
    for row in table:
        counts[row["gradebook"]] = counts.get(row["gradebook"], 0) + 1
    assert counts == ROWS


def test_the_table_covers_the_readers_that_have_a_sample() -> None:
    systems = {name.partition("_")[0] for name in discovery.readers()} - {"itslearning", "teams", "generic"}
    here = {folder.partition("_")[0].partition("-")[0] for folder in FOLDERS} - {"spreadsheets"}
    assert systems == here


def picked(table: list[dict[str, str]], gradebook: str, assignment: str, *columns: str) -> list[tuple[str, ...]]:
    return [
        tuple(row[column] for column in columns)
        for row in table
        if row["gradebook"] == gradebook and row["assignment"].startswith(assignment)
    ]


def test_a_score_template_by_hand(table: list[dict[str, str]]) -> None:
    # 9A_QZ1Verbs_pst.csv, line by line: 20 points; AB in small letters, a letter and MI are no points
    mine = picked(
        table, "powerschool/9A_HW1Reading_pst.csv", "QZ 1: Verbs", "student", "mark", "points", "percent", "state"
    )
    assert mine == [
        ("student 1", "18", "18.0", "90.0", "scored"),
        ("student 2", "abs", "", "", "unknown"),
        ("student 3", "15", "15.0", "75.0", "scored"),
        ("student 4", "21.5", "21.5", "107.5", "scored"),
        ("student 5", "B+", "", "", "scored"),
        ("student 6", "12", "12.0", "60.0", "scored"),
        ("student 7", "20", "20.0", "100.0", "scored"),
        ("student 8", "17", "17.0", "85.0", "scored"),
        ("student 9", "MI", "", "", "unknown"),
        ("student 10", "24", "24.0", "120.0", "scored"),
    ]
    assert set(
        picked(table, "powerschool/9A_HW1Reading_pst.csv", "QZ 1", "course", "section", "teacher", "due_on")
    ) == {("English 9", "9A", "Ingrid Solheim", "2026-09-25")}


def test_a_student_s_gradebook_by_hand(table: list[dict[str, str]]) -> None:
    # studentvue_gradebook.xml, its first course: points and points possible as they count, 27 of 30 for 18 of 20
    book = "synergy/studentvue_gradebook.xml#2 World History (SOC210) Q1"
    columns = (
        "category",
        "assignment",
        "assigned_on",
        "due_on",
        "points_possible",
        "points",
        "percent",
        "state",
        "weight",
    )
    assert picked(table, book, "", *columns) == [
        ("Homework", "HW 1: River valleys", "2026-09-03", "2026-09-08", "10.0", "9.0", "90.0", "scored", "10.0"),
        ("Homework", "HW 2: Law codes", "2026-09-10", "2026-09-15", "10.0", "0.0", "0.0", "missing", "10.0"),
        ("Classwork", "New Assignment", "2026-09-18", "2026-09-19", "30.0", "27.0", "90.0", "scored", "30.0"),
        ("Assessment", "QZ 1: Empires", "2026-09-25", "2026-09-25", "50.0", "41.0", "82.0", "scored", "50.0"),
        ("Assessment", "TST 1: Empires", "2026-10-16", "2026-10-16", "100.0", "", "", "blank", "50.0"),
    ]
    assert {row["teacher"] for row in table if row["gradebook"] == book} == {"Marta Oyelaran"}
