"""Finds and opens the mapping that lies beside an export: ``marks.map.yaml`` beside ``marks.csv``."""

from __future__ import annotations

import os
from pathlib import Path

from gradeaudit.errors import Problem, visible

SUFFIXES = (".map.yaml", ".map.yml")
MAX_BYTES = 1 << 20


def is_mapping(path: Path) -> bool:
    """Whether a file is named as a mapping is."""
    return path.name.lower().endswith(SUFFIXES)


class Mappings:
    """The mapping of each file: the one beside it, or else that of ``--map``. A folder is looked through once."""

    def __init__(self, general: Path | None) -> None:
        self._general = mapping_text(general) if general else ("", "")
        self._folders: dict[str, bool] = {}

    def of(self, path: Path) -> tuple[str, str]:
        """The text and name of a file's mapping, empty where it has none; raises ``Problem`` when it can't be read."""
        folder = os.path.dirname(path)
        if folder not in self._folders:
            self._folders[folder] = _may_hold_mappings(folder)
        for suffix in SUFFIXES if self._folders[folder] else ():
            mapping = path.with_name(path.stem + suffix)
            if os.path.isfile(mapping):
                return mapping_text(mapping)
        return self._general


def _may_hold_mappings(folder: str) -> bool:
    """Whether anything in a folder is named as a mapping is, as far as its names may be read."""
    try:
        return any(name.lower().endswith(SUFFIXES) for name in os.listdir(folder or "."))
    except OSError:
        return True


def mapping_text(path: Path) -> tuple[str, str]:
    """A mapping file's text and its name to show; raises ``Problem`` when it can't be read."""
    shown = visible(path.name, 300)
    try:
        if not os.path.isfile(path):
            raise Problem("there is no such mapping", shown, "check the path after --map")
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Problem(f"the mapping can't be read ({error.strerror})", shown, "check the path after --map") from None
    if len(raw) > MAX_BYTES:
        raise Problem(
            "the mapping is larger than 1 MiB", shown, "a mapping names columns, it needs no more than a page"
        )
    try:
        return raw.decode("utf-8-sig"), shown
    except UnicodeDecodeError:
        raise Problem("the mapping isn't UTF-8 text", shown, "save it as UTF-8") from None
