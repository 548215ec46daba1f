"""200 recorded runs of 1,000 gradebooks, and ``history trend`` over them: ``python -m tests.benchmarks.history``."""

from __future__ import annotations

import datetime
import random
import sys
import tempfile
import time
from pathlib import Path

from gradeaudit.findings import Category, Finding, Gradebook, Report, Run
from gradeaudit.fingerprint import fingerprint
from gradeaudit.history import store, trend
from tests.benchmarks.timing import alternating, median

RULES = [f"rule-{number}" for number in range(60)]
SCHOOLS = 20
CAUSES = 3
"""Findings of a gradebook at a time; a tenth of them are others in the next run."""


def main(runs: int = 200, gradebooks: int = 1000, rounds: int = 5) -> None:
    """Records the runs, then prints how long the trend takes of its own, and as a whole process."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "history.sqlite"
        began = time.perf_counter()
        record(path, runs, gradebooks)
        recording = time.perf_counter() - began
        own = []
        for _ in range(rounds):
            began = time.perf_counter()
            trend.as_text(trend.trend(path))
            own.append(time.perf_counter() - began)
        python = [sys.executable, "-m", "gradeaudit"]
        whole = alternating({"trend": [*python, "history", "trend", str(path)], "help": [*python, "--help"]}, rounds)
        size = path.stat().st_size / (1 << 20)
    print(f"{runs} recorded runs of {gradebooks} gradebooks: {size:.0f} MiB, {recording / runs:.2f} s to record a run")
    print(f"  trend, its own work  {sorted(own)[len(own) // 2]:6.3f} s   (median of {rounds})")
    print(f"  history trend        {median(whole['trend'], 'wall'):6.2f} s   {median(whole['trend'], 'peak'):5.0f} MiB")
    print(f"  --help               {median(whole['help'], 'wall'):6.2f} s")


def record(path: Path, runs: int, gradebooks: int) -> None:
    """A history of a district, a run a day."""
    dice = random.Random(1)
    books = [_book(number, gradebooks) for number in range(gradebooks)]
    causes = [(number, kind) for number in range(gradebooks) for kind in range(CAUSES)]
    found = {cause: _finding(dice, books[cause[0]]) for cause in causes}
    for number in range(runs):
        for cause in dice.sample(causes, len(causes) // 10):
            found[cause] = _finding(dice, books[cause[0]])
        day = datetime.date(2026, 1, 1) + datetime.timedelta(days=number)
        run = Run("0", day.isoformat(), "policy.yaml", "Maple", "0" * 64)
        store.record(path, Report(run, gradebooks=tuple(books), findings=tuple(found.values())))


def _book(number: int, gradebooks: int) -> Gradebook:
    school = f"School {number * SCHOOLS // gradebooks:02}"
    name = f"{school}/{number:04}.csv"
    weights = (Category("Homework", 20.0, "recovered"), Category("Tests", 80.0, "recovered"))
    return Gradebook(
        name, name, f"Course {number}", "P1", None, school, None, None, "canvas", 28, 45, "weighted", weights,
        identity=f"canvas:{number}",
    )  # fmt: skip


def _finding(dice: random.Random, book: Gradebook) -> Finding:
    rule, subject = dice.choice(RULES), str(dice.randrange(45))
    plain = Finding(
        rule, "marks", dice.choice(("error", "warning", "info")), "certain", "", "", "", book.id, book.file, None, None,
        None, None, (), None, "",
    )  # fmt: skip
    return plain._replace(fingerprint=fingerprint(rule, book.identity, {"assignment": subject}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
