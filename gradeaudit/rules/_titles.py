"""Assignments that a rule found by their titles, as rows of a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradeaudit.errors import visible
from gradeaudit.grading.titles import titles
from gradeaudit.rules._tables import located

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from gradeaudit.gradebook import Gradebooks


def titled(books: Gradebooks, found: np.ndarray[Any, Any], **said: Any) -> pd.DataFrame:
    """``located`` for assignments (rows), each with its category and its title as it can be shown."""
    told = titles(books)
    shown = [visible(told.texts[number], 80) for number in told.number[found].tolist()]
    category = books.assignments["category"].to_numpy()[found]
    return located(books, "assignments", found, category=category, shown=shown, observed=shown, **said)
