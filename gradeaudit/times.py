"""Dates and times as exports write them, the order of day and month settled once for a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

ORDERS = {"year-month-day": "ymd", "month/day/year": "mdy", "day/month/year": "dmy"}
"""How a mapping names an order of day and month, and the letters that stand for it here."""

_DATE = re.compile(
    r"(?P<a>\d{4}|\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?P<c>\d{4}|\d{2})"
    r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?"
    r"(?:Z| ?UTC| ?[+-]\d\d:?\d\d)?)?",
    re.ASCII,
)
NEVER = np.datetime64("NaT", "s")


def order_of(texts: Iterable[str]) -> str:
    """``ymd``, ``mdy`` or ``dmy`` as the dates themselves show it; empty when they could be read both ways.

    Dates with points (24.11.2026) put the day first; with a part above 12 the other part is the month.
    """
    found = set()
    for text in texts:
        match = _DATE.fullmatch(text.strip())
        if not match:
            continue
        if len(match["a"]) == 4:
            found.add("ymd")
        elif match["mark"] == "." or int(match["a"]) > 12:
            found.add("dmy")
        elif int(match["b"]) > 12:
            found.add("mdy")
        else:
            found.add("")
    decided = found - {""}
    if len(decided) == 1 and not (decided == {"ymd"} and "" in found):
        return decided.pop()
    return ""


def moment(text: str, order: str) -> np.datetime64:
    """The moment that a text names (a day at midnight when it names no time), or NaT.

    ``order`` is ``ymd``, ``mdy`` or ``dmy``; a year of two digits is of this century. A text that states a
    zone keeps its local time.
    """
    match = _DATE.fullmatch(text.strip())
    if not match:
        return NEVER
    parts = (match["a"], match["b"], match["c"])
    if len(parts[0]) == 4:
        year, month, day = parts
    elif order == "mdy":
        month, day, year = parts
    elif order == "dmy":
        day, month, year = parts
    else:
        return NEVER
    hour = int(match["hour"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] in "Pp" else 0)
    try:
        return np.datetime64(
            f"{int(year) + (2000 if len(year) == 2 else 0):04d}-{int(month):02d}-{int(day):02d}"
            f"T{hour:02d}:{match['minute'] or '00'}:{match['second'] or '00'}",
            "s",
        )
    except ValueError:
        return NEVER


def moments(texts: Sequence[str], order: str) -> np.ndarray[Any, Any]:
    """The moments of many texts (datetime64[s]); every distinct text is read once."""
    read = {text: moment(text, order) for text in set(texts)}
    return np.array([read[text] for text in texts], "datetime64[s]")
