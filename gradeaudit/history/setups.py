"""The set-ups that a history holds: how each gradebook was set up on the day of a recorded run."""

from __future__ import annotations

import datetime
import json
import os
from pathlib import Path
from typing import NamedTuple

from gradeaudit.errors import Problem, visible
from gradeaudit.history.store import opened

_MAGIC = b"SQLite format 3\x00"


class Setup(NamedTuple):
    """One gradebook's set-up: its identity, method and term, and each category's name, weight and weight source.

    Weights are percents, None where they weren't known.
    """

    gradebook: str
    method: str
    term: str
    categories: tuple[tuple[str, float | None, str], ...]


class Moment(NamedTuple):
    """The day that a recorded run was judged for, and the set-ups it found, sorted by identity."""

    day: datetime.date
    setups: tuple[Setup, ...]


def is_history(path: Path) -> bool:
    """Whether a file is a database, as a history is."""
    if not os.path.isfile(path):
        return False
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def moment(path: Path, day: datetime.date | None = None) -> Moment:
    """The last run up to a day, or the last of all; raises ``Problem`` where there is none."""
    until = datetime.date.max.isoformat() if day is None else day.isoformat()
    with opened(path, write=False) as connection:
        run = connection.execute(
            "SELECT id, as_of FROM runs WHERE as_of <= ? ORDER BY as_of DESC, id DESC LIMIT 1", (until,)
        ).fetchone()
        if run is None:
            words = "no run is recorded" if day is None else f"no run up to {until} is recorded"
            raise Problem(words, visible(str(path), 300), "record one with check --record, or name a later day")
        rows = connection.execute(
            "SELECT gradebook, setups.setup FROM run_setups JOIN setups ON setups.id = run_setups.setup"
            " WHERE run = ? ORDER BY gradebook, setups.setup",
            (run[0],),
        ).fetchall()
    return Moment(datetime.date.fromisoformat(run[1]), tuple(_setup(name, text) for name, text in rows))


def _setup(gradebook: str, text: str) -> Setup:
    stored = json.loads(text)
    categories = tuple((name, weight, source or "") for name, weight, source in stored["categories"])
    return Setup(gradebook, stored["method"], stored["term"] or "", categories)
