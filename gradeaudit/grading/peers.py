"""The small tables of a whole run, for rules that hold gradebooks against each other: how each one is set up.

What such rules need to know of scores is worked out batch by batch and stands beside the tables as figures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from gradeaudit.grading.cell_counts import by_assignment
from gradeaudit.grading.counted import counted, counted_cells
from gradeaudit.grading.policy_marks import policy_marks
from gradeaudit.grading.setup import setup
from gradeaudit.marks import STATES

if TYPE_CHECKING:
    import pandas as pd

    from gradeaudit.gradebook import Gradebooks, Source
    from gradeaudit.policy.effective import Policy

Array = np.ndarray[Any, Any]
Alike = TypeVar("Alike")

ACROSS = ("book", "category", "term", "due_on")
"""What rules that hold gradebooks against each other, and versions of a policy, read of assignments, beside ``grades``:
titles are most of what a gradebook takes of memory, and these tables stay in it until all gradebooks are read."""
FIGURES = ("blank", "zero", "exempt", "half")
"""Shares of the cells of counted assignments, as percents in ``books``: blank, a bare zero, exempt, exactly half."""


def small(gradebooks: Gradebooks, policy: Policy) -> Gradebooks:
    """The same gradebooks without students, scores and totals, with what ``ACROSS`` names of assignments, and figures.

    ``books`` gains ``class_size`` and the ``FIGURES``; ``categories`` gains ``used`` (it carries weight or holds graded
    work); ``assignments`` gains ``grades``: 1 for one that counts as a grade, the share of the class where only a part
    was given it, 0 for one that doesn't count.
    """
    grades = counted(gradebooks, policy)
    figures = dict(zip(FIGURES, _shares(gradebooks, policy)))
    apart = np.bincount(grades.apart[:, 0], minlength=len(gradebooks.assignments))
    size = np.maximum(grades.class_size[gradebooks.assignments["book"].to_numpy()], 1)
    return replace(
        gradebooks,
        books=gradebooks.books.assign(class_size=grades.class_size, **figures),
        categories=gradebooks.categories.assign(used=setup(gradebooks, policy).used),
        assignments=_alone(gradebooks.assignments).assign(grades=np.where(grades.assignment, 1 - apart / size, 0.0)),
        students=_without_rows(gradebooks.students),
        scores=_without_rows(gradebooks.scores),
        totals=_without_rows(gradebooks.totals),
        offers=_once(gradebooks.offers, lambda offers: offers),
        lacks=_once(gradebooks.lacks, lambda lacks: tuple(lacks.items())),
    )


def _alone(assignments: pd.DataFrame) -> pd.DataFrame:
    """Some columns of a table, copied, so that the others aren't kept in memory with them."""
    import pandas as pd  # rules that are only listed need no tables

    return pd.DataFrame({name: assignments[name].to_numpy().copy() for name in ACROSS})


def _once(values: Sequence[Alike], told_by: Callable[[Alike], object]) -> tuple[Alike, ...]:
    """The same values; those that are told to be alike are one in memory."""
    first: dict[object, Alike] = {}
    return tuple(first.setdefault(told_by(value), value) for value in values)


def _without_rows(table: pd.DataFrame) -> pd.DataFrame:
    """A table's columns alone: nothing of its rows is kept in memory, nor the texts of its cells."""
    empty = table.iloc[:0].copy()
    texts = list(empty.select_dtypes("category").columns)
    return empty.assign(**{name: empty[name].cat.remove_unused_categories() for name in texts})


def _shares(gradebooks: Gradebooks, policy: Policy) -> list[Array]:
    """The ``FIGURES`` of each gradebook in percent; NaN where it has no cells."""
    scores, grades = gradebooks.scores, counted(gradebooks, policy)
    marks, assignment = policy_marks(gradebooks, policy), scores["assignment"].to_numpy()
    cells = counted_cells(gradebooks, policy) & grades.enrolled.take(scores["student"].to_numpy())
    points, half = scores["points"].to_numpy(), gradebooks.assignments["points_possible"].to_numpy() / 2
    kinds = (
        scores["state"].cat.codes.to_numpy() == STATES.index("blank"),
        (points == 0) & (marks.code < 0),
        marks.means("excused"),
        points == half.take(assignment),
    )
    book = scores["book"].to_numpy()
    total = np.bincount(gradebooks.assignments["book"].to_numpy(), by_assignment(gradebooks, cells), len(gradebooks))
    number = [np.bincount(book[np.flatnonzero(cells & kind)], minlength=len(gradebooks)) for kind in kinds]
    return [np.where(total > 0, 100.0 * some / np.maximum(total, 1), np.nan) for some in number]


def together(parts: Sequence[Gradebooks]) -> Gradebooks:
    """The small tables of several batches as one, with rows, references and places renumbered."""
    if len(parts) == 1:
        return parts[0]
    import pandas as pd  # rules that are only listed need no tables

    sources: dict[Source, int] = {}
    tables: dict[str, list[pd.DataFrame]] = {"books": [], "categories": [], "assignments": []}
    books = categories = 0
    for part in parts:
        renumber = np.array([sources.setdefault(source, len(sources)) for source in part.sources], np.int64)
        for name, rows in tables.items():
            table = getattr(part, name)
            columns = {"book": table["book"] + books}
            if name == "assignments":
                category = table["category"].to_numpy()
                columns["category"] = np.where(category < 0, -1, category + categories)
            else:
                place = table["place"].to_numpy()
                columns["place"] = place & ((1 << 44) - 1) | renumber[place >> 44] << 44
            rows.append(table.assign(**columns))
        books, categories = books + len(part.books), categories + len(part.categories)
    return replace(
        parts[0],
        books=pd.concat(tables["books"], ignore_index=True),
        categories=pd.concat(tables["categories"], ignore_index=True),
        assignments=pd.concat(tables["assignments"], ignore_index=True),
        sources=tuple(sources),
        offers=_once([offers for part in parts for offers in part.offers], lambda offers: offers),
        lacks=_once([lacks for part in parts for lacks in part.lacks], lambda lacks: tuple(lacks.items())),
    )
