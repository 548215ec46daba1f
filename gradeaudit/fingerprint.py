"""A finding's identity: the same after a re-export, a shuffle of rows or a new student."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping


def fingerprint(rule: str, identity: str, subject: Mapping[str, str]) -> str:
    """Twenty hexadecimal digits made of the rule, the gradebook's identity and the subject.

    The subject is an assignment, category or code; never a row, value, message, severity or student.
    """
    return fingerprints(rule, [identity], {name: [text] for name, text in subject.items()})[0]


def fingerprints(rule: str, identities: Iterable[str], subjects: Mapping[str, Iterable[str]]) -> list[str]:
    """The same for many findings of a rule: a gradebook's identity for each, and each part of their subjects."""
    parts = ([f"{name}={text}" for text in subjects[name]] for name in sorted(subjects))
    whole = ("\x1f".join((rule, *one)).encode("utf-8", "surrogatepass") for one in zip(identities, *parts))
    return [hashlib.sha256(one).hexdigest()[:20] for one in whole]
