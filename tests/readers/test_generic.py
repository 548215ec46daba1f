"""generic: a teacher's own spreadsheet and an extract, described by a mapping, or guessed when the user says so."""

from dataclasses import replace

import numpy as np
import pytest

from gradeaudit.errors import Problem
from gradeaudit.export import Merged, Table
from tests.readers import opened

MARKS = """
    Algebra 1,,,,,,,
    Mr. Okafor,Period 3,,,,,,
    Name,Student ID,Quiz 1 (20),Quiz 2 (20),Essay (2),HW 1,Average,Notes
    Out of,,,,50,10,,
    "Reyes, Ana",0010,18,x,41,9,85%,late
    "Cole, Ben",0011,20,12,50,85%,90%,
    Class average,,19,12,45,9,,
"""
GUESSED = (
    "{header: 3, student: column A, id: column B, assignments: [columns C to F], points_row: 4, totals: [column G]}"
)


def mapped(content: str, mapping: str, **more: str):
    return opened.mapped(opened.text(content, **more), mapping)


def test_without_a_mapping_the_guess_is_offered_and_not_trusted():
    claim = opened.claim("generic", opened.text(MARKS))
    assert claim.confidence == "possible"
    assert claim.evidence == (
        "it looks like one row per student (header in row 3, 4 score columns)",
        "the header is row 3",
        "student names in column A",
        "student numbers in column B",
        "4 score columns: columns C to F",
        "points possible in row 4",
        "2 maxima taken from titles such as “Quiz (20)”",
        "totals in column G",
        "no scores in column H, left out",
        "left out as averages or totals of the class: row 7",
        f"a mapping to start from: {GUESSED}",
    )
    assert claim.refusal.startswith(
        "no export of an LMS known here; it looks like one row per student (header in row 3"
    )
    assert claim.unless_named


@pytest.mark.parametrize("export", [opened.text(MARKS), mapped(MARKS, GUESSED)])
def test_the_guess_and_its_mapping_read_the_same(export):
    books = opened.read("generic", export)
    assert opened.assignments(books) == [
        ("Quiz 1", 20.0, "", "C3"),
        ("Quiz 2", 20.0, "", "D3"),
        ("Essay (2)", 50.0, "", "E3"),
        ("HW 1", 10.0, "", "F3"),
    ]
    assert opened.students(books) == [("Reyes, Ana", "0010", "0010", "A5"), ("Cole, Ben", "0011", "0011", "A6")]
    assert opened.scores(books) == {
        "C5": ("18", 18.0, "scored"),
        "D5": ("x", None, "coded"),
        "E5": ("41", 41.0, "scored"),
        "F5": ("9", 9.0, "scored"),
        "C6": ("20", 20.0, "scored"),
        "D6": ("12", 12.0, "scored"),
        "E6": ("50", 50.0, "scored"),
        "F6": ("85%", 8.5, "scored"),
    }
    assert opened.totals(books) == {"G5": ("", "final", 85.0, ""), "G6": ("", "final", 90.0, "")}


def test_a_number_in_a_title_that_the_scores_exceed_is_no_maximum():
    export = opened.text("Name,Essay (2),Essay (3)\nAna,41,38\nBen,50,44\nCleo,1,\n")
    assert opened.assignments(opened.read("generic", export)) == [
        ("Essay (2)", None, "", "B1"),
        ("Essay (3)", None, "", "C1"),
    ]


def test_a_mapping_gives_categories_weights_dates_codes_and_the_decimal_mark():
    export = mapped(
        """
        Klasse 9b;;;;;
        ;;Tests;;Mitarbeit;
        Name;Nummer;Test 1;Test 2;Heft;Gesamt
        Datum;;24.11.2025;01.12.2025;;
        Max;;20;20;10;
        Ada;7;18,5;k;9;1,5
        Ben;8;;20;-;2
        """,
        """
        header: 3
        student: Name
        id: Nummer
        category_row: 2
        due_row: 4
        points_row: 5
        assignments: {columns C to D: {}, Heft: {title: Heftführung, extra_credit: yes}}
        totals: Gesamt
        codes: {k: excused, "-": not_assigned}
        weights: {Tests: 60, Mitarbeit: 40}
        gradebook: {course: Mathematik, section: 9b, teacher: Frau Stern}
        method: weighted
        """,
        delimiter=";",
    )
    books = opened.read("generic", export)
    assert opened.assignments(books) == [
        ("Test 1", 20.0, "Tests", "C3"),
        ("Test 2", 20.0, "Tests", "D3"),
        ("Heftführung", 10.0, "Mitarbeit", "E3"),
    ]
    assert opened.days(books, "due_on") == ["2025-11-24", "2025-12-01", ""]
    assert books.assignments["extra_credit"].tolist() == [False, False, True]
    assert opened.categories(books) == [("Tests", 60.0, None), ("Mitarbeit", 40.0, None)]
    assert opened.scores(books) == {
        "C6": ("18,5", 18.5, "scored"),
        "D6": ("k", None, "excused"),
        "E6": ("9", 9.0, "scored"),
        "C7": ("", None, "blank"),
        "D7": ("20", 20.0, "scored"),
        "E7": ("-", None, "not_assigned"),
    }
    assert opened.totals(books) == {"F6": ("", "final", 1.5, ""), "F7": ("", "final", 2.0, "")}
    assert opened.about(books, "course", "section", "teacher", "method", "identity") == {
        "course": "Mathematik",
        "section": "9b",
        "teacher": "Frau Stern",
        "method": "weighted",
        "identity": "generic:Mathematik|9b|Frau Stern",
    }


def test_one_row_per_score_is_one_gradebook_for_each_class_and_teacher():
    export = mapped(
        """
        Num,Last,First,Class,Teacher,Task,Type,Weight,Due,Score,Of,Entered,Late
        0501,Baker,Ana,Math 6,Rivera,Quiz 1,Quizzes,40%,02/05/2026,18,20,02/06/2026 08:15,
        0502,Doe,Cy,Math 6,Rivera,Quiz 1,Quizzes,40%,02/05/2026,Msg,20,02/06/2026,y
        0501,Baker,Ana,Art 6,Stone,Mask,Projects,100%,02/20/2026,27,30,,
        0502,Doe,Cy,Math 6,Rivera,HW 3,Homework,60%,02/07/2026,,10,,
        0501,Baker,Ana,Math 6,Rivera,HW 3,Homework,60%,02/07/2026,Exc,,02/09/2026,
        """,
        """
        id: Num
        student: [Last, First]
        course: Class
        teacher: Teacher
        assignment: Task
        category: Type
        weight: Weight
        due: Due
        score: Score
        points: Of
        entered: Entered
        late: Late
        codes: {Exc: excused}
        """,
    )
    books = opened.read("generic", export)
    assert books.books["course"].tolist() == ["Math 6", "Art 6"]
    assert books.books["identity"].tolist() == ["generic:Math 6|Rivera", "generic:Art 6|Stone"]
    assert opened.assignments(books) == [
        ("Quiz 1", 20.0, "Quizzes", "F2"),
        ("HW 3", 10.0, "Homework", "F5"),
        ("Mask", 30.0, "Projects", "F4"),
    ]
    assert opened.categories(books) == [("Quizzes", 40.0, None), ("Homework", 60.0, None), ("Projects", 100.0, None)]
    assert opened.students(books) == [
        ("Baker, Ana", "0501", "0501", "A2"),
        ("Doe, Cy", "0502", "0502", "A3"),
        ("Baker, Ana", "0501", "0501", "A4"),
    ]
    assert opened.scores(books) == {
        "J2": ("18", 18.0, "scored"),
        "J3": ("Msg", None, "coded"),
        "J5": ("", None, "blank"),
        "J6": ("Exc", None, "excused"),
        "J4": ("27", 27.0, "scored"),
    }
    assert books.scores["late"].tolist() == [False, True, False, False, False]
    assert books.scores["entered_on"].tolist()[0] == np.datetime64("2026-02-06T08:15:00")
    assert opened.days(books, "due_on") == ["2026-02-05", "2026-02-07", "2026-02-20"]


def test_a_table_of_scores_is_guessed_too():
    export = opened.text("Student Name,Class,Assignment,Score,Points Possible\nAna,Art,Mask,27,30\n")
    claim = opened.claim("generic", export)
    assert claim.evidence[-1] == (
        "a mapping to start from: {one_row_per: score, header: 1, student: column A, assignment: column C,"
        " score: column D, points: column E, course: column B}"
    )
    assert opened.assignments(opened.read("generic", export)) == [("Mask", 30.0, "", "C2")]


def test_a_workbook_is_read_from_the_sheet_that_the_mapping_names():
    sheets = (("Notes", [["hello"]]), ("Marks", [["Name", "Quiz /20"], ["Ana", "18"]]))
    export = replace(
        opened.workbook(*sheets), mapping="{sheet: marks, student: Name, assignments: [Quiz /20]}", mapping_file="m"
    )
    books = opened.read("generic", export)
    assert opened.assignments(books) == [("Quiz", 20.0, "", "B1")]
    assert books.sources[0].sheet == "Marks"


def test_categories_over_merged_cells_hold_for_those_cells_only():
    rows = [["", "Homework", "", "", ""], ["Name", "A", "B", "C", "D"], ["Ana", "1", "2", "3", "4"]]
    table = Table(rows, "Marks", merged=(Merged(1, 2, 1, 3),))
    export = replace(opened.workbook(("Marks", rows)), tables=(table,))
    books = opened.read(
        "generic", opened.mapped(export, "{student: Name, category_row: 1, assignments: columns B to E}")
    )
    assert [row[2] for row in opened.assignments(books)] == ["Homework", "Homework", "", ""]


def test_the_guess_sees_merged_categories_a_later_sheet_and_names_without_a_header():
    notes = Table([["How to use this workbook"]], "Read me")
    rows = [["", "Homework", "", "Tests", ""], ["", "A", "B", "C", "D"], ["Ana", "1", "2", "3", "4"],
            ["Ben", "1", "2", "3", "4"], ["Cleo", "1", "2", "3", ""]]  # fmt: skip
    marks = Table(rows, "Q1", merged=(Merged(1, 2, 1, 3), Merged(1, 4, 1, 5)))
    export = replace(opened.workbook(("Q1", rows)), tables=(notes, marks, Table(rows, "old", hidden=True)))
    assert opened.claim("generic", export).evidence[1:] == (
        "the header is row 2",
        "student names in column A",
        "4 score columns: columns B to E",
        "categories over merged cells in row 1",
        "no points possible: a maximum is never assumed",
        "1 hidden sheet left out",
        "sheet 2 is read; 1 other sheet can be named with sheet:",
        'a mapping to start from: {sheet: "Q1", header: 2, student: column A, assignments: [columns B to E],'
        " category_row: 1}",
    )
    assert [row[2] for row in opened.assignments(opened.read("generic", export))] == [
        "Homework", "Homework", "Tests", "Tests",
    ]  # fmt: skip


def test_prose_and_lists_without_marks_are_not_guessed_at():
    from gradeaudit import discovery

    detect = discovery.readers()["generic"].detect
    assert detect(opened.text("Dear parents,\nschool is closed\n")) is None
    assert detect(opened.text("Name,Phone,Email\nAna,555 0100,ana@example.org\n")) is None
    assert detect(opened.text("")) is None
    assert detect(opened.text("Name,Locker\nAna,90210\nBen,90211\n")) is None


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ("student: Name\nassignmets: [Quiz]", "m:2:1: unknown key 'assignmets'; did you mean 'assignments'?"),
        ("student: Name", "m: 'assignments' is missing; name the columns of the assignments"),
        ("student: Name\nassignments: [Quis]", "m:2:15: no column is headed 'Quis'; did you mean 'quiz'?"),
        ("student: Name\nassignments: [column D]", "m:2:15: the table has no 'column D'; its last column is C"),
        ("student: Name\nassignments: [Name]", "m:2:1: column A is an assignment and something else;"
         " name each column once"),
        ("student: Name\nassignments: {Quiz: {points: many}}", "m:2:22: 'points' has a wrong value;"
         " expected a number, such as 20"),
        ("student: Name\nassignments: [Quiz]\ncodes: {x: gone}", "m:3:9: 'x' has a wrong value;"
         " expected one of blank, excused, not_assigned, waiting"),
        ("student: Name\nassignments: [Quiz]\nheader: 9", "m:3:1: the table has no row 9; its last row is row 2"),
        ("student: ''\nassignments: [Quiz]", "m:1:1: 'student' has a wrong value; expected a column, by its header or as"
         " column C, or a list of columns"),
        ("assignments: [Quiz]", "m: neither 'student' nor 'id' is there; name the column of the student's name or number"),
        ("one_row_per: score\nstudent: Name", "m: 'assignment' is missing; name the columns of assignment and score"),
        ("student: Name\nassignments: [Quiz]\none_row_per: pupil", "m:3:1: 'one_row_per' has a wrong value;"
         " expected student or score"),
        ("student: Name\nassignments: [Quiz]\nheader: 0", "m:3:1: 'header' has a wrong value;"
         " expected the number of a row, from 1"),
        ("student: Name\nassignments: {Quiz: {extra_credit: perhaps}}", "m:2:22: 'extra_credit' has a wrong value;"
         " expected true or false"),
        ("student: Name\nassignments: [Quiz]\ntotals: {Extra: sum}", "m:3:10: 'Extra' has a wrong value;"
         " expected current, final, override or {category: NAME}"),
        ("student: Name\nassignments: [Quiz]\ntotals: {Extra: {kategory: x}}", "m:3:18: unknown key 'kategory';"
         " did you mean 'category'?"),
        ("[1]", "m: a mapping is a map of keys, such as student: and assignments:;"
         " gradeaudit inspect FILE suggests one"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_mapping_is_told_with_its_line(mapping, message):
    export = replace(opened.text("Name,Quiz,Extra\nAna,18,1\n"), mapping=mapping, mapping_file="m")
    with pytest.raises(Problem) as problem:
        opened.read("generic", export)
    assert str(problem.value) == message
