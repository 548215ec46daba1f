"""The policy that holds for a gradebook: scopes, terms and dates settled, each value traced to its line."""

from __future__ import annotations

import datetime

from gradeaudit.policy.effective import Policy
from gradeaudit.policy.load import Source
from gradeaudit.policy.trace import Lines


def effective(source: Source, as_of: datetime.date) -> Policy:
    """The policy as its files state it on a day, before any override, with the line of every value."""
    return Policy(source.settings, as_of, Lines(source, source.base), source.file, source.sha256)
