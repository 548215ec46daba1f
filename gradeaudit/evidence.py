"""Makes findings of the rows that a rule found: one cause, all its places, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import repeat
from string import Formatter
from typing import TYPE_CHECKING, Any

import numpy as np

from gradeaudit import places, privacy
from gradeaudit.findings import Correction, Finding, Place
from gradeaudit.fingerprint import fingerprint
from gradeaudit.gradebook import Array, Gradebooks
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
    ids: Sequence[str],
    students: str,
) -> Iterator[Finding]:
    """One finding for each group of rows with the same gradebook and the same ``per`` columns.

    ``ids`` names the gradebooks in the report; ``students`` is ``hidden``, ``id`` or ``name``.
    """
    table = rows.found
    group = _groups(table, ("book", *rule.per))
    ordering = np.lexsort((table["place"].to_numpy(), group))
    group = group[ordering]
    starts = np.flatnonzero(np.append(True, group[1:] != group[:-1]))
    ends = np.append(starts[1:], len(group))
    leads = {str(name): table[name].to_numpy()[ordering[starts]].tolist() for name in table.columns}
    spots, homes = _spots(table, ordering, starts, gradebooks, students)
    titles, keys = _titles(table, gradebooks)
    names = gradebooks.categories["name"].to_numpy()
    identities = gradebooks.books["identity"].to_numpy()
    formats = gradebooks.books["format"].to_numpy()
    version = {"since": str(policy.since)} if policy.since and several_a_version(rule) else {}
    subject = [name for name in rule.per if name != "student"]
    message, nouns = rule.message.format_map, _nouns(rule.message)
    policy_path, ref = rule.policy[0] if rule.policy else "", cache(policy.ref)
    for start, end, lead in zip(starts.tolist(), ends.tolist(), zip(*leads.values())):
        first = dict(zip(leads, lead))
        book = int(first["book"])
        assignment, category = int(first.get("assignment", -1)), int(first.get("category", -1))
        about = {name: str(first[name]) for name in subject} | version
        if "assignment" in about and assignment >= 0:
            about["assignment"] = keys[assignment] or titles[assignment]
        if "category" in about and category >= 0:
            about["category"] = names[category]
        own = tuple(dict.fromkeys(spots[start:end]))
        observed, expected = first.get("observed"), first.get("expected")
        steps, also = rule.steps.get(formats[book]) or rule.fix, first.get("fix_also")
        yield Finding(
            rule=rule.name,
            family=rule.family,
            severity=str(first.get("severity") or severity),
            confidence=str(first.get("confidence") or rule.confidence),
            message=message(first | _counted(len(own), nouns)),
            why=rule.why,
            fix=f"{steps} {also}" if also else steps,
            gradebook=ids[book],
            file=homes[start],
            category=names[category] if category >= 0 else None,
            assignment=titles[assignment] if assignment >= 0 else None,
            observed=None if observed is None else str(observed),
            expected=None if expected is None else str(expected),
            places=own,
            policy_ref=ref(str(first.get("policy_key") or policy_path)),
            fingerprint=fingerprint(rule.name, identities[book], about),
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


def _titles(table: pd.DataFrame, gradebooks: Gradebooks) -> tuple[Array, Array]:
    """The titles and keys of all assignments, where a rule's rows name any; a run's small tables carry none."""
    if "assignment" not in table:
        return np.zeros(0, object), np.zeros(0, object)
    return gradebooks.assignments["title"].to_numpy(), gradebooks.assignments["key"].to_numpy()


def _groups(table: pd.DataFrame, names: tuple[str, ...]) -> Array:
    """A number for each row, the same for rows that agree in all named columns."""
    number = table["book"].to_numpy().astype(np.int64)
    for name in names[1:]:
        codes = table[name].factorize()[0].astype(np.int64)
        number = np.unique(number, return_inverse=True)[1] * (codes.max(initial=0) + 2) + codes + 1
    return number


def _spots(
    table: pd.DataFrame, ordering: Array, starts: Array, gradebooks: Gradebooks, students: str
) -> tuple[list[Place], list[str]]:
    """The place of each row in its order, and the file of its finding, which is that of the group's first row; a place
    in another file names it."""
    place = table["place"].to_numpy()[ordering].astype(np.int64)
    sources = [gradebooks.sources[number] for number in places.source_of(place).tolist()]
    lengths = np.diff(starts, append=len(place))
    homes = [sources[start].file for start in np.repeat(starts, lengths).tolist()]
    shown = _students(table["student"].to_numpy()[ordering] if "student" in table else None, gradebooks, students)
    spots = map(
        Place,
        places.row_of(place).tolist(),
        places.column_of(place).tolist(),
        [source.sheet for source in sources],
        shown or repeat(None),
        ["" if source.file == home else source.file for source, home in zip(sources, homes)],
        _corrections(table, ordering) or repeat(None),
    )
    return list(spots), homes


def _corrections(table: pd.DataFrame, ordering: Array) -> list[Correction | None] | None:
    """The correction of each row in its order, where the rule knows any."""
    if "fix" not in table:
        return None
    fixes, texts = (table[name].to_numpy()[ordering].tolist() for name in ("fix", "fix_text"))
    return [Correction(fix, text) if fix and text else None for fix, text in zip(fixes, texts)]


def _students(numbers: Array | None, gradebooks: Gradebooks, students: str) -> list[str] | None:
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
