"""What a new version of a policy changes: in words, setting by setting, and in which gradebooks rules newly find."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gradeaudit.errors import visible
from gradeaudit.findings import Report
from gradeaudit.flow import Order, audited, finished, found
from gradeaudit.policy.effective import Policy
from gradeaudit.policy.layers import APPENDED
from gradeaudit.policy.load import Source
from gradeaudit.policy.resolve import effective
from gradeaudit.policy.show import Setting, settings_in_force
from gradeaudit.policy.trace import Lines


@dataclass(frozen=True)
class Change:
    """One setting: ``old`` is None where it is new, ``new`` where it is gone; each with its file and line."""

    path: str
    old: Any
    new: Any
    where: str


@dataclass(frozen=True)
class Effect:
    """What becomes of one rule: the gradebooks with findings only under the new policy, and only under the old one."""

    rule: str
    newly_failing: tuple[str, ...]
    newly_passing: tuple[str, ...]


def changes(old: Source, new: Source, order: Order) -> list[Change]:
    """The settings that hold everywhere and differ, in the new policy's order, then those that are gone.

    Of lists with scopes (overrides, amendments, waivers) it is told that they differ, as a whole.
    """
    before, after = (effective(source, order.as_of) for source in (old, new))
    was, now = ({one.path: one for one in settings_in_force(policy)} for policy in (before, after))
    told = [
        Change(".".join(path), was[path].value if path in was else None, one.value, _where(one))
        for path, one in now.items()
        if path not in was or was[path].value != one.value
    ]
    told += [Change(".".join(path), one.value, None, _where(one)) for path, one in was.items() if path not in now]
    lists = [(key, _whole(before, key), _whole(after, key)) for key in sorted(APPENDED)]
    return told + [Change(key, one, other, new.file) for key, one, other in lists if one != other]


def effects(old: Source, new: Source, order: Order) -> tuple[list[Effect], Report]:
    """The rules whose findings come or go in some of the order's gradebooks, by name; and the report under the new."""
    files = found(order)
    reports = [finished(one, [audited(one, files)]) for one in (replace(order, source=source) for source in (old, new))]
    before, after = (_by_rule(report) for report in reports)
    told = []
    for rule in sorted({*before, *after}):
        failing, passing = after[rule] - before[rule], before[rule] - after[rule]
        if failing or passing:
            told.append(Effect(rule, tuple(sorted(failing)), tuple(sorted(passing))))
    return told, reports[1]


def as_text(told: Sequence[Change], of_rules: Iterable[Effect] | None) -> str:
    """The answer in words; ``of_rules`` is None where no gradebooks were given."""
    lines = [] if told else ["The policies say the same."]
    for one in told:
        if one.path in APPENDED:
            words = f"{len(one.old or ())} before, {len(one.new or ())} now, and not the same"
        elif one.old is None:
            words = f"new: {_shown(one.new)}"
        else:
            words = f"{_shown(one.old)} before, " + ("gone now" if one.new is None else f"{_shown(one.new)} now")
        lines.append(f"{visible(one.path, 200)}: {words}  ({one.where})")
    if of_rules is not None:
        some = list(of_rules)
        lines += ["", "In the gradebooks given:"]
        lines += [] if some else ["  every rule finds in the same gradebooks as before"]
        for rule in some:
            for names, verb in ((rule.newly_failing, "newly finds"), (rule.newly_passing, "no longer finds")):
                if names:
                    shown = ", ".join(visible(name, 200) for name in names)
                    lines.append(f"  {rule.rule} {verb} in {len(names)}: {shown}")
    return "\n".join(lines) + "\n"


def _by_rule(report: Report) -> defaultdict[str, set[str]]:
    rules: defaultdict[str, set[str]] = defaultdict(set)
    for one in report.findings:
        if one.status != "waived" and one.gradebook:
            rules[one.rule].add(one.gradebook)
    return rules


def _where(one: Setting) -> str:
    return f"{one.file}:{one.line}"


def _whole(policy: Policy, key: str) -> Any:
    assert isinstance(policy.refs, Lines)
    return policy.refs.data.get(key)


def _shown(value: Any) -> str:
    return visible(json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else str(value), 200)
