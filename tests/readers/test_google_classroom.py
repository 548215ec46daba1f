"""Google Classroom files: the class file by its rows in any language, one assignment, near misses."""

from __future__ import annotations

import pytest

from gradeaudit.readers.google_classroom import detect
from tests.readers.opened import (
    REAL,
    SAMPLES,
    about,
    assignments,
    claim,
    days,
    load,
    read,
    scores,
    students,
    text,
    totals,
)


def test_the_sample_class_is_read_cell_by_cell():
    tables = read("google_classroom", load(SAMPLES / "google_classroom" / "Grade_6_Math_Room_204.csv"))
    assert about(tables, "course", "identity") == {
        "course": "Grade 6 Math Room 204",
        "identity": "google_classroom:Grade 6 Math Room 204",
    }
    assert assignments(tables) == [
        ("Class photo form", None, "", "D1"),
        ("HW 1: Fractions", 10.0, "", "E1"),
        ("HW 2: Decimals", 10.0, "", "F1"),
        ("QZ 1: Fractions", 25.0, "", "G1"),
        (" TST 1: Number sense", 100.0, "", "H1"),
        ("Copy of HW 1: Fractions", 10.0, "", "I1"),
    ]
    assert tables.assignments["counts"].tolist() == [False, True, True, True, True, True]
    assert days(tables, "due_on") == ["", "2026-09-09", "2026-09-16", "2026-09-25", "2026-10-09", ""]
    assert len(tables.students) == 11
    assert students(tables)[1] == ("Bergström, Elsa", "elsa.bergström@pupils.example", "", "A5")
    found = scores(tables)
    assert len(found) == 66
    assert [found[place] for place in ("D4", "F8", "H6", "G13", "F11")] == [
        ("", None, "blank"),
        ("", None, "blank"),
        ("105", 105.0, "scored"),
        ("absent", None, "coded"),
        ("0", 0.0, "scored"),
    ]


def test_a_file_in_another_language_is_known_by_its_rows():
    ukrainian = text("""\
        Прізвище,Ім'я,Електронна адреса,Вхідний тест,Есе
        Дата,,,,29 вер. 2025 р.
        Бали,,,5.0,100.0
        Шевченко,Оксана,o@school.example,4.5,
    """)
    assert claim("google_classroom", ukrainian).confidence == "likely"
    tables = read("google_classroom", ukrainian)
    assert assignments(tables) == [("Вхідний тест", 5.0, "", "D1"), ("Есе", 100.0, "", "E1")]
    assert students(tables) == [("Шевченко, Оксана", "o@school.example", "", "A4")]
    assert "assignments.due_on" not in tables.offers[0]
    assert "set the account's language to English" in tables.lacks[0]["assignments.due_on"]


def test_american_dates_and_swapped_names_are_read_by_their_words():
    tables = read(
        "google_classroom",
        text("""\
            First Name,Surname,Email Address,Quiz,Overall Grade
            Date,,,9/25/2026,
            Max Points,,,10,
            Ana,Baker,a@school.example,9,90%
        """),
    )
    assert students(tables)[0][0] == "Baker, Ana"
    assert days(tables, "due_on") == ["2026-09-25"]
    assert totals(tables) == {"E4": ("", "current", 90.0, "")}


def test_dates_that_allow_two_readings_are_none():
    tables = read(
        "google_classroom",
        text("Last Name,First Name,Email Address,Quiz\nDate,,,5/6/2026\nPoints,,,10\nBaker,Ana,a@x,9\n"),
    )
    assert "assignments.due_on" not in tables.offers[0]


def test_one_assignment_is_a_part_of_a_gradebook():
    tables = read("google_classroom", load(SAMPLES / "google_classroom" / "Essay_1.csv"))
    assert assignments(tables) == [("Essay 1", None, "", "D1")]
    assert scores(tables)["D2"] == ("18", 18.0, "scored")
    assert scores(tables)["D5"] == ("n/a", None, "coded")
    assert tables.lacks[0]["rules.counts"].startswith("this Google Classroom file holds one assignment")
    real = read("google_classroom", load(REAL / "google_classroom" / "reconstructed_single_assignment.csv"))
    assert (len(real.students), len(real.assignments), len(real.scores)) == (3, 1, 3)


def test_the_real_shape_of_a_class():
    tables = read("google_classroom", load(REAL / "google_classroom" / "reconstructed_all_grades_en.csv"))
    assert [row[:2] for row in assignments(tables)] == [
        ("Syllabus quiz", 10.0), ("Essay 1, final", 50.0), ("Extra credit", 5.0), ("Unit test", 100.0),
    ]  # fmt: skip
    assert (len(tables.students), len(tables.scores)) == (3, 12)
    assert scores(tables)["G6"] == ("0", 0.0, "scored")


@pytest.mark.parametrize(
    "content",
    [
        "Student,ID,Section,HW 1 (1)\nPoints Possible,,,10\nAda,1,P1,9\n",
        "Name,Room,Seat,HW\nGroup,,,1\nPoints,,,10\nAda,1,2,9\n",
        "Name,Room,Seat,HW\nDate,,,2026-09-01\nPoints,,,ten\nAda,1,2,9\n",
        "Name,Room,Seat,HW\nDate,,,2026-09-01\nAda,1,2,9\n",
        "First Name,Last Name,Email Address,Company\nAda,Byron,a@x,Engines\n",
    ],
)
def test_other_tables_with_points_or_addresses_are_not_claimed(content):
    assert detect(text(content)) is None


def test_attendance_at_a_meeting_is_refused():
    assert "attendance" in claim("google_classroom", text("* Meeting code: abc\nName,Minutes\n")).refusal
