"""1,000 Canvas exports, the whole check against parsing them with csv: ``python -m tests.benchmarks.district``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.benchmarks import classes
from tests.benchmarks.timing import alternating, median, ratio, wall_ratio

FLOOR = str(Path(__file__).with_name("floor.py"))


def main(gradebooks: int = 1000, rounds: int = 5) -> None:
    """Generates the district, runs everything in turn, and prints ratios."""
    python = sys.executable
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        classes.write(folder, gradebooks)
        exports = folder / "exports"
        one = next(exports.rglob("*.csv"))
        check = [python, "-m", "gradeaudit", "check", "--no-progress", "--as-of", "2026-11-24", "-f", "json"]
        check += ["-p", str(folder / "policy.yaml"), "-o", str(folder / "out.json")]
        runs = alternating(
            {
                "floor": [python, FLOOR, str(exports)],
                "check": [*check, str(exports)],
            },
            rounds,
        )
        small = alternating(
            {
                "pass": [python, "-c", "pass"],
                "pandas": [python, "-c", "import pandas"],
                "one": [*check, str(one)],
                "help": [python, "-m", "gradeaudit", "--help"],
            },
            rounds,
        )
    print(f"{gradebooks} Canvas exports of 28 × 45; medians of {rounds} alternating runs; one job")
    for name, words in (("floor", "csv parsing alone"), ("check", "gradeaudit check")):
        print(f"  {words:<20} {median(runs[name], 'cpu'):6.2f} s   {median(runs[name], 'peak'):5.0f} MiB")
    print(f"  {'ratio':<20} {ratio(runs, 'check', 'floor'):6.1f} × (wall {wall_ratio(runs, 'check', 'floor'):.1f} ×)")
    print(f"  {'one export':<20} {wall_ratio(small, 'one', 'pandas'):6.2f} × python -c 'import pandas'")
    print(f"  {'--help':<20} {wall_ratio(small, 'help', 'pass'):6.2f} × python -c pass")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
