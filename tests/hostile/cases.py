"""Hostile and damaged files, each with what must become of it: read, read with a note, or refused in these words."""

from __future__ import annotations

from tests.hostile.archives import ARCHIVES
from tests.hostile.case import Case
from tests.hostile.texts import TEXTS
from tests.hostile.workbooks import WORKBOOKS

__all__ = ["ARCHIVES", "CASES"]

CASES: dict[str, Case] = {**TEXTS, **WORKBOOKS}
