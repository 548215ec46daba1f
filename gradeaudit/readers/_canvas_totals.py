"""Canvas's columns of totals: which kind each is and of which assignment group, as their headers say."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from gradeaudit.gradebook import TOTAL_KINDS

_TOTAL = re.compile(
    r"(?:(?P<group>.+?) )??(?P<unposted>Unposted )?(?P<kind>Current|Final) (?P<what>Score|Points|Grade)"
    r"(?: \((?P<period>.+)\))?",
    re.DOTALL,
)
_OVERRIDE = re.compile(r"Override (?P<what>Score|Grade|Status)(?: \((?P<period>.+)\))?", re.DOTALL)
_READ_ONLY = re.compile(r"\s*[(（]")
"""How (read only) begins in any language; another text in the points row is points possible that nobody can read."""

OVERRIDE = TOTAL_KINDS.index("override")
_UNPOSTED = TOTAL_KINDS.index("unposted_current") - TOTAL_KINDS.index("current")
_POSTED_TWINS = (TOTAL_KINDS.index("unposted_current"), TOTAL_KINDS.index("unposted_final"))


class Total(NamedTuple):
    """What a column of totals is: its kind (a position in TOTAL_KINDS) and its group (a position in ``groups``, or -1);
    Score, Points, Grade or Status; and the grading period, empty for the whole course."""

    kind: int
    group: int
    what: str
    period: str


class Unpriced(NamedTuple):
    """What columns without points possible are, each by its position among them.

    ``at`` are those of ``totals``, ``groups`` are (name, first column), ``assignments`` have an id and no points.
    ``twins`` are pairs of an unposted total and the posted one that is the same otherwise, as positions in ``totals``;
    ``whats`` is what there is of Score, Points, Grade and Status; ``term`` the grading period, or empty.
    """

    totals: tuple[Total, ...]
    at: list[int]
    groups: list[tuple[str, int]]
    assignments: list[int]
    twins: list[tuple[int, int]]
    whats: frozenset[str]
    term: str


@lru_cache(maxsize=256)  # courses with the same assignment groups have the same headers
def unpriced(header: tuple[str, ...], printed: tuple[str, ...]) -> Unpriced:
    """Tells the columns apart whose cell in the points row (``printed``) is no number.

    Source: Canvas's gradebook_exporter.rb and gradebook_importer.rb. Titles and group names may repeat, so a block of
    totals ends where its prefix changes or one of its kinds comes again.
    """
    totals: list[Total] = []
    at: list[int] = []
    groups: list[tuple[str, int]] = []
    assignments: list[int] = []
    seen: set[tuple[int, str]] = set()
    prefix = ""
    for column, (name, said) in enumerate(zip(header, printed)):
        total = _total(name)
        key = "" if total and said.strip() else identified(name)[1]
        if total and key and total.kind != OVERRIDE:
            total = None  # an assignment called "Final Score" without points possible
        if total:
            own = (total.kind, total.what)
            if total.prefix and (total.prefix != prefix or own in seen):
                groups.append((total.prefix, column))
                seen = set()
            prefix = total.prefix
            seen.add(own)
            totals.append(Total(total.kind, len(groups) - 1 if prefix else -1, total.what, total.period))
            at.append(column)
        elif key and not _READ_ONLY.match(said):
            assignments.append(column)
    whats = frozenset(total.what for total in totals)
    term = next((total.period for total in totals if total.period), "")
    return Unpriced(tuple(totals), at, groups, assignments, _twins(totals), whats, term)


def identified(name: str) -> tuple[str, str]:
    """An assignment's title and its Canvas id, empty where the header doesn't end in one."""
    if name[-1:] == ")":
        title, _, key = name[:-1].rpartition("(")
        if key.isdecimal() and title[-1:].isspace():
            return title[:-1], key
    return name, ""


def _twins(totals: list[Total]) -> list[tuple[int, int]]:
    number = {total: position for position, total in enumerate(totals)}
    return [
        (position, number[posted])
        for position, total in enumerate(totals)
        if total.kind in _POSTED_TWINS and (posted := total._replace(kind=total.kind - _UNPOSTED)) in number
    ]


class _Named(NamedTuple):
    prefix: str
    kind: int
    what: str
    period: str


def _total(name: str) -> _Named | None:
    """What a header says of a column of totals, or None when it isn't one's header."""
    if override := _OVERRIDE.fullmatch(name):
        return _Named("", OVERRIDE, override["what"], override["period"] or "")
    found = _TOTAL.fullmatch(name)
    if found is None:
        return None
    kind = ("unposted_" if found["unposted"] else "") + found["kind"].lower()
    kind += "_points" if found["what"] == "Points" else ""
    return _Named(found["group"] or "", TOTAL_KINDS.index(kind), found["what"], found["period"] or "")
