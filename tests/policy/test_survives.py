"""What YAML would make of a code, a course or a key: each stays the text that was written, from the file to the finding."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest

from gradeaudit import discovery
from gradeaudit.findings import Report
from gradeaudit.flow import Order, audited, finished, found
from gradeaudit.policy.effective import Policy
from gradeaudit.policy.load import load
from gradeaudit.policy.resolve import effective
from gradeaudit.policy.show import settings_in_force

POLICY = """district: off
identify: {catalogue: CATALOGUE}
categories: {on: {weight: 40, grades: {min: 1}}, 'yes': {weight: 60}}
missing_work:
  codes:
    NO: {means: missing, with_score: forbidden}
    010: excused
    on: {means: late, aliases: [Y, 12:30]}
overrides:
  - {when: {course: 1E2}, set: {naming: {max_length: 5}}}
"""
EXPORT = """Student,ID,SIS User ID,SIS Login ID,Section,Essay on Rome (11)
    Points Possible,,,,,20
"A, B",1,s1,l1,P1,NO
"C, D",2,s2,l2,P1,010
"E, F",3,s3,l3,P1,on
"G, H",4,s4,l4,P1,12:30
"I, J",5,s5,l5,P1,NO 7
"K, L",6,s6,l6,P1,No way
"""
CATALOGUE = (("course_code", "course"), ("BIO-P1", "1E2"), ("ART-P1", "100"))


def run(folder: Path, catalogue: str) -> Report:
    """The report on two gradebooks, one of them of the course 1E2."""
    (folder / "policy.yaml").write_text(POLICY.replace("CATALOGUE", catalogue), encoding="utf-8")
    for course in ("BIO", "ART"):
        (folder / f"2026-11-13T1612_Grades-{course}-P1.csv").write_text(EXPORT, encoding="utf-8")
    paths = tuple(sorted(folder.glob("*Grades*.csv")))
    order = Order(paths, load(folder / "policy.yaml"), datetime.date(2026, 11, 24), tuple(discovery.rules()))
    return finished(order, [audited(order, found(order))])


def in_csv(folder: Path) -> str:
    (folder / "courses.csv").write_text("\n".join(",".join(row) for row in CATALOGUE), encoding="utf-8")
    return "courses.csv"


def in_workbook(folder: Path) -> str:
    book = openpyxl.Workbook()
    for row in CATALOGUE:
        book.active.append(list(row))
    book.save(folder / "courses.xlsx")
    return "courses.xlsx"


@pytest.mark.parametrize("catalogue", [in_csv, in_workbook])
def test_codes_a_course_and_keys_stay_what_they_are(tmp_path: Path, catalogue) -> None:  # type: ignore[no-untyped-def]
    told = run(tmp_path, catalogue(tmp_path))
    of_course = {"2026-11-13T1612_Grades-BIO-P1.csv"}
    messages = {
        (one.rule, one.message, tuple(place.row for place in one.places))
        for one in told.findings
        if one.gradebook in of_course
    }
    assert messages == {
        ("code-alias", "“12:30” in 1 cell is another spelling of the policy's code on", (6,)),
        ("code-with-score", "NO in 1 cell stands beside a score, which the policy forbids", (7,)),
        ("code-unknown", "“No way” in 1 cell is no code of the policy", (8,)),
        ("title-length", "“Essay on Rome” has 13 characters, the policy allows no more than 5", (1,)),
    }
    assert {one.gradebook for one in told.findings if one.rule == "title-length"} == of_course  # 1E2 isn't 100
    assert told.broken == ()


def shown(policy: Policy) -> dict[str, object]:
    return {".".join(setting.path): setting.value for setting in settings_in_force(policy)}


def test_they_are_shown_as_they_were_written(tmp_path: Path) -> None:
    in_csv(tmp_path)
    (tmp_path / "policy.yaml").write_text(POLICY.replace("CATALOGUE", "courses.csv"), encoding="utf-8")
    settings = shown(effective(load(tmp_path / "policy.yaml"), datetime.date(2026, 11, 24)))
    assert settings["district"] == "off"
    assert [settings[f"missing_work.codes.{code}.means"] for code in ("NO", "010", "on")] == [
        "missing",
        "excused",
        "late",
    ]
    assert settings["missing_work.codes.on.aliases"] == ["Y", "12:30"]
    assert (settings["categories.on.weight"], settings["categories.yes.weight"]) == ("40", "60")
