"""edx_problems: points earned and possible of each problem; what needs whole assignments isn't checked."""

from gradeaudit import discovery
from tests.readers import opened


def test_a_problem_report():
    export = opened.load(opened.REAL / "edx" / "synth_problem_grade_report.csv")
    assert opened.claim("edx_problems", export).confidence == "certain"
    books = opened.read("edx_problems", export)
    assert opened.assignments(books) == [
        ("Homework 1: Limits - Problem A", 2.0, "", "F1"),
        ("Final Exam - Question 1", 10.0, "", "H1"),
    ]
    assert opened.scores(books) == {
        "F2": ("2.0", 2.0, "scored"),
        "H2": ("9.0", 9.0, "scored"),
        "F3": ("Not Attempted", None, "blank"),
        "H3": ("Not Available", None, "not_assigned"),
    }
    assert opened.totals(books) == {"E2": ("", "final", 85.0, ""), "E3": ("", "final", 0.0, "")}
    assert books.lacks[0]["rules.counts"] == (
        "edX's problem report lists problems, which are parts of assignments (give the grade report too)"
    )


def test_a_problem_whose_points_differ_between_students_has_none_in_common():
    export = opened.text("Student ID,Email,Username,Final Grade,P (Earned),P (Possible)\n1,a,a,1,2,2\n2,b,b,1,2,3\n")
    books = opened.read("edx_problems", export)
    assert opened.assignments(books) == [("P", None, "", "E1")]
    assert opened.totals(books) == {"D2": ("", "final", 100.0, ""), "D3": ("", "final", 100.0, "")}


def test_other_reports_are_not_claimed():
    detect = discovery.readers()["edx_problems"].detect
    assert detect(opened.load(opened.REAL / "edx" / "synth_grade_report_2023.csv")) is None
    assert detect(opened.text("Student ID,Email,Username,P (Earned),Q (Possible)\n1,a,a,1,2\n")) is None
