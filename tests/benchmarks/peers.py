"""The same checks on the same exports by gradeaudit, plain pandas, pandera and frictionless, in one run.

Nine in ten of what a gradebook's rules ask can't be put into a table schema; these checks can: an identifier's pattern,
no student twice, a title's pattern and length, and in every score cell a number of at most two decimals, not negative
and not above the points possible, or one of the policy's codes, and no blank. Each tool says how many cells (or columns,
or rows) break them, and the run stops when they don't agree. The tools take turns, each round over all of a small
district's exports. Start-up is left out on all sides: every tool is imported and has read one export before its clock
starts. ``pip install -e '.[peers]'`` brings the other two.

    python -m tests.benchmarks.peers
"""

from __future__ import annotations

import csv
import re
import statistics
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tests.benchmarks import classes

FILES, ROUNDS = 200, 3
IDENTIFIER = r"S\d{6}"
TITLE = r"[A-Z][a-z]+ \d+: .+"
LONGEST = 60
NUMBER = r"\d+(?:\.\d{1,2})?"
CODES = ("MI", "EX", "INC")
CELL = rf"(?:{NUMBER}|{'|'.join(CODES)})"
POLICY = f"""district: Benchmark Unified
missing_work: {{codes: {{MI: missing, EX: excused, INC: incomplete}}, blank: forbidden}}
naming: {{assignment: '^{TITLE}$', max_length: {LONGEST}}}
marks: {{decimals: 2, maximum: 100%, extra_credit: forbidden}}
roster: {{identifier: '^{IDENTIFIER}$'}}
"""
RULES = (
    "blank-overdue", "code-unknown", "score-above-maximum", "score-negative", "student-duplicate",
    "student-unidentified", "title-length", "title-pattern", "too-precise",
)  # fmt: skip

Found = Counter[str]
_ID = re.compile(r" \(\d+\)$")


def columns(path: Path) -> tuple[list[str], dict[str, float]]:
    """An export's header, and the points possible of each of its assignments."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = csv.reader(file)
        header, points = next(rows), next(rows)
    return header, {name: float(cell) for name, cell in zip(header, points) if _ID.search(name)}


def titles(points: dict[str, float]) -> Found:
    """What is wrong with titles, which no table schema looks at: the same few lines for all tools but gradeaudit."""
    found: Found = Counter()
    for title in (_ID.sub("", name) for name in points):
        found["title"] += not re.fullmatch(TITLE, title) or len(title) > LONGEST
    return found


def by_gradeaudit(paths: Sequence[Path], policy: Path) -> Found:
    from gradeaudit.engines import Engine, run
    from gradeaudit.flow import Order
    from gradeaudit.policy.load import load

    report = run(Order(tuple(paths), load(policy), date(2026, 11, 24), RULES), Engine())
    kinds = {"student-duplicate": "twice", "student-unidentified": "identifier"}
    found: Found = Counter()
    for entry in report.findings:
        kind = "title" if entry.rule.startswith("title") else kinds.get(entry.rule, "cell")
        found[kind] += len(entry.places)
    return found


def by_pandas(paths: Sequence[Path], policy: Path) -> Found:
    import pandas as pd

    found: Found = Counter()
    for path in paths:
        _, points = columns(path)
        students = pd.read_csv(path, dtype=str, keep_default_na=False, skiprows=[1])
        cells = students[list(points)]
        number = cells.apply(pd.to_numeric, errors="coerce")
        wrong = ~cells.apply(lambda column: column.str.fullmatch(CELL))
        wrong |= (number < 0) | (number > pd.Series(points))
        found["cell"] += int(wrong.to_numpy().sum())
        found["identifier"] += int((~students["SIS User ID"].str.fullmatch(IDENTIFIER)).sum())
        found["twice"] += int(students["SIS User ID"].duplicated().sum())
        found += titles(points)
    return found


def by_pandera(paths: Sequence[Path], policy: Path) -> Found:
    import pandas as pd
    import pandera.pandas as pa

    def below(most: float) -> Callable[[Any], Any]:
        def check(column: Any) -> Any:
            number = pd.to_numeric(column, errors="coerce")
            return ~(number > most) & ~(number < 0)

        return check

    found: Found = Counter()
    for path in paths:
        _, points = columns(path)
        students = pd.read_csv(path, dtype=str, keep_default_na=False, skiprows=[1])
        score = {
            name: pa.Column(str, [pa.Check.str_matches(f"^{CELL}$"), pa.Check(below(most))])
            for name, most in points.items()
        }
        identifier = pa.Check.str_matches(f"^{IDENTIFIER}$")
        number = pa.Column(str, identifier, unique=True, report_duplicates="exclude_first")
        try:
            pa.DataFrameSchema({**score, "SIS User ID": number}).validate(students, lazy=True)
        except pa.errors.SchemaErrors as errors:
            for column, check in zip(errors.failure_cases["column"], errors.failure_cases["check"]):
                kind = "cell" if column in points else "twice" if check == "field_uniqueness" else "identifier"
                found[kind] += 1
        found += titles(points)
    return found


def by_frictionless(paths: Sequence[Path], policy: Path) -> Found:
    from frictionless import Check, Checklist, Resource, Schema, errors, fields

    class Below(Check):
        """No score is negative or above its assignment's points possible."""

        def __init__(self, points: dict[str, float]) -> None:
            super().__init__()
            self.points = points

        def validate_row(self, row: Any) -> Any:
            for name, most in self.points.items():
                text = row[name]
                if text and re.fullmatch(r"-?[\d.]+", text) and not 0 <= float(text) <= most:
                    note = "out of range"
                    yield errors.CellError.from_row(row, note=note, field_name=name)

    found: Found = Counter()
    for path in paths:
        header, points = columns(path)
        listed = [
            fields.StringField(name=name, constraints={"required": True, "pattern": CELL})
            if name in points
            else fields.StringField(name=name, constraints={"pattern": IDENTIFIER, "unique": True})
            if name == "SIS User ID"
            else fields.StringField(name=name)
            for name in header
        ]
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.reader(file))
        resource = Resource(data=[rows[0], *rows[2:]], schema=Schema(fields=listed))
        report = resource.validate(Checklist(checks=[Below(points)]), limit_errors=100_000)
        for error in report.tasks[0].errors:
            kind = {"unique-error": "twice"}.get(error.type, "cell")
            found["identifier" if getattr(error, "field_name", "") == "SIS User ID" and kind == "cell" else kind] += 1
        found += titles(points)
    return found


TOOLS: dict[str, Callable[[Sequence[Path], Path], Found]] = {
    "gradeaudit": by_gradeaudit,
    "plain pandas": by_pandas,
    "pandera": by_pandera,
    "frictionless": by_frictionless,
}


def main() -> None:
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        classes.write(folder, FILES)
        policy = folder / "policy.yaml"
        policy.write_text(POLICY, "utf-8")
        paths = sorted((folder / "exports").rglob("*.csv"))
        found: dict[str, Found] = {}
        seconds: dict[str, list[float]] = {tool: [] for tool in TOOLS}
        for number in range(ROUNDS + 1):
            for tool, check in TOOLS.items():
                began = time.process_time()
                found[tool] = check(paths if number else paths[:1], policy)
                if number:
                    seconds[tool].append(time.process_time() - began)
    for tool, counts in found.items():
        if counts != found["gradeaudit"]:
            raise SystemExit(f"{tool} finds {dict(counts)}, gradeaudit {dict(found['gradeaudit'])}")
    print(f"{FILES} Canvas exports of 28 × 45, the same checks; medians of {ROUNDS} rounds, start-up left out")
    print(
        f"  all four find the same: {', '.join(f'{n} × {kind}' for kind, n in sorted(found['gradeaudit'].items()) if n)}"
    )
    ours = statistics.median(seconds["gradeaudit"])
    for tool, runs in seconds.items():
        print(
            f"  {tool:<14} {1000 * statistics.median(runs) / FILES:8.2f} ms an export {statistics.median(runs) / ours:7.1f} ×"
        )


if __name__ == "__main__":
    main()
