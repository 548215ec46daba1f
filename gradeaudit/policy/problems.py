"""What is wrong with a policy, in one line each: where, what, and what was expected or the closest key."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from gradeaudit.errors import Problem, closest, quoted, visible
from gradeaudit.policy.layers import Layered, Spot
from gradeaudit.policy.plain import Path_
from gradeaudit.policy.schema import Settings

_START = Spot("", 1, 1, 1, 1)


def problems(error: ValidationError, layered: Layered, shown: str) -> list[Problem]:
    """Every error of a policy, in the order of its lines; ``shown`` is its file where a place isn't known."""
    found: dict[tuple[str, int, int], Problem] = {}
    details = error.errors(include_url=False, include_context=False, include_input=False)
    misspelt = {_path(detail["loc"], layered.data)[0][:-1] for detail in details if detail["type"] == "extra_forbidden"}
    for detail in details:
        path, value = _path(detail["loc"], layered.data)
        if detail["type"] == "missing" and path in misspelt:
            continue  # the key is there, with a slip in its name
        spot = _spot(path, layered.spots, shown)
        kind = detail["type"]
        if kind == "extra_forbidden":
            known = keys_at(path[:-1])
            near = closest(str(path[-1]), known)
            todo = f"did you mean {near!r}?" if near else f"expected one of {', '.join(known)}"
            problem = Problem(f"unknown key {_shown(path[-1])}", spot.key, todo)
        elif kind == "missing":
            under = f" under {_named(path)}" if path else ""
            problem = Problem(f"{detail['loc'][-1]!r} is missing{under}", spot.key, "add it")
        else:
            problem = Problem(_said(path, value), spot.value, f"expected {_expected(kind, detail['msg'])}")
        at = (spot.file, spot.value_line, spot.value_column)
        found.setdefault(
            at if kind not in {"extra_forbidden", "missing"} else (spot.file, spot.line, spot.column), problem
        )
    return [found[at] for at in sorted(found, key=lambda at: at[1:])]


def empty_values(layered: Layered, extending: bool) -> list[Problem]:
    """Keys without a value; null removes in ``set`` and where a policy stands on another one, and nowhere else."""
    found = []
    for path, value in _walk(layered.data, ()):
        in_set = len(path) > 3 and path[0] in {"overrides", "amendments"} and path[2] == "set"
        in_list = any(isinstance(step, int) for step in path)
        if value is None and not in_set and not (extending and not in_list):
            found.append(
                Problem(f"{_named(path)} has no value", layered.spots[path].key, "give it one, or remove the key")
            )
    return found


def _walk(value: Any, path: Path_) -> typing.Iterator[tuple[Path_, Any]]:
    yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from _walk(inner, (*path, key))


def _path(loc: tuple[int | str, ...], data: Any) -> tuple[Path_, Any]:
    """The part of an error's path that stands in the file, and the value there; tags of unions are left out."""
    path: list[int | str] = []
    here: Any = data
    for step in loc:
        inside = here if isinstance(here, dict) else dict(enumerate(here)) if isinstance(here, list) else {}
        if step in inside:
            path.append(step)
            here = inside[step]
    return tuple(path), here


def _spot(path: Path_, spots: Mapping[Path_, Spot], shown: str) -> Spot:
    while path and path not in spots:
        path = path[:-1]
    return spots.get(path, _START._replace(file=shown))


def _shown(key: Any) -> str:
    return repr(visible(str(key), 60))


def _named(path: Path_) -> str:
    """The nearest key's name; for an item of a list, whose list it is."""
    names = [step for step in path if isinstance(step, str)]
    return _shown(names[-1]) if names else "the policy"


def _said(path: Path_, value: Any) -> str:
    if isinstance(value, (dict, list)):
        return f"{_named(path)} is a {'map' if isinstance(value, dict) else 'list'}"
    what = "has no value" if value is None else f"is {quoted(str(value), 60)}"
    if path and isinstance(path[-1], int) and value is not None:
        return f"{_named(path)} has {quoted(str(value), 60)}"
    return f"{_named(path)} {what}"


def _expected(kind: str, message: str) -> str:
    if kind in {"model_type", "dict_type", "model_attributes_type"}:
        return "a map"
    if kind in {"tuple_type", "list_type"}:
        return "a list"
    return visible(message.removeprefix("Input should be ").removeprefix("expected "), 300)


def keys_at(path: Path_) -> list[str]:
    """The keys that may stand in the block at a path, from the models."""
    models: list[type[BaseModel]] = [Settings]
    for step in path:
        if not isinstance(step, str):
            continue
        inner = []
        for model in models:
            fields = {info.alias or name: info for name, info in model.model_fields.items()}
            if step in fields:
                inner += _models(fields[step].annotation)
        if step == "set" and not inner:
            inner = [Settings]
        models = inner or models
    return list(dict.fromkeys(info.alias or name for model in models for name, info in model.model_fields.items()))


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in typing.get_args(annotation) for model in _models(part)]
