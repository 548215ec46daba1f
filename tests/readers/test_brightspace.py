"""Brightspace exports: what headers say, pairs of numerator and denominator, and near misses."""

from __future__ import annotations

import numpy as np
import pytest

from gradeaudit.readers._brightspace_columns import columns
from tests.readers.opened import (
    REAL,
    SAMPLES,
    about,
    assignments,
    categories,
    cell,
    claim,
    load,
    read,
    scores,
    students,
    text,
    totals,
)

SAMPLE = SAMPLES / "brightspace" / "Biology 10 Fall_GradesExport_2026-11-13-15-20.csv"
END = "End-of-Line Indicator"


def test_the_sample_is_read_cell_by_cell():
    tables = read("brightspace", load(SAMPLE))
    assert about(tables, "course", "section", "method", "identity") == {
        "course": "Biology 10 Fall",
        "section": "Biology 10 Period 4",
        "method": "weighted",
        "identity": "brightspace:Biology 10 Fall",
    }
    assert str(tables.books["exported_at"].to_numpy()[0]) == "2026-11-13T15:20:00"
    assert categories(tables) == [("Homework", 10.0, None), ("Classwork", 30.0, None), ("Assessment", 55.0, None)]
    assert assignments(tables) == [
        ("HW 1: Cells", 10.0, "Homework", "G1"),
        ("HW 2: Membranes", 10.0, "Homework", "H1"),
        ("HW  3: Osmosis", 10.0, "Homework", "I1"),
        ("LAB 1: Microscopes", 20.0, "Classwork", "L1"),
        ("New Item", 20.0, "Classwork", "M1"),
        ("QZ 1: Cells", 25.0, "Assessment", "P1"),
        ("TST 1: Cell biology", 100.0, "Assessment", "Q1"),
    ]
    assert len(tables.students) == 12
    assert students(tables)[0] == ("Abara, Chidi", "cabara", "052201", "A2")
    assert len(tables.scores) == 84
    assert scores(tables)["I5"] == ("12", 12.0, "scored")
    assert scores(tables)["M2"] == ("", None, "blank")


@pytest.mark.parametrize(
    ("name", "course", "exported"),
    [
        ("Math 6 (P2)_GradesExport_2026-09-04-08-05 (1).csv", "Math 6 (P2)", "2026-09-04T08:05:00"),
        ("Math 6_GradesExport_BrightspaceByD2L_04-16-26.csv", "Math 6", "2026-04-16T00:00:00"),
        ("my grades.csv", "", "NaT"),
    ],
)
def test_the_files_name_tells_the_course_and_the_time(name, course, exported):
    tables = read("brightspace", text(f"Username,Quiz Points Grade,{END}\nada,9,#\n", name))
    assert about(tables, "course") == {"course": course}
    assert str(tables.books["exported_at"].to_numpy()[0]) == exported


def test_ungraded_work_that_counts_makes_finals_and_an_adjusted_grade_an_override():
    found = totals(read("brightspace", load(SAMPLE)))
    assert found["U2"] == ("", "final", pytest.approx(100 * 73.575 / 95), "")
    assert found["W2"] == ("", "final", None, "C")
    assert found["J2"] == ("Homework", "final", pytest.approx(90), "")
    assert {place: entry for place, entry in found.items() if entry[1] == "override"} == {
        "X6": ("", "override", 70.0, ""),
        "Z6": ("", "override", None, "C"),
    }


def test_the_pairs_of_a_real_shape_follow_from_what_was_read():
    tables = read("brightspace", load(REAL / "d2l" / "reconstructed_weighted_treat_ungraded_as_0.csv"))
    items, marks = tables.assignments, tables.scores
    earned = np.zeros((3, 5))
    earned[marks["student"], marks["assignment"]] = np.nan_to_num(marks["points"])
    multiplier = items["multiplier"].to_numpy()
    whole = multiplier * items["points_possible"].to_numpy()
    weights = tables.categories["weight"].to_numpy()
    shares = np.stack(
        [
            (earned * multiplier)[:, own].sum(1) / whole[own].sum()
            for own in (items["category"] == 0, items["category"] == 1)
        ]
    )
    # The numerators as the file prints them: Homework of 25, Midterm Exams of 75, and the final of 100.
    printed = [[24.166666667, 11.25, 25.833333333], [71.25, 37.5, 42.885638298]]
    assert shares * weights[:, None] == pytest.approx(np.array(printed), abs=1e-6)
    finals = [entry[2] for entry in totals(tables).values() if entry[:2] == ("", "final")]
    assert finals == pytest.approx((shares * weights[:, None]).sum(0), abs=1e-6)


def test_keys_lose_one_hash_and_nothing_else():
    tables = read("brightspace", text(f"OrgDefinedId,Username,Quiz Points Grade,{END}\n#007,##x,9,#\n#,,,#\n,,,\n"))
    assert [(row[1], row[2]) for row in students(tables)] == [("#x", "007")]


def test_different_denominators_show_that_ungraded_work_is_dropped():
    tables = read(
        "brightspace",
        text(f"""\
            Username,Quiz Points Grade <Numeric MaxPoints:10>,Test Points Grade <Numeric MaxPoints:20 Category:Tests>,\
Calculated Final Grade Numerator,Calculated Final Grade Denominator,{END}
            ada,9,18,27,30,#
            ben,8,,8,10,#
        """),
    )
    assert about(tables, "method") == {"method": "total_points"}
    assert totals(tables) == {"D2": ("", "current", 90.0, ""), "D3": ("", "current", 80.0, "")}
    assert assignments(tables) == [("Quiz", 10.0, "", "B1"), ("Test", 20.0, "Tests", "C1")]
    assert "categories.weight" not in tables.offers[0]


def test_a_weighted_item_outside_all_categories_is_read_as_one():
    found = columns(("Username", "Final exam Points Grade <Numeric MaxPoints:87 Weight:50>"))
    assert (found.items[0].weight, found.items[0].category) == (50.0, "")
    tables = read(
        "brightspace",
        text(f"Username,Final exam Points Grade <Numeric MaxPoints:87 Weight:50>,{END}\nada,80,#\n"),
    )
    assert categories(tables) == [("Final exam", 50.0, None)]


def test_names_with_brackets_and_words_of_the_header_are_kept():
    header = (
        "HW 3, part <b> Points Grade <Numeric MaxPoints:12 Weight:8.333333332 Category:Home <work> CategoryWeight:25>",
        "Calculated Final Grade Scheme Symbol",
        "Points Points Grade <Numeric MaxPoints:4>",
        "Quiz 1 Points",
        "Seat Text Grade <Text>",
        "CLO Numerator",
        "CLO Denominator",
        "Common Denominator",
    )
    found = columns(header)
    assert [(item.name, item.points_possible, item.category) for item in found.items[:2]] == [
        ("HW 3, part <b>", 12.0, "Home <work>"),
        ("Points", 4.0, ""),
    ]
    assert found.items[0].weight == 8.333333332
    assert [item.name for item in found.items] == ["HW 3, part <b>", "Points", "Quiz 1"]
    assert [(pair.kind, pair.name) for pair in found.pairs] == [("calculated", ""), ("item", "CLO")]
    assert found.notes == 1


def test_a_scheme_beside_points_is_the_letter_and_alone_it_is_the_mark():
    tables = read(
        "brightspace",
        text(
            f"Username,Lab Points Grade,Lab Scheme Symbol,Essay Scheme Symbol,{END}\n"
            "ada,9,Good,Pass,#\nben,,,No Record,#\n"
        ),
    )
    assert scores(tables) == {
        "B2": ("9", 9.0, "scored"),
        "D2": ("Pass", None, "scored"),
        "B3": ("", None, "blank"),
        "D3": ("No Record", None, "blank"),
    }
    assert tables.scores["letter"].astype(object).fillna("").tolist() == ["Good", "", "", ""]


def test_calculated_items_are_computed_columns():
    tables = read("brightspace", load(REAL / "d2l" / "reconstructed_calculated_items_pairs.csv"))
    assert len(tables.assignments) == 0
    assert totals(tables) == {
        "B2": ("", "average", 90.0, ""),
        "D2": ("", "average", 75.0, ""),
        "B3": ("", "average", 0.0, ""),
        "D3": ("", "average", 100.0, ""),
    }
    assert tables.totals["period"].tolist()[::2] == ["CLO 1 – Reasoning", "CLO 2 – Analysis"]


def test_an_import_file_offers_no_points_possible():
    tables = read("brightspace", load(REAL / "d2l" / "dummy_import_no_hash.csv"))
    assert (len(tables.students), len(tables.assignments), len(tables.scores)) == (15, 1, 15)
    assert [cell(place) for place in tables.scores["place"]][::14] == ["F2", "F16"]
    assert tables.offers[0] == {
        "assignments.title", "scores.mark", "scores.points", "students.local_id", "students.name", "students.sis_id",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (f"First Name,Last Name,Username,9/1/2026,P,A,% Attendance,{END}", "attendance"),
        (f"OrgDefinedId,Username,Last Name,First Name,Email,{END}", "class list"),
        ("OrgDefinedId,Username,LastName,FirstName,Email,GroupCategory,GroupName", "groups"),
    ],
)
def test_lists_of_people_are_refused_as_what_they_are(header, kind):
    assert claim("brightspace", text(header + "\nx\n")).refusal == (
        f"a Brightspace {kind} file, not a gradebook (in Brightspace: Grades, Enter Grades, Export)"
    )
