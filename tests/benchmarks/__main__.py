"""What a run costs, from one class to a state: ``python -m tests.benchmarks [gradebooks oneroster readers peers]``.

Gradebooks are Canvas exports of 28 students and 45 assignments under all rules, with a JSON report; OneRoster sets have
28 students and 100 assignments a class. Every figure is of a whole process, start-up included, next to a process that
only parses the same files with ``csv``, in turn with it. ``ratio`` is of the processors' time, all processes of a run
together; ``wall`` is what one waits; ``MiB`` is the peak of the largest single process. Without words all four parts
are measured: runs over gradebooks and over OneRoster sets, each reader alone, and the same checks by other tools.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks import classes, oneroster, readers
from tests.benchmarks.timing import alternating, median, ratio

FLOOR = str(Path(__file__).with_name("floor.py"))
GRADEBOOKS, RESULTS = (1, 100, 1_000, 5_000), (1_000_000, 5_000_000, 20_000_000)
ENGINES: Mapping[str, Sequence[str]] = {
    "one job": (),
    "two jobs": ("--jobs", "2"),
    "dask, two workers": ("--engine", "dask", "--jobs", "2"),
}


def check(folder: Path, *more: str) -> list[str]:
    """The command that audits a folder's exports under its policy."""
    words = ["check", "--no-progress", "--as-of", "2026-11-24", "-f", "json", "-p", str(folder / "policy.yaml")]
    return [sys.executable, "-m", "gradeaudit", *words, "-o", str(folder / "out.json"), *more]


def told(size: int, engine: str, folder: Path, command: list[str], what: str, rounds: int) -> None:
    """Prints one line: a command against the floor of the same files."""
    runs = alternating({"floor": [sys.executable, FLOOR, str(folder)], "check": command}, rounds)
    wall, each = median(runs["check"], "wall"), 1000 * median(runs["check"], "wall") / size
    cost = f"{each:8.2f} ms each" if what == "gradebooks" else f"{1000 * each:8.2f} s a million"
    print(
        f"  {size:>10,} {what:<10} {engine:<18} {wall:8.2f} s wall {ratio(runs, 'check', 'floor'):7.1f} × csv"
        f" {median(runs['check'], 'peak'):7.0f} MiB {cost}",
        flush=True,
    )


def gradebooks() -> None:
    for size in GRADEBOOKS:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            classes.write(folder, size)
            for engine, words in ENGINES.items():
                if size >= 1_000 or engine == "one job":
                    command = check(folder, str(folder / "exports"), *words)
                    told(size, engine, folder, command, "gradebooks", 3 if size <= 1_000 else 1)


def sets() -> None:
    for size in RESULTS:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            target = oneroster.write(folder, size)
            command = check(folder, str(target), "--max-file-size", "4000", "--max-cells", "1000000000")
            told(size, "one job", folder, command, "results", 1)


def peers() -> None:
    if find_spec("frictionless") is None or find_spec("pandera") is None:
        print("the same checks by other tools: not measured (pip install -e '.[peers]')")
        return
    from tests.benchmarks import peers as compared

    compared.main()


PARTS = {"gradebooks": gradebooks, "oneroster": sets, "readers": readers.main, "peers": peers}


def main(parts: Sequence[str]) -> None:
    print(f"{os.cpu_count()} processors; Python {sys.version.split()[0]}")
    for name in parts or PARTS:
        print(f"{name}:")
        PARTS[name]()


if __name__ == "__main__":
    if unknown := set(sys.argv[1:]) - set(PARTS):
        raise SystemExit(f"there is no part {' or '.join(sorted(unknown))}; choose of {', '.join(PARTS)}")
    main(sys.argv[1:])
