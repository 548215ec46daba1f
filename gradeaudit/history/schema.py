"""The tables of a history file, their version, and how an older file is brought up to date."""

from __future__ import annotations

import sqlite3

from gradeaudit.errors import Problem

VERSION = 1
TABLES = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    as_of TEXT NOT NULL,
    version TEXT NOT NULL,
    policy_file TEXT,
    policy_sha256 TEXT,
    gradebooks INTEGER NOT NULL,
    clean INTEGER NOT NULL,
    error INTEGER NOT NULL,
    warning INTEGER NOT NULL,
    info INTEGER NOT NULL,
    waived INTEGER NOT NULL,
    known INTEGER NOT NULL,
    not_checked INTEGER NOT NULL,
    broken INTEGER NOT NULL,
    appeared INTEGER NOT NULL,
    fixed INTEGER NOT NULL,
    persisting INTEGER NOT NULL,
    reopened INTEGER NOT NULL
);
CREATE TABLE rules (
    run INTEGER NOT NULL REFERENCES runs(id),
    rule TEXT NOT NULL,
    findings INTEGER NOT NULL,
    gradebooks INTEGER NOT NULL,
    PRIMARY KEY (run, rule)
) WITHOUT ROWID;
CREATE TABLE groups (
    run INTEGER NOT NULL REFERENCES runs(id),
    name TEXT NOT NULL,
    gradebooks INTEGER NOT NULL,
    clean INTEGER NOT NULL,
    error INTEGER NOT NULL,
    warning INTEGER NOT NULL,
    info INTEGER NOT NULL,
    PRIMARY KEY (run, name)
) WITHOUT ROWID;
CREATE TABLE causes (
    id INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL UNIQUE,
    rule TEXT NOT NULL,
    gradebook TEXT NOT NULL
);
CREATE TABLE seen (
    run INTEGER NOT NULL REFERENCES runs(id),
    cause INTEGER NOT NULL REFERENCES causes(id),
    severity TEXT NOT NULL,
    status TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (run, cause)
) WITHOUT ROWID;
CREATE INDEX seen_cause ON seen (cause, run);
CREATE TABLE setups (
    id INTEGER PRIMARY KEY,
    gradebook TEXT NOT NULL,
    setup TEXT NOT NULL,
    UNIQUE (gradebook, setup)
);
CREATE TABLE run_setups (
    run INTEGER NOT NULL REFERENCES runs(id),
    setup INTEGER NOT NULL REFERENCES setups(id),
    PRIMARY KEY (run, setup)
) WITHOUT ROWID;
"""
MIGRATIONS: dict[int, str] = {}
"""What turns a file of version N into one of version N + 1, by N."""


def prepare(connection: sqlite3.Connection, shown: str) -> None:
    """Makes the tables of a new file, or brings an older one up to date; refuses a newer or a foreign one."""
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if found > VERSION:
        raise Problem("this history was written by a newer gradeaudit", shown, "update gradeaudit")
    if found == 0 and tables:
        raise Problem("this database is no history of gradeaudit", shown, "name another file")
    if found == VERSION:
        return
    for statement in (TABLES if found == 0 else "".join(MIGRATIONS[n] for n in range(found, VERSION))).split(";"):
        if statement.strip():
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")
