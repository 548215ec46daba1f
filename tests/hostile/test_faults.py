"""A hundred faults among fifty good files: each time the other files' findings are the same, byte for byte."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NoReturn

import pytest

from gradeaudit import discovery, flow
from gradeaudit.findings import Report
from gradeaudit.policy import load
from tests.benchmarks import classes
from tests.hostile.cases import ARCHIVES, CASES

POLICY = Path(__file__).parents[2] / "policies" / "minimal.yaml"
REFUSED = sorted(
    name for name, case in CASES.items() if case.refused and not any(word in name for word in ("mb", "3m", "xls"))
)
ERRORS = (
    AssertionError,
    KeyError,
    MemoryError,
    OverflowError,
    RecursionError,
    RuntimeError,
    TypeError,
    ZeroDivisionError,
)
BOOKS, FAULTS = 50, 100


def order(folder: Path) -> flow.Order:
    alone = tuple(name for name, rule in discovery.rules().items() if rule.scope == "gradebook")
    return flow.Order((folder,), load.load(POLICY), date(2026, 11, 24), alone)


def by_file(report: Report, without_rule: str = "") -> dict[str, list[bytes]]:
    """The lines of the JSON Lines report that are findings, by file."""
    lines: dict[str, list[bytes]] = {}
    for line in discovery.reporters()["jsonl"].render(report).splitlines():
        record = json.loads(line)
        if "fingerprint" in record and record["rule"] != without_rule:
            lines.setdefault(record["file"], []).append(line)
    return lines


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("school")
    classes.write(folder, BOOKS, students=6, assignments=8)
    return folder / "exports"


@pytest.fixture(scope="module")
def good(books: Path) -> Report:
    asked = order(books)
    report = flow.audited(asked, flow.found(asked)).report
    assert len(by_file(report)) == BOOKS, "every file has findings to lose"
    return report


def put(path: Path, chance: random.Random) -> str:
    """Puts something else in the place of a good file, and says what."""
    content = path.read_bytes()
    kind = chance.choice(["refused", "refused", "archive", "cut", "garbled", "pipe", "circle", "nowhere"])
    path.unlink()
    if kind == "refused":
        path.write_bytes(CASES[chance.choice(REFUSED)].make())
    elif kind == "archive":
        path.write_bytes(ARCHIVES[chance.choice(["plain.zip", "truncated.zip", "slip.zip"])][0]())
    elif kind == "cut":  # before the points that are possible, which an export can't do without
        path.write_bytes(content[: chance.randrange(content.index(b"Points Possible"))])
    elif kind == "garbled":
        spot = chance.randrange(len(content))
        path.write_bytes(content[:spot] + chance.choice([b"\0", b"\x81"]) + content[spot:])
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(path if kind == "circle" else path.with_name("gone.csv"))
    return kind


def raising(error: type[Exception]) -> Callable[..., NoReturn]:
    """A function that fails, with words that must not get out."""

    def fail(*about: object) -> NoReturn:
        raise error("Rivera, Ana: 9.5")

    return fail


def break_reader(file: str, chance: random.Random, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes the reader of Canvas fail on one file: at the first look, at once, or after it gave the gradebook."""
    reader, error = discovery.readers()["canvas"], chance.choice(ERRORS)
    when = chance.choice(["detect", "read", "late"])
    fail = raising(error)

    def detect(export):  # type: ignore[no-untyped-def]
        return fail() if when == "detect" and export.file == file else reader.detect(export)

    def read(exports) -> Iterator[object]:  # type: ignore[no-untyped-def]
        hit = when != "detect" and any(export.file == file for export in exports)
        if hit and when == "read":
            fail()
        yield from reader.read(exports)
        if hit:
            fail()

    monkeypatch.setitem(discovery.readers(), "canvas", replace(reader, detect=detect, read=read))


@pytest.mark.parametrize("seed", range(FAULTS))
def test_a_fault_changes_nothing_for_the_others(
    books: Path, good: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    folder = tmp_path / "exports"
    shutil.copytree(books, folder)
    path = chance.choice(sorted(folder.rglob("*.csv")))
    file = f"exports/{path.relative_to(folder)}"
    kind = chance.choice(["file", "file", "file", "vanishes", "reader", "rule"])
    asked, rule = order(folder), ""
    if kind == "file":
        kind = put(path, chance)
    elif kind == "reader":
        break_reader(file, chance, monkeypatch)
    elif kind == "rule":
        rule = chance.choice(sorted({one.rule for one in good.findings}))
        failing = replace(discovery.rules()[rule], check=raising(chance.choice(ERRORS)))
        monkeypatch.setitem(discovery.rules(), rule, failing)
    files = flow.found(asked)
    if kind == "vanishes":
        path.unlink()
    report = flow.audited(asked, files).report
    expected = by_file(good, rule)
    assert by_file(report) == (expected if rule else {name: lines for name, lines in expected.items() if name != file})
    broken = {(entry.file, entry.rule) for entry in report.broken}
    assert broken == ({(None, rule)} if rule else {(file, None)})
    assert report.exit_code("never") == 2
    for entry in report.broken:
        assert str(tmp_path) not in entry.error, "no path of this machine"
        assert "Rivera" not in entry.error, "nothing of what a fault says"
