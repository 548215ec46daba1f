"""The clean long table: one row a score, states by the policy, students as asked."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import pandas as pd
import pytest

from gradeaudit import privacy, tables_out
from gradeaudit.errors import Problem
from gradeaudit.reading import Batch
from gradeaudit.tidying import SCORES, TOTALS, Tidy, tidied
from tests.tables import book, gradebooks

ROOT = Path(__file__).parents[1]
PICTURE = """
    Student | HW 1 /10 @HW due=2026-10-01 | Test /50 @Tests
    Ada     | 9                           | 80%
    Ben     | MI                          | EX
    Test    | 5                           | 5
"""


def table(students: str = "hidden", policy: str | None = None, folder: Path | None = None) -> Tidy:
    from gradeaudit.policy.load import load

    one = book(
        PICTURE,
        weights={"HW": 40, "Tests": 60},
        totals={"final": ["86", "", "10"]},
        about={"course_code": "ALG", "teacher": "R. Ortega"},
        students={"is_test_student": [False, False, True]},
    )
    source = None
    if policy is not None and folder is not None:
        (folder / "policy.yaml").write_text(policy, "utf-8")
        source = load(folder / "policy.yaml")
    batch = Batch(gradebooks(one), (), ())
    return next(iter(tidied([batch], source, datetime.date(2026, 11, 24), students)))


def test_there_is_one_row_a_score_without_the_lms_s_test_student() -> None:
    scores = table().scores
    assert list(scores.columns) == list(SCORES)
    told = scores[["student", "assignment", "mark", "points", "percent", "state"]].astype(object)
    assert told.where(told.notna(), "").to_numpy().tolist() == [
        ["student 1", "HW 1", "9", 9.0, 90.0, "scored"],
        ["student 1", "Test", "80%", 40.0, 80.0, "scored"],
        ["student 2", "HW 1", "MI", "", "", "unknown"],
        ["student 2", "Test", "EX", "", "", "excused"],
    ]
    assert scores[["course", "teacher", "due_on", "weight"]].iloc[0].tolist() == [
        "ALG", "R. Ortega", "2026-10-01", 40.0,
    ]  # fmt: skip


def test_the_policy_names_categories_and_explains_codes(tmp_path: Path) -> None:
    policy = "categories: {Homework: {weight: 40, aliases: [HW]}}\nmissing_work: {codes: {MI: missing}}"
    scores = table(policy=policy, folder=tmp_path).scores
    assert scores["category"].tolist() == ["Homework", "Tests", "Homework", "Tests"]
    assert scores["state"].tolist() == ["scored", "scored", "missing", "excused"]


def test_totals_have_a_row_a_cell_that_holds_something() -> None:
    totals = table().totals
    assert list(totals.columns) == list(TOTALS)
    assert totals[["student", "kind", "value"]].to_numpy().tolist() == [["student 1", "final", 86.0]]


def test_students_are_numbers_ids_names_or_pseudonyms(tmp_path: Path) -> None:
    assert set(table("id").scores["student"]) == {"S101", "S102"}
    assert set(table("name").scores["student"]) == {"Ada", "Ben"}
    for name, content in (("a", b"k" * 32), ("b", b"q" * 32)):
        (tmp_path / name).write_bytes(content)
    keyed = {name: set(table(privacy.keyed(tmp_path / name)).scores["student"]) for name in ("a", "b")}
    assert len(keyed["a"]) == 2 and not keyed["a"] & keyed["b"]
    assert keyed["a"] == set(table(privacy.keyed(tmp_path / "a")).scores["student"])
    assert all(len(text) == 12 for text in keyed["a"])


def test_a_short_or_absent_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "short").write_bytes(b"abc\n")
    for name, words in (("short", "the key is shorter than 16 bytes"), ("gone", "the key can't be read")):
        with pytest.raises(Problem, match=words):
            privacy.keyed(tmp_path / name)


def test_the_csv_opens_in_a_spreadsheet_without_a_formula() -> None:
    scores = table().scores.assign(assignment="=1+1")
    text = tables_out.as_bytes([scores], ".csv").decode("utf-8-sig")
    again = pd.read_csv(io.StringIO(text))
    assert again["assignment"].tolist() == ["'=1+1"] * 4
    assert again["points"].dropna().tolist() == [9.0, 40.0]


def test_json_lines_hold_the_same_rows() -> None:
    scores = table().scores
    lines = tables_out.as_bytes([scores], ".jsonl").decode().splitlines()
    assert len(lines) == len(scores)
    assert '"mark":"MI"' in lines[2]
