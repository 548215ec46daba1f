"""edx_bulk: one gradebook a course, an assignment for each id."""

from gradeaudit import discovery
from tests.readers import opened


def test_a_download():
    export = opened.load(opened.REAL / "edx" / "synth_bulk_gradebook_download.csv")
    assert opened.claim("edx_bulk", export).confidence == "certain"
    books = opened.read("edx_bulk", export)
    assert opened.assignments(books) == [("Homework 1: Limits", None, "", "H1")]
    assert books.assignments["key"].tolist() == ["85bb02db"]
    assert opened.students(books) == [("ana_r", "11", "K11", "A2")]
    assert books.students["section"].tolist() == ["Default Group"]
    assert opened.scores(books) == {"H2": ("2.0", 2.0, "scored")}
    assert opened.about(books, "course_code", "identity") == {
        "course_code": "course-v1:DemoX+MA1+2023",
        "identity": "edx_bulk:course-v1:DemoX+MA1+2023",
    }


def test_two_courses_are_two_gradebooks():
    export = opened.text(
        """
        user_id,username,student_key,course_id,track,name-85bb02db,grade-85bb02db
        11,ana,K11,A,verified,HW 1,2
        12,ben,K12,B,verified,,3
        """
    )
    books = opened.read("edx_bulk", export)
    assert books.books["course_code"].tolist() == ["A", "B"]
    assert opened.assignments(books) == [("HW 1", None, "", "G1"), ("85bb02db", None, "", "G1")]
    assert opened.scores(books) == {"G2": ("2", 2.0, "scored"), "G3": ("3", 3.0, "scored")}
    assert "students.section" not in books.offers[0]


def test_other_tables_are_not_claimed():
    detect = discovery.readers()["edx_bulk"].detect
    assert detect(opened.text("user_id,username,student_key,course_id,name-short,grade-short\n1,a,k,c,HW,2\n")) is None
    assert detect(opened.load(opened.REAL / "edx" / "synth_grade_report_2023.csv")) is None
