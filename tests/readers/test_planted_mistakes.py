"""Each sample of an LMS, a student information system or a standard set: the mistakes planted in it are found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gradeaudit import discovery, places
from gradeaudit.audit import audit
from gradeaudit.findings import Report, Run
from gradeaudit.grading.recover import recover
from gradeaudit.reading import read
from tests.readers.opened import SAMPLES
from tests.tables import policy

RULES = (
    "category-alias", "category-missing", "category-unknown", "code-unknown", "score-above-maximum", "score-negative",
    "student-unidentified", "title-duplicate", "title-placeholder", "weight-differs", "zero-uncoded",
)  # fmt: skip
POLICY = r"""
    categories:
      Homework: {weight: 10}
      Classwork: {weight: 30}
      Assessment: {weight: 60, aliases: [Tests]}
    missing_work: {codes: {MI: missing, EX: excused}, zero: needs_code}
    marks: {maximum: 100%}
    naming: {unique: true}
    roster: {identifier: '^\w+$'}
"""

# The gradebook → the rule, the subject's name and the cells of every finding of RULES.
FOUND = {
    "brightspace/Biology 10 Fall_GradesExport_2026-11-13-15-20.csv": [
        ("score-above-maximum", "HW  3: Osmosis", "I5"),
        ("title-placeholder", "New Item", "M1"),
        ("weight-differs", "Assessment", "P1"),
        ("zero-uncoded", "LAB 1: Microscopes", "L9"),
    ],
    "canvas-with-groups/2026-11-13T1405_Grades-PHYS-P2.csv": [
        ("category-alias", "Tests", "O1"),
        ("category-missing", "", ""),
        ("code-unknown", "HW 3: Energy", "H7"),
        ("weight-differs", "Homework", "K1"),
        ("weight-differs", "Tests", "O1"),
    ],
    "district_extract/AllAssignmentsandGradesExtract.csv#SCI STD GR6 206": [
        ("code-unknown", "TST 1: Cells", "N23"),
        ("score-above-maximum", "TST 1: Cells", "N21"),
    ],
    "district_extract/AllAssignmentsandGradesExtract.csv#SCI STD GR6 207": [
        ("category-missing", "", ""),
        ("category-unknown", "Labs", "J42"),
        ("weight-differs", "Homework", "J34"),
        ("zero-uncoded", "TST 1: Cells", "N57"),
    ],
    "edfi/sections/2026-11-13-06-00-00.csv#5501": [
        ("code-unknown", "untitled", "F4"),
        ("score-above-maximum", "HW 1: Latitude", "E5"),
        ("title-placeholder", "untitled", "C3"),
        ("zero-uncoded", "QZ 1: Climate zones", "E4"),
    ],
    "edfi/sections/2026-11-13-06-00-00.csv#5502": [],
    "google_classroom/Essay_1.csv": [
        ("code-unknown", "Essay 1", "D5"),
    ],
    "google_classroom/Grade_6_Math_Room_204.csv": [
        ("code-unknown", "QZ 1: Fractions", "G13"),
        ("score-above-maximum", " TST 1: Number sense", "H6"),
        ("title-placeholder", "Copy of HW 1: Fractions", "I1"),
        ("zero-uncoded", "HW 2: Decimals", "F11"),
    ],
    "gradescope/CS_101_Fall_2026_grades.csv": [
        ("score-above-maximum", "Midterm", "R5"),
        ("student-unidentified", "", "A10"),
        ("title-placeholder", "Untitled Assignment", "V1"),
        ("zero-uncoded", "Lab 01", "F11"),
    ],
    "oneroster/classes.csv#k-art7-2": [],
    "oneroster/classes.csv#k-math7-1": [],
    "oneroster/classes.csv#k-math7-3": [
        ("category-alias", "Tests", "D7"),
        ("code-unknown", "worksheet", "J51"),
        ("score-above-maximum", "HW 1: Integers", "G44"),
        ("title-duplicate", "QZ 1: Integers", "D9 D10"),
        ("weight-differs", "Homework", "D5"),
        ("zero-uncoded", "QZ 1: Integers", "G58"),
    ],
    "powerschool/9A_HW1Reading_pst.csv": [
        ("code-unknown", "QZ 1: Verbs", "C10"),
        ("code-unknown", "TST 1: Poetry", "C18"),
        ("score-above-maximum", "QZ 1: Verbs", "C12 C18"),
        ("title-placeholder", "New Assignment", "B3"),
        ("zero-uncoded", "TST 1: Poetry", "C11"),
    ],
    "schoology/gradebook-export.csv": [
        ("category-alias", "Tests", "L1"),
        ("code-unknown", "QZ 1: Climate", "M4"),
        ("score-above-maximum", "CW 1: Atlas (pairs)", "K12"),
        ("student-unidentified", "", "A9"),
        ("title-duplicate", "QZ 1: Climate", "L1 M1"),
    ],
    "synergy/studentvue_gradebook.xml#2 World History (SOC210) Q1": [
        ("title-placeholder", "New Assignment", "row 19"),
        ("weight-differs", "Assessment", "row 13"),
    ],
    "synergy/studentvue_gradebook.xml#5 Physical Education 9 Q1": [
        ("category-missing", "", ""),
        ("category-missing", "", ""),
        ("category-missing", "", ""),
        ("category-unknown", "Participation", "row 31"),
        ("code-unknown", "Week 3", "row 34"),
    ],
}

# The gradebook → its students and assignments.
SIZES = {
    "brightspace/Biology 10 Fall_GradesExport_2026-11-13-15-20.csv": (12, 7),
    "canvas-with-groups/2026-11-13T1405_Grades-PHYS-P2.csv": (10, 5),
    "district_extract/AllAssignmentsandGradesExtract.csv#SCI STD GR6 206": (8, 4),
    "district_extract/AllAssignmentsandGradesExtract.csv#SCI STD GR6 207": (8, 3),
    "edfi/sections/2026-11-13-06-00-00.csv#5501": (8, 3),
    "edfi/sections/2026-11-13-06-00-00.csv#5502": (1, 0),
    "google_classroom/Essay_1.csv": (8, 1),
    "google_classroom/Grade_6_Math_Room_204.csv": (11, 6),
    "gradescope/CS_101_Fall_2026_grades.csv": (12, 5),
    "oneroster/classes.csv#k-art7-2": (8, 0),
    "oneroster/classes.csv#k-math7-1": (8, 5),
    "oneroster/classes.csv#k-math7-3": (8, 4),
    "powerschool/9A_HW1Reading_pst.csv": (10, 4),
    "schoology/gradebook-export.csv": (12, 6),
    "synergy/studentvue_gradebook.xml#2 World History (SOC210) Q1": (1, 5),
    "synergy/studentvue_gradebook.xml#5 Physical Education 9 Q1": (1, 5),
}


@pytest.fixture(scope="module")
def report() -> Report:
    folders = [SAMPLES / name for name in sorted({book.partition("/")[0] for book in FOUND})]
    (batch,) = read(folders, discovery.readers())
    rules = [discovery.rules()[name] for name in RULES]
    found = audit(recover(batch.gradebooks), policy(POLICY), rules, Run("0", "2026-11-24"))
    return replace(found, inputs=batch.inputs, broken=(*found.broken, *batch.broken))


def test_every_planted_mistake_is_found_at_its_cells_and_nothing_else(report: Report) -> None:
    found: dict[str, list[tuple[str, str, str]]] = {book.id: [] for book in report.gradebooks}
    for finding in report.findings:
        cells = " ".join(name for spot in finding.places if (name := places.cell_name(spot.row, spot.column)))
        found[finding.gradebook].append((finding.rule, finding.assignment or finding.category or "", cells))
    assert {book: sorted(entries) for book, entries in found.items()} == FOUND


def test_one_folder_of_each_system_is_read_without_a_fault(report: Report) -> None:
    assert report.broken == ()
    assert [entry for entry in report.inputs if entry.error] == []
    assert {book.id: (book.students, book.assignments) for book in report.gradebooks} == SIZES
