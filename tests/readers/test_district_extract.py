"""District extracts: one row a score, columns by their names, one gradebook for each class."""

from __future__ import annotations

import pytest

from gradeaudit.readers.district_extract import detect
from tests.readers.opened import REAL, SAMPLES, assignments, categories, claim, days, load, read, scores, students, text

SAMPLE = SAMPLES / "district_extract" / "AllAssignmentsandGradesExtract.csv"


def test_each_class_of_the_sample_is_a_gradebook():
    tables = read("district_extract", load(SAMPLE))
    columns = ["course", "section", "teacher", "school", "grade"]
    assert tables.books[columns].to_numpy().tolist() == [
        ["SCI STD GR6", "206", "Yusuf Haddad", "610117", "06"],
        ["SCI STD GR6", "207", "Yusuf Haddad", "610117", "06"],
    ]
    assert tables.books["identity"].tolist() == [
        "district_extract:610117|SCI STD GR6|206|Yusuf Haddad",
        "district_extract:610117|SCI STD GR6|207|Yusuf Haddad",
    ]
    assert tables.books["sheet"].tolist() == ["SCI STD GR6 206", "SCI STD GR6 207"]
    assert tables.scores[["missing", "excused", "incomplete"]].sum().tolist() == [1, 1, 1]
    assert categories(tables) == [
        ("Homework", 10.0, None), ("Classwork", 30.0, None), ("Assessment", 60.0, None),
        ("Homework", 20.0, None), ("Labs", 30.0, None), ("Assessment", 60.0, None),
    ]  # fmt: skip
    assert tables.students["book"].tolist() == [0] * 8 + [1] * 8
    assert tables.scores["book"].value_counts().tolist() == [32, 24]
    assert assignments(tables)[2:4] == [("TST 1: Cells", 50.0, "Assessment", "I18"), ("extra", 10.0, "Homework", "I26")]
    assert days(tables, "due_on")[:4] == ["2026-09-11", "2026-09-15", "2026-09-26", ""]
    found = scores(tables)
    assert [found[place] for place in ("N4", "N9", "N23", "N29", "N21")] == [
        ("Msg", None, "blank"),
        ("Exc", None, "excused"),
        ("?", None, "coded"),
        ("", None, "blank"),
        ("52", 52.0, "scored"),
    ]


def test_the_real_shape():
    tables = read("district_extract", load(REAL / "district_extract" / "reconstructed_all_assignments_and_grades.csv"))
    assert assignments(tables) == [("Quiz 1", 20.0, "Quizzes", "I2"), ("HW 3", 10.0, "Homework", "I4")]
    assert categories(tables) == [("Quizzes", 40.0, None), ("Homework", 60.0, None)]
    assert students(tables) == [
        ("Baker, Ana", "50000001", "50000001", "A2"),
        ("Doe, Cy", "50000002", "50000002", "A3"),
    ]
    assert scores(tables) == {
        "N2": ("18", 18.0, "scored"),
        "N3": ("Msg", None, "blank"),
        "N4": ("Exc", None, "excused"),
        "N5": ("", None, "blank"),
    }


def test_two_teachers_of_one_class_are_told_apart_by_name():
    head = "Student ID,Student Name,Course,Section,Teacher,Assignment,Score,Points Possible\n"
    tables = read("district_extract", text(head + "7,Ada,Algebra,1,Lee,Quiz,9,10\n8,Ben,Algebra,1,Kim,Quiz,9,10\n"))
    assert tables.books["sheet"].tolist() == ["Algebra 1 Lee", "Algebra 1 Kim"]


def test_flags_of_infinite_campus_are_read_beside_the_score():
    table = text("""\
        Scores by class
        personID,studentName,courseName,sectionNumber,activityName,totalPoints,score,late,missing,exempt,incomplete,cheated,dropped,turnedIn
        7,"Byron, Ada",Algebra,2,HW 1,10,0,0,1,0,0,0,0,0
        8,"Zuse, Konrad",Algebra,2,HW 1,10,8,1,0,1,0,0,0,1
    """)
    assert claim("district_extract", table).evidence[0] == "an extract of Infinite Campus's score table"
    tables = read("district_extract", table)
    assert tables.scores[["mark", "missing", "late", "excused"]].to_numpy().tolist() == [
        ["0", True, False, False],
        ["8", False, True, True],
    ]
    assert {"scores.missing", "scores.late", "scores.excused"} <= tables.offers[0]
    assert scores(tables).keys() == {"G3", "G4"}


def test_other_extracts_go_by_their_columns_names_and_their_codes_stay_text():
    table = text("""\
        Student ID,Student Name,Course,Assignment,Due Date,Score,Points Possible
        7,"Byron, Ada",Algebra,HW 1,5/6/2026,*,10
        8,"Zuse, Konrad",Algebra,HW 1,5/6/2026,NA,10
    """)
    assert claim("district_extract", table).confidence == "likely"
    tables = read("district_extract", table)
    assert scores(tables) == {"F2": ("*", None, "coded"), "F3": ("NA", None, "coded")}
    assert "assignments.due_on" not in tables.offers[0]
    assert tables.lacks[0]["assignments.due_on"].endswith("or its dates are not certain")
    assert tables.lacks[0]["categories.weight"] == "this extract has no column of category weights"


def test_wide_gradebooks_and_lists_of_final_grades_are_no_extracts():
    assert detect(text("Student ID,Name,Course,Assignment 1,Score\n7,Ada,Algebra,9,90\n")) is None
    assert detect(text("Student ID,Course,Score,Points Possible\n7,Algebra,9,10\n")) is None


@pytest.mark.parametrize(
    "header",
    [
        "StudentID,CourseTitle,Term,Pct",
        "Term Code,CRN,Student ID,Course,Final Grade,Rolled,Last Attended Date",
        "TeacherFirstName,TeacherLastName,SubjectName,StudentHomeroom,Student ID,QuarterAvg",
    ],
)
def test_lists_of_final_grades_are_refused_as_what_they_are(header):
    assert claim("district_extract", text(header + "\n")).refusal == (
        "a list of final or term grades, such as one for a registrar, not a gradebook with assignments"
    )


def test_a_table_with_any_column_of_its_own_is_no_list_of_final_grades():
    assert detect(text("Student ID,Course,Grade,Quiz 1\n7,Algebra,9,8\n")) is None
    assert detect(text("Email,Grade\na@x,80\n")) is None
