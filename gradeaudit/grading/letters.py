"""From a number to the grade that is posted: rounded as the policy says, and the letter that it earns."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from gradeaudit.gradebook import Array
    from gradeaudit.policy.effective import Policy


def letter_at(least: Array, value: Array) -> Array:
    """The position among rising least percents of the letter that a number earns; -1 below the lowest."""
    position: Array = np.searchsorted(least, np.nan_to_num(value), side="right") - 1
    return position


def rounded(value: Array, policy: Policy) -> Array:
    """The number, in percent, that the letter goes by: rounded where the policy rounds before the letter."""
    totals = policy.settings.totals
    rounding = totals.rounding if totals else None
    if rounding is None or rounding.mode == "none" or rounding.stage in {"assignment", "category"}:
        return value
    return to_digits(value, rounding.mode, rounding.digits)


_WHOLE: dict[str, Callable[[Array], Array]] = {
    "half_up": lambda scaled: np.floor(scaled + 0.5 + 1e-9),
    "half_even": lambda scaled: np.round(np.round(scaled, 9)),
    "up": lambda scaled: np.ceil(scaled - 1e-9),
    "down": lambda scaled: np.floor(scaled + 1e-9),
}


def to_digits(value: Array, mode: str, digits: int) -> Array:
    """Numbers rounded by a mode of the policy (``half_up``, ``half_even``, ``up`` or ``down``) to some decimals."""
    return _WHOLE[mode](value * 10.0**digits) / 10.0**digits
