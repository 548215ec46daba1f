"""Phrases that several rules use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def listed(names: Sequence[str]) -> str:
    """Names in quotes: “A”, “B” and “C”."""
    quoted = [f"“{name}”" for name in names]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " and " + quoted[-1]


def percents(numbers: Iterable[float]) -> list[str]:
    """Percents without needless decimals: 40%, 33.33%."""
    return [f"{round(number, 2):g}%" for number in numbers]


def many(count: int, noun: str, nouns: str = "") -> str:
    """A number and its noun: 1 grade, 12 grades."""
    return f"{count} {noun if count == 1 else nouns or noun + 's'}"


def lasting(duration: tuple[int, str]) -> str:
    """A policy's duration, whose unit stands in the plural: 1 week, 10 school days."""
    count, units = duration
    return many(count, units.removesuffix("s"), units)


def of_points(number: float) -> str:
    """Points without needless decimals: 1 point, 9.5 points."""
    return f"{number:g} point{'' if number == 1 else 's'}"


def waiting(count: int) -> str:
    """Assignments that don't count yet, in words; nothing where there are none."""
    if not count:
        return ""
    return f"{count} more {'is' if count == 1 else 'are'} not yet scored for half of the class"


def in_brackets(*remarks: str) -> str:
    """Remarks after a sentence's end, in brackets; those that are empty are left out."""
    said = "; ".join(remark for remark in remarks if remark)
    return f" ({said})" if said else ""
