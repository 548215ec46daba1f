"""Ed-Fi LMS Toolkit folders: sections become gradebooks, the newest file of each folder counts."""

from __future__ import annotations

import pytest

from gradeaudit import export as exports
from gradeaudit import places
from gradeaudit.errors import Problem
from gradeaudit.readers._edfi_files import root_of
from gradeaudit.readers.edfi import detect
from tests.readers.opened import REAL, SAMPLES, assignments, cell, claim, days, read, students, text


def folder(path):
    if not path.exists():
        pytest.skip(f"{path.name} is not here")
    return [exports.load(location) for location in exports.find([path])]


def test_the_sections_of_the_sample_are_gradebooks():
    tables = read("edfi", *folder(SAMPLES / "edfi"))
    columns = ["sheet", "course", "course_code", "section", "teacher", "term", "identity"]
    assert tables.books[columns].to_numpy().tolist() == [
        ["5501", "Geography 9", "GEO9", "GEO9-03", "Ngozi Abiodun", "Fall 2026", "edfi:5501"],
        ["5502", "Geography 9", "GEO9", "GEO9-04", "Ngozi Abiodun", "Fall 2026", "edfi:5502"],
    ]
    assert str(tables.books["exported_at"].to_numpy()[0]) == "2026-11-13T06:00:00"
    assert assignments(tables) == [
        ("HW 1: Latitude", 10.0, "", "C2"), ("untitled", 20.0, "", "C3"), ("QZ 1: Climate zones", 25.0, "", "C4"),
    ]  # fmt: skip
    assert days(tables, "due_on") == ["2026-09-08", "2026-09-13", "2026-09-25"]
    assert tables.students["book"].tolist() == [0] * 8 + [1]
    assert students(tables)[0] == ("Chidi Abara", "7100", "062201", "D2")
    scores = tables.scores
    assert len(scores) == 24
    assert scores["mark"].tolist()[:8] == ["10", "9", "8", "12", "", "7", "", "9"]
    assert scores["state"].tolist()[4:7] == ["blank", "scored", "waiting"]
    assert scores["missing"].tolist()[4:5] + scores["late"].tolist()[2:3] == [True, True]
    assert (scores["mark"].tolist()[10], scores["state"].tolist()[10], cell(scores["place"][10])) == (
        "abs",
        "coded",
        "F4",
    )
    assert scores["letter"].astype(object).fillna("").tolist()[8:12] == ["A", "B-", "", "A"]
    assert tables.totals["value"].tolist()[:2] == [91.0, 80.0]
    assert tables.totals["letter"].tolist()[2] == "C"


def test_the_toolkits_own_sample_as_its_newest_files_say():
    tables = read("edfi", *folder(REAL / "edfi"))
    assert tables.books["sheet"].tolist() == ["123456780", "123456789", "2385758954"]
    assert tables.students["book"].value_counts().sort_index().tolist() == [4, 6, 2]
    assert [row[:2] for row in assignments(tables)] == [
        ("Algebra foundations", 100.0),
        ("Solving Equations and Inequalities", 100.0),
        ("Redundancy in War and Peace", 100.0),
    ]
    assert days(tables, "due_on") == ["2020-08-28", "2020-12-31", "2021-05-01"]
    assert tables.scores[["mark", "late"]].to_numpy().tolist() == [
        ["77", False], ["91", True], ["", False], ["77", False], ["82", False], ["91", True], ["", False],
    ]  # fmt: skip
    files = {tables.sources[places.source_of(place)].file for place in tables.scores["place"].tolist()}
    assert {file.rpartition("/")[2] for file in files} == {"2020-09-18-15-04-23.csv", "2020-09-17-15-04-23.csv"}
    names = tables.students["name"].to_numpy()
    first = tables.totals[tables.totals["book"] == 0]
    shown = zip(names[first["student"]], first["kind"], first["mark"])
    assert sorted(shown) == [
        ("Kyle Hughes", "current", "A"),
        ("Larry Mahoney", "final", "55"),
        ("Mary Archer", "final", "B"),
        ("Peter Ivan Nash", "current", "90"),
    ]
    assert "assignments.category" not in tables.offers[0]
    assert "scores.mark" not in tables.offers[2]


def test_the_root_is_what_stands_above_the_first_branch():
    assert root_of("out/section=1/Assignment=2/submissions/2020-09-17-15-04-23.csv") == "out"
    assert root_of("a/b/users/2020-09-17-15-04-23.csv") == "a/b"
    assert root_of("section=1/grades/2020-09-17-15-04-23.csv") == ""
    export = text("SourceSystemIdentifier,SourceSystem,UserRole,SISUserIdentifier,LastModifiedDate\n", "users/now.csv")
    assert (claim("edfi", export).part, claim("edfi", export).root) == ("set", ".")


def test_a_folder_without_assignments_is_told_and_other_tables_are_left_alone():
    header = "SourceSystemIdentifier,SourceSystem,UserRole,SISUserIdentifier,LastModifiedDate\n"
    with pytest.raises(Problem, match="has no assignments"):
        read("edfi", text(header + "1,X,student,2,\n", "users/now.csv"))
    assert detect(text("SourceSystemIdentifier,Title,MaxPoints\n")) is None
