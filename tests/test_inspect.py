"""inspect and tidy as people use them: what each file is, why, and what it doesn't carry."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gradeaudit import discovery, inspection
from gradeaudit.reading import read
from tests.test_cli import run

HEADER = "Student,ID,SIS User ID,SIS Login ID,Section,HW 1: A (11),Homework Current Score,Current Score\n"
CANVAS = HEADER + 'Points Possible,,,,,10,(read only),(read only)\n"Byron, Ada",1,100001,a,Bio - P1,9,90.00,90.00\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    exports = tmp_path / "fall"
    exports.mkdir()
    (exports / "a.csv").write_text(CANVAS, "utf-8")
    (exports / "b.csv").write_text("x,y\n1,2\n", "utf-8")
    (exports / "notes.md").write_text("# hello\n", "utf-8")
    return tmp_path


def test_each_file_is_told_with_the_evidence_and_what_it_does_not_carry(folder: Path) -> None:
    seen = inspection.inspected(list(read([folder / "fall"], discovery.readers())))
    lines = inspection.as_text(seen).splitlines()
    first, second = lines.index(""), lines.index("", lines.index("") + 1)
    assert lines[:8] == [
        "fall/a.csv",
        "  canvas, certain",
        "  · the header has Student, ID and Section",
        "  · a row of points possible",
        "  · 1 column ends in a Canvas id",
        "  · totals that Canvas marks as read-only",
        "  gradebook: 1 student, 1 assignment, weighted",
        "    of Bio - P1",
    ]
    assert lines[8] == "    categories: Homework"
    assert all(line.startswith("    no ") for line in lines[9:first])
    assert "    no due dates: a Canvas export has no due dates (put the course's assignment groups beside it)" in lines
    assert lines[first + 1 : second] == [
        "fall/b.csv",
        "  not read: no reader recognises this file; see gradeaudit formats, or describe it with --as generic",
    ]
    assert lines[second + 1 :] == [
        "fall/notes.md",
        "  passed over: not an export",
        "  · a document, not an export",
        "",
        "3 files, 1 gradebook, 1 not read",
    ]


def test_the_json_says_the_same_and_lacks_nothing_that_it_offers(folder: Path) -> None:
    seen = inspection.inspected(list(read([folder / "fall"], discovery.readers())))
    record = json.loads(inspection.as_json(seen))
    assert [entry["format"] for entry in record["inputs"]] == ["canvas", None, None]
    (book,) = record["gradebooks"]
    assert (book["file"], book["students"], book["assignments"]) == ("fall/a.csv", 1, 1)
    assert [category["name"] for category in book["categories"]] == ["Homework"]
    assert "students.sis_id" in book["offers"] and "assignments.due_on" in book["lacks"]
    assert not set(book["offers"]) & set(book["lacks"])


def test_inspect_shows_it_and_fails_where_a_file_is_not_read(folder: Path) -> None:
    told = run(folder, "inspect", "fall")
    assert (told.returncode, told.stderr) == (2, "")
    assert told.stdout.startswith("fall/a.csv\n  canvas, certain\n")
    whole = run(folder, "inspect", "fall/a.csv", "-f", "json")
    assert (whole.returncode, whole.stderr) == (0, "")
    assert json.loads(whole.stdout)["schema_version"] == "1"


def test_tidy_writes_scores_and_totals_and_says_how_many(folder: Path) -> None:
    told = run(folder, "tidy", "fall/a.csv", "-o", "scores.csv")
    assert (told.returncode, told.stdout) == (0, "")
    assert told.stderr == "wrote scores.csv: 1 row\nwrote scores-totals.csv: 2 rows\n"
    assert (folder / "scores.csv").read_bytes().count(b"\r\n") == 2
    named = run(folder, "tidy", "fall", "-o", "scores.jsonl", "--students", "name")
    assert named.returncode == 2 and "error: fall/b.csv: no reader recognises this file" in named.stderr
    assert json.loads((folder / "scores.jsonl").read_text("utf-8"))["student"] == "Byron, Ada"
    wrong = run(folder, "tidy", "fall/a.csv", "-o", "scores.docx")
    assert (wrong.returncode, wrong.stderr) == (
        2,
        "error: --output: 'scores.docx' doesn't say which format; end it in .csv, .jsonl or .parquet\n",
    )
