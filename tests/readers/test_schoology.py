"""Schoology exports: two dialects of item headers, any language, words in place of scores."""

from __future__ import annotations

from gradeaudit.readers.schoology import detect
from tests.readers.opened import (
    REAL,
    SAMPLES,
    about,
    assignments,
    categories,
    claim,
    days,
    load,
    read,
    scores,
    students,
    text,
    totals,
)


def test_the_sample_is_read_cell_by_cell():
    tables = read("schoology", load(SAMPLES / "schoology" / "gradebook-export.csv"))
    assert about(tables, "term", "method", "identity") == {
        "term": "Q1 2026",
        "method": "unknown",
        "identity": "schoology:gradebook-export",
    }
    assert assignments(tables) == [
        ("HW 1: Maps", 10.0, "Homework", "I1"),
        ("HW 2: Rivers", 10.0, "Homework", "J1"),
        ("CW 1: Atlas (pairs)", 20.0, "Classwork", "K1"),
        ("QZ 1: Climate", 25.0, "Tests", "L1"),
        ("QZ 1: Climate", 25.0, "Tests", "M1"),
        ("Warm-up", 5.0, "Ungraded", "N1"),
    ]
    assert tables.assignments["counts"].tolist() == [True] * 5 + [False]
    assert days(tables, "due_on") == [
        "2026-09-11", "2026-09-20", "2026-09-24", "2026-10-02", "2026-10-16", "2026-10-19",
    ]  # fmt: skip
    assert [name for name, _, _ in categories(tables)] == ["Homework", "Classwork", "Tests", "Ungraded"]
    assert len(tables.students) == 12
    assert students(tables)[7] == ("Huang, Mei", "m.huang", "", "A9")
    found = scores(tables)
    assert len(found) == 72
    assert [found[place] for place in ("J3", "M4", "J11", "K12", "M7")] == [
        ("Missing", None, "blank"),
        ("abs", None, "coded"),
        ("85%", 8.5, "scored"),
        ("21", 21.0, "scored"),
        ("", None, "blank"),
    ]
    assert tables.scores["missing"].sum() == 2


def test_computed_columns_are_the_course_a_period_or_a_category():
    path = REAL / "schoology" / "reconstructed_due_date_category_score.csv"
    tables = read("schoology", load(path))
    found = totals(tables)
    assert [found[place] for place in ("D2", "E2", "F2", "G3")] == [
        ("", "current", 91.0, ""),
        ("", "current", 91.0, ""),
        ("Quizzes", "current", 92.0, ""),
        ("Essays", "current", 70.0, ""),
    ]
    assert found["G4"] == ("Essays", "current", None, "")
    assert tables.totals["period"].tolist()[:4] == ["", "Term1 - 2025", "Term1 - 2025", "Term1 - 2025"]
    assert assignments(tables)[1] == ("Quiz 2 (v2)", 20.0, "Quizzes", "I1")
    assert (len(tables.students), len(tables.assignments), len(tables.scores)) == (3, 3, 9)


def test_the_older_dialect_has_no_due_dates_and_its_username_last():
    tables = read("schoology", load(REAL / "schoology" / "reconstructed_2020_max_pts.csv"))
    assert assignments(tables) == [
        ("Express Exercises (cont)", 100.0, "Ungraded", "F1"),
        ("Quiz 1", 10.0, "Quizzes", "G1"),
        ("Essay, draft", 20.0, "Essays", "H1"),
    ]
    assert students(tables)[1] == ("Doe, Cy", "cy.doe", "", "A3")
    assert totals(tables)["E2"] == ("", "current", None, "")
    assert tables.totals["period"].tolist()[:2] == ["", "(No grading period)"]
    assert "assignments.due_on" not in tables.offers[0]
    assert scores(tables)["G4"] == ("Missing", None, "blank")


def test_in_another_language_columns_are_known_by_their_places():
    spanish = text("""\
        Nombre,Apellido,ID de usuario único,Promedio General,T1,T1 - Tareas - Puntuación de categoría,\
"Tarea 1 (Max Points: 10, Due Date: 25/09/26, Grading Category: Tareas)",Nombre de usuario
        Ana,Baker,1,"9,5","9,5",90,"9,5",abaker
    """)
    assert claim("schoology", spanish).confidence == "likely"
    tables = read("schoology", spanish)
    assert students(tables) == [("Baker, Ana", "abaker", "1", "A2")]
    assert totals(tables) == {
        "D2": ("", "current", 9.5, ""),
        "E2": ("", "current", 9.5, ""),
        "F2": ("Tareas", "current", 90.0, ""),
    }
    assert days(tables, "due_on") == ["2026-09-25"]
    assert scores(tables) == {"G2": ("9,5", 9.5, "scored")}


def test_a_category_without_items_is_kept_and_dashes_in_periods_do_not_split_it():
    tables = read(
        "schoology",
        text("""\
            Unique User ID,Overall,S1 - 2026,S1 - 2026 - Lab - Work - Category Score,\
"Quiz (Max Points: 10, Grading Category: Quizzes, short)"
            1,90,90,80,9
        """),
    )
    assert totals(tables)["D2"] == ("Lab - Work", "current", 80.0, "")
    assert [name for name, _, _ in categories(tables)] == ["Quizzes, short", "Lab - Work"]


def test_a_log_of_activities_is_refused_and_brackets_alone_are_not_schoology():
    assert (
        "not a gradebook"
        in claim("schoology", load(REAL / "schoology" / "negative_user_activities_export.csv")).refusal
    )
    assert detect(text("Name,Quiz (20),Essay (20 points)\nAda,9,18\n")) is None
