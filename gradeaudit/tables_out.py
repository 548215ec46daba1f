"""Tables as files: CSV that a spreadsheet can open, JSON lines, or Parquet."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pandas as pd

from gradeaudit import escape
from gradeaudit.errors import Problem
from gradeaudit.tidying import defused


def as_bytes(parts: Sequence[pd.DataFrame], suffix: str) -> bytes:
    """The parts one below the other; ``suffix`` is .csv, .jsonl or .parquet."""
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    if suffix == ".csv":
        return defused(table).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig", "replace")
    if suffix == ".jsonl":
        text = table.to_json(orient="records", lines=True, force_ascii=False, double_precision=10)
        return escape.json(text or "").encode("utf-8", "replace")
    out = io.BytesIO()
    try:
        table.to_parquet(out, index=False)
    except ImportError:
        raise Problem(
            "Parquet needs a package more", todo="install it with pip install 'gradeaudit[parquet]'"
        ) from None
    return out.getvalue()
