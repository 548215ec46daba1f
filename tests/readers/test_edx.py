"""edx: fractions, categories by the types in the header, averages and the course's grade in percent."""

from dataclasses import replace

import numpy as np
import pytest

from gradeaudit import discovery
from tests.readers import opened


def test_a_grade_report():
    export = opened.load(opened.REAL / "edx" / "synth_grade_report_2023.csv")
    export = replace(export, file="edx/DemoX_MA1_2023_grade_report_2023-06-30-1405.csv")
    assert opened.claim("edx", export).evidence == (
        "the header begins with Student ID, Email, Username, Grade and has Enrollment Track",
        "assignments named by their type: 4, with averages of types: 1",
        "scores are fractions from 0 to 1",
    )
    books = opened.read("edx", export)
    assert opened.assignments(books) == [
        ("Limits", 1.0, "Homework", "E1"),
        ("Series", 1.0, "Homework", "F1"),
        ("Integrals", 1.0, "Homework", "G1"),
        ("Final Exam", 1.0, "Final Exam", "I1"),
    ]
    assert [name for name, _, _ in opened.categories(books)] == ["Homework", "Final Exam"]
    assert [row[:2] for row in opened.students(books)] == [("ana_r", "11"), ("ben_k", "12"), ("cy_m", "13")]
    assert opened.scores(books) == {
        "E2": ("1.0", 1.0, "scored"),
        "F2": ("0.5", 0.5, "scored"),
        "G2": ("Not Attempted", None, "blank"),
        "I2": ("0.9", 0.9, "scored"),
        "E3": ("Not Attempted", None, "blank"),
        "F3": ("Not Attempted", None, "blank"),
        "G3": ("Not Attempted", None, "blank"),
        "I3": ("Not Attempted", None, "blank"),
        "E4": ("0.333333333333", 0.333333333333, "scored"),
        "F4": ("0.0", 0.0, "scored"),
        "G4": ("0.8", 0.8, "scored"),
        "I4": ("0.25", 0.25, "scored"),
    }
    assert opened.totals(books) == {
        "D2": ("", "final", 85.0, ""),
        "H2": ("Homework", "final", 75.0, ""),
        "D3": ("", "final", 0.0, ""),
        "H3": ("Homework", "final", 0.0, ""),
        "D4": ("", "final", 38.0, ""),
        "H4": ("Homework", "final", pytest.approx(56.66666666666667), ""),
    }
    assert opened.about(books, "course_code", "identity", "method") == {
        "course_code": "DemoX_MA1_2023",
        "identity": "edx:DemoX_MA1_2023",
        "method": "weighted",
    }
    assert books.books["exported_at"].tolist() == [np.datetime64("2023-06-30T14:05:00")]
    assert "assignments.points_possible" not in books.offers[0]
    assert books.lacks[0]["rules.naming"].startswith("edX's grade report doesn't name the only assignment of a type")


def test_types_that_hold_numbers_and_a_type_with_one_assignment_between_others():
    export = opened.text(
        """
        Student ID,Email,Username,Grade,Midterm,Lab 2 1: Air: wet,Lab 2 2: Sea,Lab 2 (Avg),Experiment Group (x),Enrollment Track
        7,a@example.org,a,0.5,Not Available,1.0,0.5,0.75,1,audit
        """
    )
    books = opened.read("edx", export)
    assert [row[:1] + row[2:] for row in opened.assignments(books)] == [
        ("Midterm", "Midterm", "E1"),
        ("Air: wet", "Lab 2", "F1"),
        ("Sea", "Lab 2", "G1"),
    ]
    assert opened.scores(books)["E2"] == ("Not Available", None, "not_assigned")
    assert opened.totals(books) == {"D2": ("", "final", 50.0, ""), "H2": ("Lab 2", "final", 75.0, "")}


def test_the_list_of_errors_is_refused_and_other_reports_are_not_claimed():
    detect = discovery.readers()["edx"].detect
    refused = detect(opened.text("Student ID,Username,Error\n7,a,timeout\n"))
    assert refused is not None
    assert refused.refusal.startswith("the list of students whose grades edX could not compute")
    assert detect(opened.text("Student ID,Email,Username,Grade,HW\n7,a@example.org,a,1,1\n")) is None
    assert detect(opened.load(opened.REAL / "edx" / "synth_problem_grade_report.csv")) is None
