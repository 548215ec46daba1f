"""Reads a policy: the file, the policies it stands on, and every check without which it can't be applied."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from gradeaudit.errors import Problem, quoted, visible
from gradeaudit.policy.keys.scopes import Amendment, Variation
from gradeaudit.policy.layers import APPENDED, Change, Layered, Spot, applied, changes, layer, merged
from gradeaudit.policy.plain import placed_data
from gradeaudit.policy.problems import empty_values, problems
from gradeaudit.policy.schema import Settings

MAX_BYTES = 1 << 20
MAX_FILES = 20
MAX_CHAIN = 10
MAX_STEPS = 2_000
"""How many overrides and amendments a policy may have: each pair of a rank is held against each other."""

Rules = Mapping[str, Mapping[str, Any]]
"""Rules by name, each with its parameters and their defaults."""


class Step(NamedTuple):
    """An override or amendment: when it holds, what it sets, and the file (from the lowest, 0) that states it."""

    states: Variation | Amendment
    changes: tuple[Change, ...]
    layer: int
    spot: Spot


@dataclass(frozen=True)
class Source:
    """A policy as it was read, with the policies it stands on.

    ``settings`` are those of all files, lowest first, before any override or amendment. ``bases`` is the plain data
    after each file and ``own`` what each file sets; ``steps`` are the amendments and overrides in order, ``lines`` and
    ``folders`` the text of each file by its name and where it lies. ``sha256`` is the digest of the one file, or of
    the digests of all of them.
    """

    file: str
    path: Path
    settings: Settings
    bases: tuple[Layered, ...]
    own: tuple[tuple[Change, ...], ...]
    steps: tuple[Step, ...]
    lines: Mapping[str, tuple[str, ...]]
    folders: Mapping[str, Path]
    sha256: str

    @property
    def base(self) -> Layered:
        """The plain data of all files together."""
        return self.bases[-1]


class _File(NamedTuple):
    layered: Layered
    lines: tuple[str, ...]
    digest: str
    shown: str
    folder: Path


def load(path: Path, shown: str = "", rules: Rules | None = None) -> Source:
    """Reads and validates a policy; raises ``Problem`` with file, line, column and the closest key.

    ``rules`` are the known rules with their parameters; without them the names under ``rules:`` aren't checked.
    """
    source, found = examine(path, shown, rules)
    if found or source is None:
        raise found[0]
    return source


def examine(path: Path, shown: str = "", rules: Rules | None = None) -> tuple[Source | None, list[Problem]]:
    """The policy, and everything that keeps it from being applied; None where it can't even be read as one.

    Raises ``Problem`` where a file isn't plain YAML.
    """
    from gradeaudit.policy.limits import broken_limits, wrong_rules  # they look at the Source that is made here

    shown = shown or visible(path.name)
    files = list(_files(path, shown, path, (), {}))
    found = [problem for file in files for problem in empty_values(file.layered, _list_of(file, "extends") != [])]
    if found:
        return None, found
    bases = [files[0].layered]
    for file in files[1:]:
        bases.append(merged(bases[-1], file.layered))
    try:
        settings = Settings.model_validate(bases[-1].data)
    except ValidationError as error:
        return None, problems(error, bases[-1], shown)
    count = len(settings.overrides) + len(settings.amendments)
    if count > MAX_STEPS:
        what = f"the policy has {count:,} overrides and amendments, more than the {MAX_STEPS:,} that are read"
        raise Problem(what, shown, "name several courses or schools in one override")
    steps = tuple(_steps(settings, bases, files))
    digests = [file.digest for file in files]
    source = Source(
        shown,
        path,
        settings,
        tuple(bases),
        tuple(tuple(changes(file.layered)) for file in files),
        steps,
        {file.shown: file.lines for file in files},
        {file.shown: file.folder for file in files},
        digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest(),
    )
    found = [problem for step in steps for problem in _wrong_values(step, bases[step.layer], shown)]
    found += wrong_rules(source, rules)
    if not found:
        found += broken_limits(source)
    return source, found


def _files(path: Path, shown: str, top: Path, chain: tuple[Path, ...], known: dict[Path, str]) -> Iterator[_File]:
    """The files that a policy stands on, lowest first, each once, and the policy itself last."""
    text, digest = _text(path, shown, bool(chain))
    plain = placed_data(text, shown)
    file = _File(layer(plain, shown), tuple(text.split("\n")), digest, shown, path.parent)
    here = _real(path)
    known[here] = shown
    root = _real(top).parent
    for number, name in enumerate(_list_of(file, "extends")):
        spot = file.layered.spots.get(("extends", number)) or file.layered.spots[("extends",)]
        if not isinstance(name, str):
            raise Problem(
                "'extends' has something that is no file name", spot.value, "expected a file, or a list of them"
            )
        other = path.parent / name
        real = _real(other)
        if not real.is_relative_to(root):
            raise Problem(
                f"'extends' names {quoted(name, 60)}, outside this policy's folder",
                spot.value,
                "move it beside this one",
            )
        if real == here or real in chain:
            names = [known[step] for step in (*chain, here)]
            circle = " → ".join([*names[names.index(known[real]) :], known[real]])
            raise Problem(f"'extends' goes in a circle: {circle}", spot.value, "remove one of them")
        if len(chain) >= MAX_CHAIN or len(known) >= MAX_FILES:
            raise Problem(
                f"'extends' goes on over more than {MAX_CHAIN} levels or {MAX_FILES} files",
                spot.value,
                "join some of them",
            )
        if real not in known:
            if not os.path.isfile(real):  # unlike Path's own, it takes a name of any length
                raise Problem(f"there is no policy file {quoted(name, 60)}", spot.value, "check the name")
            beside = os.path.normpath(os.path.join(os.path.dirname(shown), name))
            yield from _files(other, visible(beside, 300), top, (*chain, here), known)
    yield file


def _list_of(file: _File, key: str) -> list[Any]:
    value = file.layered.data.get(key)
    return value if isinstance(value, list) else [] if value is None else [value]


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):  # a circle of links, or a name that no file can have
        return Path(os.path.abspath(path))


def _text(path: Path, shown: str, extended: bool) -> tuple[str, str]:
    """The text of a regular file within the limits, and its digest."""
    todo = "check the name after extends:" if extended else "check the path after --policy"
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Problem("this is no regular file", shown, todo)
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise Problem("there is no such policy file", shown, todo) from None
    except IsADirectoryError:
        raise Problem("this is a folder, not a policy file", shown, todo) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name can't be used"
        raise Problem(f"the policy can't be read ({reason})", shown, todo) from None
    if len(raw) > MAX_BYTES:
        raise Problem("the policy is larger than 1 MiB", shown, "split it with extends:")
    if raw[:4] in {b"PK\x03\x04", b"\xd0\xcf\x11\xe0"}:
        raise Problem("this is a workbook or an archive, not a policy", shown, "write the policy as YAML text")
    try:
        return raw.decode("utf-8-sig"), hashlib.sha256(raw).hexdigest()
    except UnicodeDecodeError:
        raise Problem("the policy isn't UTF-8 text", shown, "save it as UTF-8") from None


def _steps(settings: Settings, bases: list[Layered], files: list[_File]) -> Iterator[Step]:
    """The overrides and amendments of all files, in order, each with the number of its file."""
    top = bases[-1]
    stated: tuple[tuple[str, tuple[Variation | Amendment, ...]], ...] = (
        ("amendments", settings.amendments),
        ("overrides", settings.overrides),
    )
    for key, several in stated:
        ends = [len(base.data.get(key) or ()) for base in bases]
        for number, states in enumerate(several):
            at = next(number_of for number_of, end in enumerate(ends) if number < end)
            yield Step(states, tuple(changes(top, (key, number, "set"))), at, top.spots[(key, number)])


def _wrong_values(step: Step, base: Layered, shown: str) -> list[Problem]:
    """What is wrong with the values that an override or amendment sets, seen over what it changes."""
    with_it = applied(base, list(step.changes))
    touched = {change.path[0] for change in step.changes}
    fixed = sorted(str(key) for key in touched & {*APPENDED, "extends", "gradeaudit", "identify", "calendar"})
    if fixed:
        spot = next(change.spot for change in step.changes if change.path[0] == fixed[0])
        return [Problem(f"{fixed[0]!r} can't vary", spot.key, "state it at the top of the policy")]
    part = Layered({key: value for key, value in with_it.data.items() if key in touched}, with_it.spots)
    try:
        Settings.model_validate(part.data)
    except ValidationError as error:
        return problems(error, part, shown)
    return []
