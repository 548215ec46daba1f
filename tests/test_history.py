"""A history of runs: what was new, fixed, persisting and reopened; two writers at once; one killed in the middle."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from gradeaudit.errors import Problem
from gradeaudit.findings import Report
from gradeaudit.history import store, trend
from tests.reporters.reports import ALGEBRA_FINDINGS, ONE, SEVERAL
from tests.test_cli import run as cli

ROOT = Path(__file__).parents[1]


def on(day: str, *kept: int) -> Report:
    """The report of one gradebook on a day, with only some of its findings."""
    findings = tuple(ALGEBRA_FINDINGS[n]._replace(fingerprint=f"f{n}") for n in kept)
    return replace(ONE, run=ONE.run._replace(as_of=day), findings=findings)


def test_what_appears_is_fixed_persists_and_reopens(tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite"
    changes = [
        store.record(path, on("2026-09-01", 0, 1, 2)),
        store.record(path, on("2026-09-08", 1, 3)),
        store.record(path, on("2026-09-15", 0, 1, 3)),
    ]
    told = [(c.since, c.appeared, c.fixed, c.persisting, c.reopened) for c in changes]
    assert told == [(None, 3, 0, 0, 0), ("2026-09-01", 1, 2, 1, 0), ("2026-09-08", 0, 0, 2, 1)]
    assert [run.error for run in store.runs(path)] == [3, 1, 2]
    found = trend.trend(path)
    assert {line.name: line.findings for line in found.rules} == {
        "code-unknown": (2, 1, 2),
        "weight-differs": (1, 0, 0),
        "blank-overdue": (0, 1, 1),
    }
    assert "since the run before: 0 new, 0 fixed, 2 persisting, 1 reopened" in trend.as_text(found)


def test_runs_are_in_the_order_of_their_days(tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite"
    for day in ("2026-09-08", "2026-09-01"):
        store.record(path, on(day, 0))
    assert [run.as_of for run in store.runs(path)] == ["2026-09-01", "2026-09-08"]


def test_a_set_up_is_stored_once_while_it_stays_the_same(tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite"
    books = tuple(book._replace(identity=book.id) for book in SEVERAL.gradebooks)
    for _ in range(2):
        store.record(path, replace(SEVERAL, gradebooks=books))
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM setups").fetchone() == (3,)
        assert connection.execute("SELECT count(*) FROM run_setups").fetchone() == (6,)


def test_nothing_of_a_student_is_stored(tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite"
    place = ALGEBRA_FINDINGS[0].places[0]._replace(student="Byron")
    found = ALGEBRA_FINDINGS[0]._replace(message="Byron", observed="Byron", places=(place,))
    store.record(path, replace(ONE, findings=(found,)))
    assert b"Byron" not in path.read_bytes()


def test_the_small_picture_is_scaled_from_zero() -> None:
    assert trend.spark((0, 7, 14)) == "▁▄█"
    assert trend.spark((0, 0)) == "▁▁"
    assert trend.spark((0, 7, 14), unicode=False) == "_:#"


def test_the_export_has_a_row_for_each_figure(tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite"
    store.record(path, on("2026-09-01", 0, 2))
    lines = trend.as_csv(trend.trend(path)).decode("utf-8-sig").splitlines()
    assert lines[0] == "run,as_of,what,name,count"
    assert "1,2026-09-01,rule,weight-differs,1" in lines


@pytest.mark.parametrize("content", [b"not a database at all, only text that is long enough to be read" * 20, None])
def test_another_file_is_refused_and_left_alone(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "other.sqlite"
    if content is None:
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE theirs (x)")
        content = path.read_bytes()
    else:
        path.write_bytes(content)
    with pytest.raises(Problem, match="name another file"):
        store.record(path, ONE)


WRITER = """
import sys, time
from pathlib import Path
from dataclasses import replace
from gradeaudit.history import store
from tests.reporters.reports import ONE
if sys.argv[3] == "hang":
    def hang(*_):
        print("inside", flush=True)
        time.sleep(60)
    store._add_setup = hang
for number in range(int(sys.argv[2])):
    store.record(Path(sys.argv[1]), replace(ONE, run=ONE.run._replace(as_of=f"2026-09-{number + 1:02}")))
"""


def writer(path: Path, times: int, how: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(times), how], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def test_two_write_at_once_and_one_is_killed_in_the_middle(tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite"
    store.record(path, on("2026-08-31", 0))
    killed = writer(path, 1, "hang")
    assert killed.stdout is not None and killed.stdout.readline() == "inside\n"
    others = [writer(path, 5), writer(path, 5)]
    time.sleep(0.3)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert [other.wait(timeout=60) for other in others] == [0, 0]
    assert len(store.runs(path)) == 11
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        orphans = "SELECT count(*) FROM seen WHERE run NOT IN (SELECT id FROM runs)"
        assert connection.execute(orphans).fetchone() == (0,)


def test_the_commands_show_a_history_that_a_run_recorded(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section,HW 1: A (11)\nPoints Possible,,,,,10\nAda,1,100001,a,P1,abs\n"
    )
    (tmp_path / "policy.yaml").write_text("missing_work: {codes: {MI: missing}}\n")
    words = ("check", "a.csv", "-p", "policy.yaml", "--as-of", "2026-11-24", "--record", "runs.sqlite", "-q")
    assert cli(tmp_path, *words).returncode == 1
    shown = cli(tmp_path, "history", "show", "runs.sqlite")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "2026-11-24" in shown.stdout
    assert cli(tmp_path, "history", "trend", "runs.sqlite").returncode == 0
    printed = cli(tmp_path, "history", "export", "runs.sqlite").stdout
    written = cli(tmp_path, "history", "export", "runs.sqlite", "-o", "runs.csv")
    assert (written.returncode, written.stdout) == (0, "")
    assert (tmp_path / "runs.csv").read_text("utf-8") == printed
    assert "code-unknown" in printed
    over = cli(tmp_path, "history", "export", "runs.sqlite", "-o", "runs.sqlite")
    assert (over.returncode, "the output would replace an input" in over.stderr) == (2, True)
