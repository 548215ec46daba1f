"""The steps of the LMSs stand under readers that exist, and are whole sentences."""

import re

from gradeaudit import discovery
from gradeaudit.rules import _steps

TABLES = [table for table in vars(_steps).values() if isinstance(table, dict) and "canvas" in table]


def test_steps_are_sentences_for_readers_that_exist():
    assert len(TABLES) == 6
    for table in TABLES:
        assert set(table) <= set(discovery.readers())
        assert all(re.fullmatch(r"[A-Z].*\.", text) for text in table.values())
