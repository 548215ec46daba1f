"""Rows of the gradebooks' tables, as a rule found them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from gradeaudit.gradebook import Gradebooks

Array = np.ndarray[Any, Any]

_BELONGS = {"scores": ("assignment", "student"), "totals": ("student", "category")}
_IS = {"categories": "category", "assignments": "assignment", "students": "student"}


def located(books: Gradebooks, table: str, rows: Array, **said: Any) -> pd.DataFrame:
    """Some rows (their numbers) of a table: gradebook, place, what they are or belong to, and what is said of each.

    ``said`` are columns, an element a row or the same for all. The table is bare where nothing was found, since most
    rules find nothing most of the time.
    """
    from pandas import DataFrame  # rules are listed without pandas

    if not len(rows):
        return _bare()
    whole = getattr(books, table)
    columns = {name: whole[name].to_numpy()[rows] for name in ("book", "place", *_BELONGS.get(table, ()))}
    if table in _IS:
        columns[_IS[table]] = rows
    return DataFrame({**columns, **said})


@cache
def _bare() -> pd.DataFrame:
    """A table without rows, one for all rules: making it takes longer than most checks, and nobody writes in it."""
    from pandas import DataFrame  # rules are listed without pandas

    return DataFrame()


def texts(books: Gradebooks, rows: Array) -> list[str]:
    """The texts of some score cells (row numbers), as they stood."""
    marks = books.scores["mark"].cat
    found: list[str] = marks.categories.to_numpy()[marks.codes.to_numpy()[rows]].tolist()
    return found


def repeated(keys: Array) -> Array:
    """The positions, in order, of those of some whole numbers that occur more than once."""
    from pandas import unique  # faster than sorting; rules are listed without pandas

    if len(unique(keys)) == len(keys):
        return np.zeros(0, np.int64)
    order = np.argsort(keys, kind="stable")
    again = np.diff(keys[order]) == 0
    found: Array = np.unique(np.append(order[:-1][again], order[1:][again]))
    return found


def told_apart(keys: Array) -> tuple[Array, Array]:
    """Where each distinct one of some whole numbers stands first, and for each number its position among those."""
    from pandas import factorize  # faster than sorting; rules are listed without pandas

    number, distinct = factorize(keys)
    first = np.zeros(len(distinct), np.int64)
    first[number[::-1]] = np.arange(len(keys))[::-1]  # the first of several is written last
    return first, number


def below(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The parts one below the other; the first may be empty and says the columns."""
    from pandas import concat  # rules are listed without pandas

    some = [part for part in parts if len(part)]
    return concat(some, ignore_index=True) if some else parts[0]
