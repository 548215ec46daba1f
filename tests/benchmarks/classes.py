"""Generates many Canvas exports of one shape, seeded: classes with known weights and totals as Canvas computes them."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

GROUPS = ("Homework", "Classwork", "Quizzes", "Tests", "Project")
WEIGHTS = (10.0, 20.0, 20.0, 40.0, 10.0)
POLICY = """district: Benchmark Unified
categories:
  Homework: {weight: 10}
  Classwork: {weight: 20}
  Quizzes: {weight: 20, aliases: [Quiz]}
  Tests: {weight: 40, grades: {min: 3}}
  Project: {weight: 10}
weights: {tolerance: 0.5, total: 100}
missing_work:
  codes: {MI: missing, EX: excused, INC: incomplete}
  zero: needs_code
  blank: forbidden
naming: {assignment: '^[A-Z][a-z]+ \\d+: .+', max_length: 60, unique: true, banned_words: [attendance]}
marks: {forms: [points], decimals: 2, maximum: 100%, minimum: 50%, extra_credit: forbidden}
counts: {total: {min: 20}}
totals: {tolerance: 0.1, scale: {A: 90, B: 80, C: 70, D: 60, F: 0}}
roster: {identifier: '^S\\d{6}$'}
"""


def _half_up(values: np.ndarray) -> np.ndarray:
    """Two decimals, halves away from zero (scores here are never negative)."""
    return np.floor(values * 100 + 0.5 + 1e-9) / 100


def write(folder: Path, gradebooks: int, students: int = 28, assignments: int = 45, seed: int = 7) -> None:
    """Writes ``gradebooks`` exports of ``students`` × ``assignments`` into folders of a hundred, and ``policy.yaml``.

    One cell in three hundred is blank, one in five hundred a zero, one in two hundred EX or a code; the rest are
    scores with two decimals, at least half of the points, so that there are about six thousand distinct texts.
    """
    random = np.random.default_rng(seed)
    (folder / "policy.yaml").write_text(POLICY, "utf-8")
    per = assignments // len(GROUPS)
    group = np.minimum(np.arange(assignments) // per, len(GROUPS) - 1)
    for number in range(gradebooks):
        school = folder / "exports" / f"school-{number // 100:02d}"
        school.mkdir(parents=True, exist_ok=True)
        points = random.choice([10.0, 20.0, 50.0, 100.0], assignments)
        ability = random.normal(0.82, 0.08, (students, 1))
        share = np.clip(ability + random.normal(0, 0.1, (students, assignments)), 0.5, 1)
        score = np.round(share * points, 2)
        chance = random.random((students, assignments))
        score[chance < 1 / 500] = 0.0
        blank = (chance > 1 / 500) & (chance < 1 / 500 + 1 / 300)
        coded = chance > 1 - 1 / 200
        absent = blank | coded
        text = np.char.mod("%.2f", score).astype(object)
        text[blank] = ""
        text[coded] = random.choice(["EX", "MI", "abs"], int(coded.sum()), p=[0.6, 0.35, 0.05])
        excused = text == "EX"
        rows = _rows(number, points, score, text, absent, excused, group)
        name = f"2026-11-20T1505_Grades-C{number:05d}-{1 + number % 6}.csv"
        with (school / name).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)


def _rows(number, points, score, text, absent, excused, group):  # type: ignore[no-untyped-def]
    students = len(score)
    counted = np.where(absent, 0.0, score)
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    header += [f"{GROUPS[g][:-1] if GROUPS[g][-1] == 's' else GROUPS[g]} {a}: Topic {a % 9} ({number * 100 + a})"
               for a, g in enumerate(group)]  # fmt: skip
    kinds = ("Current Score", "Unposted Current Score", "Final Score", "Unposted Final Score")
    header += [f"{name} {kind}" for name in GROUPS for kind in kinds] + list(kinds)
    columns = []
    overall = {}
    for final in (False, True):
        here = ~excused if final else ~absent
        weighed, present = np.zeros(students), np.zeros(students)
        for g, weight in enumerate(WEIGHTS):
            mine = group == g
            earned = (counted * mine).sum(1)
            whole = (here * mine * points).sum(1)
            with np.errstate(invalid="ignore", divide="ignore"):
                raw = np.where(whole > 0, earned / whole, np.nan)
            columns.append((g, final, _half_up(raw * 100)))
            weighed += np.nan_to_num(raw) * weight
            present += np.where(whole > 0, weight, 0)
        overall[final] = _half_up(weighed / present * 100)
    shown = {(g, final): [f"{v:.2f}" if v == v else "" for v in values] for g, final, values in columns}
    shown |= {(-1, final): [f"{v:.2f}" for v in values] for final, values in overall.items()}
    yield header
    yield ["    Points Possible", "", "", "", ""] + [f"{p:.2f}" for p in points] + ["(read only)"] * 24
    order = [(g, final) for g in (*range(len(GROUPS)), -1) for final in (False, False, True, True)]
    for s in range(students):
        person = [f"Last{s:02d}, First{number % 97:02d}", str(number * 1000 + s), f"S{number * 100 + s:06d}"]
        person += [f"user{number}_{s}", f"C{number:05d} Period {1 + number % 6}"]
        yield person + list(text[s]) + [shown[key][s] for key in order]
