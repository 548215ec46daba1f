"""The dates that exports write: years first, or American ones with slashes; what isn't certain is no date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

_ISO = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ](\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)? ?(?:Z|UTC|[+-]\d\d:?\d\d)?)?", re.ASCII
)
_SLASHED = re.compile(
    r"(\d\d?)/(\d\d?)/(\d{4}|\d\d)(?:,? (\d\d?):(\d\d)(?::(\d\d))? ?([AP]M)?)?", re.ASCII | re.IGNORECASE
)
_POINTED = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4}|\d\d)(?:,? (\d\d?):(\d\d)(?::(\d\d))?)?", re.ASCII)
NEVER = np.datetime64("NaT", "s")

Array = np.ndarray[Any, Any]


def date(text: str, order: str = "mdy") -> np.datetime64:
    """One date or time as written, in its own time zone; NaT when blank or not certain.

    ``order`` says how ``1/2/2026`` is meant: ``mdy``, ``dmy``, or empty when that is unknown. ``24.12.2026`` has the
    day first.
    """
    text = text.strip()
    if found := _ISO.fullmatch(text):
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    elif found := _POINTED.fullmatch(text):
        day, month, year, hour, minute, second = (int(part or 0) for part in found.groups())
        year += 2000 if year < 100 else 0
    elif order and (found := _SLASHED.fullmatch(text)):
        *parts, half = found.groups()
        first, other, year, hour, minute, second = (int(part or 0) for part in parts)
        month, day = (first, other) if order == "mdy" else (other, first)
        year += 2000 if year < 100 else 0
        if half:
            hour = hour % 12 + (12 if half.upper() == "PM" else 0)
    else:
        return NEVER
    try:
        return np.datetime64(f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}", "s")
    except ValueError:
        return NEVER


def dates(texts: Sequence[str], order: str = "mdy") -> Array:
    """The dates of many texts (datetime64[s]); every distinct text is read once."""
    numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    codes = np.fromiter(map(numbers.__getitem__, texts), np.int64, len(texts))
    known = np.array([date(text, order) for text in numbers], "datetime64[s]")
    return known[codes]


def readable(texts: Sequence[str], order: str = "mdy") -> bool:
    """Whether there is a date among the texts and every text that isn't blank is one."""
    distinct = {text for text in texts if text.strip()}
    return bool(distinct) and not any(np.isnat(date(text, order)) for text in distinct)


def slash_order(texts: Sequence[str]) -> str:
    """``mdy`` or ``dmy``, whichever the slashed dates allow; empty when they allow both or neither."""
    found = [match for text in set(texts) if (match := _SLASHED.fullmatch(text.strip()))]
    if not found:
        return "mdy"
    month_first = all(int(match[1]) <= 12 for match in found)
    day_first = all(int(match[2]) <= 12 for match in found)
    return "" if month_first == day_first else "mdy" if month_first else "dmy"
