"""Reads a policy file: plain data only, every scalar as text, every value with its line and column."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from gradeaudit.errors import Problem, closest, visible
from gradeaudit.policy.plain import Path_, plain_data
from gradeaudit.policy.schema import Settings

MAX_BYTES = 1 << 20


@dataclass(frozen=True)
class Source:
    """A policy file as it was read: its plain data, where each value stands, and its lines.

    ``places`` maps the path of a value, such as ``("categories", "Homework", "weight")``, to its line and column,
    both from 1; for an entry of a map they are those of its key.
    """

    file: str
    settings: Settings
    plain: Mapping[str, Any]
    places: Mapping[Path_, tuple[int, int]]
    lines: tuple[str, ...]
    sha256: str


def load(path: Path, shown: str = "") -> Source:
    """Reads and validates one policy file; raises ``Problem`` with file, line, column and the closest key."""
    shown = shown or visible(path.name)
    text, digest = _text(path, shown)
    plain, places = plain_data(text, shown)
    try:
        settings = Settings.model_validate(plain)
    except ValidationError as error:
        raise _problem(error, plain, places, shown) from None
    return Source(shown, settings, plain, places, tuple(text.split("\n")), digest)


def _text(path: Path, shown: str) -> tuple[str, str]:
    try:
        if not path.is_file():
            raise Problem("there is no such policy file", shown, "check the path after --policy")
        raw = path.open("rb").read(MAX_BYTES + 1)
    except OSError as error:
        raise Problem(f"the policy can't be read ({error.strerror})", shown, "check the path after --policy") from None
    if len(raw) > MAX_BYTES:
        raise Problem("the policy is larger than 1 MiB", shown, "split it with extends:")
    try:
        return raw.decode("utf-8-sig"), hashlib.sha256(raw).hexdigest()
    except UnicodeDecodeError:
        raise Problem("the policy isn't UTF-8 text", shown, "save it as UTF-8") from None


def _problem(error: ValidationError, plain: Any, places: Mapping[Path_, tuple[int, int]], shown: str) -> Problem:
    """The first error in the file's order, with its line and the closest key."""
    found = []
    for detail in error.errors(include_url=False, include_context=False, include_input=False):
        path = tuple(detail["loc"])
        while path and path not in places:
            path = path[:-1]
        found.append((places.get(path, (1, 1)), path, detail))
    (line, column), path, detail = min(found, key=lambda item: item[0])
    where = f"{shown}:{line}:{column}"
    key = visible(str(path[-1])) if path else "the policy"
    if detail["type"] == "extra_forbidden":
        near = closest(str(path[-1]), _keys(path[:-1]))
        return Problem(f"unknown key {key!r}", where, f"did you mean {near!r}?" if near else "remove it")
    if detail["type"] == "missing":
        return Problem(f"{detail['loc'][-1]!r} is missing under {key!r}", where, "add it")
    expected = detail["msg"].removeprefix("Input should be ").removeprefix("expected ")
    return Problem(f"{key!r} has a wrong value", where, f"expected {expected}")


def _keys(path: Path_) -> list[str]:
    """The keys that may stand at ``path``, from the models."""
    from gradeaudit.policy.schema import Block

    model: Any = Settings
    for part in path:
        annotation = model.model_fields[part].annotation if part in getattr(model, "model_fields", {}) else model
        model = next((kind for kind in _models(annotation) if issubclass(kind, Block)), Settings)
    return list(model.model_fields)


def _models(annotation: Any) -> list[type]:
    import typing

    if isinstance(annotation, type):
        return [annotation]
    return [kind for part in typing.get_args(annotation) for kind in _models(part)]
