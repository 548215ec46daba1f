"""What a teacher sees in a terminal of 80 columns: README's own commands, and no line that the terminal would break."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NO_POLICY = [
    "A policy is a file in which a district writes down how gradebooks are kept:",
    "error: no policy was given; name one with --policy FILE (policies/minimal.yaml",
    "  is a start)",
]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A teacher's folder: an export and the district's policy."""
    sample = ROOT / "sample_exports" / "north-hs" / "2026-11-13T1701_Grades-GEOM-P6.csv"
    shutil.copy(sample, tmp_path / "mybook.csv")
    shutil.copy(ROOT / "policies" / "secondary.yaml", tmp_path / "policy.yaml")
    return tmp_path


def typed(desk: Path, line: str) -> tuple[int, list[str]]:
    """The exit code and the lines that a command prints on a terminal of 80 columns."""
    outer, inner = os.openpty()
    fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    surroundings = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "GRADEAUDIT_POLICY")}
    surroundings |= {"PYTHONPATH": str(ROOT), "TERM": "dumb", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", *line.split()],
        cwd=desk, env=surroundings, stdin=subprocess.DEVNULL, stdout=inner, stderr=inner,
    ) as process:  # fmt: skip
        os.close(inner)
        said = b""
        try:
            while some := os.read(outer, 65_536):
                said += some
        except OSError:  # the other end was closed: the command is done
            pass
    os.close(outer)
    return process.returncode, said.decode().replace("\r\n", "\n").splitlines()


COMMANDS = [
    ("gradeaudit", 0),
    ("gradeaudit inspect mybook.csv", 0),
    ("gradeaudit check mybook.csv --policy policy.yaml", 1),
    ("gradeaudit explain mark-format", 0),
    ("gradeaudit fix mybook.csv --policy policy.yaml --output-dir corrected --dry-run --unsafe --diff", 0),
    ("gradeaudit fix mybook.csv --policy policy.yaml --output-dir corrected", 0),
    ("gradeaudit annotate mybook.csv -p policy.yaml -o marked.xlsx", 0),
]


@pytest.mark.parametrize(("line", "code"), COMMANDS)
def test_no_line_is_broken_by_the_terminal(desk: Path, line: str, code: int) -> None:
    ended, lines = typed(desk, line)
    assert (ended, [text for text in lines if len(text) > 80]) == (code, [])
    assert lines


def test_without_a_policy_a_person_is_told_what_one_is(desk: Path) -> None:
    code, lines = typed(desk, "gradeaudit check mybook.csv")
    assert code == 2
    assert [lines[0], *lines[-2:]] == NO_POLICY
    assert "      gradeaudit policy init --from mybook.csv -o policy.yaml" in lines
    assert max(map(len, lines)) <= 80


def test_the_teacher_s_page_leads_to_a_copy_a_checklist_and_back(desk: Path) -> None:
    page = (ROOT / "README.md").read_text("utf-8").partition("## For teachers")[2].partition("\n## ")[0]
    commands = re.findall(r"gradeaudit (?:check|fix)[^`\n]*", page)
    checked, fixed, undone = (line for line in commands if "mybook.csv --" in line or "--undo" in line)
    assert [typed(desk, line)[0] for line in (checked, fixed)] == [1, 0]
    assert sorted(path.name for path in (desk / "corrected").iterdir()) == [
        "mybook.csv", "mybook.csv.changes.csv", "mybook.csv.changes.txt", "mybook.csv.checklist.txt",
    ]  # fmt: skip
    todo = (desk / "corrected" / "mybook.csv.checklist.txt").read_text("utf-8").splitlines()
    assert todo[0] == "mybook.csv: 9 things to do by hand, in Canvas"
    assert max(map(len, todo)) < 80
    assert typed(desk, undone)[0] == 0
    assert (desk / "back" / "mybook.csv").read_bytes() == (desk / "mybook.csv").read_bytes()


def test_a_file_or_pipe_gets_its_lines_whole(desk: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "gradeaudit", "check", "mybook.csv"],
        cwd=desk, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.stderr == "error: no policy was given; name one with --policy FILE (policies/minimal.yaml is a start)\n"
