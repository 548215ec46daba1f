"""Faults among good files: a hundred of them, and each time the other files' findings are the same, byte for byte."""

from __future__ import annotations

import os
import random
import shutil
from datetime import date
from pathlib import Path

import pytest

from gradeaudit import discovery, flow
from gradeaudit.findings import Finding, Report
from gradeaudit.policy import load
from tests.benchmarks import classes
from tests.hostile.cases import ARCHIVES, CASES

POLICY = Path(__file__).parents[2] / "policies" / "minimal.yaml"
REFUSED = sorted(name for name, case in CASES.items() if case.refused and "mb" not in name and "3m" not in name)
BOOKS, ROUNDS, FAULTS = 50, 10, 10


def audit(folder: Path) -> Report:
    alone = tuple(name for name, rule in discovery.rules().items() if rule.scope != "peers")
    order = flow.Order((folder,), load.load(POLICY), date(2026, 11, 24), alone)
    return flow.audited(order, flow.found(order)).report


def by_file(report: Report) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        found.setdefault(finding.file, []).append(finding)
    return found


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("school")
    classes.write(folder, BOOKS, students=6, assignments=8)
    return folder / "exports"


@pytest.fixture(scope="module")
def good(books: Path) -> dict[str, list[Finding]]:
    found = by_file(audit(books))
    assert len(found) == BOOKS, "every file has findings to lose"
    return found


def fault(path: Path, chance: random.Random) -> None:
    """Puts something else in the place of a good file."""
    path.unlink()
    kind = chance.choice(["refused", "refused", "refused", "archive", "cut", "pipe", "circle", "nothing"])
    if kind == "refused":
        path.write_bytes(CASES[chance.choice(REFUSED)].make())
    elif kind == "archive":
        path.write_bytes(ARCHIVES[chance.choice(["plain.zip", "truncated.zip", "slip.zip"])][0]())
    elif kind == "cut":
        path.write_text("Student,ID,Section\n")
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "circle":
        path.symlink_to(path)
    else:
        path.symlink_to(path.with_name("gone.csv"))


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_faulty_files_change_nothing_for_the_others(
    books: Path, good: dict[str, list[Finding]], tmp_path: Path, seed: int
) -> None:
    folder = tmp_path / "exports"
    shutil.copytree(books, folder)
    chance = random.Random(seed)
    faulty = chance.sample(sorted(path for path in folder.rglob("*.csv")), FAULTS)
    for path in faulty:
        fault(path, chance)
    report = audit(folder)
    names = {f"exports/{path.relative_to(folder)}" for path in faulty}
    assert by_file(report) == {file: found for file, found in good.items() if file not in names}
    assert {entry.file for entry in report.broken} == names
    assert report.exit_code("never") == 2
    assert all(str(tmp_path) not in entry.error for entry in report.broken), "no path of this machine"
