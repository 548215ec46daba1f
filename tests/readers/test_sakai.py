"""sakai: points in titles, comments, categories by position, and what a custom export adds."""

from dataclasses import replace

import pytest

from gradeaudit import discovery
from tests.readers import opened

MATH = opened.REAL / "sakai" / "synth_gradebook_export-MATH_101-ALL.csv"


def test_a_custom_export_with_categories_and_course_grades():
    export = replace(opened.load(MATH), file="gradebook_export-MATH_101-ALL.csv")
    claim = opened.claim("sakai", export)
    assert claim.confidence == "certain"
    assert claim.evidence == (
        "titles that end in their points, such as [10]: 3",
        "the header has Student ID and a name",
        "comment columns as Sakai names them, with an asterisk: 3",
        "category averages, each after its category's items: 2",
    )
    books = opened.read("sakai", export)
    assert opened.assignments(books) == [
        ("Essay 1", 50.0, "Papers", "J1"),
        ("Quiz (Tests & Quizzes)", 12.5, "Papers", "L1"),
        ("Final", 100.0, "Exams", "O1"),
    ]
    assert opened.categories(books) == [("Papers", 40.0, None), ("Exams", 60.0, None)]
    assert opened.students(books) == [("Ferreira, Ines", "stu1", "", "A2"), ("Gallo, Marco", "stu2", "", "A3")]
    assert opened.scores(books) == {
        "J2": ("44", 44.0, "scored"),
        "L2": ("9.5", 9.5, "scored"),
        "O2": ("84", 84.0, "scored"),
        "J3": ("", None, "blank"),
        "L3": ("", None, "blank"),
        "O3": ("", None, "blank"),
    }
    assert opened.totals(books) == {
        "E2": ("", "final_points", 137.5, ""),
        "F2": ("", "final", None, "B+"),
        "G2": ("", "final", 88.4, ""),
        "H2": ("", "override", None, ""),
        "N2": ("Papers", "final", 85.6, ""),
        "Q2": ("Exams", "final", 84.0, ""),
        "E3": ("", "final_points", None, ""),
        "F3": ("", "final", None, ""),
        "G3": ("", "final", None, ""),
        "H3": ("", "override", None, "A-"),
        "N3": ("Papers", "final", None, ""),
        "Q3": ("Exams", "final", None, ""),
    }
    assert opened.about(books, "course_code", "identity", "section", "method") == {
        "course_code": "MATH_101",
        "identity": "sakai:MATH_101",
        "section": "Lec 1",
        "method": "weighted",
    }


def test_an_old_full_export_with_null_and_hard_titles():
    books = opened.read("sakai", opened.load(opened.REAL / "sakai" / "gbng_grades_import.csv"))
    assert opened.assignments(books) == [
        ("a1", 10.0, "", "C1"),
        ("Week #2: January 22/23 - 29", 77.0, "", "E1"),
        ("Week #3: another week", 55.3, "", "G1"),
    ]
    assert opened.scores(books) == {
        "C2": ("7", 7.0, "scored"),
        "E2": ("null", None, "blank"),
        "G2": ("55.1", 55.1, "scored"),
        "C3": ("3", 3.0, "scored"),
        "E3": ("42", 42.0, "scored"),
        "G3": ("44.3", 44.3, "scored"),
    }
    assert books.lacks[0]["categories.name"].startswith("this Sakai export has no category averages")
    assert "totals.value" not in books.offers[0]


def test_a_decimal_comma_and_categories_without_weights():
    export = opened.text(
        """
        "Student ID";"Name";"Essay [2] [10]";"* Essay [2]";"# Category Papers ";"* Star [7,5]";"* * Star"
        "s1";"Ruiz, Ana";"8,5";"ok";"85";"7";""
        """,
        delimiter=";",
    )
    books = opened.read("sakai", export)
    assert opened.assignments(books) == [("Essay [2]", 10.0, "Papers", "C1"), ("* Star", 7.5, "", "F1")]
    assert opened.categories(books) == [("Papers", None, None)]
    assert opened.scores(books) == {"C2": ("8,5", 8.5, "scored"), "F2": ("7", 7.0, "scored")}
    assert opened.totals(books) == {"E2": ("Papers", "final", 85.0, "")}
    assert "categories.weight" not in books.offers[0]


def test_percentages_are_known_by_scores_far_above_the_points():
    rows = "\n".join(f"s{n},Student {n},{80 + n},{90 + n}" for n in range(6))
    export = opened.text(f"Student ID,Name,Quiz [10],Essay [40]\n{rows}\n")
    assert opened.claim("sakai", export).evidence[-1].startswith("scores are percentages")
    books = opened.read("sakai", export)
    assert [row[1] for row in opened.assignments(books)] == [100.0, 100.0]
    assert books.assignments["multiplier"].tolist() == [0.1, 0.4]
    # two slips of the finger among points are no percentages
    slips = opened.text("Student ID,Name,Quiz [10]\n" + "\n".join(f"s{n},A,{95 if n < 2 else 9}" for n in range(9)))
    assert [row[1] for row in opened.assignments(opened.read("sakai", slips))] == [10.0]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (
            "Display ID,ID,Last Name,First Name,grade,Submission date,Late submission\na1,1,A,B,9,,\n",
            "the grades of one Sakai assignment, not a gradebook (in Sakai: Gradebook, Import/Export)",
        ),
        (
            "Essay 1,Points\n\nDisplay ID,ID,Last Name,First Name,grade\na1,1,A,B,9\n",
            "the grades of one Sakai assignment, not a gradebook (in Sakai: Gradebook, Import/Export)",
        ),
        (
            "Student ID,Name,Example Assignment With Points [100],* Example Assignment With Points\n",
            "Sakai's example of an import file, which it gives for a gradebook without any item",
        ),
    ],
)
def test_near_misses_are_refused_as_what_they_are(content, refusal):
    assert opened.claim("sakai", opened.text(content)).refusal == refusal


def test_other_tables_with_points_in_brackets_are_not_sakais():
    detect = discovery.readers()["sakai"].detect
    assert detect(opened.text("Name,Quiz [10]\nA,9\n")) is None
    assert detect(opened.text("Student ID,Student Name,Quiz (10)\n1,A,9\n")) is None
    assert detect(opened.text("Last Name,First Name,Username,Quiz [Total Pts: 10 Score] |7\nA,B,c,9\n")) is None
