"""Gradebooks held against a policy by every rule: what was found, what was not checked, and what broke."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from gradeaudit import places
from gradeaudit.findings import (
    SEVERITIES,
    Broken,
    Finding,
    Gradebook,
    NotChecked,
    Place,
    Report,
    RuleWords,
    Run,
)
from gradeaudit.fingerprint import fingerprint
from gradeaudit.gradebook import Gradebooks
from gradeaudit.policy.effective import Policy
from gradeaudit.rules.base import Rows, Rule
from gradeaudit.summaries import summarise
from gradeaudit.words import column_words

if TYPE_CHECKING:
    import pandas as pd


def audit(gradebooks: Gradebooks, policy: Policy, rules: Iterable[Rule], run: Run, students: str = "hidden") -> Report:
    """Applies every rule to gradebooks that share one effective policy; a rule that fails is reported, not raised.

    ``students`` is ``hidden``, ``id`` or ``name``: what a place says of the student it belongs to.
    """
    summaries = summarise(gradebooks, policy)
    findings: list[Finding] = []
    not_checked: list[NotChecked] = []
    broken: list[Broken] = []
    words: list[RuleWords] = []
    for rule in rules:
        severity, off = _severity(rule, policy)
        ids = [book.id for book in summaries]
        checked = 0
        if off is not None:
            not_checked.append(NotChecked(rule.name, off, tuple(ids)))
        else:
            unset = _unset(rule, policy)
            if unset:
                not_checked.append(NotChecked(rule.name, unset, tuple(ids)))
            else:
                able, reasons = _able(rule, gradebooks)
                not_checked.extend(NotChecked(rule.name, why, tuple(ids[b] for b in books)) for why, books in reasons)
                checked = int(able.sum())
                if checked:
                    try:
                        found, unjudged = _apply(rule, severity, gradebooks, able, policy, summaries, students)
                        findings.extend(found)
                        not_checked.extend(unjudged)
                        checked -= len({book for entry in unjudged for book in entry.gradebooks})
                    except Exception as error:  # one rule's fault must not take the others with it
                        broken.append(Broken(None, rule.name, f"the rule failed ({type(error).__name__})"))
                        checked = 0
        words.append(RuleWords(rule.name, rule.title, rule.family, severity, rule.what, rule.why, rule.fix, checked))
    return Report(
        run,
        gradebooks=tuple(summaries),
        findings=tuple(sorted(findings, key=order)),
        not_checked=tuple(sorted(not_checked, key=lambda entry: (entry.rule, entry.reason))),
        broken=tuple(broken),
        rules=tuple(words),
    )


def order(found: Finding) -> tuple[Any, ...]:
    """The order of findings in a report: by gradebook, worst first, then by rule and place."""
    return (
        found.gradebook,
        SEVERITIES.index(found.severity),
        found.rule,
        found.places[:1],
        found.message,
        found.fingerprint,
    )


def _severity(rule: Rule, policy: Policy) -> tuple[str, str | None]:
    """The severity in force, and, for a rule that the policy turns off, the sentence that says so."""
    settings = (policy.settings.rules or {}).get(rule.name)
    severity = (settings.severity if settings else None) or rule.severity
    if severity != "off":
        return severity, None
    reason = settings.reason if settings and settings.reason else "no reason given"
    return rule.severity, f"the policy turns this rule off: {reason}"


def _unset(rule: Rule, policy: Policy) -> str:
    if not rule.policy or any(policy.is_set(path) for path in rule.policy):
        return ""
    return f"the policy sets no {' or '.join(path.replace('.*', '') for path in rule.policy)}"


def _able(rule: Rule, gradebooks: Gradebooks) -> tuple[np.ndarray[Any, Any], list[tuple[str, list[int]]]]:
    """Which gradebooks carry what the rule needs, and for the others the reason with their numbers."""
    needed = [f"{table}.{column}" for table, columns in rule.needs.items() for column in columns]
    able = np.ones(len(gradebooks), bool)
    reasons: dict[str, list[int]] = {}
    for book, offers in enumerate(gradebooks.offers):
        partial = gradebooks.lacks[book].get(f"rules.{rule.family}")
        absent = next((column for column in needed if column not in offers), None)
        if partial:
            able[book] = False
            reasons.setdefault(partial, []).append(book)
        elif absent is not None:
            able[book] = False
            why = gradebooks.lacks[book].get(absent) or f"this export carries no {column_words(absent)}"
            reasons.setdefault(why, []).append(book)
    return able, sorted(reasons.items())


def _apply(
    rule: Rule,
    severity: str,
    gradebooks: Gradebooks,
    able: np.ndarray[Any, Any],
    policy: Policy,
    summaries: Sequence[Gradebook],
    students: str,
) -> tuple[list[Finding], list[NotChecked]]:
    chosen = gradebooks.only(able)
    numbers = np.flatnonzero(able)
    rows = rule.check(chosen, policy)
    unjudged = [
        NotChecked(rule.name, reason, tuple(summaries[number].id for number in numbers[np.unique(books)].tolist()))
        for reason, books in sorted(rows.not_checked.items())
        if len(books)
    ]
    if rows.found.empty:
        return [], unjudged
    return list(
        _findings(rule, severity, rows, chosen, policy, [summaries[number] for number in numbers.tolist()], students)
    ), unjudged


def _findings(
    rule: Rule,
    severity: str,
    rows: Rows,
    gradebooks: Gradebooks,
    policy: Policy,
    summaries: Sequence[Gradebook],
    students: str,
) -> Iterable[Finding]:
    """One finding for each group of rows with the same gradebook and the same ``per`` columns."""
    table = rows.found
    group = _groups(table, ("book", *rule.per))
    ordering = np.lexsort((table["place"].to_numpy(), group))
    group = group[ordering]
    starts = np.flatnonzero(np.append(True, group[1:] != group[:-1]))
    ends = np.append(starts[1:], len(group))
    columns = {str(name): table[name].to_numpy()[ordering] for name in table.columns}
    place = columns["place"].astype(np.int64)
    shown = _students(columns.get("student"), gradebooks, students)
    sources, lines, columns_ = (part(place).tolist() for part in (places.source_of, places.row_of, places.column_of))
    files = gradebooks.sources
    titles = gradebooks.assignments["title"].to_numpy()
    keys = gradebooks.assignments["key"].to_numpy()
    names = gradebooks.categories["name"].to_numpy()
    identities = gradebooks.books["identity"].to_numpy()
    formats = gradebooks.books["format"].to_numpy()
    message = rule.message.format_map
    policy_path = rule.policy[0] if rule.policy else ""
    for start, end in zip(starts.tolist(), ends.tolist()):
        first = {name: column[start] for name, column in columns.items()}
        book = int(first["book"])
        file = files[sources[start]]
        spots = dict.fromkeys(
            Place(
                lines[i],
                columns_[i],
                files[sources[i]].sheet,
                shown[i] if shown else None,
                "" if files[sources[i]].file == file.file else files[sources[i]].file,
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
        yield Finding(
            rule=rule.name,
            family=rule.family,
            severity=str(first.get("severity") or severity),
            confidence=str(first.get("confidence") or rule.confidence),
            message=message({**first, **_counted(len(spots))}),
            why=rule.why,
            fix=rule.steps.get(formats[book]) or rule.fix,
            gradebook=summaries[book].id,
            file=file.file,
            category=names[category] if category >= 0 else None,
            assignment=titles[assignment] if assignment >= 0 else None,
            observed=None if observed is None else str(observed),
            expected=None if expected is None else str(expected),
            places=tuple(spots),
            policy_ref=policy.ref(str(first.get("policy_key") or policy_path)),
            fingerprint=fingerprint(rule.name, identities[book], subject),
        )


def _groups(table: pd.DataFrame, names: tuple[str, ...]) -> np.ndarray[Any, Any]:
    """A number for each row, the same for rows that agree in all named columns."""
    number = table["book"].to_numpy().astype(np.int64)
    for name in names[1:]:
        codes = table[name].factorize()[0].astype(np.int64)
        number = np.unique(number, return_inverse=True)[1] * (codes.max(initial=0) + 2) + codes + 1
    return number


def _students(numbers: np.ndarray[Any, Any] | None, gradebooks: Gradebooks, students: str) -> list[str] | None:
    if numbers is None or students == "hidden":
        return None
    table = gradebooks.students
    if students == "name":
        shown = table["name"].to_numpy()
    else:
        sis, local = table["sis_id"].to_numpy(), table["local_id"].to_numpy()
        shown = np.where(sis != "", sis, local)
    return [str(shown[number]) if number >= 0 else "" for number in numbers.tolist()]


_NOUNS = {
    "cells": ("cell", "cells"), "students": ("student", "students"), "assignments": ("assignment", "assignments"),
    "totals": ("total", "totals"), "categories": ("category", "categories"), "titles": ("title", "titles"),
}  # fmt: skip


def _counted(count: int) -> dict[str, Any]:
    counted: dict[str, Any] = {noun: f"{count} {words[count != 1]}" for noun, words in _NOUNS.items()}
    counted["count"] = count
    return counted


def merge(reports: Sequence[Report]) -> Report:
    """One report of several parts, sorted; the same whatever the parts were."""
    if not reports:
        raise ValueError("merge needs at least one report")
    unchecked: dict[tuple[str, str], list[str]] = {}
    for report in reports:
        for entry in report.not_checked:
            unchecked.setdefault((entry.rule, entry.reason), []).extend(entry.gradebooks)
    checked: Counter[str] = Counter()
    for report in reports:
        checked.update({words.name: words.checked for words in report.rules})
    return replace(
        reports[0],
        inputs=tuple(sorted((entry for report in reports for entry in report.inputs), key=lambda entry: entry.file)),
        gradebooks=tuple(sorted((book for report in reports for book in report.gradebooks), key=lambda book: book.id)),
        findings=tuple(sorted((found for report in reports for found in report.findings), key=order)),
        not_checked=tuple(
            NotChecked(rule, reason, tuple(sorted(books))) for (rule, reason), books in sorted(unchecked.items())
        ),
        broken=tuple(
            sorted(
                dict.fromkeys(entry for report in reports for entry in report.broken),
                key=lambda entry: (entry.file or "", entry.rule or "", entry.error),
            )
        ),
        rules=tuple(replace(words, checked=checked[words.name]) for words in reports[0].rules),
    )
