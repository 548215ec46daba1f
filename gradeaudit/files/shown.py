"""A cell's value as the text that a spreadsheet shows in its formula line: never rounded, never reformatted."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any


def text(value: Any) -> str:
    """A cell's value as its sheet's formula line shows it: ``12``, ``9.5``, ``TRUE``, ``2026-08-10``, ``30:00:00``."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | int):
        return number(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ", "auto" if value.microsecond else "seconds")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        seconds = round(value.total_seconds())
        sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
        return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(value)


def percent(value: float) -> str:
    """The number of a cell with a percent format: 0.855 is ``85.5%``."""
    return f"{number(float(Decimal(format(value, '.15g')) * 100))}%"


def number(value: float) -> str:
    """A number with the 15 digits that a spreadsheet keeps, without an exponent where it has up to 21 digits."""
    shown = format(value, ".15g")
    if "e" in shown:
        exact = Decimal(shown)
        return format(exact, "f") if -21 < exact.adjusted() < 21 else shown.upper()
    return "0" if shown == "-0" else shown
