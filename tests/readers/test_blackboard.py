"""blackboard: points in brackets, work that waits, calculated columns, preview users."""

from dataclasses import replace

import numpy as np
import pytest

from gradeaudit import discovery
from tests.readers import opened

FULL = opened.REAL / "blackboard" / "synth_gc_10683.202310_fullgc_2024-03-15-03-05-56.csv"
STEM = "gc_10683.202310_fullgc_2024-03-15-03-05-56.csv"


def test_a_full_download():
    export = replace(opened.load(FULL), file=f"north/{STEM}")
    assert opened.claim("blackboard", export).evidence == (
        "titles that carry their points as Blackboard writes them, [Total Pts: …]: 8",
        "the header has last name, first name and username",
        "columns of text, left out: 1",
    )
    books = opened.read("blackboard", export)
    assert opened.assignments(books) == [
        ("Homework set #1 [EXTRA CREDIT]", 4.0, "", "J1"),
        ("Homework set #1", 65.0, "", "K1"),
        ("Lab report", 1000.0, "", "L1"),
        ("Honors project -- Letter", 1.0, "", "M1"),
        ("Presentation", 10.0, "", "N1"),
    ]
    assert books.assignments["key"].tolist() == ["3229259", "3229258", "3229260", "3197432", "3229270"]
    assert opened.students(books) == [
        ("Testcadet, Alpha", "alpha.t", "000111", "A2"),
        ("Testcadet, Bravo", "bravo.t", "000112", "A3"),
        ("Testcadet, Charlie", "charlie.t", "", "A4"),
        ("Rivera_PreviewUser, Sam", "srivera_previewuser", "", "A5"),
    ]
    assert books.students["is_test_student"].tolist() == [False, False, False, True]
    assert opened.scores(books) == {
        "J2": ("4.00", 4.0, "scored"),
        "K2": ("60.00", 60.0, "scored"),
        "L2": ("972.50", 972.5, "scored"),
        "M2": ("Complete", None, "scored"),
        "N2": ("A-", None, "scored"),
        "J3": ("", None, "blank"),
        "K3": ("Needs Grading(55.00)", None, "waiting"),
        "L3": ("Needs Grading", None, "waiting"),
        "M3": ("Incomplete", None, "scored"),
        "N3": ("", None, "blank"),
        "J4": ("0.00", 0.0, "scored"),
        "K4": ("In Progress(48.00)", None, "waiting"),
        "L4": ("In Progress", None, "waiting"),
        "M4": ("", None, "blank"),
        "N4": ("B+", None, "scored"),
        **{f"{column}5": ("", None, "blank") for column in "JKLMN"},
    }
    waiting = books.scores["mark"].astype(str) == "Needs Grading(55.00)"
    assert books.scores["number"][waiting].tolist() == [55.0]
    assert opened.totals(books) == {
        "H2": ("", "final", 91.2, ""),
        "I2": ("", "final_points", 1036.5, ""),
        "H3": ("", "final", None, ""),
        "I3": ("", "final_points", 55.0, ""),
        "H4": ("", "final", 80.0, ""),
        "I4": ("", "final_points", None, ""),
        "H5": ("", "final", None, ""),
        "I5": ("", "final_points", None, ""),
    }
    assert opened.about(books, "course_code", "identity", "section") == {
        "course_code": "10683.202310",
        "identity": "blackboard:10683.202310",
        "section": "PHY.202310.1 and PHY.202310.2",
    }
    assert books.books["exported_at"].tolist() == [np.datetime64("2024-03-15T03:05:56")]
    rules = [key for key in books.lacks[0] if key.startswith("rules.")]
    assert rules == ["rules.mark-format"]  # Presentation is shown as a letter


def test_a_download_without_totals_and_an_old_header():
    books = opened.read("blackboard", opened.load(opened.REAL / "blackboard" / "usafa_miniature.csv"))
    assert opened.assignments(books) == [
        ("Lesson 8 Homework - Gauss's Law", 2.0, "", "E1"),
        ("PF 25", 2.0, "", "F1"),
        ("PF 24", 2.0, "", "G1"),
        ("PF 08", 2.0, "", "H1"),
    ]
    assert len(opened.scores(books)) == 8
    assert "totals.value" not in books.offers[0]
    old = opened.text(
        "Last Name,First Name,Username,Test 1 [Total Pts: 100],Test Average [Total Pts: 100]\nA,B,c,90,90\n"
    )
    books = opened.read("blackboard", old)
    assert opened.assignments(books) == [("Test 1", 100.0, "", "D1")]
    assert opened.totals(books) == {"E2": ("", "average", 90.0, "")}


def test_one_column_with_its_comments_is_a_part_of_a_gradebook():
    header = ["Last Name", "First Name", "Username", "Student ID", "Essay [Total Pts: 50 Score] |4455", "Grading Notes",
              "Notes Format", "Feedback to Learner", "Feedback Format"]  # fmt: skip
    row = ["Testcadet", "Alpha", "alpha.t", "000111", "44.00", "", "SMART_TEXT", "<p>Well argued</p>", "HTML"]
    export = opened.text("\t".join(header) + "\n" + "\t".join(row), name="gc_x.xls", delimiter="\t")
    books = opened.read("blackboard", replace(export, encoding="utf-16"))
    assert opened.assignments(books) == [("Essay", 50.0, "", "E1")]
    assert opened.scores(books) == {"E2": ("44.00", 44.0, "scored")}
    assert books.lacks[0]["rules.counts"].startswith("this Blackboard download holds only some columns")
    assert opened.about(books, "course_code", "identity") == {"course_code": "", "identity": "blackboard:gc_x"}


@pytest.mark.parametrize(
    ("cell", "number", "state"),
    [
        ("In Progress", None, "waiting"),
        ("In Progress(48.00)", 48.0, "waiting"),
        ("needs grading (1,048.5)", 1048.5, "waiting"),
        ("Needs Grading soon", None, "coded"),
        ("1,036.50", 1036.5, "scored"),
        ("-", None, "blank"),
        ("*LG*", None, "coded"),
    ],
)
def test_cells(cell, number, state):
    books = opened.read(
        "blackboard",
        opened.text(f'Last Name,First Name,Username,"Lab [Total Pts: 2,000 Score] |1"\nA,B,c,"{cell}"\nD,E,f,87.5\n'),
    )
    assert opened.assignments(books) == [("Lab", 2000.0, "", "D1")]
    assert opened.known(books.scores["number"][0]) == number
    assert books.scores["state"][0] == state


def test_spanish_headers_and_a_localised_bracket():
    export = opened.text(
        """
        Apellidos\tNombre\tNombre de usuario\tEnsayo [Puntos totales: 10 Puntuación] |77\tTotal [Puntos totales: hasta 10 Puntuación] |78
        Vega\tInés\tivega\t8,5\t8,5
        """,
        delimiter="\t",
    )
    assert opened.claim("blackboard", export).confidence == "certain"
    books = opened.read("blackboard", export)
    assert opened.assignments(books) == [("Ensayo", 10.0, "", "D1")]
    assert opened.students(books) == [("Vega, Inés", "ivega", "", "A2")]
    assert opened.scores(books) == {"D2": ("8,5", 8.5, "scored")}
    assert opened.totals(books)["E2"][2] == 8.5


def test_the_preview_user_is_no_student():
    export = opened.text(
        """
        Last Name,First Name,Username,Quiz [Total Pts: 10 Score] |1
        Osei,Kwame,kosei,9
        Lund_PreviewUser,Mia,mlund_previewuser,10
        """
    )
    assert opened.read("blackboard", export).students["is_test_student"].tolist() == [False, True]


def test_a_list_of_students_is_refused_and_other_brackets_are_not_blackboards():
    detect = discovery.readers()["blackboard"].detect
    roster = detect(opened.text("Last Name,First Name,Username,Student ID,Last Access,Availability\nA,B,c,1,,Yes\n"))
    assert roster is not None
    assert roster.refusal.startswith("a Blackboard list of students without any grade column")
    assert detect(opened.text("Last Name,First Name,Email Address,Quiz\nA,B,c,1\n")) is None
    assert detect(opened.text("Student ID,Student Name,Quiz [10]\n1,A,9\n")) is None
    assert detect(opened.text("Name,Quiz [Part: 2]\nA,9\n")) is None
