"""Makes findings of the rows that a rule found: one cause, all its places, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import Formatter
from typing import TYPE_CHECKING, Any

import numpy as np

from gradeaudit import places, privacy
from gradeaudit.findings import Correction, Finding, Gradebook, Place, PolicyRef
from gradeaudit.fingerprint import fingerprint
from gradeaudit.gradebook import Gradebooks
from gradeaudit.policy.effective import Policy
from gradeaudit.rules.base import Rows, Rule
from gradeaudit.versions import several_a_version

if TYPE_CHECKING:
    import pandas as pd


def findings(
    rule: Rule,
    severity: str,
    rows: Rows,
    gradebooks: Gradebooks,
    policy: Policy,
    summaries: Sequence[Gradebook],
    students: str,
) -> Iterator[Finding]:
    """One finding for each group of rows with the same gradebook and the same ``per`` columns.

    ``summaries`` has one entry a gradebook; ``students`` is ``hidden``, ``id`` or ``name``.
    """
    table = rows.found
    group = _groups(table, ("book", *rule.per))
    ordering = np.lexsort((table["place"].to_numpy(), group))
    group = group[ordering]
    starts = np.flatnonzero(np.append(True, group[1:] != group[:-1]))
    ends = np.append(starts[1:], len(group))
    place = table["place"].to_numpy()[ordering].astype(np.int64)
    shown = _students(table["student"].to_numpy()[ordering] if "student" in table else None, gradebooks, students)
    put_right = _corrections(table, ordering)
    fields = [str(name) for name in table.columns]
    leads = zip(*(table[name].to_numpy()[ordering[starts]].tolist() for name in table.columns))
    sources, lines, columns_ = (part(place).tolist() for part in (places.source_of, places.row_of, places.column_of))
    files = gradebooks.sources
    titles = gradebooks.assignments["title"].to_numpy()
    keys = gradebooks.assignments["key"].to_numpy()
    names = gradebooks.categories["name"].to_numpy()
    version = {"since": str(policy.since)} if policy.since and several_a_version(rule) else {}
    identities = gradebooks.books["identity"].to_numpy()
    formats = gradebooks.books["format"].to_numpy()
    message, nouns = rule.message.format_map, _nouns(rule.message)
    policy_path = rule.policy[0] if rule.policy else ""
    refs: dict[str, PolicyRef | None] = {}
    for start, end, lead in zip(starts.tolist(), ends.tolist(), leads):
        first = dict(zip(fields, lead))
        book = int(first["book"])
        file = files[sources[start]]
        spots = dict.fromkeys(
            Place(
                lines[i],
                columns_[i],
                files[sources[i]].sheet,
                shown[i] if shown else None,
                "" if files[sources[i]].file == file.file else files[sources[i]].file,
                put_right[i] if put_right else None,
            )
            for i in range(start, end)
        )
        assignment = int(first.get("assignment", -1))
        category = int(first.get("category", -1))
        subject = {
            name: (
                (keys[assignment] or titles[assignment])
                if name == "assignment" and assignment >= 0
                else names[category]
                if name == "category" and category >= 0
                else str(first[name])
            )
            for name in rule.per
            if name != "student"
        }
        observed, expected = first.get("observed"), first.get("expected")
        path = str(first.get("policy_key") or policy_path)
        yield Finding(
            rule=rule.name,
            family=rule.family,
            severity=str(first.get("severity") or severity),
            confidence=str(first.get("confidence") or rule.confidence),
            message=message({**first, **_counted(len(spots), nouns)}),
            why=rule.why,
            fix=" ".join(filter(None, (rule.steps.get(formats[book]) or rule.fix, str(first.get("fix_also") or "")))),
            gradebook=summaries[book].id,
            file=file.file,
            category=names[category] if category >= 0 else None,
            assignment=titles[assignment] if assignment >= 0 else None,
            observed=None if observed is None else str(observed),
            expected=None if expected is None else str(expected),
            places=tuple(spots),
            policy_ref=refs[path] if path in refs else refs.setdefault(path, policy.ref(path)),
            fingerprint=fingerprint(rule.name, identities[book], {**subject, **version}),
        )


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


def _groups(table: pd.DataFrame, names: tuple[str, ...]) -> np.ndarray[Any, Any]:
    """A number for each row, the same for rows that agree in all named columns."""
    number = table["book"].to_numpy().astype(np.int64)
    for name in names[1:]:
        codes = table[name].factorize()[0].astype(np.int64)
        number = np.unique(number, return_inverse=True)[1] * (codes.max(initial=0) + 2) + codes + 1
    return number


def _corrections(table: pd.DataFrame, ordering: np.ndarray[Any, Any]) -> list[Correction | None] | None:
    """The correction of each row in its order, where the rule knows any."""
    if "fix" not in table:
        return None
    fixes, texts = (table[name].to_numpy()[ordering].tolist() for name in ("fix", "fix_text"))
    return [Correction(fix, text) if fix and text else None for fix, text in zip(fixes, texts)]


def _students(numbers: np.ndarray[Any, Any] | None, gradebooks: Gradebooks, students: str) -> list[str] | None:
    if numbers is None or students == "hidden":
        return None
    shown = privacy.shown(gradebooks.students, students)
    return [str(shown[number]) if number >= 0 else "" for number in numbers.tolist()]


_NOUNS = {
    "cells": ("cell", "cells"), "students": ("student", "students"), "assignments": ("assignment", "assignments"),
    "totals": ("total", "totals"), "categories": ("category", "categories"), "titles": ("title", "titles"),
}  # fmt: skip


def _nouns(message: str) -> list[str]:
    """The counted nouns that a message names, such as ``cells``."""
    return [name for _, name, _, _ in Formatter().parse(message) if name in _NOUNS]


def _counted(count: int, nouns: list[str]) -> dict[str, Any]:
    counted: dict[str, Any] = {noun: f"{count} {_NOUNS[noun][count != 1]}" for noun in nouns}
    counted["count"] = count
    return counted
