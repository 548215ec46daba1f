"""What an audit has to say: what was found, what was not checked, and what broke. Plain frozen records, no tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gradeaudit.changes import Comparison

SEVERITIES = ("error", "warning", "info")
"""From worst to mildest."""
CONFIDENCES = ("certain", "likely", "possible")


class Correction(NamedTuple):
    """How one cell is put right: which fix does it (a key of ``rules.base.FIXES``), and the text it writes."""

    fix: str
    text: str


class Place(NamedTuple):
    """A cell, a row (``column`` 0) or a whole file (``row`` 0), as a spreadsheet counts from 1.

    ``student`` is None unless the run was asked to name students; ``file`` is empty when it is the finding's own;
    ``correction`` is None where no fix knows the cell's right text.
    """

    row: int
    column: int
    sheet: str = ""
    student: str | None = None
    file: str = ""
    correction: Correction | None = None


class PolicyRef(NamedTuple):
    """The line of the policy that a finding rests on; ``text`` is that line, or the block's ``source``."""

    file: str
    line: int
    text: str


class Finding(NamedTuple):
    """One cause with all its places. ``fingerprint`` survives a re-export of the same gradebook."""

    rule: str
    family: str
    severity: str
    confidence: str
    message: str
    why: str
    fix: str
    gradebook: str
    file: str
    category: str | None
    assignment: str | None
    observed: str | None
    expected: str | None
    places: tuple[Place, ...]
    policy_ref: PolicyRef | None
    fingerprint: str
    status: str = "new"
    note: str = ""
    """Why a finding is waived or known, when it is."""


class NotChecked(NamedTuple):
    """A rule that could not be applied to some gradebooks, and why: neither a pass nor a finding."""

    rule: str
    reason: str
    gradebooks: tuple[str, ...]


class Broken(NamedTuple):
    """A file that could not be read (``rule`` is None) or a rule that failed on some gradebooks."""

    file: str | None
    rule: str | None
    error: str


class Input(NamedTuple):
    """A file that was looked at: the format it was taken for, how sure that is and why, or what was wrong with it."""

    file: str
    format: str | None
    confidence: str | None
    evidence: tuple[str, ...]
    error: str | None = None


class Category(NamedTuple):
    """A category of a gradebook with its weight in percent, if known, and where the weight comes from.

    ``expected`` is the policy's weight in percent (None when it sets none) and ``policy_name`` the policy's name for
    it, for reports that show both.
    """

    name: str
    weight: float | None
    weight_source: str | None
    expected: float | None = None
    policy_name: str | None = None


_NOTHING: Mapping[str, str] = {}


class Gradebook(NamedTuple):
    """A gradebook that was audited.

    ``identity`` is what a re-export of it shares; ``offers`` are the columns its export carries, ``lacks`` why it has
    no others.
    """

    id: str
    file: str
    course: str | None
    section: str | None
    teacher: str | None
    school: str | None
    level: str | None
    term: str | None
    format: str
    students: int
    assignments: int
    method: str
    categories: tuple[Category, ...]
    identity: str = ""
    offers: tuple[str, ...] = ()
    lacks: Mapping[str, str] = _NOTHING


@dataclass(frozen=True)
class RuleWords:
    """What reporters say about a rule: its own words, once a report, however often it was found."""

    name: str
    title: str
    family: str
    severity: str
    what: str
    why: str
    fix: str
    checked: int = 0
    """In how many gradebooks the rule was applied."""


@dataclass(frozen=True)
class Look:
    """How a report for people is drawn. The command line settles it; reporters ask no terminal."""

    view: str = "auto"
    width: int = 100
    color: bool = False
    unicode: bool = True
    min_severity: str = "info"
    fail_on: str = "error"
    verbose: bool = False
    students: str = "hidden"


class Run(NamedTuple):
    """What the report is a report of: the day it is judged for, the policy, and the version of this tool."""

    version: str
    as_of: str
    policy_file: str | None = None
    district: str | None = None
    policy_sha256: str | None = None
    policy_title: str | None = None


@dataclass(frozen=True)
class Change:
    """What changed since the run before in a history, in causes: ``before`` are its findings by severity.

    ``appeared`` were never there before, ``reopened`` were but not in the run before. ``since`` is that run's day, or
    None when this is the first.
    """

    since: str | None
    appeared: int
    fixed: int
    persisting: int
    reopened: int
    before: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """Everything that one audit has to say, sorted: the only thing that a reporter sees."""

    run: Run
    inputs: tuple[Input, ...] = ()
    gradebooks: tuple[Gradebook, ...] = ()
    findings: tuple[Finding, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    broken: tuple[Broken, ...] = ()
    rules: tuple[RuleWords, ...] = ()
    look: Look = Look()
    change: Change | None = None
    """What changed since the last recorded run, when this one is recorded."""
    comparison: Comparison | None = None
    """What changed since an earlier export, when two exports are compared."""

    def exit_code(self, fail_on: str) -> int:
        """0, 1 (new findings at or above ``fail_on``) or 2 (something broke, or nothing was audited)."""
        if self.broken or not self.gradebooks:
            return 2
        if fail_on == "never":
            return 0
        worst = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
        return int(any(found.status == "new" and found.severity in worst for found in self.findings))
