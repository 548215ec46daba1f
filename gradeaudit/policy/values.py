"""The kinds of value that a policy holds: percents, durations, dates, names, patterns, each read from plain text."""

from __future__ import annotations

import datetime
import math
import re
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
_DURATION = re.compile(r"(\d{1,4})\s*(school\s*days?|days?|hours?|weeks?)", re.ASCII | re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def wrong(expected: str) -> PydanticCustomError:
    """The error of a value of the wrong kind; ``expected`` says what would be right."""
    return PydanticCustomError("policy", "expected {expected}", {"expected": expected})


def _number(value: Any) -> float:
    text = str(value).strip()
    if isinstance(value, (str, int, float)) and len(text) <= 30 and _NUMBER.fullmatch(text):
        number = float(text)
        if math.isfinite(number):
            return number
    raise wrong("a number, such as 20 or 33.3")


def _percent(value: Any) -> float:
    try:
        return _number(value[:-1].rstrip() if isinstance(value, str) and value.rstrip().endswith("%") else value)
    except PydanticCustomError:
        raise wrong("a percent, such as 50% or 50") from None


def _whole(value: Any) -> int:
    text = str(value).strip()
    if isinstance(value, (str, int)) and re.fullmatch(r"\d{1,6}", text, re.ASCII):
        return int(text)
    raise wrong("a whole number, such as 3")


def _switch(value: Any) -> bool:
    folded = str(value).strip().casefold()
    if folded in {"true", "yes", "on"}:
        return True
    if folded in {"false", "no", "off"}:
        return False
    raise wrong("true or false")


def _date(value: Any) -> datetime.date:
    text = str(value).strip()
    if _DATE.fullmatch(text):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            pass
    raise wrong("a date as year-month-day, such as 2026-11-24")


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise wrong("a text")


def _texts(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _duration(value: Any) -> tuple[int, str]:
    if isinstance(value, tuple):
        return value
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if not match:
        raise wrong("a duration, such as 5 school days, 10 days, 24 hours or 2 weeks")
    unit = re.sub(r"\s+", " ", match[2].casefold()).rstrip("s") + "s"
    return int(match[1]), unit.replace("schoolday", "school day")


def _pattern(value: Any) -> str:
    import re2  # RE2 is only needed when a policy has patterns

    if not isinstance(value, str) or len(value) > 1000:
        raise wrong("a pattern of at most 1000 characters")
    try:
        re2.compile(value)
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error.args[0])
        raise wrong(f"a pattern that RE2 can read (it has no look-around and no back-references): {reason}") from None
    return value


Number = Annotated[float, BeforeValidator(_number), WithJsonSchema({"type": "number"})]
Percent = Annotated[
    float, BeforeValidator(_percent), WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string"}]})
]
Whole = Annotated[int, BeforeValidator(_whole), WithJsonSchema({"type": "integer", "minimum": 0})]
Switch = Annotated[bool, BeforeValidator(_switch), WithJsonSchema({"type": "boolean"})]
Date = Annotated[datetime.date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
Text = Annotated[str, BeforeValidator(_text), WithJsonSchema({"type": ["string", "number", "boolean"]})]
Texts = Annotated[
    tuple[Text, ...],
    BeforeValidator(_texts),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": ["string", "number"]}}]}),
]
Duration = Annotated[
    tuple[int, str],
    BeforeValidator(_duration),
    PlainSerializer(lambda value: f"{value[0]} {value[1]}"),
    WithJsonSchema({"type": "string", "pattern": r"^\d+ (school days?|days?|hours?|weeks?)$"}),
]
"""A number and its unit: ``school days``, ``days``, ``hours`` or ``weeks``."""
Pattern = Annotated[str, BeforeValidator(_pattern), WithJsonSchema({"type": "string", "format": "regex"})]
Patterns = Annotated[tuple[Pattern, ...], BeforeValidator(_texts)]
