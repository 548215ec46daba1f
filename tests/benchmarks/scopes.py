"""5,000 gradebooks against 40 overrides: resolving beside reading them: ``python -m tests.benchmarks.scopes``."""

from __future__ import annotations

import csv
import datetime
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from gradeaudit import discovery
from gradeaudit.export import find
from gradeaudit.policy.identify import identify
from gradeaudit.policy.load import load
from gradeaudit.policy.resolve import group
from gradeaudit.reading import read_found
from tests.benchmarks import classes

LEVELS = ("elementary", "middle", "high")
COURSE_LEVELS = ("regular", "honors", "AP", "IB")
DEPARTMENTS = ("English", "Mathematics", "Science", "Social Studies", "Arts", "PE")
POLICY = """district: Benchmark Unified
identify:
  path: 'exports/{school}/*'
  catalogue: courses.csv
calendar: {terms: {Q1: {starts: 2026-08-31, ends: 2026-11-06}, Q2: {starts: 2026-11-09, ends: 2027-01-15}}}
categories:
  Homework: {weight: {max: 30}}
  Classwork: {weight: {max: 30}}
  Quizzes: {weight: {max: 40}}
  Tests: {weight: {min: 20}, grades: {min: 3}}
  Project: {required: false}
missing_work: {codes: {MI: {means: missing, counts_as: 0}, EX: excused}}
overrides:
"""


def overrides() -> Iterator[str]:
    """40 overrides: 3 levels, 17 schools, 6 departments, 4 course levels, 10 courses, each with settings of its own."""
    for number, level in enumerate(LEVELS):
        yield f"when: {{level: {level}}}, set: {{missing_work: {{codes: {{MI: {{counts_as: {10 * number}}}}}}}}}"
    for number in range(17):
        yield f"when: {{school: school-{number:02d}}}, set: {{categories: {{Homework: {{weight: {number}}}}}}}"
    for number, department in enumerate(DEPARTMENTS):
        yield f"when: {{department: {department}}}, set: {{categories: {{Tests: {{grades: {{min: {number}}}}}}}}}"
    for number, course_level in enumerate(COURSE_LEVELS):
        yield f"when: {{course_level: {course_level}}}, set: {{naming: {{max_length: {50 + number}}}}}"
    for number in range(10):
        yield f"when: {{course_code: 'C0000{number}*'}}, set: {{totals: {{tolerance: {1 + number}}}}}"


def write(folder: Path, gradebooks: int) -> None:
    """Writes the exports, a catalogue of all their courses, and the policy."""
    classes.write(folder, gradebooks)
    lines = "".join(f"  - {{{override}}}\n" for override in overrides())
    (folder / "policy.yaml").write_text(POLICY + lines, "utf-8")
    with (folder / "courses.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["course_code", "level", "department", "course_level"])
        for number in range(gradebooks):
            kinds = (each[number % len(each)] for each in (LEVELS, DEPARTMENTS, COURSE_LEVELS))
            rows.writerow([f"C{number:05d}-{1 + number % 6}", *kinds])


def once(folder: Path) -> tuple[float, float, int, int]:
    """Processor seconds of reading and of resolving, batch by batch as a run does, gradebooks and policies found."""
    source = load(folder / "policy.yaml")
    reading = resolving = 0.0
    gradebooks, policies = 0, set()
    began = time.process_time()
    for batch in read_found(find([folder / "exports"]), discovery.readers()):
        read = time.process_time()
        known = identify(batch.gradebooks, source)
        groups = group(source, known.books, datetime.date(2026, 11, 24))
        resolved = time.process_time()
        reading, resolving = reading + read - began, resolving + resolved - read
        gradebooks += len(known)
        policies |= {policy.settings.model_dump_json() for _, policy in groups}
        began = time.process_time()
    return reading, resolving, gradebooks, len(policies)


def main(gradebooks: int = 5000, rounds: int = 3) -> None:
    """Generates the district, reads and resolves it some times, and prints the ratio."""
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), gradebooks)
        runs = [once(Path(name)) for _ in range(rounds)]
    reading, resolving = (statistics.median(run[at] for run in runs) for at in (0, 1))
    _, _, found, policies = runs[0]
    print(f"{found} Canvas exports of 28 × 45 against 40 overrides and a catalogue; medians of {rounds} runs; one job")
    print(f"  reading    {reading:6.2f} s")
    print(f"  resolving  {resolving:6.2f} s, {policies} different policies")
    print(f"  ratio      {statistics.median(run[1] / run[0] for run in runs):6.2f} ×")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
