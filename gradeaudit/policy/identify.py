"""Whose a gradebook is, where its export doesn't say: from the names of folders and files, and from the catalogue."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gradeaudit.errors import Problem, closest
from gradeaudit.export import labels
from gradeaudit.policy.catalogue import ATTRIBUTES, NONE, Catalogue, catalogue_of, folded
from gradeaudit.policy.load import Source

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks

_FIELD = re.compile(r"\{([^{}]*)\}|(\*+)")
_SETTLED = ("grade", "department", "course_level", "schedule", "flags")
"""Attributes that a catalogue settles even where it leaves them blank: a course that is no AP course."""
_SURE = ("school", "course_code")
_BY = (
    (("school", "school"), ("course_code", "course_code"), ("section", "section")),
    (("course_code", "course_code"), ("section", "section")),
    (("school", "school"), ("course_code", "course_code")),
    (("course_code", "course_code"),),
    (("course", "course"), ("section", "section")),
    (("school", "school"), ("course", "course")),
    (("course", "course"),),
    (("course", "course_code"),),
    (("section", "section"),),
    (("school", "school"),),
)
"""What is looked up, the most telling first: pairs of the gradebook's attribute and the catalogue's column."""


def identify(gradebooks: Gradebooks, source: Source, paths: Sequence[Path] = ()) -> Gradebooks:
    """The gradebooks with the attributes that their exports leave blank, from ``identify.path`` and the catalogue.

    ``paths`` are the files and folders that were named: a gradebook is shown by its name from there on, and what stands
    above may tell its school. What an export says itself is never changed. Raises ``Problem`` when the catalogue can't
    be read.
    """
    said = source.settings.identify
    if said is None or (said.path is None and said.catalogue is None) or not len(gradebooks):
        return gradebooks
    keys = [key for key in ATTRIBUTES if key in gradebooks.books]
    columns = {key: gradebooks.books[key].tolist() for key in keys}
    if said.path is not None:
        patterns, above = path_patterns(source), dict(zip(labels(paths), paths))
        fixed = [one for one, text in zip(patterns, said.path) if "**" not in text]
        for book, file in enumerate(gradebooks.books["file"].tolist()):
            told = path_says(patterns, file) or path_says(fixed, _as_named(file, above))
            for key, value in told.items():
                if key in columns and not columns[key][book]:
                    columns[key][book] = value
    catalogue = catalogue_of(source)
    if catalogue is not None:
        _fill(columns, catalogue)
    changed = {key: _typed(gradebooks.books[key], values) for key, values in columns.items()}
    return replace(gradebooks, books=gradebooks.books.assign(**changed))


def _as_named(file: str, above: Mapping[str, Path]) -> str:
    """A file by the path that was named, which may have folders above what is shown of it."""
    for label, path in above.items():
        if file == label or file.startswith(f"{label}/"):
            return path.as_posix() + file[len(label) :]
    return ""


def _typed(old: Any, values: Sequence[str]) -> Any:
    """The values in the type of the column they replace."""
    import numpy as np

    return np.array(values, object) if str(old.dtype) == "object" else old.__class__(list(values), index=old.index)


def path_patterns(source: Source) -> list[Any]:
    """The compiled ``identify.path`` patterns; raises ``Problem`` for a field that isn't an attribute."""
    import re2  # only where paths tell something

    said = source.settings.identify
    spot = source.base.spots.get(("identify", "path"))
    compiled = []
    for pattern in (said.path if said else None) or ():
        parts, end, seen = ["(?s)(?:^|/)"], 0, set[str]()
        for field in _FIELD.finditer(pattern):
            parts.append(re2.escape(pattern[end : field.start()]))
            name, end = field[1], field.end()
            if name is None:
                parts.append(".*" if len(field[2]) > 1 else "[^/]*")
            elif name not in ATTRIBUTES or name in seen:
                near = closest(name, list(ATTRIBUTES))
                todo = f"did you mean {near!r}?" if near and name not in seen else f"use {', '.join(ATTRIBUTES)}, once"
                raise Problem(f"'path' has a field {{{name}}}", spot.value if spot else source.file, todo)
            else:
                seen.add(name)
                parts.append(f"(?P<{name}>[^/]+)")
        parts.append(re2.escape(pattern[end:]) + "$")
        compiled.append(re2.compile("".join(parts)))
    return compiled


def path_says(patterns: Sequence[Any], file: str) -> dict[str, str]:
    """What the names of a file and its folders tell, by the first pattern that fits."""
    for pattern in patterns:
        found = pattern.search(file)
        if found:
            return {key: value.strip() for key, value in found.groupdict().items() if value}
    return {}


def _fill(columns: dict[str, list[str]], catalogue: Catalogue) -> None:
    """Fills blank attributes of every gradebook that the catalogue lists, where all rows that fit agree."""
    indexes = [
        (pairs, _index(catalogue, [column for _, column in pairs]))
        for pairs in _BY
        if all(key in columns and column in catalogue.columns for key, column in pairs)
    ]
    known: dict[tuple[str, ...], Mapping[str, str]] = {}
    for book in range(len(columns["course"])):
        about = tuple(column[book] for column in columns.values())
        if about not in known:
            known[about] = _listed(dict(zip(columns, about)), indexes, catalogue)
        for key, value in known[about].items():
            if key in columns and not columns[key][book]:
                columns[key][book] = value


def _index(catalogue: Catalogue, names: Sequence[str]) -> dict[tuple[str, ...], list[int]]:
    index: dict[tuple[str, ...], list[int]] = {}
    for number, row in enumerate(catalogue.rows):
        key = tuple(folded(row.get(name, "")) for name in names)
        if all(key):
            index.setdefault(key, []).append(number)
    return index


def _listed(about: Mapping[str, str], indexes: Sequence[Any], catalogue: Catalogue) -> Mapping[str, str]:
    """What the catalogue says of one gradebook: the attributes on which all its rows for it agree."""
    for pairs, index in indexes:
        wanted = tuple(folded(about[key]) for key, _ in pairs)
        rows = [catalogue.rows[number] for number in index.get(wanted, ())] if all(wanted) else []
        if pairs == (("school", "school"),):  # only rows about schools; a course's row says nothing of other courses
            rows = [row for row in rows if not row.get("course_code") and not row.get("course")]
        rows = [row for row in rows if all(_fits(row.get(key, ""), about.get(key, "")) for key in _SURE)]
        rows = [row for row in rows if all(_fits(row.get(key, ""), value) for key, value in about.items())] or rows
        if rows:
            agreed = {key: {row.get(key, "") for row in rows} for key in catalogue.columns}
            single = {key: values.pop() for key, values in agreed.items() if len(values) == 1}
            if pairs == (("school", "school"),):
                return {key: value for key, value in single.items() if value}
            return {key: value or (NONE if key in _SETTLED else "") for key, value in single.items()}
    return {}


def _fits(listed: str, known: str) -> bool:
    return not listed or not known or folded(listed) == folded(known)
