"""What documents for CI servers may look like: SARIF 2.1.0's objects as far as we write them, and JUnit's elements.

Sources: the property tables of OASIS SARIF 2.1.0, section 3 (an object may have no others, and those marked with ! must
be there); the common JUnit flavour that Jenkins, GitLab and Azure read (testmo's description of it).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

SARIF: dict[str, dict[str, Any]] = {
    "sarifLog": {"$schema": str, "version!": ["2.1.0"], "runs!": ["run"]},
    "run": {
        "tool!": "tool", "automationDetails": "automation", "columnKind": ("utf16CodeUnits", "unicodeCodePoints"),
        "invocations": ["invocation"], "results": ["result"],
    },
    "tool": {"driver!": "component"},
    "component": {"name!": str, "version": str, "semanticVersion": "semver", "rules": ["rule"]},
    "automation": {"id": str},
    "invocation": {"executionSuccessful!": bool, "toolExecutionNotifications": ["notification"]},
    "notification": {"message!": "message", "level": ("none", "note", "warning", "error")},
    "message": {"text": str, "markdown": str},
    "rule": {
        "id!": str, "name": str, "shortDescription": "multiformat", "fullDescription": "multiformat",
        "help": "multiformat", "defaultConfiguration": "configuration", "properties": dict,
    },
    "multiformat": {"text!": str, "markdown": str},
    "configuration": {"level": ("none", "note", "warning", "error")},
    "result": {
        "ruleId": str, "ruleIndex": "index", "level": ("none", "note", "warning", "error"), "message!": "message",
        "locations": ["location"], "partialFingerprints": {str: str}, "suppressions": ["suppression"],
        "baselineState": ("new", "unchanged", "updated", "absent"), "properties": dict,
    },
    "suppression": {
        "kind!": ("inSource", "external"), "status": ("accepted", "underReview", "rejected"), "justification": str,
    },
    "location": {"physicalLocation": "physical", "logicalLocations": ["logical"]},
    "physical": {"artifactLocation": "artifact", "region": "region"},
    "artifact": {"uri": "uri"},
    "region": {"startLine": "count", "startColumn": "count"},
    "logical": {"fullyQualifiedName": str},
}  # fmt: skip
_TEXTS = {"semver": r"\d+\.\d+\.\d+\S*", "uri": r"(?!/)(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+"}
_LEAST = {"index": 0, "count": 1}


def wrong(value: Any, shape: Any, at: str = "") -> Iterator[str]:
    """Everything in a document that isn't as its shape says, with its place."""
    if isinstance(shape, str) and shape in SARIF:
        yield from _wrong_object(value, shape, at)
    elif isinstance(shape, str) and shape in _TEXTS:
        if not (isinstance(value, str) and re.fullmatch(_TEXTS[shape], value)):
            yield f"{at}: no {shape}"
    elif isinstance(shape, str) and shape in _LEAST:
        if type(value) is not int or value < _LEAST[shape]:
            yield f"{at}: no {shape}"
    elif isinstance(shape, list) and shape[0] in SARIF:
        if not isinstance(value, list):
            yield f"{at}: no list"
        for number, one in enumerate(value if isinstance(value, list) else ()):
            yield from wrong(one, shape[0], f"{at}/{number}")
    elif isinstance(shape, (list, tuple)):
        if value not in shape:
            yield f"{at}: none of {shape}"
    elif isinstance(shape, dict):
        if not all(isinstance(text, str) for text in (*value, *value.values())):
            yield f"{at}: no map of texts"
    elif not isinstance(value, shape):
        yield f"{at}: no {shape.__name__}"


def _wrong_object(value: Any, name: str, at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at}: no {name}"
        return
    known = {key.rstrip("!"): shape for key, shape in SARIF[name].items()}
    yield from (f"{at}: {name} lacks {key[:-1]}" for key in SARIF[name] if key.endswith("!") and key[:-1] not in value)
    for key, inner in value.items():
        if key not in known:
            yield f"{at}: {name} has no {key}"
        else:
            yield from wrong(inner, known[key], f"{at}/{key}")


JUNIT = {
    "testsuites": ({"name", "tests", "failures", "errors", "skipped", "time"}, {"testsuite"}),
    "testsuite": (
        {"name!", "tests!", "failures!", "errors!", "skipped", "time", "timestamp", "file"},
        {"properties", "testcase", "system-out", "system-err"},
    ),
    "testcase": (
        {"name!", "classname!", "file", "line", "time"},
        {"failure", "error", "skipped", "system-out", "system-err", "properties"},
    ),
    "failure": ({"type", "message"}, set()),
    "error": ({"type", "message"}, set()),
    "skipped": ({"message"}, set()),
    "system-out": (set(), set()),
}
"""Each element's attributes and the elements inside it."""


def wrong_element(element: ElementTree.Element) -> Iterator[str]:
    """Everything in a JUnit document that isn't as ``JUNIT`` says."""
    if element.tag not in JUNIT:
        yield f"no element is called {element.tag}"
        return
    attributes, children = JUNIT[element.tag]
    known = {name.rstrip("!") for name in attributes}
    yield from (f"{element.tag} has no {name}" for name in element.attrib if name not in known)
    needed = {name[:-1] for name in attributes if name.endswith("!")}
    yield from (f"{element.tag} lacks {name}" for name in sorted(needed - set(element.attrib)))
    for name in ("tests", "failures", "errors", "skipped"):
        if name in element.attrib and not (element.get(name) or "").isdecimal():
            yield f"{element.tag}: {name} is no number"
    for child in element:
        if child.tag not in children:
            yield f"{child.tag} in {element.tag}"
        yield from wrong_element(child)
