"""Gradescope files: a course with four columns an assignment, one assignment, near misses."""

from __future__ import annotations

from gradeaudit.readers.gradescope import detect
from tests.readers.opened import REAL, SAMPLES, about, assignments, claim, load, read, scores, students, text

FOUR = "{0},{0} - Max Points,{0} - Submission Time,{0} - Lateness (H:M:S)"


def test_the_sample_course_is_read_cell_by_cell():
    tables = read("gradescope", load(SAMPLES / "gradescope" / "CS_101_Fall_2026_grades.csv"))
    assert about(tables, "section", "identity") == {
        "section": "cs-101-a",
        "identity": "gradescope:CS_101_Fall_2026_grades",
    }
    assert assignments(tables) == [
        ("Lab 01", 10.0, "", "F1"),
        ("Homework 01", 20.0, "", "J1"),
        ("homework 02", 20.0, "", "N1"),
        ("Midterm", 50.0, "", "R1"),
        ("Untitled Assignment", 10.0, "", "V1"),
    ]
    assert len(tables.students) == 12
    assert students(tables)[0] == ("Abara, Chidi", "abara.chidi@college.example", "007301", "A2")
    assert students(tables)[8][2] == ""
    found = scores(tables)
    assert len(found) == 60
    assert [found[place] for place in ("J4", "R8", "R5", "F11")] == [
        ("", None, "blank"),
        ("", None, "waiting"),
        ("53.0", 53.0, "scored"),
        ("0.0", 0.0, "scored"),
    ]
    assert tables.scores["late"].sum() == 1


def test_real_courses_as_their_bytes_say():
    linked = read("gradescope", load(REAL / "gradescope" / "gradebook_linked_section_name.csv"))
    assert (len(linked.students), len(linked.assignments), len(linked.scores)) == (4, 18, 72)
    assert assignments(linked)[3] == ("homework 02", linked.assignments["points_possible"][3], "", "R1")
    assert students(linked)[0] == ("Zelda, Fitzgerald", "zelda@ucsd.edu", "A16000000", "A2")
    assert about(linked, "section") == {"section": "dsc-10---a01-13805"}
    alone = read("gradescope", load(REAL / "gradescope" / "gradebook_not_linked.csv"))
    assert (len(alone.students), len(alone.assignments), len(alone.scores)) == (21, 2, 42)
    assert [scores(alone)[place] for place in ("E2", "E3", "E4", "I2")] == [
        ("2.0", 2.0, "scored"),
        ("", None, "blank"),
        ("", None, "waiting"),
        ("", None, "blank"),
    ]
    assert "students.section" not in alone.offers[0]


def test_rows_that_lack_a_comma_at_their_end_keep_their_scores_in_place():
    ragged = read("gradescope", load(REAL / "gradescope" / "gradebook_ragged_rows.csv"))
    assert (len(ragged.students), len(ragged.assignments), len(ragged.scores)) == (4, 20, 80)
    assert scores(ragged)["CD2"] == ("12.0", 12.0, "scored")
    assert assignments(ragged)[19] == ("Midterm 02 Redemption", 25.0, "", "CD1")


def test_titles_may_hold_the_words_of_the_headers():
    table = text(f"Name,SID,{FOUR.format('A - Max Points')},{FOUR.format('a - b')}\nAda,1,9,10,,0:05:00,3,4,,\n")
    tables = read("gradescope", table)
    assert assignments(tables) == [("A - Max Points", 10.0, "", "C1"), ("a - b", 4.0, "", "G1")]
    assert tables.scores["late"].tolist() == [True, False]
    assert students(tables) == [("Ada", "", "1", "A2")]


def test_two_assignments_of_one_title_are_two():
    table = text(f"Name,{FOUR.format('Lab')},{FOUR.format('Lab')}\nAda,9,10,,,3,4,,\n")
    tables = read("gradescope", table)
    assert assignments(tables) == [("Lab", 10.0, "", "B1"), ("Lab", 4.0, "", "F1")]
    assert scores(tables) == {"B2": ("9", 9.0, "scored"), "F2": ("3", 3.0, "scored")}


def test_one_assignment_has_a_status_and_its_questions_are_no_assignments():
    export = load(REAL / "gradescope" / "reconstructed_assignment_scores.csv")
    tables = read("gradescope", export)
    assert assignments(tables) == [("reconstructed_assignment", 2.5, "", "F1")]
    assert scores(tables) == {
        "F2": ("2.25", 2.25, "scored"),
        "F3": ("", None, "blank"),
        "F4": ("", None, "waiting"),
    }
    assert tables.scores["missing"].tolist() == [False, True, False]
    assert tables.scores["late"].tolist() == [False, False, True]
    assert tables.lacks[0]["rules.counts"].startswith("this Gradescope file holds one assignment")


def test_a_maximum_that_changes_from_row_to_row_is_noted_and_the_usual_one_taken():
    table = text(f"Name,{FOUR.format('Lab')}\nAda,9,10.0,,\nBen,8,10.0,,\nCy,8,12.0,,\n")
    assert assignments(read("gradescope", table)) == [("Lab", 10.0, "", "B1")]
    from gradeaudit.readers.gradescope import read as raw

    (book,) = raw([table])
    assert book.notes == ("assignments whose maximum isn't the same in every row (1)",)


def test_files_of_other_kinds_are_refused_or_left_alone():
    evaluation = text("Assignment Submission ID,Question Submission ID,First Name\n1,2,Ada\n")
    assert "evaluation of one question" in claim("gradescope", evaluation).refusal
    assert detect(text("First Name,Last Name,Lab 01,Lab 02\nAda,Byron,9,8\n")) is None
