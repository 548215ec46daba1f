"""A finding's identity: the same after a re-export, a shuffle of rows or a new student."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping


def fingerprint(rule: str, identity: str, subject: Mapping[str, str]) -> str:
    """Twenty hexadecimal digits made of the rule, the gradebook's identity and the subject.

    The subject is an assignment, category or code; never a row, value, message, severity or student.
    """
    parts = [rule, identity, *(f"{name}={subject[name]}" for name in sorted(subject))]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]
