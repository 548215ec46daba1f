"""Marks that can only mean one number of points though they are written otherwise, and that number as points."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

import numpy as np

from gradeaudit.grading.cells import KINDS, Cells
from gradeaudit.marks import FORMS

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks

Array = np.ndarray[Any, Any]

_NUMBER = re.compile(r"(-?\d+)(?:[.,](\d{1,2}))?", re.ASCII)
"""Three digits after a comma or point may be thousands, so that there are two readings."""
_WIDE = {"．": ".", "，": ",", "－": "-", "−": "-"}
_DECIMALS = 2
"""Points are rounded to two decimals by every LMS; what doesn't come out even there is left alone."""


def one_reading(gradebooks: Gradebooks, look: Cells, wrong: Array) -> tuple[list[str], list[str]]:
    """For each cell of ``wrong`` (one bool a score), in order: which fix makes points of it, and the points' text.

    Both are empty where a mark may mean several things. A percent or fraction only counts as a slip where most marks
    of its assignment are points: elsewhere the whole column may be meant so.
    """
    if not wrong.any():
        return [], []
    assignment = gradebooks.scores["assignment"].to_numpy()[wrong]
    possible = gradebooks.assignments["points_possible"].to_numpy()[assignment]
    among = _among_points(gradebooks, look)[assignment]
    mark = np.where(_commas(gradebooks), ",", ".")[gradebooks.scores["book"].to_numpy()[wrong]]
    texts = gradebooks.scores.loc[wrong, "mark"].astype(object)
    rows = zip(texts, look.kind[wrong].tolist(), look.points[wrong].tolist(), possible.tolist(), among, mark)
    found = [_points(str(text), KINDS[kind], *rest) for text, kind, *rest in rows]
    return [fix for fix, _ in found], [text for _, text in found]


def _points(text: str, kind: str, points: float, possible: float, among: bool, mark: str) -> tuple[str, str]:
    if kind == "unreadable":
        number = _one_number(text, mark)
        return ("numbers", number) if number else ("", "")
    if kind not in ("percent", "fraction") or not among or not possible > 0:
        return "", ""
    if kind == "fraction" and _one_number(text.partition("/")[2], ".") != f"{possible:g}":
        return "", ""  # a fraction of something else than the points possible
    if not points >= 0 or abs(round(points, _DECIMALS) - points) > 1e-9:
        return "", ""
    return f"{kind}s", f"{points:.{_DECIMALS}f}".rstrip("0").rstrip(".").replace(".", mark)


def _one_number(text: str, mark: str) -> str:
    """The one number that a text can be, with the export's decimal mark; empty where there may be others."""
    plain = "".join(map(_plain, text)).strip()
    found = _NUMBER.fullmatch(plain)
    return (mark if found[2] else "").join([found[1], found[2] or ""]) if found else ""


def _plain(letter: str) -> str:
    if letter in _WIDE:
        return _WIDE[letter]
    if unicodedata.category(letter) == "Cf":
        return ""  # a letter that nobody sees
    digit = unicodedata.decimal(letter, None)
    return letter if digit is None else str(digit)


def _among_points(gradebooks: Gradebooks, look: Cells) -> Array:
    """For each assignment, whether most of its marks are points."""
    assignment = gradebooks.scores["assignment"].to_numpy()
    size = len(gradebooks.assignments)
    points = np.bincount(assignment[look.are("points")], minlength=size)
    others = np.bincount(assignment[look.are("percent", "fraction", "letter", "complete")], minlength=size)
    among: Array = points > others
    return among


def _commas(gradebooks: Gradebooks) -> Array:
    """For each gradebook, whether its export writes numbers with a decimal comma, as its other numbers show."""
    scores = gradebooks.scores
    texts = scores["mark"].cat.categories
    value = np.array([_with_comma(str(text)) for text in texts] + [np.nan])[scores["mark"].cat.codes.to_numpy()]
    is_number = (scores["form"].cat.codes == FORMS.index("number")).to_numpy()
    shows = is_number & (value == scores["number"].to_numpy())
    commas: Array = np.bincount(scores["book"].to_numpy()[shows], minlength=len(gradebooks)) > 0
    return commas


def _with_comma(text: str) -> float:
    try:
        return float(text.replace(",", ".")) if "," in text else np.nan
    except ValueError:
        return np.nan
