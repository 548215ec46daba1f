"""The later of two exports with what changed since the earlier one beside it: what the drift rules look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from gradeaudit.changes import Change
from gradeaudit.comparing import not_carried
from gradeaudit.drift import Told
from gradeaudit.gradebook import CHANGES, Array, Gradebooks
from gradeaudit.matched import Matched
from gradeaudit.pairing import Side, elsewhere, names
from gradeaudit.score_drift import SCORES, Cells, movers

Columns = Mapping[str, Any]
_IN_FILE = (1 << 44) - 1
"""The part of a place that says where in its file it is."""


def drifted(held: Matched, every: Sequence[Told], cells: Cells) -> Gradebooks:
    """The matched gradebooks of the later export, with their ``changes`` and the time of the earlier export.

    They offer what both exports carry; for the rest ``lacks`` says which export doesn't carry it.
    """
    before, after, books = held.before, held.after, held.books
    parts = [_told(held, every), _scores(held, cells), _gone(held)]
    table = {
        name: np.concatenate([_filled(part, name, default) for part in parts]) for name, default in CHANGES.items()
    }
    changes = pd.DataFrame({"book": np.concatenate([part["book"] for part in parts]).astype(np.int32), **table})
    earlier = np.full(len(after), np.datetime64("NaT", "s"))
    earlier[books.after] = before.books["exported_at"].to_numpy()[books.before]
    offers, lacks = list(after.offers), list(after.lacks)
    for old, new in zip(books.before.tolist(), books.after.tolist()):
        offers[new] = after.offers[new] & before.offers[old]
        lacks[new] = {**lacks[new], **not_carried(before, after, old, new)}
    whole = replace(
        after,
        books=after.books.assign(earlier_at=earlier),
        sources=(*after.sources, *before.sources),
        offers=tuple(offers),
        lacks=tuple(lacks),
        changes=changes,
    )
    return whole.only(np.isin(np.arange(len(after)), books.after))


def _filled(part: Columns, name: str, default: Any) -> Array:
    length = len(part["book"])
    column = part.get(name)
    kind = object if isinstance(default, str) else {bool: bool, float: np.float64, int: np.int64}[type(default)]
    return np.full(length, default, kind) if column is None else np.asarray(column, kind)


def _told(held: Matched, every: Sequence[Told]) -> Columns:
    """A row for each change of set-up and of assignments."""
    rows = [(one, one.what) for one in every if isinstance(one.what, Change)]
    kinds = [change.kind for _, change in rows]
    about = {
        table: np.array([one.row if _table(change.kind) == table else -1 for one, change in rows], np.int64)
        for table in ("categories", "assignments")
    }
    gone = np.array([kind.endswith("-removed") for kind in kinds], bool)
    book = held.books.after[np.array([one.pair for one, _ in rows], np.int64)]
    place = held.after.books["place"].to_numpy()[book]
    scored = np.zeros(len(rows), np.int64)
    standing = _standing(held.before, "assignment")
    earlier = np.append(held.assignments.before, -1)[held.assignments.of_after(len(held.after.assignments))]
    for table, row in about.items():
        here, there = (row >= 0) & ~gone, (row >= 0) & gone
        place[here] = getattr(held.after, table)["place"].to_numpy()[row[here]]
        place[there] = _in_earlier(held, getattr(held.before, table)["place"].to_numpy()[row[there]])
        if table == "assignments":
            scored[here] = np.append(standing, 0)[earlier[row[here]]]
            scored[there] = standing[row[there]]
    return {
        "book": book,
        "kind": kinds,
        "name": [change.name for _, change in rows],
        "words": [change.words for _, change in rows],
        "was": ["" if change.before is None else str(change.before) for _, change in rows],
        "now": ["" if change.after is None else str(change.after) for _, change in rows],
        "category": np.where(gone, -1, about["categories"]),
        "assignment": np.where(gone, -1, about["assignments"]),
        "scored": scored,
        "likely": [one.likely for one, _ in rows],
        "place": place,
    }


def _table(kind: str) -> str:
    return "categories" if kind in ("weight", "drops") or kind.startswith("category") else "assignments"


def _scores(held: Matched, cells: Cells) -> Columns:
    """A row for each score that is not what it was."""
    assignment, student = held.assignments.after[cells.assignment], held.students.after[cells.student]
    columns = held.after.assignments["place"].to_numpy()[assignment]
    places = np.append(held.after.scores["place"].to_numpy(), 0)[cells.now]
    there = cells.now < len(held.after.scores)
    kinds = np.array([f"score-{kind}" for kind in SCORES], object)
    sides = {"was": (held.before, cells.was), "now": (held.after, cells.now)}
    texts = {name: _texts(books)[_codes(books)[row]] for name, (books, row) in sides.items()}
    points = {f"{name}_points": np.append(books.scores["points"], np.nan)[row] for name, (books, row) in sides.items()}
    return {
        "book": held.after.assignments["book"].to_numpy()[assignment],
        "kind": kinds[cells.kind],
        "assignment": assignment,
        "student": student,
        "scored": _standing(held.before, "assignment")[held.assignments.before[cells.assignment]],
        "place": np.where(there, places, columns),
        **texts,
        **points,
    }


def _texts(books: Gradebooks) -> Array:
    return np.array([*books.scores["mark"].cat.categories.tolist(), ""], object)


def _codes(books: Gradebooks) -> Array:
    return np.append(books.scores["mark"].cat.codes.to_numpy().astype(np.int64), -1)


def _gone(held: Matched) -> Columns:
    """A row for each student with scores who is in no later gradebook of the same course, or of whom no id tells."""
    students = held.before.students
    left = movers(held, 0)
    rows = np.append(left.gone[~_elsewhere_in_course(held)[left.gone]], left.unknown)
    unknown = np.isin(rows, left.unknown)
    had = _standing(held.before, "student")[rows]
    rows, unknown, had = rows[had > 0], unknown[had > 0], had[had > 0]
    pair = held.books.of_before(len(held.before))[students["book"].to_numpy()[rows]]
    return {
        "book": held.books.after[pair],
        "kind": np.where(unknown, "student-unknown", "student-gone"),
        "scored": had,
        "place": _in_earlier(held, students["place"].to_numpy()[rows]),
    }


def _elsewhere_in_course(held: Matched) -> Array:
    """For each student of the earlier export, whether the later one has the same student id in the same course."""
    sides = []
    courses: dict[str, int] = {"": -1}
    for books in (held.before, held.after):
        by_code, by_name = (names(books.books[column].tolist()) for column in ("course_code", "course"))
        called = [code or name for code, name in zip(by_code, by_name)]
        number = np.array([courses.setdefault(name, len(courses)) for name in called], np.int64)
        students = books.students
        sides.append(Side(number[students["book"].to_numpy()], names(students["sis_id"].tolist())))
    return elsewhere(*sides)[0]


def _standing(books: Gradebooks, of: str) -> Array:
    """How many scores stand in each assignment, or are given to each student."""
    table = {"assignment": books.assignments, "student": books.students}[of]
    given = (books.scores["state"] == "scored").to_numpy()
    return np.bincount(books.scores[of].to_numpy()[given], minlength=len(table))


def _in_earlier(held: Matched, places: Array) -> Array:
    """Places of the earlier export, whose files are counted after those of the later one."""
    source: Array = ((places >> 44) + len(held.after.sources)) << 44
    return places & _IN_FILE | source
