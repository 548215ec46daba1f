"""Plain data from YAML text: no tags, no code, every scalar as the text it is, every value with its place."""

from __future__ import annotations

from typing import Any

import yaml

from gradeaudit.errors import Problem, visible

MAX_DEPTH = 50

Path_ = tuple[str | int, ...]
_KEYS = {"policy": "district: and categories:", "mapping": "student: and assignments:"}
_START = {"policy": "start from policies/minimal.yaml", "mapping": "gradeaudit inspect FILE suggests one"}


def plain_data(text: str, shown: str, what: str = "policy") -> tuple[dict[str, Any], dict[Path_, tuple[int, int]]]:
    """The map that a YAML text states, every scalar as text, and the line and column of each value, from 1.

    ``shown`` is the file's name and ``what`` the word for it in messages. Raises ``Problem`` for tags, aliases,
    duplicate keys, several documents, deep nesting, and anything but a map.
    """
    places: dict[Path_, tuple[int, int]] = {}
    try:
        _check_events(text, shown, what)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        where = _where(shown, error.problem_mark or error.context_mark)
        raise Problem(f"this isn't valid YAML ({error.problem})", where, "correct the line") from None
    except yaml.YAMLError:
        raise Problem("this isn't valid YAML (it has characters that YAML forbids)", shown, "save it as text") from None
    if node is None:
        raise Problem(f"the {what} is empty", shown, _START[what])
    if not isinstance(node, yaml.MappingNode):
        raise Problem(f"a {what} is a map of keys, such as {_KEYS[what]}", shown, _START[what])
    return _value(node, (), places, shown), places


def _where(shown: str, mark: Any) -> str:
    """``file:line:column`` of a YAML mark, counted from 1."""
    return f"{shown}:{mark.line + 1}:{mark.column + 1}" if mark else shown


def _check_events(text: str, shown: str, what: str) -> None:
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        where = _where(shown, event.start_mark)
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
            if depth > MAX_DEPTH:
                raise Problem(f"nested more than {MAX_DEPTH} levels deep", where, f"a {what} needs no such depth")
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            raise Problem(f"YAML aliases (*name) aren't allowed in a {what}", where, "write the value out")
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise Problem("a second YAML document begins here", where, f"keep one {what} in a file")
        if getattr(event, "tag", None) and not isinstance(event, yaml.AliasEvent):
            raise Problem(f"YAML tags (!name) aren't allowed in a {what}", where, "write plain text")


def _value(node: yaml.Node, path: Path_, places: dict[Path_, tuple[int, int]], shown: str) -> Any:
    places.setdefault(path, (node.start_mark.line + 1, node.start_mark.column + 1))
    if isinstance(node, yaml.ScalarNode):
        return None if node.style is None and node.value in {"", "~", "null", "Null", "NULL"} else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, number), places, shown) for number, item in enumerate(node.value)]
    table: dict[str, Any] = {}
    for key, value in node.value:
        line, column = key.start_mark.line + 1, key.start_mark.column + 1
        where = f"{shown}:{line}:{column}"
        if not isinstance(key, yaml.ScalarNode):
            raise Problem("a key must be plain text", where, "put the key in quotes")
        if key.value in table:
            first = places[(*path, key.value)][0]
            raise Problem(
                f"the key {visible(key.value)!r} stands here again (first in line {first})", where, "keep one"
            )
        places[(*path, key.value)] = (line, column)
        table[key.value] = _value(value, (*path, key.value), places, shown)
    return table
