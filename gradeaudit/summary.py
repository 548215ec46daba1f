"""The figures of a report, counted once and shown the same by every reporter."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from gradeaudit.findings import SEVERITIES, Finding, Gradebook, Report, RuleWords

AGREEMENT = 0.5
"""How far, in points of percent, a weight may be from the policy's and still be drawn as the same."""


def summary(report: Report) -> dict[str, Any]:
    """How many files, gradebooks and findings; only new findings count by severity and by rule.

    ``not_checked`` counts pairs of a rule and a gradebook.
    """
    new = [found for found in report.findings if found.status == "new"]
    severities = Counter(found.severity for found in new)
    status = Counter(found.status for found in report.findings)
    return {
        "files": len(report.inputs),
        "gradebooks": len(report.gradebooks),
        "findings": len(new),
        "by_severity": {severity: severities[severity] for severity in SEVERITIES},
        "by_rule": dict(sorted(Counter(found.rule for found in new).items())),
        "not_checked": sum(len(entry.gradebooks) for entry in report.not_checked),
        "waived": status["waived"],
        "known": status["known"],
        "broken": len(report.broken),
    }


class Tally(NamedTuple):
    """How many new findings, by severity."""

    error: int = 0
    warning: int = 0
    info: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.error + self.warning + self.info

    @property
    def worst_first(self) -> tuple[int, int, int]:
        """A sort key that puts the most errors first, then the most warnings."""
        return (-self.error, -self.warning, -self.info)


class RuleLine(NamedTuple):
    """A rule that found something: its words, how often, in how many cells and in how many of the gradebooks."""

    name: str
    title: str
    severity: str
    tally: Tally
    places: int
    gradebooks: int
    checked: int


class BookLine(NamedTuple):
    """A gradebook with its new findings, worst first."""

    gradebook: Gradebook
    tally: Tally
    findings: tuple[Finding, ...]


class GroupLine(NamedTuple):
    """A school, or a folder: its gradebooks, how many of them have no new finding, and its commonest rule."""

    name: str
    gradebooks: int
    clean: int
    tally: Tally
    commonest: str


class WeightLine(NamedTuple):
    """A category of the policy: its weight, and the weights that the gradebooks give it, in percent."""

    name: str
    expected: float
    actual: tuple[float, ...]

    @property
    def agreeing(self) -> int:
        """How many gradebooks weigh it as the policy does, to within half a point."""
        return sum(abs(weight - self.expected) <= AGREEMENT for weight in self.actual)


class Task(NamedTuple):
    """One thing to do in one gradebook: the new findings that the same step puts right."""

    rule: str
    title: str
    severity: str
    why: str
    fix: str
    findings: tuple[Finding, ...]


class Unchecked(NamedTuple):
    """A reason for which rules could not be applied, with the rules and the number of gradebooks."""

    reason: str
    rules: tuple[str, ...]
    gradebooks: int


def tally(findings: Iterable[Finding]) -> Tally:
    """The new findings among these, by severity."""
    counts = Counter(found.severity for found in findings if found.status == "new")
    return Tally(*(counts[severity] for severity in SEVERITIES))


def shown(report: Report) -> tuple[Finding, ...]:
    """The new findings at or above the severity that the report is to show; figures count the others too."""
    worst = SEVERITIES[: SEVERITIES.index(report.look.min_severity) + 1]
    return tuple(found for found in report.findings if found.status == "new" and found.severity in worst)


def of_the_run(report: Report) -> tuple[Finding, ...]:
    """The findings to show that concern no gradebook of the report, such as a waiver that expired."""
    books = {book.id for book in report.gradebooks}
    return tuple(found for found in shown(report) if found.gradebook not in books)


def by_rule(report: Report) -> tuple[RuleLine, ...]:
    """A line for each rule with new findings: worst severity first, then the most gradebooks."""
    words = {entry.name: entry for entry in report.rules}
    lines = []
    for name, found in _grouped(report.findings, "rule").items():
        about = words.get(name) or RuleWords(name, name, found[0].family, found[0].severity, "", "", "")
        worst = min((entry.severity for entry in found), key=SEVERITIES.index)
        places = sum(len(entry.places) for entry in found)
        books = len({entry.gradebook for entry in found})
        lines.append(RuleLine(name, about.title, worst, tally(found), places, books, about.checked))
    return tuple(
        sorted(lines, key=lambda line: (SEVERITIES.index(line.severity), -line.gradebooks, -line.places, line.name))
    )


def by_gradebook(report: Report) -> tuple[BookLine, ...]:
    """A line for each gradebook, also the clean ones: the most errors first, then the most warnings."""
    found = _grouped(report.findings, "gradebook")
    lines = (BookLine(book, tally(found.get(book.id, ())), tuple(found.get(book.id, ()))) for book in report.gradebooks)
    return tuple(sorted(lines, key=lambda line: (*line.tally.worst_first, line.gradebook.id)))


def by_worst(report: Report) -> dict[str, int]:
    """How many gradebooks have errors, of the others how many have warnings, then notes, and how many are clean."""
    worst: dict[str, int] = {}
    for found in report.findings:
        if found.status == "new":
            level = SEVERITIES.index(found.severity)
            worst[found.gradebook] = min(level, worst.get(found.gradebook, level))
    levels = (*SEVERITIES, "clean")
    counts = Counter(levels[worst.get(book.id, -1)] for book in report.gradebooks)
    return {level: counts[level] for level in levels}


def by_group(report: Report) -> tuple[str, tuple[GroupLine, ...]]:
    """``school`` with a line a school, ``folder`` with a line a folder, or ``school or folder`` where only some
    gradebooks name a school."""
    named = sum(bool(book.school) for book in report.gradebooks)
    kind = "folder" if not named else "school" if named == len(report.gradebooks) else "school or folder"
    members: dict[str, list[BookLine]] = defaultdict(list)
    for line in by_gradebook(report):
        members[group_of(line.gradebook, kind)].append(line)
    lines = []
    for name, books in members.items():
        found = [entry for line in books for entry in line.findings]
        rules = Counter(entry.rule for entry in found)
        commonest = min(rules, key=lambda rule: (-rules[rule], rule)) if rules else ""
        lines.append(GroupLine(name, len(books), sum(not line.tally.total for line in books), tally(found), commonest))
    return kind, tuple(sorted(lines, key=lambda line: (*line.tally.worst_first, line.name)))


def group_of(book: Gradebook, kind: str) -> str:
    """The school or the folder that a gradebook is counted under; empty when it has none."""
    folder = book.file.rpartition("/")[0]
    return folder if kind == "folder" else book.school or folder


def weights(report: Report) -> tuple[WeightLine, ...]:
    """For each category and weight of the policy, what the gradebooks that name it weigh it, heaviest first."""
    actual: dict[tuple[str, float], list[float]] = defaultdict(list)
    for book in report.gradebooks:
        for category in book.categories:
            if category.expected is not None and category.weight is not None:
                actual[category.policy_name or category.name, category.expected].append(category.weight)
    lines = (WeightLine(name, expected, tuple(sorted(found))) for (name, expected), found in actual.items())
    return tuple(sorted(lines, key=lambda line: (-line.expected, line.name)))


def tasks(report: Report, findings: Iterable[Finding]) -> tuple[Task, ...]:
    """Findings of one gradebook as things to do: what the same rule found and the same step puts right is one."""
    titles = {entry.name: entry.title for entry in report.rules}
    groups: dict[tuple[str, str, str, str], list[Finding]] = defaultdict(list)
    for found in findings:
        if found.status == "new":
            groups[found.severity, found.rule, found.why, found.fix].append(found)
    made = (
        Task(rule, titles.get(rule, rule), severity, why, fix, tuple(found))
        for (severity, rule, why, fix), found in groups.items()
    )
    return tuple(sorted(made, key=lambda task: (SEVERITIES.index(task.severity), task.rule, task.fix)))


def unchecked(report: Report) -> tuple[Unchecked, ...]:
    """What was not checked, by reason: the most gradebooks first."""
    rules: dict[str, set[str]] = defaultdict(set)
    books: dict[str, set[str]] = defaultdict(set)
    for entry in report.not_checked:
        rules[entry.reason].add(entry.rule)
        books[entry.reason].update(entry.gradebooks)
    lines = (Unchecked(reason, tuple(sorted(rules[reason])), len(books[reason])) for reason in rules)
    return tuple(sorted(lines, key=lambda line: (-line.gradebooks, -len(line.rules), line.reason)))


def checks(report: Report) -> int:
    """How many pairs of a rule and a gradebook were checked; with ``not_checked`` they make all pairs."""
    return sum(entry.checked for entry in report.rules)


def clean(report: Report) -> int:
    """How many gradebooks have no new finding."""
    return len({book.id for book in report.gradebooks} - {f.gradebook for f in report.findings if f.status == "new"})


def _grouped(findings: Iterable[Finding], by: str) -> dict[str, list[Finding]]:
    """The new findings by one of their fields."""
    groups: dict[str, list[Finding]] = defaultdict(list)
    for found in findings:
        if found.status == "new":
            groups[getattr(found, by)].append(found)
    return groups
