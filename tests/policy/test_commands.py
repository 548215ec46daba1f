"""The policy commands as they are typed: show, schema, check --against."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gradeaudit.cli.app import app
from gradeaudit.policy.reference import SCHEMA_FILE

ROOT = Path(__file__).parents[2]
DISTRICT = ROOT / "policies" / "district.yaml"
NORTH = "sample_exports/north-hs/2026-11-13T1540_Grades-ALG1-P3.csv"
MIDDLE = "sample_exports/lakeside-ms/2026-11-11T1120_Grades-ELA6-P1.csv"
PE = "sample_exports/lakeside-ms/2026-11-09T1333_Grades-PE8-P7.csv"


def typed(*words: str) -> Result:
    return CliRunner().invoke(app, ["policy", *words])


def told(*words: str) -> str:
    """What a real process says on stderr when it can't do what it was asked, after exit code 2 and an empty stdout."""
    command = [sys.executable, "-m", "gradeaudit", "policy", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr


def shown(export: str, *words: str) -> dict[str, object]:
    result = typed("show", "-p", "policies/district.yaml", "--for", export, "--on", "2026-11-24", "-f", "json", *words)
    assert result.exit_code == 0, result.output
    record: dict[str, object] = json.loads(result.stdout)
    return record


def setting(record: dict[str, object], path: str) -> tuple[object, str] | None:
    """A setting's value, and the line of the policy's file that sets it."""
    lines = DISTRICT.read_text("utf-8").splitlines()
    for one in record["settings"]:  # type: ignore[attr-defined]
        if one["path"] == path:
            assert one["file"] == "policies/district.yaml"
            return one["value"], lines[one["line"] - 1].strip()
    return None


NORTHS = "categories: {Homework: {weight: 10}, Formative: {weight: 30}, Summative: {weight: 60}}"
MIDDLES = "categories: {Homework: {weight: 10}, Formative: {weight: 40}, Summative: {weight: 50}}"


def test_three_gradebooks_of_a_district_have_three_policies_each_value_with_its_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    north, middle, pe = (shown(export) for export in (NORTH, MIDDLE, PE))
    paths = ("categories.Formative.weight", "categories.Summative.weight", "categories.Homework.required")
    assert [setting(north, path) for path in paths] == [("30", NORTHS), ("60", NORTHS), None]
    assert [setting(middle, path) for path in paths] == [("40", MIDDLES), ("50", MIDDLES), None]
    assert [setting(pe, path) for path in paths] == [
        ("40", MIDDLES),
        ("50", MIDDLES),
        ("false", "categories: {Homework: {required: false}}"),
    ]
    assert [record["undecided"] for record in (north, middle, pe)] == [[], [], []]


def test_an_amendment_is_shown_from_its_day_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert setting(shown(NORTH), "naming.banned_words") is None
    later = shown(NORTH, "--on", "2027-01-25")
    assert setting(later, "naming.banned_words") == (
        ["attendance", "supplies"],
        "naming: {banned_words: [attendance, supplies]}",
    )


def test_a_term_may_be_asked_for(tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text(
        "calendar: {terms: {Q1: {starts: 2026-08-31, ends: 2026-11-06}, Q2: {starts: 2026-11-09, ends: 2027-01-15}}}\n"
        "naming: {max_length: 60}\noverrides: [{when: {term: Q1}, set: {naming: {max_length: 20}}}]\n"
    )
    words = ("show", "-p", str(policy), "--for", str(ROOT / NORTH), "--on", "2026-11-24")
    now, before = typed(*words).stdout, typed(*words, "--term", "Q1").stdout
    assert "max_length: 60" in now and "(term Q2)" in now.splitlines()[0]
    assert "max_length: 20" in before and "policy.yaml:3" in before and "(term Q1)" in before.splitlines()[0]


def test_without_a_gradebook_the_policy_of_all_is_shown(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("weights: {tolerance: 1}\n")
    result = typed("show", "-p", str(tmp_path / "policy.yaml"), "--on", "2026-11-24")
    assert (result.exit_code, result.stdout) == (
        0,
        "Every gradebook on 2026-11-24\n  weights:\n    tolerance: 1  policy.yaml:1\n",
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--for", "nowhere.csv"), "error: nowhere.csv: there is no such file or folder; check the path\n"),
        (("-f", "xml"), "error: --format: there is no 'xml'; choose one of text, json\n"),
        (("--on", "soon"), "error: --on: 'soon' is no date; write it as 2026-11-24\n"),
    ],
)
def test_what_cannot_be_shown_is_told_and_exits_2(words: tuple[str, ...], message: str) -> None:
    assert told("show", "-p", str(DISTRICT), *words) == message


def test_the_schema_is_the_published_one_and_names_no_address() -> None:
    result = typed("schema")
    assert (result.exit_code, result.stdout) == (0, SCHEMA_FILE.read_text("utf-8"))
    assert json.loads(result.stdout)["$id"] == "urn:gradeaudit:policy:1"


def test_a_pattern_is_tried_on_the_titles_of_gradebooks(tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text("naming:\n  assignment: ['^(HW|CW|Quiz|Test|Lab) ', '^Hausaufgabe ']\n", encoding="utf-8")
    titles = 11  # of NORTH
    result = typed("check", str(policy), "--against", str(ROOT / NORTH))
    assert (result.exit_code, result.stdout) == (
        2,
        f"policy.yaml:2:43: the pattern '^Hausaufgabe ' matches none of {titles} titles;"
        " correct the pattern, or ask whether the convention is known\n",
    )
    assert typed("check", str(policy)).exit_code == 0
    lost = "error: nowhere.csv: there is no such file or folder; check the path\n"
    assert told("check", str(policy), "--against", "nowhere.csv") == lost


def test_a_draft_is_made_of_what_can_be_read_and_the_rest_is_told(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "2026-11-13T1540_Grades-ALG1-P3.csv").write_bytes((ROOT / NORTH).read_bytes())
    (tmp_path / "in" / "empty.csv").write_text("")
    command = [sys.executable, "-m", "gradeaudit", "policy", "init", "--from", "in", "-o", "draft.yaml"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert [line.partition(": ")[2].partition(": ")[0] for line in done.stderr.splitlines()] == ["in/empty.csv"]
    assert (tmp_path / "draft.yaml").read_text("utf-8").startswith("# Drafted from 1 gradebook.")
    (tmp_path / "in" / "2026-11-13T1540_Grades-ALG1-P3.csv").unlink()
    again = subprocess.run([*command[:-1], "2.yaml"], cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert again.returncode == 2 and not (tmp_path / "2.yaml").exists()
