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


def beside(path: Path) -> tuple[str, str] | None:
    """The text and name of the mapping beside a file, if there is one."""
    for suffix in SUFFIXES:
        mapping = path.with_name(path.stem + suffix)
        if os.path.isfile(mapping):
            return mapping_text(mapping)
    return None


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
