"""Many gradebooks as a few long tables: what every reader fills and every rule looks at.

In every table the row's number is its position, so ``assignments["title"].to_numpy()[scores["assignment"]]`` is the
title of each score's assignment. Text columns hold ``""`` where nothing is known, numbers NaN, dates NaT; a reference
to another table is its row number, or -1.

==========  ====================================  ==========================================================
table       one row is                            columns beside ``book``
==========  ====================================  ==========================================================
books       a gradebook as its LMS keeps it       see ``BOOK_TEXTS``; ``exported_at``, ``method``, ``place``
categories  a grading category                    name, weight (percent), weight_source, weight_share, weight_error,
                                                  drop_lowest, drop_highest, place
assignments an assignment                         title, key, category, category_source, points_possible, multiplier,
                                                  assigned_on, due_on, term, counts, extra_credit, published,
                                                  hidden, never_dropped (whatever its category drops), place
students    a student in a gradebook              local_id, sis_id, name, section, enrolled_from, enrolled_until,
                                                  is_test_student, place
scores      a cell: one student's mark            assignment, student, mark (categorical text), number, points, form,
                                                  state, letter, missing, late, excused, incomplete, entered_on, place
totals      a computed cell                       student, category (-1: the course), kind, period, mark, value,
                                                  letter, place
==========  ====================================  ==========================================================

A weight is declared (the export states it) or recovered from the totals (``grading.recover``). Totals show only the
ratios of the weights of the categories that have scores: ``weight_share`` is a category's percent of the weight of
those categories together, NaN for one without scores, so that ``weight_share`` can be held against the policy's ratio
even where a category can't be seen and ``weight`` is NaN throughout. ``weight_error`` is how far off a recovered
weight or share may be, in percentage points, before it was rounded to a sensible number. Recovered weights add to 100
by construction, unless the LMS shows that they add to more; only declared ones can be wrong in their sum.

Where an earlier export of the same gradebooks is at hand (``gradeaudit compare``) there is one table more, ``changes``:
what was otherwise in it, by the columns of ``CHANGES``. In a single run it is None.

``category_source`` is declared, recovered, or ``unknown`` for an assignment of a recovered gradebook that counts for
nothing (no points, no scores), so that nothing shows its category: its ``category`` is -1, and that is no fault.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

from gradeaudit.marks import PLAIN, Dialect

if TYPE_CHECKING:
    import pandas as pd  # readers are listed without it

BOOK_TEXTS = (
    "file", "sheet", "format", "identity", "course", "course_code", "section", "teacher", "school", "level", "grade",
    "department", "course_level", "schedule", "flags", "term", "method",
)  # fmt: skip
METHODS = ("weighted", "total_points", "unknown")
TOTAL_KINDS = (
    "current", "final", "unposted_current", "unposted_final", "current_points", "final_points", "override", "average",
)  # fmt: skip

Array = np.ndarray[Any, Any]
Terms = TypeVar("Terms")
Answer = TypeVar("Answer")
Columns = Mapping[str, "Sequence[Any] | Array"]
Cells = Mapping[str, Any]
"""Columns of cells, among them ``text`` and perhaps a ``crossing``: see ``Book``."""

# The default of a column that a reader leaves out; the default's type is the column's.
CATEGORIES = {
    "name": "", "weight": np.nan, "weight_source": "", "weight_share": np.nan, "weight_error": np.nan,
    "drop_lowest": np.nan, "drop_highest": np.nan, "place": 0,
}  # fmt: skip
ASSIGNMENTS = {
    "title": "", "key": "", "category": -1, "category_source": "", "points_possible": np.nan, "multiplier": 1.0,
    "assigned_on": np.datetime64("NaT", "s"), "due_on": np.datetime64("NaT", "s"), "term": "", "counts": True,
    "extra_credit": False, "published": True, "hidden": False, "never_dropped": False, "place": 0,
}  # fmt: skip
STUDENTS = {
    "local_id": "", "sis_id": "", "name": "", "section": "", "enrolled_from": np.datetime64("NaT", "s"),
    "enrolled_until": np.datetime64("NaT", "s"), "is_test_student": False, "place": 0,
}  # fmt: skip
SCORES = {
    "assignment": -1, "student": -1, "missing": False, "late": False, "excused": False, "incomplete": False,
    "entered_on": np.datetime64("NaT", "s"), "place": 0,
}  # fmt: skip
TOTALS = {"student": -1, "category": -1, "kind": 1, "period": "", "value": np.nan, "place": 0}
CHANGES = {
    "kind": "", "name": "", "words": "", "was": "", "now": "", "category": -1, "assignment": -1, "student": -1,
    "scored": 0, "was_points": np.nan, "now_points": np.nan, "likely": False, "place": 0,
}  # fmt: skip
"""The columns of ``changes``: one row is one thing that changed, or one score.

``kind`` is one of ``changes.KINDS``, or ``score-entered``, ``score-changed``, ``score-cleared`` (a cell each), or
``student-gone``, ``student-unknown`` (a student each). ``words`` say it in one line (empty for cells and students),
``was`` and ``now`` are texts. ``category``, ``assignment``, ``student`` are rows of the later export's tables, -1 for
what only the earlier one holds; its place is then one in the earlier export. ``scored`` counts the scores that stood in
the assignment, or that the student had, in the earlier export. ``likely`` is true where recovered weights or a likeness
show it.
"""
COLUMNS = {
    "books": (*BOOK_TEXTS, "exported_at", "place"),
    "categories": tuple(CATEGORIES),
    "assignments": tuple(ASSIGNMENTS),
    "students": tuple(STUDENTS),
    "scores": (*SCORES, "mark", "number", "points", "form", "state", "letter"),
    "totals": (*TOTALS, "mark", "letter"),
}
"""Every column of every table, beside ``book``: what a rule may need and an export may offer."""


class Source(NamedTuple):
    """A file, and its sheet if it has several, that places refer to. ``file`` is as the user named it."""

    file: str
    sheet: str = ""


_NOTHING: Mapping[str, Any] = {}


class Crossing(NamedTuple):
    """Cells where a file's rows of students cross some of its columns, row by row: what is the same along a row or down
    a column is kept once, and written out for all gradebooks of a batch together.

    ``rows`` and ``columns`` are their numbers in the book's first file, counted from 1 (int64). The first row is the
    book's first student; the first column is its first assignment or, of totals, what ``across`` says of it: for other
    columns of the table, such as ``kind``, a whole number (int32) a column of the file.
    """

    rows: Array
    columns: Array
    across: Mapping[str, Array]


class Book(NamedTuple):
    """One gradebook as its reader saw it: plain columns, text as it stood, references counted within this book.

    ``about`` holds texts of ``BOOK_TEXTS`` and ``exported_at``. ``scores`` and ``totals`` carry their cells' text in
    a column ``text`` (a list of str, or ``Texts``); ``totals`` give their ``kind`` as a position in ``TOTAL_KINDS``.
    Those of a file with a row a student may have a ``crossing`` in place of ``student``, ``assignment`` and ``place``.
    ``scores`` may also carry ``letter`` (a list of str: the letter that stands beside the mark, in a column of its own)
    and ``state`` (positions in ``marks.STATES`` where the export says the state beside the text, -1 where the text
    says it).
    ``offers`` names the columns that this export carries, such as ``assignments.due_on``; ``lacks`` says, by column,
    why one is absent and how to get it, and by family of rules, such as ``rules.counts``, or by rule, such as
    ``rules.too-precise``, why an export that is only a part of a gradebook, or computed, can't be held against them.
    ``sources`` are the files that places refer to, by the number packed into them. ``notes`` say how this gradebook
    was read (what was joined, left out or assumed), without any cell text.
    """

    about: Mapping[str, Any]
    sources: tuple[Source, ...]
    offers: frozenset[str]
    lacks: Mapping[str, str] = _NOTHING
    dialect: Dialect = PLAIN
    categories: Columns = _NOTHING
    assignments: Columns = _NOTHING
    students: Columns = _NOTHING
    scores: Cells = _NOTHING
    totals: Cells = _NOTHING
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gradebooks:
    """Many gradebooks at once, as the tables that this module's page describes.

    ``offers`` and ``lacks`` have one entry a book: the columns its export carries, and why it lacks others. Where there
    are ``changes``, ``books`` has a column ``earlier_at``, the time of the earlier export (NaT where nothing says it),
    and a column is offered only if both exports carry it.
    """

    books: pd.DataFrame
    categories: pd.DataFrame
    assignments: pd.DataFrame
    students: pd.DataFrame
    scores: pd.DataFrame
    totals: pd.DataFrame
    sources: tuple[Source, ...]
    offers: tuple[frozenset[str], ...]
    lacks: tuple[Mapping[str, str], ...]
    changes: pd.DataFrame | None = None
    _answers: dict[Any, tuple[Any, Any]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.books)

    def shared(self, work: Callable[[Gradebooks, Terms], Answer], terms: Terms) -> Answer:
        """What ``work`` makes of these gradebooks on certain terms (a policy): worked out once, for all that ask."""
        asked = self._answers.get(work)
        if asked is None or asked[0] is not terms:
            asked = self._answers[work] = (terms, work(self, terms))
        answer: Answer = asked[1]
        return answer

    def known(self, work: Callable[[Gradebooks, Terms], Answer], terms: Terms, answer: Answer) -> None:
        """Puts down what ``work`` makes of these gradebooks, where it was worked out before something was filled in."""
        self._answers[work] = (terms, answer)

    def only(self, keep: Array) -> Gradebooks:
        """The gradebooks where ``keep`` (one bool a book) is true, renumbered so that row numbers are positions."""
        if bool(keep.all()):
            return self
        chosen = np.flatnonzero(keep)
        renumber = {"book": _renumbering(keep)}
        tables: dict[str, pd.DataFrame] = {"books": self.books.take(chosen)}
        for name, refers in (("categories", ()), ("assignments", ("category",)), ("students", ())):
            tables[name] = _kept(getattr(self, name), keep, renumber, refers)
            renumber[SINGULAR[name]] = _renumbering(keep[getattr(self, name)["book"].to_numpy()])
        tables["scores"] = _kept(self.scores, keep, renumber, ("assignment", "student"))
        tables["totals"] = _kept(self.totals, keep, renumber, ("student", "category"))
        if self.changes is not None:
            tables["changes"] = _kept(self.changes, keep, renumber, ("category", "assignment", "student"))
        tables["books"] = tables["books"].assign(book=np.arange(len(chosen), dtype=np.int32)).reset_index(drop=True)
        return Gradebooks(
            **tables,
            sources=self.sources,
            offers=tuple(self.offers[book] for book in chosen),
            lacks=tuple(self.lacks[book] for book in chosen),
        )


SINGULAR = {"categories": "category", "assignments": "assignment", "students": "student"}


def _renumbering(keep: Array) -> Array:
    """Old row number → new row number; -1 for rows that go, and for -1 itself (as the last element)."""
    numbers: Array = np.append(np.where(keep, np.cumsum(keep) - 1, -1), -1).astype(np.int32)
    return numbers


def _kept(table: pd.DataFrame, keep: Array, renumber: Mapping[str, Array], refers: Sequence[str]) -> pd.DataFrame:
    rows = np.flatnonzero(keep[table["book"].to_numpy()])
    kept = table.take(rows).reset_index(drop=True)
    changed = {column: renumber[column][kept[column].to_numpy()] for column in ("book", *refers)}
    return kept.assign(**changed)
