"""README keeps its promises: its commands are those that CI runs, and its options and commands exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.readme import picture

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_it_begins_with_what_it_does_a_picture_and_two_commands() -> None:
    order = [README.index(mark) for mark in ("# gradeaudit", "generated: picture", "<!-- try -->", "<!-- tests -->")]
    assert order == sorted(order)
    first = README.split("\n\n")[1]
    assert first.count(". ") + first.endswith(".") == 2


def test_the_picture_is_what_the_first_command_prints() -> None:
    assert picture() in README, "run python -m tests.readme"


def test_ci_runs_readme_s_own_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "README.md" in script
    assert "pytest" not in script


@pytest.mark.parametrize(
    "command", sorted(set(re.findall(r"(?:`|- run: |    - |^   |^)gradeaudit ([a-z]+)", README, re.M)) - {"is"})
)
def test_the_commands_it_names_exist(command: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "gradeaudit", command, "--help"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, command


def test_the_options_it_names_exist() -> None:
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README)) - {"--quiet", "--editable"}
    known = ""
    for command in (
        "check",
        "inspect",
        "fix",
        "annotate",
        "packs",
        "whatif",
        "compare",
        "tidy",
        "policy compare",
        "policy init",
        "explain",
    ):
        words = [sys.executable, "-m", "gradeaudit", *command.split(), "--help"]
        known += subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    assert sorted(option for option in named if option not in known) == []
