"""Canvas exports, small ones written out here and the real ones that lie beside the project."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path

import pytest

from gradeaudit import places
from gradeaudit.assembly import Assembly
from gradeaudit.errors import Problem
from gradeaudit.export import Export, Location, Table, load
from gradeaudit.gradebook import Gradebooks
from gradeaudit.readers.canvas import READER

REAL = Path(__file__).parents[3] / "shared" / "exports" / "canvas"
WITH_REAL = pytest.mark.skipif(not REAL.is_dir(), reason="the folder of real exports isn't beside the project")
RO = "(read only)"


def export(text: str, delimiter: str = ",", name: str = "book.csv") -> Export:
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    return Export(name, "csv", (Table(rows),), delimiter=delimiter)


def read(one: Export) -> Gradebooks:
    assembly = Assembly()
    for book in READER.read([one]):
        assembly.add(book)
    return assembly.finish()


def real(name: str) -> Export:
    return load(Location(REAL / name, name))


def cells(tables: Gradebooks, table: str) -> list[str]:
    return [
        places.cell_name(places.row_of(place), places.column_of(place))
        for place in getattr(tables, table)["place"].tolist()
    ]


WEIGHTED = f"""Student,ID,SIS User ID,SIS Login ID,Section,Notes,HW 1 (11),Quiz (10) (12),Homework Current Score,\
Homework Unposted Current Score,Homework Final Score,Homework Unposted Final Score,Current Score,\
Unposted Current Score,Final Score,Unposted Final Score,Final Grade
    Points Possible,,,,,{RO},10.00,,{RO},{RO},{RO},{RO},{RO},{RO},{RO},{RO},{RO}
"Byron, Ada",1,007,ada,P1,,9.50,EX,95.00,95.00,95.00,95.00,95.00,95.00,95.00,95.00,A

"Zuse, Konrad",2,U2,konrad,P1,late twice,,N/A,,,0.00,0.00,,,0.00,0.00,F
"Student, Test",3,,0f3c1e2d4b5a69788796a5b4c3d2e1f00f3c1e2d,P1,,,,,,,,,,,,
"""


def test_a_weighted_export_is_read_cell_by_cell() -> None:
    tables = read(export(WEIGHTED))
    assert tables.assignments[["title", "key"]].to_numpy().tolist() == [["HW 1", "11"], ["Quiz (10)", "12"]]
    assert tables.assignments["points_possible"].isna().tolist() == [False, True]
    assert tables.categories["name"].tolist() == ["Homework"]
    assert tables.books["method"].tolist() == ["weighted"]
    assert tables.students["name"].tolist() == ["Byron, Ada", "Zuse, Konrad", "Student, Test"]
    assert tables.students["sis_id"].tolist() == ["007", "U2", ""]
    assert tables.students["is_test_student"].tolist() == [False, False, True]
    assert cells(tables, "students") == ["A3", "A5", "A6"]  # row 4 is blank and still counts
    scores = tables.scores
    assert scores["mark"].astype(str).tolist() == ["9.50", "EX", "", "N/A", "", ""]
    assert scores["state"].astype(str).tolist() == ["scored", "excused", "blank", "not_assigned", "blank", "blank"]
    assert cells(tables, "scores") == ["G3", "H3", "G5", "H5", "G6", "H6"]


def test_unposted_totals_are_read_only_where_they_differ_from_the_posted() -> None:
    tables = read(export(WEIGHTED))
    kinds = tables.totals[tables.totals["student"] == 1][["kind", "category", "value", "letter"]]
    assert kinds.astype(object).where(kinds.notna(), "").astype(str).to_numpy().tolist() == [
        ["current", "0", "", ""],
        ["final", "0", "0.0", ""],
        ["current", "-1", "", ""],
        ["final", "-1", "0.0", ""],
        ["final", "-1", "", "F"],
    ]
    changed = read(export(WEIGHTED.replace("95.00,95.00,95.00,95.00,A", "95.00,96.00,95.00,96.00,A")))
    assert sorted(set(changed.totals["kind"].astype(str))) == [
        "current",
        "final",
        "unposted_current",
        "unposted_final",
    ]


def test_special_rows_may_stand_anywhere() -> None:
    tables = read(
        export(
            "Student,ID,Section,A 1 (1),B 1 (2)\n"
            '"Blend, Bill",6,S,7,8\n'
            "Points Possible,,,10,20\n"
            ", ,,Muted,\n"
            '"Farner, Todd",4,S,-,\n'
        )
    )
    assert tables.students["name"].tolist() == ["Blend, Bill", "Farner, Todd"]
    assert tables.assignments["points_possible"].tolist() == [10, 20]
    assert tables.assignments["hidden"].tolist() == [True, False]
    assert tables.scores["state"].astype(str).tolist() == ["scored", "scored", "blank", "blank"]
    assert cells(tables, "scores") == ["D2", "E2", "D5", "E5"]


def test_totals_are_told_from_assignments_by_the_points_row() -> None:
    header = "Student,ID,Section,Final Score (103),Current Score (2024),Final Score (2024),Override Score (2024)"
    tables = read(export(f"{header}\nPoints Possible,,,5,{RO},{RO},\nAda,1,S,4,80,80,60.0\n"))
    assert tables.assignments["title"].tolist() == ["Final Score"]
    assert tables.totals["kind"].astype(str).tolist() == ["current", "final", "override"]
    assert tables.totals["period"].tolist() == ["2024"] * 3
    assert tables.books["term"].tolist() == ["2024"]


def test_totals_are_read_only_in_any_language() -> None:
    header = "Student;ID;Section;HA 1 (1);Hausaufgaben Final Score;Final Score"
    tables = read(
        export(f"{header}\nPoints Possible;;;10,00;(nur lesen);(nur lesen)\nAda, B;1;S;9,50;95,00;95,00\n", ";")
    )
    assert tables.scores["points"].tolist() == [9.5]
    assert tables.totals["value"].tolist() == [95.0, 95.0]
    assert tables.categories["name"].tolist() == ["Hausaufgaben"]


def test_points_possible_that_are_no_number_leave_the_assignment_in() -> None:
    header = "Student,ID,Section,HW 1 (11),HW 2 (12),HW 3 (13),Gruppe (4)"
    tables = read(export(f"{header}\nPoints Possible,,,ten,1e309,10,（只读）\nAda,1,S,7,8,9,3\n"))
    assert tables.assignments["title"].tolist() == ["HW 1", "HW 2", "HW 3"]
    assert [math.isnan(points) for points in tables.assignments["points_possible"]] == [True, True, False]
    assert tables.scores["points"].tolist() == [7, 8, 9]


def test_an_id_is_a_whole_number_in_brackets_at_the_end_after_a_blank() -> None:
    header = "Student,ID,Section,Quiz (10) (12),Essay(13),Lab (A),Notes),Map\u00a0(14)"
    tables = read(export(f"{header}\nPoints Possible,,,1,1,1,1,1\nAda,1,S,1,1,1,1,1\n"))
    assert tables.assignments["title"].tolist() == ["Quiz (10)", "Essay(13)", "Lab (A)", "Notes)", "Map"]
    assert tables.assignments["key"].tolist() == ["12", "", "", "", "14"]


def test_one_assignment_without_an_id_leaves_the_ids_of_the_others_where_they_are() -> None:
    tables = read(
        export("Student,ID,Section,HW 1 (11),Lab (b),Quiz (10) (12)\nPoints Possible,,,5,6,7\nAda,1,P,1,2,3\n")
    )
    expected = [["HW 1", "11"], ["Lab (b)", ""], ["Quiz (10)", "12"]]
    assert tables.assignments[["title", "key"]].to_numpy().tolist() == expected


def test_the_decimal_mark_is_settled_once_for_the_file() -> None:
    header = "Student,ID,Section,A (1),B (2)\nPoints Possible,,,10.00,2000.00\n"
    tables = read(export(header + 'Ada,1,S,"8,5","1,234.50"\n'))
    assert tables.scores["form"].astype(str).tolist() == ["other", "number"]
    assert tables.scores["points"].fillna(-1).tolist() == [-1, 1234.5]
    german = read(
        export(header.replace(".00", ",00").replace(",", ";").replace(";00", ",00") + "Ada;1;S;8,5;1234,50\n", ";")
    )
    assert german.scores["points"].tolist() == [8.5, 1234.5]


def test_groups_of_one_name_stay_apart() -> None:
    header = "Student,ID,Section,A (1),G Current Score,G Final Score,G Current Score,G Final Score,Final Score"
    tables = read(export(f"{header}\nPoints Possible,,,10,{RO},{RO},{RO},{RO},{RO}\nAda,1,S,9,90,90,70,70,80\n"))
    assert tables.categories["name"].tolist() == ["G", "G"]
    assert tables.totals["category"].tolist() == [0, 0, 1, 1, -1]
    assert cells(tables, "categories") == ["E1", "G1"]


def test_an_export_names_its_course_and_minute() -> None:
    tables = read(export(WEIGHTED, name="north/2026-11-13T1540_Grades-ALG1-P3 (1).csv"))
    about = tables.books.iloc[0]
    assert (about["course_code"], about["section"]) == ("ALG1-P3", "P1")
    assert str(about["exported_at"]) == "2026-11-13 15:40:00"


def test_ragged_rows_keep_their_columns() -> None:
    tables = read(export("Student,ID,Section,A (1),B (2)\nPoints Possible,,,10,20\nAda,1,S,9\nBen,2,S,8,17,extra\n"))
    assert tables.scores["mark"].astype(str).tolist() == ["9", "", "8", "17"]


def test_an_export_without_students_is_refused() -> None:
    with pytest.raises(Problem, match="has no students; export it again with students enrolled"):
        read(export("Student,ID,Section,A (1)\nPoints Possible,,,10\n"))


@pytest.mark.parametrize(
    ("text", "confidence", "last"),
    [
        (WEIGHTED, "certain", "totals that Canvas marks as read-only"),
        (
            "Student,ID,Section,Quiz 1 (23)\n    Points Possible,,,10\nAda,1,S,9\n",
            "likely",
            "no totals: Canvas leaves them out when no grading period is chosen, other tools always do",
        ),
        (
            "Student,ID,Section,Quiz 1\nPoints Possible,,,10\nAda,1,S,9\n",
            "possible",
            "a Canvas-format import file, not an export: no column carries a Canvas id",
        ),
    ],
)
def test_exports_are_told_from_look_alikes(text: str, confidence: str, last: str) -> None:
    claim = READER.detect(export(text))
    assert claim is not None
    assert (claim.confidence, claim.evidence[-1], claim.refusal) == (confidence, last, "")


def test_a_roster_is_refused_and_other_tables_are_left_alone() -> None:
    roster = READER.detect(export("Student,ID,Section\nAda,1,S\n"))
    assert roster is not None
    assert "not a gradebook export" in roster.refusal
    assert READER.detect(export("Name,ID,Section,Quiz 1\nPoints Possible,,,10\n")) is None


@WITH_REAL
def test_the_real_export_of_a_programming_course() -> None:
    tables = read(real("joyofcoding_canvas.csv"))
    assert (len(tables.students), len(tables.assignments), len(tables.categories)) == (2, 23, 5)
    assert tables.categories["name"].tolist() == [
        *["Assignments"] * 3,
        "Imported Assignments",
        "Migrated Quizzes",
    ]
    assert tables.assignments["title"].tolist().count("Project 4") == 2
    assert tables.books["method"].tolist() == ["total_points"]


@WITH_REAL
def test_split_names_custom_columns_hidden_rows_and_overrides() -> None:
    tables = read(real("synth_points_firstlast_hidden.csv"))
    assert tables.students["name"].tolist() == ["Adeyemi, Tolu", "Baptiste, Noel", "O'Hara, Mei, Jr."]
    assert tables.assignments["title"].tolist() == ["HW 1", "HW 2", "Final Score Reflection", "Midterm", "Final"]
    assert tables.assignments["hidden"].tolist() == [False, False, False, False, True]
    assert tables.assignments["points_possible"].tolist() == [10, 10, 5, 50, 1200]


@WITH_REAL
def test_semicolons_decimal_commas_and_a_byte_order_mark() -> None:
    tables = read(real("synth_weighted_semicolon_bom.csv"))
    assert tables.students["is_test_student"].tolist() == [False, False, False, True]
    assert tables.assignments["points_possible"].tolist() == [10, 12.5, 0, 5, 100]
    assert tables.scores["points"][:5].fillna(-1).tolist() == [9.5, -1, 2, 5, 84]
    override = tables.totals[(tables.totals["kind"] == "override") & tables.totals["value"].notna()]
    assert override["value"].tolist() == [60.0]
