"""PowerTeacher Pro score templates: the files of a class become one gradebook."""

from __future__ import annotations

import pytest

from gradeaudit import export as exports
from gradeaudit import places
from gradeaudit.readers.powerschool import detect
from tests.readers.opened import (
    REAL,
    SAMPLES,
    about,
    assignments,
    cell,
    claim,
    days,
    load,
    read,
    scores,
    students,
    text,
)


def template(
    title: str, rows: str, name: str = "scores.csv", teacher: str = "Pat Rivera", more: str = ""
) -> exports.Export:
    return text(
        f"Teacher Name:,{teacher},\nClass:,Algebra 1,\n{more}Assignment Name:,{title},\nDue Date:,2026-09-11,\n"
        f"Points Possible:,10.0,\nStudent Num,Student Name,Score\n{rows}",
        name,
    )


def test_the_templates_of_a_folder_are_one_gradebook():
    folder = SAMPLES / "powerschool"
    tables = read("powerschool", *(exports.load(location) for location in exports.find([folder])))
    assert about(tables, "file", "course", "section", "teacher", "identity") == {
        "file": "powerschool/9A_HW1Reading_pst.csv",
        "course": "English 9",
        "section": "9A",
        "teacher": "Ingrid Solheim",
        "identity": "powerschool:Ingrid Solheim:English 9:9A",
    }
    assert assignments(tables) == [
        ("HW 1: Reading log", 10.0, "", "B3"),
        ("New Assignment", 25.0, "", "B3"),
        ("QZ 1: Verbs", 20.0, "", "B3"),
        ("TST 1: Poetry", 100.0, "", "B3"),
    ]
    assert days(tables, "due_on") == ["2026-09-11", "", "2026-09-25", "2026-10-17"]
    assert len(tables.students) == 10
    assert students(tables)[0] == ("Abara, Chidi", "", "30100", "A9")
    assert len(tables.scores) == 40
    places_of_files = {tables.sources[places.source_of(place)].file for place in tables.scores["place"].tolist()}
    assert len(places_of_files) == 4
    assert "rules.counts" not in tables.lacks[0]


def test_only_ex_has_a_meaning_of_its_own():
    tables = read("powerschool", load(REAL / "powerschool" / "reconstructed_9A_Unit1FormativeAs_pst.csv"))
    assert scores(tables) == {
        "C9": ("18", 18.0, "scored"),
        "C10": ("MIS", None, "coded"),
        "C11": ("", None, "blank"),
        "C12": ("ABS", None, "coded"),
        "C13": ("21.5", 21.5, "scored"),
    }
    assert tables.lacks[0]["rules.counts"].startswith("this is the score template of one assignment")
    assert scores(read("powerschool", template("Quiz", "1,Ada,ex\n2,Ben,*\n"))) == {
        "C7": ("ex", None, "excused"),
        "C8": ("*", None, "coded"),
    }


def test_a_renamed_file_joins_the_only_section_of_its_class():
    tables = read(
        "powerschool",
        load(REAL / "powerschool" / "reconstructed_9A_Unit1FormativeAs_pst.csv"),
        load(REAL / "powerschool" / "reconstructed_gradescale_blank_pst.csv"),
    )
    assert assignments(tables) == [
        ("Unit 1, Formative Assessment", 20.0, "", "B3"),
        ("Unit 2", 7.0, "", "B3"),
    ]
    assert days(tables, "due_on") == ["2026-08-25", "2026-10-02"]
    assert [row[2] for row in students(tables)] == ["30017", "30246", "30247", "30252", "30253"]
    assert tables.scores["student"].tolist() == [0, 1, 2, 3, 4, 0, 1]


def test_two_sections_or_teachers_are_two_gradebooks():
    tables = read(
        "powerschool",
        template("Quiz", "1,Ada,9\n", "9A_Quiz_pst.csv"),
        template("Quiz", "2,Ben,9\n", "9B_Quiz_pst.csv"),
        template("Quiz", "3,Cy,9\n", teacher="Lee Wong"),
        template("Test", "3,Cy,9\n", teacher="Lee Wong", more="Section:,P7,\n"),
    )
    shown = tables.books[["teacher", "section", "file"]].to_numpy().tolist()
    assert shown == [
        ["Pat Rivera", "9A", "9A_Quiz_pst.csv"],
        ["Pat Rivera", "9B", "9B_Quiz_pst.csv"],
        ["Lee Wong", "P7", "scores.csv"],
    ]


def test_a_student_twice_in_a_file_stays_two_rows_and_one_without_number_goes_by_name():
    tables = read("powerschool", template("Quiz", "1,Ada,9\n1,Ada,8\n,Ben,7\n"), template("Test", "1,Ada,9\n,Ben,6\n"))
    assert students(tables) == [("Ada", "", "1", "A7"), ("Ada", "", "1", "A8"), ("Ben", "", "", "A9")]
    assert [(student, cell(place)) for student, place in zip(tables.scores["student"], tables.scores["place"])] == [
        (0, "C7"), (1, "C8"), (2, "C9"), (0, "C7"), (2, "C8"),
    ]  # fmt: skip


@pytest.mark.parametrize("header", ["Student Number", "Student ID"])
def test_older_headers_are_known(header):
    older = text(f"Teacher Name: ,Pat,\nSection:,P1,\nAssignment Name:,Quiz,\n{header},Student Name,Points\n1,Ada,9\n")
    assert claim("powerschool", older).part == "set"
    assert scores(read("powerschool", older)) == {"C5": ("9", 9.0, "scored")}


def test_a_report_that_merely_names_a_teacher_is_no_template():
    assert detect(text("Teacher Name:,Pat Rivera\nRoom,12\nName,Grade\nAda,9\n")) is None
    assert "not a score template" in claim("powerschool", text("Teacher Name:,Pat\nStudent ID,Name\n1,Ada\n")).refusal
