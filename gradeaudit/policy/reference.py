"""The policy language as others read it: a JSON Schema for editors, and a table of every key for README."""

from __future__ import annotations

import json
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from gradeaudit.policy.schema import Settings

SCHEMA_FILE = Path(__file__).with_name("policy.schema.json")
_ID = "urn:gradeaudit:policy:1"
"""A name, and no address: nothing is fetched for it."""


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a policy file, as editors use it for completion, hovers and errors."""
    schema = Settings.model_json_schema(by_alias=True, mode="validation")
    definitions = schema["$defs"]
    definitions["Code"] = {"anyOf": [definitions["Code"], definitions["Code"]["properties"]["means"]]}
    definitions["RuleSettings"] = {
        "anyOf": [definitions["RuleSettings"], {"enum": ["error", "warning", "info", "off"]}]
    }
    definitions["TitleTag"] = {"anyOf": [definitions["TitleTag"], {"type": "string"}]}
    for name in ("Variation", "Amendment"):  # null removes here, so only the names of the keys are checked
        changes = definitions[name]["properties"]["set"]
        changes["propertyNames"] = {"enum": [info.alias or key for key, info in Settings.model_fields.items()]}
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": _ID, **_plain(schema)}
    schema["title"] = "gradeaudit policy"
    return schema


def schema_text() -> str:
    """The JSON Schema as the package publishes it."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _plain(value: Any) -> Any:
    """A schema without what only Python needs: generated titles, null where a key may simply be absent."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    plain = {key: _plain(item) for key, item in value.items() if not (key == "title" and isinstance(item, str))}
    choices = plain.get("anyOf")
    if isinstance(choices, list):
        rest = [choice for choice in choices if choice != {"type": "null"}]
        if len(rest) < len(choices):
            plain.pop("default", None)
        if len(rest) == 1 and isinstance(rest[0], dict):
            own = {key: item for key, item in plain.items() if key != "anyOf"}
            plain = {**own, **rest[0], **own}  # what a key says of its forms counts, and not what they are read into
        else:
            plain["anyOf"] = rest
    return plain


def reference() -> str:
    """Every key of the policy language with its description, as a Markdown table."""
    lines = ["| key | says |", "|---|---|"]
    lines += [f"| `{path}` | {says.replace('|', chr(92) + '|')} |" for path, says in keys()]
    return "\n".join(lines) + "\n"


def keys() -> Iterator[tuple[str, str]]:
    """Every key by its dotted path, with its description; ``NAME`` stands for any name in a map, ``[]`` for a list."""
    yield from _keys(Settings, "", ())


def _keys(model: type[BaseModel], path: str, above: tuple[type[BaseModel], ...]) -> Iterator[tuple[str, str]]:
    for name, info in model.model_fields.items():
        if name == "source" and path:
            continue
        here = f"{path}{info.alias or name}"
        yield here, info.description or ""
        for form, inner in _inner(info.annotation, ""):
            if inner not in above and inner is not model:
                yield from _keys(inner, f"{here}{form}.", (*above, model))


def _inner(annotation: Any, form: str) -> Iterator[tuple[str, type[BaseModel]]]:
    """The blocks that a value may be made of, with how they stand in it."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield form, annotation
        return
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        inner = inner[:1]
    elif origin is dict:
        inner, form = inner[1:], f"{form}.NAME"
    elif origin is tuple:
        inner, form = inner[:1], f"{form}[]"
    for part in inner:
        yield from _inner(part, form)
