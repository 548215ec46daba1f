"""moodle: the text export in every delimiter and language, its workbook, and points possible recovered from pairs."""

from dataclasses import replace

import numpy as np
import openpyxl
import pytest

from gradeaudit import discovery
from tests.readers import opened

SOC101 = opened.REAL / "moodle" / "synth_SOC101 Grades-20240610_0613-tab_separated.csv"


def test_real_percentage_and_letter_columns_of_a_real_file():
    export = opened.load(SOC101)
    claim = opened.claim("moodle", export)
    assert claim.confidence == "certain"
    assert claim.evidence == (
        "the last column is the moment of the download, as Moodle writes it",
        "3 grade items as Real, Percentage, Letter",
        "points possible are recovered from Real and Percentage, where both are given",
        "items that end in total are taken for the totals of categories",
    )
    books = opened.read("moodle", export)
    # 42.00 is 84.00 %, 18.50 is 92.50 %, 5.00 is 100.00 %
    assert opened.assignments(books) == [
        ("Essay 1", 50.0, "", "H1"),
        ("Checkpoint 1", 20.0, "", "L1"),
        ("Participation", 5.0, "", "P1"),
    ]
    assert opened.students(books) == [
        ("Diallo, Amina", "amina.diallo@example.edu", "70001", "A2"),
        ("Lindqvist, Bo", "bo.lindqvist@example.edu", "70002", "A3"),
        ("Wei, Chen", "chen.wei@example.edu", "", "A4"),
        ("Okafor, Dara", "dara.okafor@example.edu", "70004", "A5"),
    ]
    scores = opened.scores(books)
    assert len(scores) == 12
    assert scores["H2"] == ("42.00", 42.0, "scored")
    assert scores["H3"] == ("-", None, "blank")
    totals = opened.totals(books)
    assert {cell: totals[cell] for cell in ("T2", "U2", "V2", "X3", "Y3", "Z3", "X5")} == {
        "T2": ("Coursework", "final_points", 60.5, ""),
        "U2": ("Coursework", "final", 86.43, ""),
        "V2": ("Coursework", "final", None, "B"),
        "X3": ("", "final_points", 16.0, ""),
        "Y3": ("", "final", 64.0, ""),
        "Z3": ("", "final", None, "D"),
        "X5": ("", "final_points", None, ""),
    }
    assert books.books["exported_at"].tolist() == [np.datetime64("2024-06-10T06:13:20")]
    assert "assignments.points_possible" in books.offers[0]
    assert "categories.weight" not in books.offers[0]
    (book,) = discovery.readers()["moodle"].read([export])
    assert book.notes == ("points possible of 3 of 3 items recovered from Real and Percentage",)


def test_the_course_comes_from_the_file_name():
    name = "school/BIO 2a Grades-20240610_0613-comma_separated (1).csv"
    books = opened.read("moodle", replace(opened.load(SOC101), file=name))
    assert opened.about(books, "course_code", "identity", "method") == {
        "course_code": "BIO 2a",
        "identity": "moodle:BIO 2a",
        "method": "unknown",
    }


def test_headers_of_an_old_version_without_display_types():
    export = opened.load(opened.REAL / "moodle" / "moodlecore_ok.csv")
    assert opened.claim("moodle", export).confidence == "likely"
    books = opened.read("moodle", export)
    assert opened.assignments(books) == [
        ("Assignment for grape group", None, "", "G1"),
        ("Second new grade item", None, "", "I1"),
    ]
    assert opened.scores(books) == {
        "G2": ("56.00", 56.0, "scored"),
        "I2": ("44.0", 44.0, "scored"),
        "G3": ("75.00", 75.0, "scored"),
        "I3": ("45.0", 45.0, "scored"),
    }
    assert opened.totals(books) == {
        "J2": ("", "final_points", 56.0, ""),
        "J3": ("", "final_points", 75.0, ""),
    }
    assert books.lacks[0]["assignments.points_possible"].startswith("this Moodle export has no points possible")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", ":"])
def test_every_delimiter_with_feedback_that_holds_it(delimiter, tmp_path):
    header = ["First name", "Last name", "Email address", "Quiz: Unit 1 (Real)", "Quiz: Unit 1 (Feedback)"]
    row = ["Ida", "Berg", "ida@example.org", "7.50", f"good{delimiter}\nbut late"]
    path = tmp_path / "BIO2 Grades.csv"
    path.write_text("\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in (header, row)) + "\n", "utf-8")
    export = opened.load(path)
    assert opened.claim("moodle", export).confidence == "likely"
    books = opened.read("moodle", export)
    assert opened.assignments(books) == [("Unit 1", None, "", "D1")]
    assert opened.scores(books) == {"D2": ("7.50", 7.5, "scored")}


def test_german_labels_with_a_no_break_space_and_a_comma_that_a_spreadsheet_brought_in():
    export = opened.text(
        """
        Vorname;Nachname;ID-Nummer;E-Mail-Adresse;Aufgabe:\u00a0Essay (Punkte);Aufgabe:\u00a0Essay (Prozentsatz);Kurs gesamt (Punkte);Zuletzt aus diesem Kurs geladen
        Ida;Berg;0815;ida@example.org;7,50;75,00 %;7,50;1718000000
        """,
        delimiter=";",
    )
    assert opened.claim("moodle", export).confidence == "certain"
    books = opened.read("moodle", export)
    assert opened.assignments(books) == [("Essay", 10.0, "", "E1")]
    assert opened.students(books) == [("Berg, Ida", "ida@example.org", "0815", "A2")]
    assert opened.scores(books) == {"E2": ("7,50", 7.5, "scored")}
    assert opened.totals(books) == {"G2": ("", "final_points", 7.5, "")}


def test_labels_of_an_unknown_language_are_read_by_position_and_content():
    export = opened.text(
        """
        Nimi,Sukunimi,Tunniste,Laitos,Osasto,Sähköposti,Tehtävä: Essee (Pisteet),Tehtävä: Essee (Osuus),Kurssi yhteensä (Pisteet),Kurssi yhteensä (Osuus),Ladattu
        Aino,Laine,17,,,aino@example.org,8.00,40.00 %,8.00,40.00 %,1718000000
        Eero,Niemi,18,,,eero@example.org,-,-,-,-,1718000000
        """
    )
    claim = opened.claim("moodle", export)
    assert claim.confidence == "certain"
    assert "labels in another language: people are told by Moodle's order of columns" in claim.evidence
    books = opened.read("moodle", export)
    assert opened.assignments(books) == [("Tehtävä: Essee", 20.0, "", "G1")]
    assert opened.students(books) == [
        ("Laine, Aino", "aino@example.org", "17", "A2"),
        ("Niemi, Eero", "eero@example.org", "18", "A3"),
    ]
    assert opened.totals(books)["J2"] == ("", "final", 40.0, "")


def test_percentages_and_letters_in_place_of_points():
    export = opened.text(
        """
        First name,Last name,Email address,Lab (Percentage),Lab (Letter),Essay (Letter)
        Ida,Berg,ida@example.org,80.00 %,B-,A
        """
    )
    books = opened.read("moodle", export)
    assert opened.scores(books) == {"D2": ("80.00 %", None, "scored"), "F2": ("A", None, "scored")}
    assert books.scores["number"][0] == 80.0
    assert books.lacks[0]["rules.mark-format"].startswith("this Moodle export has percentages or letters")


def test_words_of_a_scale_are_scores_and_a_lost_scale_is_not():
    export = opened.text(
        """
        First name,Last name,Email address,Lab safety (Real),Course total (Real)
        Ida,Berg,ida@example.org,Satisfactory,3.00
        Ole,Dahl,ole@example.org,Error,-
        """
    )
    assert opened.scores(opened.read("moodle", export)) == {
        "D2": ("Satisfactory", None, "scored"),
        "D3": ("Error", None, "coded"),
    }


def test_a_number_that_was_typed_in_another_way_is_no_word_of_a_scale():
    export = opened.text(
        """
        First name,Last name,Email address,Essay (Real),Course total (Real)
        Ida,Berg,ida@example.org,7.50,7.50
        Ole,Dahl,ole@example.org,"8,5",9.25
        Eli,Dahl,eli@example.org,Level 3,9.25
        """
    )
    assert opened.scores(opened.read("moodle", export)) == {
        "D2": ("7.50", 7.5, "scored"),
        "D3": ("8,5", None, "coded"),
        "D4": ("Level 3", None, "scored"),
    }


def test_a_workbook_of_the_same(tmp_path):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Grades"
    sheet.append(
        ["First name", "Last name", "Email address", "Quiz: Unit 1 (Real)", "Last downloaded from this course"]
    )
    sheet.append(["Ida", "Berg", "ida@example.org", 7.5, 1718000000])
    path = tmp_path / "BIO2 Grades.xlsx"
    workbook.save(path)
    export = opened.load(path)
    assert opened.claim("moodle", export).confidence == "certain"
    books = opened.read("moodle", export)
    assert opened.about(books, "course_code") == {"course_code": "BIO2"}
    assert opened.scores(books) == {"D2": ("7.5", 7.5, "scored")}
    assert books.sources[0].sheet == "Grades"
    assert books.books["exported_at"].tolist() == [np.datetime64("2024-06-10T06:13:20")]


@pytest.mark.parametrize(
    ("pairs", "maximum"),
    [
        ([("42.00", "84.00 %"), ("31.00", "62.00 %")], 50.0),
        ([("1.00", "33.33 %")], 3.0),
        ([("6.25", "50.00 %")], 12.5),
        ([("1.00", "1.00 %")], None),  # anything from 99 to 101
        ([("7.00", "70.00 %"), ("7.00", "35.00 %")], None),  # no maximum fits both: the minimum isn't 0
        ([("0.00", "0.00 %"), ("-", "-")], None),
        ([("55.00", "110.00 %")], 50.0),  # grades above the maximum are allowed
    ],
)
def test_a_maximum_is_recovered_only_when_one_number_fits_all_pairs(pairs, maximum):
    lines = "\n".join(f"A,B{n},a{n}@example.org,{real},{share}" for n, (real, share) in enumerate(pairs))
    header = "First name,Last name,Email address,Lab (Real),Lab (Percentage)\n"
    books = opened.read("moodle", opened.text(header + lines))
    assert opened.assignments(books) == [("Lab", maximum, "", "D1")]
    assert ("assignments.points_possible" in books.offers[0]) == (maximum is not None)
    assert ("rules.points-missing" in books.lacks[0]) == (maximum is not None)


def test_the_grading_worksheet_is_refused():
    export = opened.load(opened.REAL / "moodle" / "gradingworksheet_en.csv")
    assert opened.claim("moodle", export).refusal == (
        "Moodle's grading worksheet of one assignment, not a gradebook (in Moodle: Grades, Export, Plain text file)"
    )


def test_other_tables_of_people_are_not_moodles():
    detect = discovery.readers()["moodle"].detect
    assert detect(opened.text("First name,Last name,Email address,Phone\nIda,Berg,ida@example.org,1\n")) is None
    assert detect(opened.text("First name,Last name,Quiz 1 (20)\nIda,Berg,7\n")) is None
    assert detect(opened.text("Student,ID,Section,Quiz (Real)\nIda,7,A,1\n")) is None
