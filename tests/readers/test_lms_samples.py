"""Each sample of Moodle, Blackboard, Sakai, edX and a teacher's spreadsheet: the mistakes planted in it are found."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

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
    "student-unidentified", "title-duplicate", "title-placeholder", "weight-differs",
)  # fmt: skip
POLICY = r"""
    categories:
      Homework: {weight: 10, aliases: [HW]}
      Classwork: {weight: 30}
      Assessment: {weight: 60, aliases: [Test, Tests]}
    missing_work: {codes: {MI: missing, EX: excused}}
    marks: {maximum: 100%}
    naming: {unique: true}
    roster: {identifier: '^\w+$'}
"""

# The sample → the rule, the subject's name and the cells of every finding of RULES.
FOUND = {
    "blackboard/gc_CHEM-10.F26_fullgc_2026-11-13-16-02-11.xls": [
        ("code-unknown", "HW 1: Atoms", "H4 H7"),
        ("score-above-maximum", "Lab 1: Density", "K6"),
        ("score-negative", "TST 1: Matter", "M3"),
        ("title-duplicate", "HW 2: Bonds", "I1 J1"),
    ],
    "edx/HarborX_STAT1_2026_grade_report_2026-11-13-1405.csv": [
        ("category-alias", "Test", "L1"),
        ("category-missing", "", ""),
        ("category-unknown", "Lab", "K1"),
    ],
    "edx/HarborX_STAT1_2026_problem_grade_report_2026-11-13-1410.csv": [
        ("score-above-maximum", "Test - Question 1", "L4"),
        ("score-negative", "Homework 1: Sampling - Question 1", "F10"),
    ],
    "edx/STAT1 gradebook.csv": [
        ("code-unknown", "Homework 1: Sampling", "H5 H8"),
        ("score-negative", "Lab 1: Dice", "M11"),
        ("title-placeholder", "New assignment", "R1"),
    ],
    "moodle/HIST10-2 Grades-20261113_1405-comma_separated.csv": [
        ("category-alias", "HW", "P1"),
        ("score-above-maximum", "QZ 1: River valleys", "AE7"),
        ("student-unidentified", "", "A11"),
        ("title-duplicate", "CW 2: Map talk", "V1 Y1"),
        ("title-placeholder", "New assignment", "AH1"),
    ],
    "moodle/PHYS11.xml": [
        ("score-negative", "QZ1", "row 168"),
    ],
    "moodle/backup-PHYS11/gradebook.xml": [
        ("category-unknown", "Participation", "row 48"),
        ("weight-differs", "Assessment", "row 37"),
        ("weight-differs", "Homework", "row 15"),
    ],
    "sakai/ECON 101 gradebook2.csv": [
        ("category-unknown", "Class work", "J4"),
        ("category-unknown", "Exams", "N4"),
        ("code-unknown", "HW 2: Demand", "F14"),
        ("score-above-maximum", "TST 1: Markets", "N16"),
        ("weight-differs", "Homework", "D4"),
    ],
    "sakai/gradebook_export-GEOG_110-ALL.csv": [
        ("score-above-maximum", "CW 1: Compass", "O7"),
        ("score-negative", "TST 1: Climate", "V12"),
        ("student-unidentified", "", "A8"),
        ("title-placeholder", "Untitled", "L1"),
        ("weight-differs", "Assessment", "X1"),
        ("weight-differs", "Classwork", "S1"),
    ],
    "spreadsheets/Science 8 Lindholm.xlsx": [
        ("category-alias", "Tests", "I4"),
        ("code-unknown", "HW 1: Rocks", "C7 C12"),
        ("score-above-maximum", "HW 2: Minerals", "D9"),
        ("student-unidentified", "", "A10"),
        ("title-placeholder", "New assignment", "H4"),
        ("weight-differs", "Tests", "I4"),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def report() -> Report:
    folders = sorted({SAMPLES / file.partition("/")[0] for file in FOUND})
    (batch,) = read(folders, discovery.readers())
    rules = [discovery.rules()[name] for name in RULES]
    found = audit(recover(batch.gradebooks), policy(POLICY), rules, Run("0", "2026-11-24"))
    return replace(found, inputs=batch.inputs, broken=(*found.broken, *batch.broken))


def test_every_planted_mistake_is_found_at_its_cells_and_nothing_else(report: Report) -> None:
    found: dict[str, list[tuple[str, str, str]]] = {file: [] for file in FOUND}
    for finding in report.findings:
        cells = " ".join(name for spot in finding.places if (name := places.cell_name(spot.row, spot.column)))
        found[finding.file].append((finding.rule, finding.assignment or finding.category or "", cells))
    assert {file: sorted(entries) for file, entries in found.items()} == FOUND


def test_every_file_is_read_once_and_a_backups_files_are_one_gradebook(report: Report) -> None:
    assert report.broken == ()
    files = Counter(entry.file for entry in report.inputs)
    assert set(files.values()) == {1}
    assert sorted(book.file for book in report.gradebooks) == sorted(FOUND)
    sizes = {Path(book.file).name: (book.students, book.assignments) for book in report.gradebooks}
    assert sizes == {
        "gc_CHEM-10.F26_fullgc_2026-11-13-16-02-11.xls": (13, 7),  # and a preview user, who is no student
        "HarborX_STAT1_2026_grade_report_2026-11-13-1405.csv": (11, 6),
        "HarborX_STAT1_2026_problem_grade_report_2026-11-13-1410.csv": (11, 4),
        "STAT1 gradebook.csv": (11, 3),
        "HIST10-2 Grades-20261113_1405-comma_separated.csv": (14, 9),
        "PHYS11.xml": (9, 5),
        "gradebook.xml": (10, 8),
        "ECON 101 gradebook2.csv": (10, 7),
        "gradebook_export-GEOG_110-ALL.csv": (12, 7),
        "Science 8 Lindholm.xlsx": (12, 8),
    }
