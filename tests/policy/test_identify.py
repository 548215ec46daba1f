"""Whose a gradebook is: from paths, from the catalogue, and never against what the export itself says."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from gradeaudit.errors import Problem
from gradeaudit.policy.catalogue import roster_of
from gradeaudit.policy.identify import identify, path_patterns, path_says
from gradeaudit.policy.load import load
from tests.tables import book, gradebooks

GRADES = "Student | HW 1 /10\nAda | 9"
CATALOGUE = """Course Code,Section,Course,Department,School Level,Course Level,Teacher
BIO,P1,Biology,Science,high,,Ms. Rivera
BIO,P2,Biology,Science,high,,Mr. Chen
APBIO,P1,AP Biology,Science,high,AP,Mr. Chen
ART7,,Art 7,Arts,middle,,
"""


def source(folder: Path, identify_: str, **files: str):
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "policy.yaml").write_text(f"district: X\nidentify: {identify_}\n", encoding="utf-8")
    return load(folder / "policy.yaml")


def identified(policy, **about: str) -> dict[str, str]:
    books = identify(gradebooks(book(GRADES, about=about)), policy).books
    return {key: books[key][0] for key in ("school", "level", "department", "course", "course_code", "course_level",
                                           "teacher", "section") if books[key][0]}  # fmt: skip


def test_the_names_of_folders_and_files_tell(tmp_path):
    policy = source(tmp_path, '{path: "{school}/{teacher}/*_Grades-{course_code}-{section}.csv"}')
    patterns = path_patterns(policy)
    assert path_says(patterns, "exports/North HS/Rivera/2026-11-13T1612_Grades-BIO-1-P3.csv") == {
        "school": "North HS",
        "teacher": "Rivera",
        "course_code": "BIO-1",
        "section": "P3",
    }
    assert path_says(patterns, "Rivera/2026-11-13T1612_Grades-BIO-P3.csv") == {}
    assert path_says(patterns, "North HS/Rivera/notes.csv") == {}


def test_a_field_that_is_no_attribute_is_an_error_with_its_line(tmp_path):
    with pytest.raises(Problem) as raised:
        path_patterns(source(tmp_path, '{path: "{scool}/*.csv"}'))
    assert str(raised.value) == "policy.yaml:2:18: 'path' has a field {scool}; did you mean 'school'?"


def test_the_catalogue_fills_what_the_export_leaves_blank(tmp_path):
    policy = source(tmp_path, "{catalogue: courses.csv}", courses=CATALOGUE)
    assert identified(policy, course_code="APBIO", section="P1", course="Advanced Bio") == {
        "course_code": "APBIO",
        "section": "P1",
        "course": "Advanced Bio",  # the export's own word
        "department": "Science",
        "level": "high",
        "course_level": "AP",
        "teacher": "Mr. Chen",
    }


def test_what_the_rows_disagree_on_stays_unknown_and_a_blank_is_none(tmp_path):
    policy = source(tmp_path, "{catalogue: courses.csv}", courses=CATALOGUE)
    assert identified(policy, course_code="bio") == {
        "course_code": "bio",
        "course": "Biology",
        "department": "Science",
        "level": "high",
        "course_level": "-",  # listed, and no AP course
    }


def test_a_course_that_the_catalogue_does_not_list_stays_as_it_was(tmp_path):
    policy = source(tmp_path, "{catalogue: courses.csv}", courses=CATALOGUE)
    assert identified(policy, course_code="CHEM", section="P1") == {"course_code": "CHEM", "section": "P1"}


def test_schools_may_be_listed_alone(tmp_path):
    policy = source(tmp_path, "{catalogue: schools.csv}", schools="school,level\nNorth HS,high\nLake MS,middle\n")
    assert identified(policy, school="north hs") == {"school": "north hs", "level": "high"}


def test_a_catalogue_without_columns_and_one_that_is_not_there_are_errors(tmp_path):
    policy = source(tmp_path, "{catalogue: courses.csv}", courses="name,colour\nA,red\n")
    with pytest.raises(Problem, match="has no column course_code"):
        identified(policy, course_code="BIO")
    (tmp_path / "courses.csv").unlink()
    with pytest.raises(Problem, match="there is no such file"):
        identified(source(tmp_path, "{catalogue: lost.csv}"), course_code="BIO")


def test_one_roster_classes_make_a_catalogue(tmp_path):
    folder = tmp_path / "oneroster"
    folder.mkdir()
    (folder / "orgs.csv").write_text("sourcedId,name,type\no1,North HS,school\n", encoding="utf-8")
    (folder / "courses.csv").write_text("sourcedId,title,courseCode\nc1,Biology,BIO\n", encoding="utf-8")
    (folder / "classes.csv").write_text(
        "sourcedId,title,courseSourcedId,classCode,schoolSourcedId,grades\nk1,Biology P1,c1,P1,o1,09\n",
        encoding="utf-8",
    )
    policy = source(tmp_path, "{catalogue: oneroster}")
    assert identified(policy, course_code="BIO", section="P1") == {
        "school": "North HS",
        "course": "Biology",
        "course_code": "BIO",
        "section": "P1",
    }


def test_the_roster_lists_students_by_section(tmp_path):
    rows = "Student ID,Course Code,Section,Start Date\n123456,BIO,P1,2026-08-31\n123457,BIO,P2,2026-09-14\n"
    roster = roster_of(source(tmp_path, "{roster: roster.csv}", roster=rows))
    assert roster is not None
    assert [row["student"] for row in roster.of("bio", "P2") or ()] == ["123457"]
    assert roster.of("CHEM") is None
    assert roster.of() is None


def school_of(policy, file: str, *named: str) -> str:
    known = identify(gradebooks(book(GRADES, file=file)), policy, [Path(path) for path in named])
    return str(known.books["school"][0])


def test_a_file_that_is_named_itself_has_its_school_from_the_folder_it_was_named_in(tmp_path):
    policy = source(tmp_path, "{path: ['*/{school}/*', '{school}/*']}")
    assert school_of(policy, "BIO.csv", "exports/north/BIO.csv") == "north"
    assert school_of(policy, "BIO.csv", "exports/south/ART.csv", "/exports/north/BIO.csv") == "north"
    assert school_of(policy, "north/BIO.csv", "exports/north") == "north"
    assert school_of(policy, "BIO.csv") == ""
    assert school_of(policy, "BIO.csv", "BIO.csv") == ""


def test_a_pattern_of_any_depth_is_held_against_what_is_shown_alone(tmp_path):
    policy = source(tmp_path, '{path: "{school}/**"}')
    assert school_of(policy, "north/fall/BIO.csv", "exports/north") == "north"
    assert school_of(policy, "BIO.csv", "exports/north/BIO.csv") == ""


def workbook(path: Path, *rows: tuple[object, ...]) -> None:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(list(row))
    made.save(path)


def test_a_catalogue_may_be_a_workbook_whose_numbers_are_texts(tmp_path):
    workbook(
        tmp_path / "courses.xlsx",
        ("Course Code", "Section", "Course", "School Level", "Course Level"),
        (101, 1, "Biology", "high", None),
        (None, None, None, None, None),
        ("1E2", "010", "Art 7", "middle", "AP"),
    )
    policy = source(tmp_path, "{catalogue: courses.xlsx}")
    assert identified(policy, course_code="101", section="1") == {
        "course_code": "101",
        "section": "1",
        "course": "Biology",
        "level": "high",
        "course_level": "-",
    }
    assert identified(policy, course_code="1e2", section="010")["level"] == "middle"
    assert identified(policy, course_code="100") == {"course_code": "100"}  # 1E2 is a text, and no number


def test_a_roster_may_be_a_workbook_whose_dates_are_dates(tmp_path):
    workbook(
        tmp_path / "roster.xlsx",
        ("Student ID", "Course Code", "Start Date", "End Date"),
        (123456, "BIO", date(2026, 8, 31), None),
        ("000123", "BIO", "2026-09-14", datetime(2026, 10, 1)),
    )
    roster = roster_of(source(tmp_path, "{roster: roster.xlsx}"))
    assert roster is not None and roster.of("BIO") == (
        {"student": "123456", "course_code": "BIO", "enrolled_from": "2026-08-31", "enrolled_until": ""},
        {"student": "000123", "course_code": "BIO", "enrolled_from": "2026-09-14", "enrolled_until": "2026-10-01"},
    )


def test_a_damaged_workbook_and_an_empty_one_are_errors_that_name_it(tmp_path):
    (tmp_path / "courses.xlsx").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(Problem) as raised:
        identified(source(tmp_path, "{catalogue: courses.xlsx}"), course_code="BIO")
    assert raised.value.where == "courses.xlsx"
    workbook(tmp_path / "empty.xlsx")
    with pytest.raises(Problem) as raised:
        identified(source(tmp_path, "{catalogue: empty.xlsx}"), course_code="BIO")
    assert raised.value.where == "empty.xlsx"
