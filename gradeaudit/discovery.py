"""Finds the one rule, reader or reporter in each file of its folder, and is loud when there is none."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TypeVar

from gradeaudit.readers.base import Reader
from gradeaudit.reporters.base import Reporter
from gradeaudit.rules.base import Rule

Entry = TypeVar("Entry", Rule, Reader, Reporter)


@cache
def rules() -> dict[str, Rule]:
    """Every rule by name, sorted by name."""
    return _entries("rules", Rule)


@cache
def readers() -> dict[str, Reader]:
    """Every reader by name, sorted by name."""
    return _entries("readers", Reader)


@cache
def reporters() -> dict[str, Reporter]:
    """Every reporter by name, sorted by name."""
    return _entries("reporters", Reporter)


def reporter(name: str) -> Reporter | None:
    """One reporter by name, without a look at the others; None when there is no such."""
    package = import_module("gradeaudit.reporters")
    names = {info.name for info in pkgutil.iter_modules(package.__path__) if info.name[0] != "_"} - {"base"}
    return _entry(import_module(f"gradeaudit.reporters.{name}"), Reporter) if name in names else None


def reporter_for(suffix: str) -> Reporter | None:
    """The reporter that a file's suffix means; mostly it is called like it, and then only it is loaded."""
    named = reporter(suffix.removeprefix("."))
    if named is not None and suffix in named.suffixes:
        return named
    return next((entry for entry in reporters().values() if suffix in entry.suffixes), None)


def _entries(folder: str, kind: type[Entry]) -> dict[str, Entry]:
    package = import_module(f"gradeaudit.{folder}")
    names = sorted(info.name for info in pkgutil.iter_modules(package.__path__) if info.name != "base")
    entries = [_entry(import_module(f"{package.__name__}.{name}"), kind) for name in names if name[0] != "_"]
    return {entry.name: entry for entry in entries}


def _entry(module: ModuleType, kind: type[Entry]) -> Entry:
    found = [value for value in vars(module).values() if isinstance(value, kind)]
    if len(found) != 1:
        raise ImportError(f"{module.__name__} must define exactly one {kind.__name__}, it defines {len(found)}")
    expected = module.__name__.rpartition(".")[2].replace("_", "-" if kind is Rule else "_")
    if found[0].name != expected:
        raise ImportError(f"{module.__name__} defines {found[0].name!r}; its name must be {expected!r}")
    return found[0]
