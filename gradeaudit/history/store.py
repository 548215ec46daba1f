"""The history of runs in one SQLite file: figures and causes by fingerprint, never a student, a row or a value."""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from gradeaudit.errors import Problem, visible
from gradeaudit.findings import SEVERITIES, Change, Gradebook, Report
from gradeaudit.history.schema import prepare
from gradeaudit.summary import by_gradebook, by_group, by_rule, summary

WAIT = 60.0
"""Seconds to wait for another run that is recording into the same file."""


class RunLine(NamedTuple):
    """The figures of one recorded run."""

    id: int
    as_of: str
    policy_sha256: str | None
    gradebooks: int
    clean: int
    error: int
    warning: int
    info: int
    waived: int
    not_checked: int
    broken: int
    appeared: int
    fixed: int
    persisting: int
    reopened: int


@contextmanager
def opened(path: Path, write: bool) -> Iterator[sqlite3.Connection]:
    """The history file; for writing within one transaction that is kept whole or not at all."""
    shown = visible(str(path), 300)
    if not write and not os.path.isfile(path):
        raise Problem("there is no such history", shown, "make one with check --record FILE.sqlite")
    try:
        with closing(sqlite3.connect(path, timeout=WAIT, isolation_level=None)) as connection:
            if write:
                connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            prepare(connection, shown)
            yield connection
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        reason = type(error).__name__
        raise Problem(f"the history can't be used ({reason})", shown, "name another file, or restore it") from None


def record(path: Path, report: Report) -> Change:
    """Adds a run and says what changed since the one before: one transaction, safe for two runs at once."""
    with opened(path, write=True) as connection:
        now = Counter(found.fingerprint for found in report.findings if found.status == "new")
        before = _last(connection)
        ever = {fingerprint for (fingerprint,) in connection.execute("SELECT fingerprint FROM causes")}
        since = None if before is None else before.as_of
        past = _causes(connection, before.id) if before else set()
        change = Change(
            since=since,
            appeared=sum(key not in ever for key in now),
            fixed=len(past - set(now)),
            persisting=len(past & set(now)),
            reopened=sum(key in ever and key not in past for key in now),
            before={} if before is None else {name: getattr(before, name) for name in SEVERITIES},
        )
        run = _add_run(connection, report, change)
        _add_figures(connection, run, report)
        _add_causes(connection, run, report)
        for book in report.gradebooks:
            _add_setup(connection, run, book)
    return change


def runs(path: Path) -> tuple[RunLine, ...]:
    """Every recorded run, oldest first: by the day it was judged for, then in the order of recording."""
    with opened(path, write=False) as connection:
        columns = ", ".join(RunLine._fields)
        return tuple(RunLine(*row) for row in connection.execute(f"SELECT {columns} FROM runs ORDER BY as_of, id"))


def _last(connection: sqlite3.Connection) -> RunLine | None:
    columns = ", ".join(RunLine._fields)
    row = connection.execute(f"SELECT {columns} FROM runs ORDER BY as_of DESC, id DESC LIMIT 1").fetchone()
    return None if row is None else RunLine(*row)


def _causes(connection: sqlite3.Connection, run: int) -> set[str]:
    query = "SELECT fingerprint FROM seen JOIN causes ON causes.id = cause WHERE run = ? AND status = 'new'"
    return {fingerprint for (fingerprint,) in connection.execute(query, (run,))}


def _add_run(connection: sqlite3.Connection, report: Report, change: Change) -> int:
    figures = summary(report)
    values = {
        "as_of": report.run.as_of,
        "version": report.run.version,
        "policy_file": report.run.policy_file,
        "policy_sha256": report.run.policy_sha256,
        "gradebooks": figures["gradebooks"],
        "clean": sum(not line.tally.total for line in by_gradebook(report)),
        **figures["by_severity"],
        **{name: figures[name] for name in ("waived", "known", "not_checked", "broken")},
        "appeared": change.appeared,
        "fixed": change.fixed,
        "persisting": change.persisting,
        "reopened": change.reopened,
    }
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    cursor = connection.execute(f"INSERT INTO runs ({names}) VALUES ({marks})", tuple(values.values()))
    return int(cursor.lastrowid or 0)


def _add_figures(connection: sqlite3.Connection, run: int, report: Report) -> None:
    connection.executemany(
        "INSERT INTO rules VALUES (?, ?, ?, ?)",
        [(run, line.name, line.tally.total, line.gradebooks) for line in by_rule(report)],
    )
    _, groups = by_group(report)
    connection.executemany(
        "INSERT INTO groups VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (run, line.name, line.gradebooks, line.clean, line.tally.error, line.tally.warning, line.tally.info)
            for line in groups
        ],
    )


def _add_causes(connection: sqlite3.Connection, run: int, report: Report) -> None:
    identity = {book.id: book.identity for book in report.gradebooks}
    times = Counter(found.fingerprint for found in report.findings)
    found = {entry.fingerprint: entry for entry in report.findings}
    connection.executemany(
        "INSERT OR IGNORE INTO causes (fingerprint, rule, gradebook) VALUES (?, ?, ?)",
        [(key, entry.rule, identity.get(entry.gradebook, "")) for key, entry in sorted(found.items())],
    )
    connection.executemany(
        "INSERT INTO seen SELECT ?, id, ?, ?, ? FROM causes WHERE fingerprint = ?",
        [(run, entry.severity, entry.status, times[key], key) for key, entry in sorted(found.items())],
    )


def _add_setup(connection: sqlite3.Connection, run: int, book: Gradebook) -> None:
    """A gradebook's set-up is stored once for all the runs in which it stays the same."""
    setup = json.dumps(
        {
            "method": book.method,
            "term": book.term,
            "categories": [[entry.name, entry.weight, entry.weight_source] for entry in book.categories],
        },
        ensure_ascii=False,
    )
    connection.execute("INSERT OR IGNORE INTO setups (gradebook, setup) VALUES (?, ?)", (book.identity, setup))
    connection.execute(
        "INSERT OR IGNORE INTO run_setups SELECT ?, id FROM setups WHERE gradebook = ? AND setup = ?",
        (run, book.identity, setup),
    )
