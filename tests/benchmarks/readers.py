"""How long reading takes beside plain csv parsing, and what memory it needs: five exports of 5 MB, and a OneRoster set.

The large exports are those of ``sample_exports`` with their students' rows repeated under new ids. Each is read in a
process of its own, in turn with the csv module over the same decoded text; start-up isn't counted. Prints one line a
file: its size, the median ratio with the least and most, and the peak of memory of reading it once and of three such
files one after the other, which shows whether memory grows with the number of files.

    python -m tests.benchmarks.readers
"""

from __future__ import annotations

import csv
import gc
import json
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from tests.benchmarks import oneroster

SAMPLES = Path(__file__).parents[2] / "sample_exports"
SIZE = 5_000_000
ROUNDS = 5
# The sample, its rows above the first student, and the columns (from 0) that hold a student's id.
LARGE = {
    "canvas": ("north-hs/2026-11-13T1540_Grades-ALG1-P3.csv", 2, (1, 2)),
    "moodle": ("moodle/HIST10-2 Grades-20261113_1405-comma_separated.csv", 1, (2, 5)),
    "brightspace": ("brightspace/Biology 10 Fall_GradesExport_2026-11-13-15-20.csv", 1, (0, 1)),
    "schoology": ("schoology/gradebook-export.csv", 1, (2,)),
    "edx": ("edx/HarborX_STAT1_2026_grade_report_2026-11-13-1405.csv", 1, (0, 1, 2)),
}
RESULTS = 1_000_000


def large(folder: Path, sample: str, above: int, ids: tuple[int, ...], number: int) -> Path:
    """Writes the sample with its students repeated until it has 5 MB; the other files keep its name's shape."""
    source = SAMPLES / sample
    with source.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    target = folder / str(number) / source.name
    target.parent.mkdir(parents=True, exist_ok=True)
    body = [row for row in rows[above:] if not row[0].strip().startswith(("Points", "Student, Test"))]
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows(rows[:above])
        count = 0
        while file.tell() < SIZE:
            for row in body:
                count += 1
                writer.writerow([f"{cell}{count}" if column in ids else cell for column, cell in enumerate(row)])
            file.flush()
    return target


def measure(paths: list[Path], rounds: int) -> None:
    """In a process of its own: prints the seconds of each round, and the peak of memory in MiB, as JSON."""
    from gradeaudit import discovery
    from gradeaudit.export import STANDARD
    from gradeaudit.reading import read

    readers, limits = discovery.readers(), replace(STANDARD, file_size=400_000_000, cells=100_000_000)
    import pandas  # noqa: F401  (start-up isn't counted)

    gc.disable()  # as a run does it, for both sides

    plain, whole, scores = [], [], 0
    for _ in range(rounds):
        began = time.process_time()
        for path in paths:
            for file in [path] if path.is_file() else sorted(path.glob("*.csv")):
                with file.open(newline="", encoding="utf-8-sig") as stream:
                    for _row in csv.reader(stream):
                        pass
        plain.append(time.process_time() - began)
        began = time.process_time()
        scores = 0
        for batch in read(paths, readers, limits=limits):
            if batch.broken:
                raise SystemExit(f"{batch.broken[0].file}: {batch.broken[0].error}")
            scores += len(batch.gradebooks.scores)
        whole.append(time.process_time() - began)
    status = Path("/proc/self/status").read_text()  # getrusage counts the parent's memory too
    peak = int(status.partition("VmHWM:")[2].split()[0]) / (1 << 10)
    print(json.dumps({"plain": plain, "read": whole, "scores": scores, "peak": peak}))


def child(paths: list[Path], rounds: int) -> dict[str, list[float]]:
    command = [sys.executable, "-m", "tests.benchmarks.readers", str(rounds), *map(str, paths)]
    return dict(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))


def main() -> None:
    print(f"{'export':<12} {'MB':>6} {'scores':>10} {'× csv':>6} {'least':>6} {'most':>6} {'MiB':>6} {'3 files':>8}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sets = {
            format: [large(folder / format, *about, number) for number in range(3)] for format, about in LARGE.items()
        }
        sets["oneroster"] = [oneroster.write(folder, RESULTS)]
        for format, paths in sets.items():
            first = paths[0]
            size = sum(p.stat().st_size for p in ([first] if first.is_file() else first.iterdir())) / 1e6
            run = child([first], ROUNDS if first.is_file() else 3)
            ratios = [b / a for a, b in zip(run["plain"], run["read"])]
            more = f"{child(paths, 1)['peak']:8.0f}" if len(paths) > 1 else f"{'—':>8}"
            once = child([first], 1)["peak"]
            print(f"{format:<12} {size:6.1f} {run['scores']:10,} {statistics.median(ratios):6.2f} {min(ratios):6.2f}"
                  f" {max(ratios):6.2f} {once:6.0f} {more}")  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) > 2:
        measure([Path(path) for path in sys.argv[2:]], int(sys.argv[1]))
    else:
        main()
