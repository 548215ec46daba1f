"""policy compare: each changed setting with its line, and where rules newly find, worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from gradeaudit.cli.app import app

ROOT = Path(__file__).parents[1]
OLD = """district: Elm
categories:
  Homework: {weight: 40}
  Tests: {weight: 60}
naming: {max_length: 30}
"""
NEW = """district: Elm
categories:
  Homework: {weight: 30}
  Tests: {weight: 70}
missing_work: {codes: {MI: missing}}
waivers:
  - {rules: code-unknown, where: {school: East}, reason: pilot, granted_by: board, granted_on: 2026-08-01, expires: 2027-06-30}
"""


def compared(folder: Path, *options: str, old: str = OLD, new: str = NEW) -> tuple[int, str]:
    (folder / "old.yaml").write_text(old)
    (folder / "new.yaml").write_text(new)
    words = ["policy", "compare", str(folder / "old.yaml"), str(folder / "new.yaml"), "--as-of", "2026-11-24"]
    result = CliRunner().invoke(app, [*words, *options])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout


def test_each_changed_setting_is_told_with_its_line(tmp_path: Path) -> None:
    code, said = compared(tmp_path)
    assert code == 0
    assert said.splitlines() == [
        "categories.Homework.weight: 40 before, 30 now  (new.yaml:3)",
        "categories.Tests.weight: 60 before, 70 now  (new.yaml:4)",
        "missing_work.codes.MI.means: new: missing  (new.yaml:5)",
        "naming.max_length: 30 before, gone now  (old.yaml:5)",
        "waivers: 0 before, 1 now, and not the same  (new.yaml)",
    ]


def test_the_same_policy_written_otherwise_says_the_same(tmp_path: Path) -> None:
    code, said = compared(tmp_path, old=OLD, new="# moved\n" + OLD.replace("{weight: 40}", "\n    weight: 40"))
    assert (code, said) == (0, "The policies say the same.\n")


def test_gradebooks_that_newly_fail_and_no_longer_fail_are_counted(tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    rows = "Student,ID,SIS User ID,SIS Login ID,Section,HW 1 (101),HW 2 (102)\n    Points Possible,,,,,10,10\n"
    (folder / "a.csv").write_text(rows + '"A, B",1,s1,l1,P1,abs,9\n')
    (folder / "b.csv").write_text(rows.replace("HW 2", "A title of more than twenty") + '"A, B",1,s1,l1,P1,8,9\n')
    old = "naming: {max_length: 20}\n"
    new = "missing_work: {codes: {MI: missing}}\n"
    code, said = compared(tmp_path, "--against", str(folder), "-f", "json", old=old, new=new)
    assert code == 0
    # "abs" is no code of the new policy; the long title is only against the old one
    assert json.loads(said)["effects"] == [
        {"rule": "code-unknown", "newly_failing": ["exports/a.csv"], "newly_passing": []},
        {"rule": "title-length", "newly_failing": [], "newly_passing": ["exports/b.csv"]},
    ]
