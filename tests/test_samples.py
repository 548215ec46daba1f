"""Every mistake planted in the two schools' Canvas samples is found at its cell, and nothing else is."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from gradeaudit import discovery, engines
from gradeaudit.findings import Report
from gradeaudit.flow import Order
from gradeaudit.places import cell_name
from gradeaudit.policy.load import load
from tests.samples import FOLDER, SAMPLES, written

ROOT = Path(__file__).parents[1]
# The cells follow from tests/samples.py: assignments begin in column F, students in row 3 (row 4 under a hidden row).
EXPECTED: dict[str, list[tuple[str, list[str]]]] = {
    "ALG1-P3": [],
    "SPAN7-P2": [],
    "BIO-P1": [("category-unknown", ["AC1"]), ("weight-differs", ["Y1"])],
    "ENG9-P5": [
        ("weight-differs", ["P1"]),
        ("weight-differs", ["X1"]),
        ("title-pattern", ["F1"]),
        ("title-pattern", ["L1"]),
        ("title-placeholder", ["L1"]),
    ],
    "WHIST-P2": [
        ("code-unknown", ["F5", "F10", "F14"]),
        ("code-alias", ["G7"]),
        ("code-alias", ["G12"]),
        ("blank-overdue", ["J6", "J15", "J18"]),
        ("zero-uncoded", ["M9", "M16"]),
    ],
    "GEOM-P6": [
        ("mark-format", ["F7"]),
        ("mark-format", ["G10"]),
        ("mark-format", ["I4"]),
        ("mark-format", ["I8"]),
        ("mark-format", ["J5", "J12"]),
        ("score-above-maximum", ["N13"]),
        ("score-negative", ["O6"]),
        ("score-below-floor", ["M14"]),
        ("too-precise", ["L17"]),
        ("total-differs", ["AD9"]),
    ],
    "CHEM-P4": [("method-differs", [""]), ("category-alias", ["P1"]), ("category-alias", ["AB1"])],
    "SCI7-P4": [
        ("student-unidentified", ["A8"]),
        ("student-unidentified", ["A12"]),
        ("student-duplicate", ["A6", "A15"]),
    ],
    "ELA6-P1": [
        ("hidden-scores", ["N1"]),
        ("letter-differs", ["AH6"]),
        ("total-overridden", ["AJ8"]),
    ],
    "SOC6-P3": [
        ("title-duplicate", ["G1", "H1"]),
        ("title-untidy", ["J1"]),
        ("title-banned", ["L1"]),
        ("title-length", ["M1"]),
    ],
    "PE8-P7": [
        ("category-banned", ["X1"]),
        ("weight-differs", ["P1"]),
        ("weight-differs", ["T1"]),
        ("too-few-grades", [""]),
        ("too-few-in-category", ["P1"]),
        ("too-few-in-category", ["T1"]),
    ],
    "ART7-P5": [("points-missing", ["J1"]), ("scores-identical", ["I1"])],
}


@pytest.fixture(scope="module")
def report() -> Report:
    order = Order(
        paths=(FOLDER / "north-hs", FOLDER / "lakeside-ms"),
        source=load(ROOT / "policies" / "secondary.yaml"),
        as_of=date(2026, 11, 24),
        rules=tuple(discovery.rules()),
    )
    return engines.run(order, engines.Engine())


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.file)
def test_the_files_are_those_that_the_script_writes(sample) -> None:  # type: ignore[no-untyped-def]
    assert (FOLDER / sample.file).read_text("utf-8") == written(sample)


def test_every_planted_mistake_is_found_at_its_cell_and_nothing_else(report: Report) -> None:
    found = defaultdict(list)
    for entry in report.findings:
        name = entry.file.partition("_Grades-")[2].removesuffix(".csv")
        found[name].append((entry.rule, [cell_name(place.row, place.column) for place in entry.places]))
    assert {name: sorted(entries) for name, entries in found.items()} == {
        name: sorted(entries) for name, entries in EXPECTED.items() if entries
    }


def test_nothing_broke_and_all_twelve_were_audited(report: Report) -> None:
    assert report.broken == ()
    assert len(report.gradebooks) == 12
