"""Marks that can only mean one number of points though they are written otherwise, and that number as points."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

import numpy as np

from gradeaudit.grading.cells import KINDS, Cells

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks

Array = np.ndarray[Any, Any]

_NUMBER = re.compile(r"(-?\d+)(?:[.,](\d{1,2}))?", re.ASCII)
"""Three digits after a comma or point may be thousands, so that there are two readings."""
_WIDE = {"．": ".", "，": ",", "－": "-", "−": "-"}
_DECIMALS = 2
"""Points are rounded to two decimals by every LMS; what doesn't come out even there is left alone."""


def one_reading(gradebooks: Gradebooks, look: Cells, rows: Array) -> tuple[list[str], list[str]]:
    """For each of some cells (rows of ``scores``), in order: which fix makes points of it, and the points' text.

    Both are empty where a mark may mean several things. A percent or fraction only counts as a slip where most marks
    of its assignment are points: elsewhere the whole column may be meant so.
    """
    fixes, points = [""] * len(rows), [""] * len(rows)
    kinds = look.kind[rows]
    able = np.flatnonzero(np.isin(kinds, [KINDS.index(kind) for kind in ("unreadable", "percent", "fraction")]))
    if not len(able):
        return fixes, points
    scores, cells = gradebooks.scores, rows[able]
    assignment = look.assignment[cells]
    possible = gradebooks.assignments["points_possible"].to_numpy()[assignment]
    others = look.counts[:, [KINDS.index(kind) for kind in ("percent", "fraction", "letter", "complete")]].sum(axis=1)
    among = (look.counts[:, KINDS.index("points")] > others)[assignment]
    mark = np.where(_commas(gradebooks), ",", ".")[scores["book"].to_numpy()[cells]]
    text = scores["mark"].cat.categories.to_numpy()[scores["mark"].cat.codes.to_numpy()[cells]]
    told = zip(able.tolist(), text, kinds[able].tolist(), look.points[cells].tolist(), possible.tolist(), among, mark)
    for at, text, kind, *rest in told:
        fixes[at], points[at] = _points(str(text), KINDS[kind], *rest)
    return fixes, points


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


def _commas(gradebooks: Gradebooks) -> Array:
    """For each gradebook, whether its export writes numbers with a decimal comma, as its other numbers show."""
    scores = gradebooks.scores
    value = np.array([_with_comma(str(text)) for text in scores["mark"].cat.categories] + [np.nan])
    text = scores["mark"].cat.codes.to_numpy()
    cells = np.flatnonzero(~np.isnan(value).take(text) & (scores["form"] == "number").to_numpy())
    shows = cells[value[text[cells]] == scores["number"].to_numpy()[cells]]
    commas: Array = np.bincount(scores["book"].to_numpy()[shows], minlength=len(gradebooks)) > 0
    return commas


def _with_comma(text: str) -> float:
    try:
        return float(text.replace(",", ".")) if "," in text else np.nan
    except ValueError:
        return np.nan
