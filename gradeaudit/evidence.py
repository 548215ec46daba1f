"""Makes findings of the rows that a rule found: one cause, all its places, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from gradeaudit import places, privacy
from gradeaudit.findings import Correction, Finding, Place
from gradeaudit.fingerprint import fingerprint, fingerprints
from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.policy.effective import Policy
from gradeaudit.rules.base import Rows, Rule
from gradeaudit.versions import several_a_version

if TYPE_CHECKING:
    import pandas as pd

First = Mapping[str, list[Any]]
"""What the first row of each finding says, by column."""


def findings(
    rule: Rule,
    severity: str,
    rows: Rows,
    gradebooks: Gradebooks,
    policy: Policy,
    ids: Sequence[str],
    students: str,
) -> Iterator[Finding]:
    """One finding for each group of rows with the same gradebook and the same ``per`` columns.

    ``ids`` names the gradebooks in the report; ``students`` is ``hidden``, ``id`` or ``name``.
    """
    table = rows.found
    ordering, starts = _grouped(table, ("book", *rule.per))
    first = {str(name): table[name].to_numpy()[ordering[starts]].tolist() for name in table.columns}
    spots, homes = _spots(table, ordering, starts, gradebooks, students)
    ends = [*starts[1:].tolist(), len(ordering)]
    own = [
        (spots[start],) if end - start == 1 else tuple(dict.fromkeys(spots[start:end]))
        for start, end in zip(starts.tolist(), ends)
    ]
    titles = _called(first, "assignment", gradebooks.assignments, "title")
    names = _called(first, "category", gradebooks.categories, "name")
    columns: dict[str, Iterable[Any]] = {
        "rule": repeat(rule.name),
        "family": repeat(rule.family),
        "severity": _said(first, "severity", severity),
        "confidence": _said(first, "confidence", rule.confidence),
        "message": _messages(rule.message, first, [len(some) for some in own]),
        "why": repeat(rule.why),
        "fix": _fixes(rule, first, gradebooks),
        "gradebook": [ids[book] for book in first["book"]],
        "file": homes,
        "category": names,
        "assignment": titles,
        "observed": _texts(first, "observed"),
        "expected": _texts(first, "expected"),
        "places": own,
        "policy_ref": map(cache(policy.ref), _said(first, "policy_key", rule.policy[0] if rule.policy else "")),
        "fingerprint": _fingerprints(rule, first, titles, names, gradebooks, policy),
    }
    return map(Finding, *(columns[name] for name in Finding._fields if name in columns))


def _said(first: First, name: str, usual: str) -> Iterable[str]:
    """What a rule's rows say, and the usual where they don't."""
    return [str(said or usual) for said in first[name]] if name in first else repeat(usual)


def _texts(first: First, name: str) -> Iterable[str | None]:
    return [None if said is None else str(said) for said in first[name]] if name in first else repeat(None)


def _called(first: First, what: str, table: pd.DataFrame, column: str) -> Iterable[str | None]:
    """A text of the assignments, or categories, that findings are about, None for none; small tables have no titles,
    and rules that look at them name no assignment."""
    if what not in first:
        return repeat(None)
    texts: list[str] = table[column].tolist()
    return [texts[row] if row >= 0 else None for row in first[what]]


def _messages(message: str, first: First, counts: list[int]) -> list[str]:
    """A rule's message for each finding: with what the first row says, and with the number of places."""
    fields, names = {**first, "count": counts}, _FIELD.findall(message)
    for noun in _NOUNS.keys() & names:
        fields[noun] = [f"{count} {_NOUNS[noun][count != 1]}" for count in counts]
    by_position = _FIELD.sub("{", message)  # which is filled in three times as fast
    return list(map(by_position.format, *(fields[name] for name in names), counts))


def _fixes(rule: Rule, first: First, gradebooks: Gradebooks) -> Iterable[str]:
    """How each finding is put right, in the words of its LMS where the rule has them."""
    fixes: Iterable[str] = repeat(rule.fix)
    if rule.steps:
        systems: list[str] = gradebooks.books["format"].tolist()
        fixes = [rule.steps.get(systems[book]) or rule.fix for book in first["book"]]
    if "fix_also" in first:
        fixes = [f"{fix} {also}" if also else fix for fix, also in zip(fixes, first["fix_also"])]
    return fixes


def _fingerprints(
    rule: Rule,
    first: First,
    titles: Iterable[str | None],
    names: Iterable[str | None],
    gradebooks: Gradebooks,
    policy: Policy,
) -> list[str]:
    """The identity of each finding, in which assignments and categories have names and no row numbers."""
    subject = {name: [str(said) for said in first[name]] for name in rule.per if name != "student"}
    if "assignment" in subject:
        keys = _called(first, "assignment", gradebooks.assignments, "key")
        both = zip(subject["assignment"], keys, titles)
        subject["assignment"] = [number if title is None else key or title for number, key, title in both]
    if "category" in subject:
        subject["category"] = [number if name is None else name for number, name in zip(subject["category"], names)]
    if policy.since and several_a_version(rule):
        subject["since"] = [str(policy.since)] * len(first["book"])
    identities = gradebooks.books["identity"].to_numpy()[first["book"]]
    return fingerprints(rule.name, identities.tolist(), subject)


def of_policy(rule: Rule, severity: str, rows: Rows, policy: Policy) -> Iterator[Finding]:
    """Findings about the policy itself: one a row, in no gradebook, at the line of the policy that the row rests on."""
    for row in rows.found.to_dict("records"):
        ref = policy.ref(str(row["policy_key"]))
        observed, expected = row.get("observed"), row.get("expected")
        yield Finding(
            rule=rule.name,
            family=rule.family,
            severity=str(row.get("severity") or severity),
            confidence=rule.confidence,
            message=rule.message.format_map(row),
            why=rule.why,
            fix=rule.fix,
            gradebook="",
            file=ref.file if ref else policy.file,
            category=None,
            assignment=None,
            observed=None if observed is None else str(observed),
            expected=None if expected is None else str(expected),
            places=(Place(ref.line, 0),) if ref else (),
            policy_ref=ref,
            fingerprint=fingerprint(rule.name, "policy", {name: str(row[name]) for name in rule.per}),
        )


def _grouped(table: pd.DataFrame, names: tuple[str, ...]) -> tuple[Array, Array]:
    """The order of rows in which those that agree in all named columns stand together, by place, and where each such
    group begins."""
    codes = [table[name].factorize()[0] for name in names]
    ordering = np.lexsort((table["place"].to_numpy(), *reversed(codes)))
    begins = np.zeros(len(ordering), bool)
    begins[0] = True
    for code in codes:
        begins[1:] |= np.diff(code[ordering]) != 0
    return ordering, np.flatnonzero(begins)


def _spots(
    table: pd.DataFrame, ordering: Array, starts: Array, gradebooks: Gradebooks, students: str
) -> tuple[list[Place], list[str]]:
    """The place of each row in its order, and the file of each finding, which is that of its group's first row; a place
    in another file names it."""
    place = table["place"].to_numpy()[ordering].astype(np.int64)
    number = places.source_of(place)
    home = np.repeat(number[starts], np.diff(starts, append=len(place)))
    sources = [gradebooks.sources[one] for one in number.tolist()]
    elsewhere: Iterable[str] = repeat("")
    if (number != home).any():
        homes = [gradebooks.sources[one].file for one in home.tolist()]
        elsewhere = ["" if source.file == file else source.file for source, file in zip(sources, homes)]
    shown = _students(table["student"].to_numpy()[ordering] if "student" in table else None, gradebooks, students)
    spots = map(
        Place,
        places.row_of(place).tolist(),
        places.column_of(place).tolist(),
        [source.sheet for source in sources],
        shown or repeat(None),
        elsewhere,
        _corrections(table, ordering) or repeat(None),
    )
    return list(spots), [sources[start].file for start in starts.tolist()]


def _corrections(table: pd.DataFrame, ordering: Array) -> list[Correction | None] | None:
    """The correction of each row in its order, where the rule knows any."""
    if "fix" not in table:
        return None
    fixes, texts = (table[name].to_numpy()[ordering].tolist() for name in ("fix", "fix_text"))
    pairs = list(zip(fixes, texts))
    made = {(fix, text): Correction(fix, text) if fix and text else None for fix, text in set(pairs)}
    return [made[pair] for pair in pairs]


def _students(numbers: Array | None, gradebooks: Gradebooks, students: str) -> list[str] | None:
    if numbers is None or students == "hidden":
        return None
    shown = privacy.shown(gradebooks.students, students)
    return [str(shown[number]) if number >= 0 else "" for number in numbers.tolist()]


_FIELD = re.compile(r"(?<!\{)\{(\w+)")
"""The beginning of a field of a message, such as ``{cells`` or ``{observed`` in ``{observed:g}``."""
_NOUNS = {
    "cells": ("cell", "cells"), "students": ("student", "students"), "assignments": ("assignment", "assignments"),
    "totals": ("total", "totals"), "categories": ("category", "categories"), "titles": ("title", "titles"),
}  # fmt: skip
