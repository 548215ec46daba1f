"""Gradebooks held against a policy by every rule: what was found, what was not checked, and what broke."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, groupby
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np

from gradeaudit import evidence, versions
from gradeaudit.assembly import Assembly
from gradeaudit.findings import SEVERITIES, Broken, Finding, NotChecked, Report, RuleWords, Run
from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.policy.effective import Policy
from gradeaudit.rules.base import Rows, Rule
from gradeaudit.summaries import gradebook_ids, summarise
from gradeaudit.words import TOLD_BY, column_words, offered


@dataclass(frozen=True)
class Case:
    """What all rules of one call are applied to: gradebooks that share one effective policy."""

    gradebooks: Gradebooks
    policy: Policy
    ids: tuple[str, ...]
    """The names of the gradebooks in the report."""
    students: str

    def named(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """The names of some gradebooks in the report."""
        return tuple(self.ids[number] for number in numbers)


class Verdict(NamedTuple):
    """What one rule has to say of a case."""

    words: RuleWords
    findings: tuple[Finding, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    broken: tuple[Broken, ...] = ()


def audit(
    gradebooks: Gradebooks,
    policy: Policy,
    rules: Iterable[Rule],
    run: Run,
    students: str = "hidden",
    scope: str = "gradebook",
) -> Report:
    """Applies every rule to gradebooks that share one effective policy; a rule that fails is reported, not raised.

    ``scope`` chooses the rules: ``gradebook``; ``drift``, where the gradebooks have ``changes``; or ``peers``, for the
    small tables of a whole run, whose report repeats no gradebook. ``students`` is ``hidden``, ``id`` or ``name``: what
    a place says of the student it belongs to.
    """
    case = Case(gradebooks, policy, gradebook_ids(gradebooks), students)
    chosen = [rule for rule in rules if rule.scope == scope]
    verdicts = [_judged(rule, case) for rule in chosen]
    for version, until in versions.older(policy, gradebooks):
        before = replace(case, policy=version)
        verdicts = [_with_older(one, _judged(rule, before, until), policy) for one, rule in zip(verdicts, chosen)]
    return Report(
        run,
        gradebooks=() if scope == "peers" else tuple(summarise(gradebooks, policy)),
        findings=tuple(sorted((found for verdict in verdicts for found in verdict.findings), key=order)),
        not_checked=tuple(
            sorted((entry for v in verdicts for entry in v.not_checked), key=lambda entry: (entry.rule, entry.reason))
        ),
        broken=tuple(entry for verdict in verdicts for entry in verdict.broken),
        rules=tuple(verdict.words for verdict in verdicts),
    )


def audit_run(policy: Policy, rules: Iterable[Rule], whole: Report, small: Gradebooks | None = None) -> Report:
    """What the rules that look at a whole run find: about the policy, at lines of its file, or about a gradebook.

    ``small`` are the small tables of the run, where a rule needs them.
    """
    chosen = [rule for rule in rules if rule.scope == "run"]
    if not chosen:
        return Report(whole.run)
    tables = Assembly().finish() if small is None else small
    of_tables = gradebook_ids(tables)
    ids = tuple(book.id for book in whole.gradebooks)
    findings: list[Finding] = []
    not_checked: list[NotChecked] = []
    words: list[RuleWords] = []
    broken: list[Broken] = []
    for rule in chosen:
        severity, off = _severity(rule, policy)
        why = off or _unset(rule, policy)
        said = RuleWords(rule.name, rule.title, rule.family, severity, rule.what, rule.why, rule.fix)
        words.append(said if why else replace(said, checked=len(ids)))
        if why:
            not_checked.append(NotChecked(rule.name, why, ids))
        else:
            try:
                rows = rule.check(tables, policy)
            except Exception as error:  # one rule's fault must not take the others with it
                broken.append(Broken(None, rule.name, f"the rule failed ({type(error).__name__})"))
                continue
            about = (rows.found["book"] >= 0).to_numpy()
            findings.extend(evidence.of_policy(rule, severity, Rows(rows.found[~about]), policy))
            if about.any():
                inside = Rows(rows.found[about])
                findings.extend(evidence.findings(rule, severity, inside, tables, policy, of_tables, "hidden"))
            for reason, books in sorted(rows.not_checked.items()):
                unjudged = tuple(of_tables[book] for book in books.tolist())
                not_checked.extend([NotChecked(rule.name, reason, unjudged)] if unjudged else [])
    return Report(
        whole.run,
        findings=tuple(sorted(findings, key=order)),
        not_checked=tuple(not_checked),
        broken=tuple(broken),
        rules=tuple(words),
    )


def _with_older(verdict: Verdict, older: Verdict, policy: Policy) -> Verdict:
    """A verdict with what an older version of the policy finds in its time."""
    if not older.findings and not older.broken:
        return verdict
    unchecked = verdict.not_checked
    if not verdict.words.checked:
        unchecked = tuple(entry._replace(reason=f"{entry.reason}, since {policy.since}") for entry in unchecked)
    return Verdict(
        replace(verdict.words, checked=max(verdict.words.checked, older.words.checked)),
        (*verdict.findings, *older.findings),
        unchecked,
        tuple(dict.fromkeys((*verdict.broken, *older.broken))),
    )


def _judged(rule: Rule, case: Case, until: date | None = None) -> Verdict:
    """What a rule says under one version of the policy: the last one, or one that was in force ``until`` a day."""
    severity, off = _severity(rule, case.policy)
    words = RuleWords(rule.name, rule.title, rule.family, severity, rule.what, rule.why, rule.fix)
    everywhere = off or _unset(rule, case.policy)
    if everywhere:
        return Verdict(words, not_checked=(NotChecked(rule.name, everywhere, case.ids),))
    able, reasons = _able(rule, case.gradebooks)
    unable = tuple(NotChecked(rule.name, why, case.named(books)) for why, books in reasons)
    if not able.any():
        return Verdict(words, not_checked=unable)
    try:
        found, unjudged = _applied(rule, severity, case, able, until)
    except Exception as error:  # one rule's fault must not take the others with it
        failed = Broken(None, rule.name, f"the rule failed ({type(error).__name__})")
        return Verdict(words, not_checked=unable, broken=(failed,))
    checked = int(able.sum()) - len({book for entry in unjudged for book in entry.gradebooks})
    return Verdict(replace(words, checked=checked), found, (*unable, *unjudged))


def _applied(
    rule: Rule, severity: str, case: Case, able: Array, until: date | None
) -> tuple[tuple[Finding, ...], tuple[NotChecked, ...]]:
    rows = versions.in_force(rule, rule.check(case.gradebooks, case.policy), case.gradebooks, case.policy, until)
    seen, table = rows.not_checked, rows.found
    if not able.all():  # passing over a few gradebooks here takes less than a copy of all the others for the rule
        seen = {reason: books[able[books]] for reason, books in seen.items() if len(books)}
        table = table if table.empty else table[able[table["book"].to_numpy()]]
    unjudged = tuple(
        NotChecked(rule.name, reason, case.named(np.unique(books).tolist()))
        for reason, books in sorted(seen.items())
        if len(books)
    )
    if table.empty:
        return (), unjudged
    found = evidence.findings(rule, severity, Rows(table), case.gradebooks, case.policy, case.ids, case.students)
    return tuple(found), unjudged


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
    undecided = policy.why_undecided((*rule.policy, f"rules.{rule.name}"))
    if undecided:
        return undecided
    if not rule.policy or any(policy.is_set(path) for path in rule.policy):
        return ""
    return f"the policy sets no {' or '.join(path.replace('.*', '') for path in rule.policy)}"


def _able(rule: Rule, gradebooks: Gradebooks) -> tuple[Array, list[tuple[str, list[int]]]]:
    """Which gradebooks carry what the rule needs, and for the others the reason with their numbers."""
    needed = [f"{table}.{column}" for table, columns in rule.needs.items() for column in columns]
    able = np.ones(len(gradebooks), bool)
    reasons: dict[str, list[int]] = {}
    for offers, lacks, books in gradebooks.shared(_alike, None):
        partial = lacks.get(f"rules.{rule.family}") or lacks.get(f"rules.{rule.name}")
        absent = next((column for column in needed if not offered(column, offers)), None)
        if partial:
            able[books] = False
            reasons.setdefault(partial, []).extend(books)
        elif absent is not None:
            able[books] = False
            why = lacks.get(absent) or lacks.get(TOLD_BY.get(absent, ""))
            why = why or f"this export carries no {column_words(absent)}"
            reasons.setdefault(why, []).extend(books)
    return able, sorted((why, sorted(books)) for why, books in reasons.items())


def _alike(gradebooks: Gradebooks, terms: None) -> list[tuple[frozenset[str], Mapping[str, str], list[int]]]:
    """Gradebooks that carry and lack the same, so that each rule looks once at each kind."""
    kinds: dict[tuple[frozenset[str], frozenset[tuple[str, str]]], list[int]] = {}
    for book, (offers, lacks) in enumerate(zip(gradebooks.offers, gradebooks.lacks)):
        kinds.setdefault((offers, frozenset(lacks.items())), []).append(book)
    return [(offers, gradebooks.lacks[books[0]], books) for (offers, _), books in kinds.items()]


def merge(reports: Sequence[Report]) -> Report:
    """One report of several parts, sorted; the same whatever the parts were."""
    if not reports:
        raise ValueError("merge needs at least one report")
    if len(reports) == 1:
        return reports[0]
    unchecked: dict[tuple[str, str], list[str]] = {}
    for report in reports:
        for entry in report.not_checked:
            unchecked.setdefault((entry.rule, entry.reason), []).extend(entry.gradebooks)
    checked = applied(reports)
    words: dict[str, RuleWords] = {}
    for report in reports:
        words.update({rule.name: rule for rule in report.rules if rule.name not in words})
    return replace(
        reports[0],
        inputs=tuple(sorted((entry for report in reports for entry in report.inputs), key=lambda entry: entry.file)),
        gradebooks=tuple(sorted((book for report in reports for book in report.gradebooks), key=lambda book: book.id)),
        findings=_together(reports),
        not_checked=tuple(
            NotChecked(rule, reason, tuple(sorted(books))) for (rule, reason), books in sorted(unchecked.items())
        ),
        broken=tuple(
            sorted(
                dict.fromkeys(entry for report in reports for entry in report.broken),
                key=lambda entry: (entry.file or "", entry.rule or "", entry.error),
            )
        ),
        rules=tuple(replace(rule, checked=checked[name]) for name, rule in sorted(words.items())),
    )


def _together(reports: Iterable[Report]) -> tuple[Finding, ...]:
    """The findings of several reports in order; each report has its own in order, and few share a gradebook."""
    parts: dict[str, list[list[Finding]]] = {}
    for report in reports:
        for name, some in groupby(report.findings, attrgetter("gradebook")):
            parts.setdefault(name, []).append(list(some))
    books = (parts[name] for name in sorted(parts))
    return tuple(chain.from_iterable(some[0] if len(some) == 1 else sorted(chain(*some), key=order) for some in books))


def applied(reports: Iterable[Report]) -> Counter[str]:
    """In how many gradebooks each rule was applied, by its name, over several parts of a run."""
    checked: Counter[str] = Counter()
    for report in reports:
        checked.update({rule.name: rule.checked for rule in report.rules})
    return checked
