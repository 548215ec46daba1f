"""What a history shows: run by run, rule by rule, school by school, as tables with small pictures."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from gradeaudit.escape import spreadsheet, terminal
from gradeaudit.history.store import RunLine, opened, runs

BARS = "▁▂▃▄▅▆▇█"
ASCII_BARS = "_.-:=+*#"
SHOWN = 24
"""How many of the latest runs a small picture shows."""


class Line(NamedTuple):
    """One rule or school over the runs: its findings in each, oldest first."""

    name: str
    findings: tuple[int, ...]


class Trend(NamedTuple):
    """A history's runs, and the new findings by rule and by school or folder in each of them."""

    runs: tuple[RunLine, ...]
    rules: tuple[Line, ...]
    groups: tuple[Line, ...]


def trend(path: Path) -> Trend:
    """The whole history, oldest run first; rules and schools with the most findings in the latest run first."""
    every = runs(path)
    order = {run.id: place for place, run in enumerate(every)}
    with opened(path, write=False) as connection:
        rules = connection.execute("SELECT rule, run, findings FROM rules").fetchall()
        groups = connection.execute("SELECT name, run, error + warning + info FROM groups").fetchall()
    return Trend(every, _lines(rules, order), _lines(groups, order))


def _lines(rows: Sequence[tuple[str, int, int]], order: dict[int, int]) -> tuple[Line, ...]:
    found: dict[str, list[int]] = {}
    for name, run, count in rows:
        found.setdefault(name, [0] * len(order))[order[run]] = count
    lines = [Line(name, tuple(counts)) for name, counts in found.items()]
    return tuple(sorted(lines, key=lambda line: (-line.findings[-1], line.name)))


def spark(values: Sequence[int], unicode: bool = True) -> str:
    """A small picture of the latest values, scaled from zero to the largest of them."""
    bars = BARS if unicode else ASCII_BARS
    latest = values[-SHOWN:]
    top = max(latest, default=0)
    return "".join(bars[value * (len(bars) - 1) // top if top else 0] for value in latest)


def show(path: Path) -> str:
    """A table of the runs, oldest first."""
    lines = [
        f"{'as of':<10}  {'books':>6}  {'clean':>6}  {'error':>6}  {'warning':>7}  {'info':>6}  {'waived':>6}"
        f"  {'new':>6}  {'fixed':>6}  {'persist':>7}  {'reopened':>8}"
    ]
    for run in runs(path):
        lines.append(
            f"{run.as_of:<10}  {run.gradebooks:>6}  {run.clean:>6}  {run.error:>6}  {run.warning:>7}  {run.info:>6}"
            f"  {run.waived:>6}  {run.appeared:>6}  {run.fixed:>6}  {run.persisting:>7}  {run.reopened:>8}"
        )
    return "\n".join(lines) + "\n"


def as_text(found: Trend, unicode: bool = True) -> str:
    """The latest figures beside the first ones, with a small picture each."""
    if not found.runs:
        return "no run is recorded yet\n"
    first, last = found.runs[0], found.runs[-1]
    lines = [f"{len(found.runs)} runs from {first.as_of} to {last.as_of}", ""]
    named = {name: tuple(getattr(run, name) for run in found.runs) for name in ("error", "warning", "info", "clean")}
    lines += _table([Line(name, values) for name, values in named.items()], "figure", unicode)
    lines += [
        "",
        f"since the run before: {last.appeared} new, {last.fixed} fixed, {last.persisting} persisting,"
        f" {last.reopened} reopened",
    ]
    for title, part in (("rule", found.rules), ("school or folder", found.groups)):
        lines += ["", *_table(part, title, unicode)]
    return "\n".join(lines) + "\n"


def _table(part: Sequence[Line], title: str, unicode: bool) -> list[str]:
    width = max([len(title), *(len(terminal(line.name, 40, unicode)) for line in part)])
    lines = [f"{title:<{width}}  {'first':>6}  {'last':>6}  {'change':>7}  trend"]
    for line in part:
        change = line.findings[-1] - line.findings[0]
        lines.append(
            f"{terminal(line.name, 40, unicode):<{width}}  {line.findings[0]:>6}  {line.findings[-1]:>6}"
            f"  {change:>+7}  {spark(line.findings, unicode)}"
        )
    return lines


def as_csv(found: Trend) -> bytes:
    """One row a run and figure: as_of, what (figure, rule or group), name, count; for a spreadsheet or a notebook."""
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(["run", "as_of", "what", "name", "count"])
    figures = [name for name in RunLine._fields if name not in {"id", "as_of", "policy_sha256"}]
    for place, run in enumerate(found.runs):
        for name in figures:
            writer.writerow([run.id, run.as_of, "figure", name, getattr(run, name)])
        for what, part in (("rule", found.rules), ("group", found.groups)):
            for line in sorted(part):
                writer.writerow([run.id, run.as_of, what, spreadsheet(line.name), line.findings[place]])
    return table.getvalue().encode("utf-8-sig")
