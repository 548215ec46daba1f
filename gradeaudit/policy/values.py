"""The kinds of value that a policy holds: percents, durations, dates, names, patterns, each read from plain text."""

from __future__ import annotations

import datetime
import math
import re
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

MAX_PATTERN = 1000
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
_DURATION = re.compile(r"(\d{1,4})\s*(school\s*days?|days?|hours?|weeks?)", re.ASCII | re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def wrong(expected: str) -> PydanticCustomError:
    """The error of a value of the wrong kind; ``expected`` says what would be right."""
    return PydanticCustomError("policy", "expected {expected}", {"expected": expected})


def number(value: Any) -> float:
    """A finite decimal number; nothing else that Python would take for one (1e3, nan, 1_000)."""
    text = str(value).strip()
    plain = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    if plain and len(text) <= 30 and _NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    raise wrong("a number, such as 20 or 33.3")


def _bare(value: Any) -> Any:
    """A percent's text without its sign."""
    return value[:-1].rstrip() if isinstance(value, str) and value.rstrip().endswith("%") else value


def percent(value: Any) -> float:
    """A percent of any size up to 1000, with or without the sign."""
    return _within(value, 1000, "a percent, such as 50% or 50")


def part(value: Any) -> float:
    """A percent of a whole: 0 to 100."""
    return _within(value, 100, "a percent from 0 to 100, such as 50% or 50")


def _within(value: Any, most: float, expected: str) -> float:
    try:
        found = number(_bare(value.strip() if isinstance(value, str) else value))
    except PydanticCustomError:
        raise wrong(expected) from None
    if not 0 <= found <= most:
        raise wrong(expected)
    return found


def _points(value: Any) -> float:
    found = number(value)
    if found < 0:
        raise wrong("a number that isn't negative, such as 100")
    return found


def whole(value: Any) -> int:
    """A whole number from 0."""
    text = str(value).strip()
    if isinstance(value, (str, int)) and re.fullmatch(r"\d{1,6}", text, re.ASCII):
        return int(text)
    raise wrong("a whole number, such as 3")


def switch(value: Any) -> bool:
    """True or false, in the words that people use."""
    folded = str(value).strip().casefold() if isinstance(value, (str, bool)) else ""
    if folded in {"true", "yes", "on"}:
        return True
    if folded in {"false", "no", "off"}:
        return False
    raise wrong("true or false")


def date(value: Any) -> datetime.date:
    """A day as year-month-day."""
    text = str(value).strip() if isinstance(value, (str, datetime.date)) else ""
    if _DATE.fullmatch(text):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            pass
    raise wrong("a date as year-month-day, such as 2026-11-24")


def dates(value: Any) -> tuple[datetime.date, datetime.date]:
    """A day, or the first and last of several: ``2026-11-25..2026-11-27``."""
    if isinstance(value, tuple):
        return value
    first, dots, last = str(value).partition("..")
    try:
        start = date(first)
        end = date(last) if dots else start
    except PydanticCustomError:
        raise wrong("a date, or a first and last one, such as 2026-11-25..2026-11-27") from None
    if end < start:
        raise wrong("a first date that isn't after the last one, such as 2026-11-25..2026-11-27")
    return start, end


def text(value: Any) -> str:
    """Plain text, as it stands."""
    if isinstance(value, str):
        return value
    raise wrong("a text")


def several(value: Any) -> Any:
    """One text where a list of them may stand is a list of one."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, (list, tuple)):
        return tuple(value)
    raise wrong("a text or a list of texts")


def listed(value: Any) -> Any:
    """A list, and nothing that only looks like one."""
    if isinstance(value, (list, tuple)):
        return tuple(value)
    raise wrong("a list")


def duration(value: Any) -> tuple[int, str]:
    """A number and its unit in the plural: school days, days, hours or weeks."""
    if isinstance(value, tuple):
        return value
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if not match:
        raise wrong("a duration, such as 5 school days, 10 days, 24 hours or 2 weeks")
    unit = re.sub(r"\s+", " ", match[2].casefold()).rstrip("s") + "s"
    return int(match[1]), unit.replace("schoolday", "school day")


def pattern(value: Any) -> str:
    """A pattern that RE2 compiles: linear time, whatever the title."""
    import re2  # RE2 is only needed when a policy has patterns

    if not isinstance(value, str) or len(value) > MAX_PATTERN:
        raise wrong(f"a pattern of at most {MAX_PATTERN} characters")
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(value, options)
    except re2.error as error:
        reason = error.args[0].decode("utf-8", "replace") if isinstance(error.args[0], bytes) else str(error.args[0])
        raise wrong(f"a pattern that RE2 can read (it has no look-around and no back-references): {reason}") from None
    return value


_ANY = {"type": ["string", "number", "boolean"]}
_NUMERIC = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^\d+(\.\d+)? ?%?$"}]}

Number = Annotated[float, BeforeValidator(number), WithJsonSchema({"type": "number"})]
Points = Annotated[float, BeforeValidator(_points), WithJsonSchema({"type": "number", "minimum": 0})]
Percent = Annotated[float, BeforeValidator(percent), WithJsonSchema(_NUMERIC)]
"""0 to 1000; most shares are a ``Part``."""
Part = Annotated[float, BeforeValidator(part), WithJsonSchema(_NUMERIC)]
"""0 to 100."""
Whole = Annotated[int, BeforeValidator(whole), WithJsonSchema({"type": "integer", "minimum": 0})]
Switch = Annotated[bool, BeforeValidator(switch), WithJsonSchema({"type": "boolean"})]
Date = Annotated[datetime.date, BeforeValidator(date), WithJsonSchema({"type": "string", "format": "date"})]
Dates = Annotated[
    tuple[datetime.date, datetime.date],
    BeforeValidator(dates),
    PlainSerializer(lambda value: str(value[0]) if value[0] == value[1] else f"{value[0]}..{value[1]}"),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d\d-\d\d(\.\.\d{4}-\d\d-\d\d)?$"}),
]
"""A first and a last day, both included."""
Text = Annotated[str, BeforeValidator(text), WithJsonSchema(_ANY)]
Texts = Annotated[
    tuple[Text, ...],
    BeforeValidator(several),
    WithJsonSchema({"anyOf": [_ANY, {"type": "array", "items": _ANY}]}),
]
Duration = Annotated[
    tuple[int, str],
    BeforeValidator(duration),
    PlainSerializer(lambda value: f"{value[0]} {value[1]}"),
    WithJsonSchema({"type": "string", "pattern": r"^\d+ (school days?|days?|hours?|weeks?)$"}),
]
"""A number and its unit: ``school days``, ``days``, ``hours`` or ``weeks``."""
Pattern = Annotated[str, BeforeValidator(pattern), WithJsonSchema({"type": "string", "format": "regex"})]
Patterns = Annotated[
    tuple[Pattern, ...],
    BeforeValidator(several),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
