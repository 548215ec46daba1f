"""The whole way from files to a report, in one page: read, recover, settle the policy, apply the rules, merge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from gradeaudit import __version__, discovery
from gradeaudit.audit import applied, audit, audit_run, merge
from gradeaudit.export import STANDARD, Found, Limits, find
from gradeaudit.findings import NotChecked, Report, Run
from gradeaudit.gradebook import Gradebooks
from gradeaudit.grading.peers import small, together
from gradeaudit.grading.recover import recover
from gradeaudit.policy import waivers
from gradeaudit.policy.catalogue import catalogue_of
from gradeaudit.policy.effective import Policy
from gradeaudit.policy.identify import identify
from gradeaudit.policy.load import Source
from gradeaudit.policy.resolve import effective, group
from gradeaudit.policy.unread import states, unread
from gradeaudit.policy.waivers import Use
from gradeaudit.reading import Batch, read_found
from gradeaudit.rules.base import FAMILIES, Rule
from gradeaudit.summaries import gradebook_ids

TWO_EXPORTS = "it takes two exports to see a change: gradeaudit compare BEFORE AFTER"


@dataclass(frozen=True)
class Order:
    """What is to be audited, and how: everything that decides what a report says."""

    paths: tuple[Path, ...]
    source: Source
    as_of: date
    rules: tuple[str, ...]
    pinned: str | None = None
    students: str = "hidden"
    mapping: Path | None = None
    limits: Limits = STANDARD

    @property
    def run(self) -> Run:
        """What the report says of itself."""
        settings = self.source.settings
        return Run(
            version=__version__,
            as_of=self.as_of.isoformat(),
            policy_file=self.source.file,
            district=settings.district,
            policy_sha256=self.source.sha256,
            policy_title=settings.title,
        )


def found(order: Order) -> list[Found]:
    """Every file that the order names, in the order in which they are read."""
    return list(find(list(order.paths), order.limits))


@dataclass(frozen=True)
class Part:
    """What some of the files give to a run: their report, what each waiver did in it, their small tables where a rule
    compares gradebooks, and which sets of files are in it."""

    report: Report
    small: Gradebooks | None = None
    waivers: tuple[Use, ...] = ()
    sets: frozenset[tuple[str, str]] = frozenset()


def audited(order: Order, files: Iterable[Found], progress: Callable[[str], None] = lambda file: None) -> Part:
    """What these files give to the run; the parts of a run know nothing of each other."""
    batches = read_found(
        files,
        discovery.readers(),
        pinned=order.pinned,
        progress=progress,
        mapping=order.mapping,
        limits=order.limits,
    )
    return joined([*map(partial(audited_batch, order), batches)])  # a loop would keep each batch while the next is read


def audited_batch(order: Order, batch: Batch) -> Part:
    """What one batch gives to the run; batches know nothing of each other."""
    gradebooks, rules = recover(identify(batch.gradebooks, order.source, order.paths)), _rules(order)
    compared = any(rule.scope == "peers" or (rule.scope == "run" and rule.needs) for rule in rules)
    whole = joined(
        [
            Part(report, small(some, policy) if compared else None, used)
            for some, policy in _by_policy(order, gradebooks)
            for report, used in [_waived(order, some, audit(some, policy, rules, order.run, order.students))]
        ]
    )
    report = replace(whole.report, inputs=batch.inputs, broken=(*whole.report.broken, *batch.broken))
    return replace(whole, report=report, sets=batch.sets)


def _by_policy(order: Order, gradebooks: Gradebooks, *, apart: bool = True) -> list[tuple[Gradebooks, Policy]]:
    """The gradebooks that share an effective policy, with that policy; terms of a class too, unless kept ``apart``."""
    groups = group(order.source, gradebooks.books, order.as_of, apart=apart)
    return [(gradebooks.only(mask), policy) for mask, policy in groups]


def audited_drift(order: Order, gradebooks: Gradebooks) -> Report:
    """What the rules find that judge what changed since an earlier export; ``gradebooks`` have ``changes``."""
    rules = _rules(order)
    return merge(
        [
            _waived(order, some, audit(some, policy, rules, order.run, order.students, scope="drift"))[0]
            for some, policy in _by_policy(order, gradebooks)
        ]
    )


def joined(parts: Sequence[Part]) -> Part:
    """Several parts as one."""
    tables = [part.small for part in parts if part.small is not None]
    return Part(
        merge([part.report for part in parts]),
        together(tables) if tables else None,
        waivers.together(part.waivers for part in parts),
        frozenset().union(*(part.sets for part in parts)),
    )


def finished(order: Order, parts: Sequence[Part]) -> Report:
    """The report of a run: what its parts found, and what holding all their gradebooks against each other found."""
    whole, rules = joined(parts), _rules(order)
    reports, used = [whole.report], [whole.waivers]
    for some, policy in _by_policy(order, whole.small, apart=False) if whole.small is not None else ():
        report, use = _waived(order, some, audit(some, policy, rules, order.run, scope="peers"))
        reports.append(report)
        used.append(tuple(one._replace(gradebooks=0) for one in use))
    asked = waivers.asked(waivers.together(used), applied(reports))
    policy = replace(effective(order.source, order.as_of), waivers=asked, catalogue=catalogue_of(order.source))
    reports.append(audit_run(policy, rules, whole.report, whole.small))
    if len(rules) == len(discovery.rules()):  # with --select it was asked for those rules alone
        ids = tuple(book.id for book in whole.report.gradebooks)
        missing = tuple(NotChecked(rule, why, ids) for rule, why in unread(order.source, policy))
        missing += tuple(
            NotChecked(rule.name, TWO_EXPORTS, ids)
            for rule in rules
            if rule.scope == "drift" and any(states(order.source, policy, path) for path in rule.policy)
        )
        reports.append(Report(order.run, not_checked=missing))
    return merge(reports)


def _waived(order: Order, gradebooks: Gradebooks, report: Report) -> tuple[Report, tuple[Use, ...]]:
    """A report on some gradebooks with its waived findings marked, and what each waiver did."""
    unused = waivers.uses(order.source)
    if not unused:
        return report, ()
    ids = gradebook_ids(gradebooks)
    findings, used = waivers.apply_waivers(report.findings, gradebooks.books, ids, unused, order.as_of)
    return replace(report, findings=findings), used


def _rules(order: Order) -> list[Rule]:
    known = discovery.rules()
    return [known[name] for name in order.rules]


def selected(rules: Sequence[Rule], select: Sequence[str], ignore: Sequence[str]) -> tuple[str, ...]:
    """The names of the rules that ``--select`` and ``--ignore`` leave; both take names, globs and families."""
    from fnmatch import fnmatchcase  # only when rules are chosen

    from gradeaudit.errors import Problem, closest

    def matching(words: Sequence[str], option: str) -> set[str]:
        found: set[str] = set()
        for word in (part.strip() for text in words for part in text.split(",") if part.strip()):
            hits = {rule.name for rule in rules if rule.family == word or fnmatchcase(rule.name, word)}
            if not hits and word not in FAMILIES:
                near = closest(word, [rule.name for rule in rules] + list(FAMILIES))
                todo = f"did you mean {near!r}?" if near else "see gradeaudit rules"
                raise Problem(f"{option}: no rule or family is called {word!r}", todo=todo)
            found |= hits
        return found

    kept = matching(select, "--select") if select else {rule.name for rule in rules}
    kept -= matching(ignore, "--ignore")
    return tuple(rule.name for rule in rules if rule.name in kept)
