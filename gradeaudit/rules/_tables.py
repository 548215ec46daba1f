"""Rows that a rule found in several steps, put into one table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def below(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The parts one below the other; the first may be empty and says the columns."""
    from pandas import concat  # rules are listed without pandas

    some = [part for part in parts if len(part)]
    return concat(some, ignore_index=True) if some else parts[0]
