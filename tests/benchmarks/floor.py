"""The floor of the benchmarks: parses every CSV file of a folder with the csv module and throws the cells away."""

import csv
import sys
from pathlib import Path

for path in sorted(Path(sys.argv[1]).rglob("*.csv")):
    with path.open(newline="", encoding="utf-8-sig") as file:
        for _ in csv.reader(file):
            pass
