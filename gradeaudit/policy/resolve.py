"""The policy that holds for a gradebook: scopes, terms and dates settled, each value traced to its line."""

from __future__ import annotations

import datetime

from gradeaudit.errors import visible
from gradeaudit.findings import PolicyRef
from gradeaudit.policy.effective import Policy
from gradeaudit.policy.load import Source


def effective(source: Source, as_of: datetime.date) -> Policy:
    """The policy as one file states it, with the line of every value."""
    refs = {
        ".".join(map(str, path)): PolicyRef(source.file, line, visible(source.lines[line - 1].strip(), 200))
        for path, (line, _) in source.places.items()
        if path
    }
    return Policy(source.settings, as_of, refs, source.file, source.sha256)
