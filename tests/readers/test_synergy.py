"""Synergy's gradebook XML of one student: what counts, what is scaled, what is added on top."""

from __future__ import annotations

import pytest

from gradeaudit.errors import Problem
from gradeaudit.export import Export
from gradeaudit.readers.synergy import detect
from tests.readers.opened import REAL, SAMPLES, about, assignments, categories, days, load, read


def xml(text: str) -> Export:
    return Export("gradebook.xml", "xml", text=text)


def marks(tables):
    scores = tables.scores
    return [
        (text, None if points != points else points, state)
        for text, points, state in zip(scores["mark"], scores["points"], scores["state"])
    ]


def sums(tables):
    names = [*tables.categories["name"], ""]
    table = tables.totals
    return [
        (names[category], None if value != value else value, letter if isinstance(letter, str) else "")
        for category, value, letter in zip(table["category"], table["value"], table["letter"].astype(object))
    ]


def test_the_real_shape_as_its_attributes_say():
    tables = read("synergy", load(REAL / "synergy" / "reconstructed_studentvue_gradebook.xml"))
    assert about(tables, "course", "course_code", "section", "teacher", "term", "method") == {
        "course": "Algebra 1",
        "course_code": "MAT101",
        "section": "1",
        "teacher": "Pat Rivera",
        "term": "Q1",
        "method": "weighted",
    }
    assert categories(tables) == [("Tests", 60.0, None), ("Homework", 40.0, None)]
    assert assignments(tables) == [
        ("Test 1", 50.0, "Tests", "row 1"),
        ("HW 1", 4.0, "Homework", "row 1"),
        ("Bonus", 0.0, "Homework", "row 1"),
        ("HW 2", 6.0, "Homework", "row 1"),
        ("Syllabus", 4.0, "Homework", "row 1"),
        ("Project", 40.0, "Tests", "row 1"),
    ]
    assert tables.assignments["extra_credit"].tolist() == [False, False, True, False, False, False]
    assert tables.assignments["counts"].tolist() == [True, True, True, True, False, True]
    assert days(tables, "due_on")[:2] == ["2025-09-12", "2025-09-06"]
    assert marks(tables) == [
        ("42", 42.0, "scored"),
        ("0", 0.0, "scored"),
        ("3", 3.0, "scored"),
        ("6", 6.0, "scored"),
        ("3", 3.0, "scored"),
        ("Not Graded", None, "blank"),
    ]
    assert tables.scores["missing"].tolist() == [False, True, False, False, False, False]
    assert sums(tables) == [
        ("", 86.3, ""), ("", None, "B"), ("Tests", 84.0, ""), ("Tests", None, "B"), ("Homework", 90.0, ""),
        ("Homework", None, "A"),
    ]  # fmt: skip


def test_each_course_of_the_sample_is_a_gradebook_of_one_student():
    tables = read("synergy", load(SAMPLES / "synergy" / "studentvue_gradebook.xml"))
    assert tables.books[["sheet", "course", "course_code", "teacher"]].to_numpy().tolist() == [
        ["2 World History (SOC210) Q1", "World History", "SOC210", "Marta Oyelaran"],
        ["5 Physical Education 9 Q1", "Physical Education 9", "", "Leif Andersen"],
    ]
    assert categories(tables) == [
        ("Homework", 10.0, None), ("Classwork", 30.0, None), ("Assessment", 50.0, None), ("Participation", None, None),
    ]  # fmt: skip
    assert len(tables.students) == 2
    assert [row[3] for row in assignments(tables)] == [
        "row 17", "row 18", "row 19", "row 20", "row 21", "row 31", "row 32", "row 33", "row 34", "row 35",
    ]  # fmt: skip
    assert marks(tables)[8] == ("AB", None, "coded")
    assert ["categories.weight" in offers for offers in tables.offers] == [True, False]
    assert all("one student's gradebook" in lacks["rules.counts"] for lacks in tables.lacks)
    assert "rules.weights" not in tables.lacks[0]


def test_a_gradebook_of_moodle_and_damaged_xml_are_not_synergys():
    assert detect(xml("<gradebook><grade_items/></gradebook>")) is None
    assert detect(xml("<Gradebook><Shelf/></Gradebook>")) is None
    with pytest.raises(Problem, match="damaged in line 1"):
        read("synergy", xml("<Gradebook><Courses><Course ><Marks><Mark >"))
