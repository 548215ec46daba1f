"""What a reader is: it votes on a file and turns it into a gradebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gradeaudit.export import Export
    from gradeaudit.gradebook import Book

_NEED_ALL_ASSIGNMENTS = ("structure", "weights", "counts", "drift", "peers", "totals")


def partial(reason: str, *also: str) -> dict[str, str]:
    """What a gradebook's ``lacks`` says when the export holds only a part of it, such as one assignment's scores.

    The families of rules that need every assignment, and those in ``also``, are then not checked, for ``reason``.
    """
    return {f"rules.{family}": reason for family in (*_NEED_ALL_ASSIGNMENTS, *also)}


class Claim(NamedTuple):
    """A reader's vote: this file is mine, for these reasons.

    ``confidence`` is certain, likely or possible. ``part`` says what the file is of a gradebook: ``whole`` (read
    alone), ``set`` (all this reader's files of one folder are read together, as one call), or ``beside`` (a companion
    that is handed over with each whole file of its folder). ``refusal`` is set when the file is recognised as
    something that is no gradebook, such as a roster or an activity log: the sentence says what it is and what to
    export instead.
    """

    confidence: str
    evidence: tuple[str, ...]
    part: str = "whole"
    refusal: str = ""
    root: str = ""
    """The folder that makes up a ``set``, or whose files this lies ``beside``, when it is not the file's own: as it
    begins ``Export.file``; ``.`` for the topmost, which has no name."""
    unless_named: bool = False
    """The refusal gives way when the user names this reader with ``--as``."""


@dataclass(frozen=True)
class Reader:
    """One export format.

    ``detect`` looks at one file's cells (never at its name alone) and returns its Claim, or None when the file is
    not its own. ``read`` takes the files of one unit (one file, or several as their claims' ``part`` says) and yields
    gradebooks; it raises ``Problem`` when the file is damaged. ``offers`` are the columns, such as
    ``assignments.due_on``, that this format can carry at best; ``lacks`` says of others why not and how to get them.
    ``sure`` says how well the format is known, and from what.
    """

    name: str
    system: str
    title: str
    sure: str
    detect: Callable[[Export], Claim | None]
    read: Callable[[list[Export]], Iterable[Book]]
    offers: frozenset[str]
    lacks: Mapping[str, str] = field(default_factory=dict)
    streams: bool = False
    """Reads a table that is too long to hold row by row, through ``Table.each()``; others are handed all its rows."""
    last: bool = False
    """Asked only when no other reader has a word to say of a file, or a mapping was given with it."""
