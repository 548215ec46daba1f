"""Every setting in force for a gradebook, with the file and line that set it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from gradeaudit.errors import visible
from gradeaudit.policy.effective import Policy
from gradeaudit.policy.layers import APPENDED
from gradeaudit.policy.trace import Lines

_HIDDEN = {*APPENDED, "extends"}


class Setting(NamedTuple):
    """One value in force: its path, the value as plain data, and the file and line that set it."""

    path: tuple[str, ...]
    value: Any
    file: str
    line: int


def settings_in_force(policy: Policy) -> list[Setting]:
    """Every value that holds, in the order of the policy, each with its line."""
    assert isinstance(policy.refs, Lines)
    found = []
    for path, value in _leaves(policy.refs.data, ()):
        spot = policy.refs.spot(path)
        found.append(Setting(path, value, spot.file, spot.line))
    return found


def _leaves(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, Mapping) and (value or not path):
        for key, inner in value.items():
            if path or key not in _HIDDEN:
                yield from _leaves(inner, (*path, str(key)))
    else:
        yield path, value


def as_tree(policy: Policy, title: str = "") -> str:
    """The settings as an indented tree, each with its file and line; ``title`` is the gradebook's name."""
    about = ", ".join(f"{key} {visible(value, 60)}" for key, value in sorted(policy.about.items()))
    lines = [f"{title or 'Every gradebook'} on {policy.as_of}" + (f" ({about})" if about else "")]
    rows: list[tuple[str, str]] = []
    before: tuple[str, ...] = ()
    for setting in settings_in_force(policy):
        shared = next((n for n, (a, b) in enumerate(zip(before, setting.path)) if a != b), len(before))
        for depth in range(shared, len(setting.path) - 1):
            rows.append((f"{'  ' * (depth + 1)}{visible(setting.path[depth], 60)}:", ""))
        before = setting.path[:-1]
        name = f"{'  ' * len(setting.path)}{visible(setting.path[-1], 60)}: {_shown(setting.value)}"
        rows.append((name, f"{setting.file}:{setting.line}"))
    width = min(max((len(text) for text, place in rows if place), default=0), 72)
    lines += [f"{text:<{width}}  {place}".rstrip() for text, place in rows]
    lines += [f"  undecided: {path or 'everything'}: {why}" for path, why in sorted(policy.undecided.items())]
    return "\n".join(lines) + "\n"


def _shown(value: Any) -> str:
    if isinstance(value, (list, dict)):
        return visible(json.dumps(value, ensure_ascii=False), 120)
    return visible(str(value), 120)


def as_record(policy: Policy, gradebook: str = "") -> dict[str, Any]:
    """The same as plain data, for JSON."""
    return {
        "gradebook": gradebook or None,
        "as_of": policy.as_of.isoformat(),
        "about": dict(sorted(policy.about.items())),
        "settings": [
            {"path": ".".join(setting.path), "value": setting.value, "file": setting.file, "line": setting.line}
            for setting in settings_in_force(policy)
        ],
        "undecided": [{"path": path, "reason": why} for path, why in sorted(policy.undecided.items())],
    }
