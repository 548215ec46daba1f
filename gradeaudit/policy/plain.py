"""Plain data from YAML text: no tags, no code, every scalar as the text it is, every value with its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from gradeaudit.errors import Problem, quoted

MAX_DEPTH = 50

Path_ = tuple[str | int, ...]
_KEYS = {"policy": "district: and categories:", "mapping": "student: and assignments:"}
_START = {"policy": "start from policies/minimal.yaml", "mapping": "gradeaudit inspect FILE suggests one"}
# libyaml's parser is ten times as fast; its events come one by one, so deep nesting can be refused before it is read
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Plain(NamedTuple):
    """A YAML map as plain data. ``places`` and ``values`` map the path of each value to its line and column from 1:
    those of its key (in a list: of itself), and those of the value."""

    data: dict[str, Any]
    places: dict[Path_, tuple[int, int]]
    values: dict[Path_, tuple[int, int]]


def plain_data(text: str, shown: str, what: str = "policy") -> tuple[dict[str, Any], dict[Path_, tuple[int, int]]]:
    """The map that a YAML text states, every scalar as text, and the line and column of each key, from 1.

    ``shown`` is the file's name and ``what`` the word for it in messages. Raises ``Problem`` for tags, aliases,
    duplicate keys, several documents, deep nesting, and anything but a map.
    """
    return placed_data(text, shown, what)[:2]


def placed_data(text: str, shown: str, what: str = "policy") -> Plain:
    """As ``plain_data``, with the place of each value beside that of its key."""
    plain = Plain({}, {}, {})
    try:
        events = iter(yaml.parse(text, Loader=_PARSER))
        found = _read(events, plain, shown, what)
    except yaml.MarkedYAMLError as error:
        if "nesting depth" in str(error.problem):  # libyaml has a limit of its own, and reads ahead: find ours
            _read(iter(yaml.parse(text, Loader=yaml.SafeLoader)), Plain({}, {}, {}), shown, what)
        mark = error.problem_mark or error.context_mark
        where = _where(shown, mark)
        line = text.splitlines()[mark.line :][:1] if mark else []
        tabs = any("\t" in one[: len(one) - len(one.lstrip())] for one in line)
        todo = "use spaces, not tabs" if tabs else "correct the line"
        raise Problem(f"this isn't valid YAML ({error.problem})", where, todo) from None
    except (yaml.YAMLError, UnicodeError):
        raise Problem("this isn't valid YAML (it has characters that YAML forbids)", shown, "save it as text") from None
    if found is None:
        raise Problem(f"the {what} is empty", shown, _START[what])
    if not isinstance(found, dict):
        raise Problem(f"a {what} is a map of keys, such as {_KEYS[what]}", shown, _START[what])
    return plain._replace(data=found)


def _where(shown: str, mark: Any) -> str:
    """``file:line:column`` of a YAML mark, counted from 1."""
    return f"{shown}:{mark.line + 1}:{mark.column + 1}" if mark else shown


def _read(events: Iterator[Any], plain: Plain, shown: str, what: str) -> Any:
    """The first document's value, and a look at whether a second one follows."""
    found: Any = None
    documents = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise Problem(
                    "a second YAML document begins here", _where(shown, event.start_mark), f"keep one {what} in a file"
                )
            found = _value(next(events), events, (), plain, shown, what)
    return found


def _value(event: Any, events: Iterator[Any], path: Path_, plain: Plain, shown: str, what: str) -> Any:
    """The value that begins with an event; refuses whatever isn't plain data before reading on."""
    if isinstance(event, yaml.AliasEvent):
        where = _where(shown, event.start_mark)
        raise Problem(f"YAML aliases (*name) aren't allowed in a {what}", where, "write the value out")
    if event.tag:
        raise Problem(
            f"YAML tags (!name) aren't allowed in a {what}", _where(shown, event.start_mark), "write plain text"
        )
    if len(path) > MAX_DEPTH:
        where = _where(shown, event.start_mark)
        raise Problem(f"nested more than {MAX_DEPTH} levels deep", where, f"a {what} needs no such depth")
    here = (event.start_mark.line + 1, event.start_mark.column + 1)
    plain.values[path] = here
    plain.places.setdefault(path, here)
    if isinstance(event, yaml.ScalarEvent):
        bare = event.style is None or event.style == ""
        return None if bare and event.value in {"", "~", "null", "Null", "NULL"} else event.value
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Any] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_value(event, events, (*path, len(items)), plain, shown, what))
        return items
    table: dict[str, Any] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _key(event, table, path, plain, shown, what)
        table[key] = _value(next(events), events, (*path, key), plain, shown, what)
    return table


def _key(event: Any, table: dict[str, Any], path: Path_, plain: Plain, shown: str, what: str) -> str:
    line, column = event.start_mark.line + 1, event.start_mark.column + 1
    where = f"{shown}:{line}:{column}"
    if isinstance(event, yaml.AliasEvent):
        raise Problem(f"YAML aliases (*name) aren't allowed in a {what}", where, "write the value out")
    if not isinstance(event, yaml.ScalarEvent):
        raise Problem("a key must be plain text", where, "put the key in quotes")
    if event.tag:
        raise Problem(f"YAML tags (!name) aren't allowed in a {what}", where, "write plain text")
    key = str(event.value)
    if key == "<<" and not event.style:
        raise Problem(f"YAML merge keys (<<) aren't allowed in a {what}", where, "write the values out")
    if key in table:
        first = plain.places[(*path, key)][0]
        raise Problem(f"the key {quoted(key)} stands here again (first in line {first})", where, "keep one")
    plain.places[(*path, key)] = line, column
    return key
