"""Divides the files of a run into parts for several processes; files that may be of one gradebook stay together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from gradeaudit.errors import Problem
from gradeaudit.export import Found, Location

if TYPE_CHECKING:
    from gradeaudit.flow import Part

SMALLEST, LARGEST = 25, 400
"""Files of a part: enough to be worth a trip to another process, and no more than about a batch of gradebooks."""
ROUNDS = 2
"""How many parts each process gets: the rules cost the same for a part of any size, and one part can't be balanced."""
_PIECE = re.compile(
    r".+=.*|.+\.(?:imscc|mbz)|activities|course_settings|users|sections|system-activities", re.IGNORECASE | re.DOTALL
)
"""Folders, or archives, that are pieces of an export beside which others lie: in a tree of Ed-Fi's LMS Toolkit, in a
Moodle backup, in a Canvas course export."""


def divided(files: Sequence[Found], jobs: int) -> list[list[Found]]:
    """Parts of consecutive files. A folder is only split when it holds many tables and nothing else."""
    most = max(SMALLEST, min(LARGEST, -(-len(files) // (jobs * ROUNDS))))
    parts: list[list[Found]] = [[]]
    for members in _folders(files):
        room = max(most - len(parts[-1]), 0)
        if len(members) > SMALLEST and apart(members):
            parts[-1].extend(members[:room])
            parts.extend(members[start : start + most] for start in range(room, len(members), most))
        elif len(members) <= room:
            parts[-1].extend(members)
        else:
            parts.append(members)
    return [part for part in parts if part]


def apart(files: Sequence[Found]) -> bool:
    """Whether files are tables that each are a gradebook of its own, as far as their names tell."""
    tables = [file for file in files if isinstance(file, Location)]
    suffixes = {file.shown.rpartition(".")[2].lower() for file in tables}
    return suffixes <= {"csv", "xlsx", "xls"} and all(_folder(file) == _above(file) for file in tables)


def rejoined(
    parts: Sequence[Sequence[Found]], results: Sequence[Part], audited: Callable[[Sequence[Found]], Part]
) -> list[Part]:
    """The results of parts; those that turned out to have files of the same set are done again, together."""
    groups: list[list[tuple[Sequence[Found], Part]]] = []
    for files, result in zip(parts, results):
        group = [(files, result)]
        while any(result.sets & other.sets for before in groups for _, other in before):
            group = [*groups.pop(), *group]
        groups.append(group)
    return [
        group[0][1] if len(group) == 1 else audited([file for files, _ in group for file in files]) for group in groups
    ]


def _folders(files: Sequence[Found]) -> list[list[Found]]:
    """The files by the folder that they must stay together with, and what lies between two such files with them."""
    folders: dict[str, list[Found]] = {}
    for file in files:
        folder = _folder(file)
        while folder in folders and next(reversed(folders)) != folder:
            inside = folders.popitem()
            folders[next(reversed(folders))].extend(inside[1])
        folders.setdefault(folder, []).append(file)
    return list(folders.values())


def _folder(file: Found) -> str:
    """The folder that a file must stay together with."""
    parts = _above(file).split("/")
    pieces = next((number for number, part in enumerate(parts) if _PIECE.fullmatch(part)), len(parts))
    return "/".join(parts[:pieces])


def _above(file: Found) -> str:
    """The folder a file lies in."""
    return (file.where if isinstance(file, Problem) else file.shown).rpartition("/")[0]
