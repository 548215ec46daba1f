"""Whether a gradebook is meant: names and globs of a policy against what is known of a gradebook."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import lru_cache

from gradeaudit.policy.keys.scopes import When
from gradeaudit.policy.keys.totals import Exceptions

RANKS = {
    "level": 1, "grade": 2, "school": 3, "department": 4, "schedule": 5, "course_level": 6, "flags": 7, "course": 8,
    "course_code": 8, "teacher": 9, "section": 10, "term": 11,
}  # fmt: skip
"""How near a scope is to a single gradebook; the nearer one wins."""


@lru_cache(65_536)  # the names of a policy are compared with each other and with every gradebook
def plain_name(text: str) -> str:
    """A name as it is compared: without regard to case, surrounding or doubled spaces, and compatibility forms."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def matches(patterns: tuple[str, ...], value: str) -> bool:
    """Whether a name is one of the names or globs; flags are several names, parted by ``;``, ``,`` or ``|``."""
    wanted = [plain_name(pattern) for pattern in patterns]
    return any(fnmatchcase(name, pattern) for name in _names(value) for pattern in wanted)


def _names(value: str) -> list[str]:
    return [plain_name(name) for name in re.split(r"[;|]", value)] if value else []


def conditions(when: When | Exceptions) -> dict[str, tuple[str, ...]]:
    """The keys that a scope asks for, with the names and globs of each."""
    asked = {key: getattr(when, key) for key in type(when).model_fields if key != "source"}
    return {key: patterns for key, patterns in asked.items() if patterns}


def matches_any(exceptions: Exceptions, about: Mapping[str, str]) -> bool:
    """Whether any one of the exceptions holds for a gradebook."""
    return any(matches(patterns, about.get(key, "")) for key, patterns in conditions(exceptions).items())


def rank(when: When) -> tuple[int, ...]:
    """How near a scope is: its nearest key first, then the others; compared as tuples."""
    return tuple(sorted((RANKS[key] for key in conditions(when)), reverse=True))
