"""Permitted exceptions: their findings stay in the report as waived, and waivers that do nothing are told."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from gradeaudit.findings import Finding
from gradeaudit.policy.keys.scopes import Waiver
from gradeaudit.policy.load import Source
from gradeaudit.policy.matching import conditions, matches

if TYPE_CHECKING:
    import pandas as pd


class Use(NamedTuple):
    """A waiver, and what it did in a run: how many of the gradebooks it means, and how many findings it waived.

    ``path`` is where it stands in the policy (``waivers.0``), ``known`` whether every attribute that it asks for was
    known of at least one gradebook, and ``ran`` whether a rule that it waives was applied at all.
    """

    states: Waiver
    path: str
    gradebooks: int = 0
    findings: int = 0
    known: bool = True
    ran: bool = True

    @property
    def called(self) -> str:
        """What a report calls it: its number, or the rules that it waives."""
        return self.states.id or ", ".join(self.states.rules)


def uses(source: Source) -> tuple[Use, ...]:
    """The policy's waivers, before any was used."""
    return tuple(Use(states, f"waivers.{number}") for number, states in enumerate(source.settings.waivers))


def in_force(waiver: Waiver, as_of: datetime.date) -> bool:
    """Whether a waiver may waive anything on a day: it gives a reason, was granted, and hasn't expired."""
    return bool(
        waiver.reason
        and (waiver.granted_on is None or waiver.granted_on <= as_of)
        and (waiver.expires is None or waiver.expires >= as_of)
    )


def apply_waivers(
    findings: Sequence[Finding], books: pd.DataFrame, ids: Sequence[str], waivers: Sequence[Use], as_of: datetime.date
) -> tuple[tuple[Finding, ...], tuple[Use, ...]]:
    """The findings, those that are waived marked and noted, and what each waiver did.

    ``books`` is the table of gradebooks and ``ids`` their names in the findings, in the same order.
    """
    meant: list[set[str]] = []
    counted: list[Use] = []
    for use in waivers:
        asked = conditions(use.states.where)
        columns = [(books[key].tolist() if key in books else [""] * len(ids), names) for key, names in asked.items()]
        fits = {
            name
            for number, name in enumerate(ids)
            if all(column[number] and matches(names, column[number]) for column, names in columns)
        }
        known = all(any(column) for column, _ in columns)
        meant.append(fits)
        counted.append(use._replace(gradebooks=use.gradebooks + len(fits), known=use.known and known))
    marked: list[Finding] = []
    waived = [0] * len(waivers)
    for found in findings:
        hits = [
            number
            for number, use in enumerate(waivers)
            if found.gradebook in meant[number] and in_force(use.states, as_of) and _names(use.states, found.rule)
        ]
        for number in hits:
            waived[number] += 1
        marked.append(found._replace(status="waived", note=note(waivers[hits[0]].states)) if hits else found)
    return tuple(marked), tuple(use._replace(findings=use.findings + count) for use, count in zip(counted, waived))


def together(several: Iterable[Sequence[Use]]) -> tuple[Use, ...]:
    """What the waivers did in all parts of a run."""
    joined: dict[str, Use] = {}
    for part in several:
        for use in part:
            before = joined.get(use.path)
            joined[use.path] = (
                use
                if before is None
                else use._replace(
                    gradebooks=before.gradebooks + use.gradebooks,
                    findings=before.findings + use.findings,
                    known=before.known or use.known,
                )
            )
    return tuple(joined.values())


def asked(waivers: Sequence[Use], checked: Mapping[str, int]) -> tuple[Use, ...]:
    """The waivers, each knowing whether a rule that it waives was applied to any gradebook."""
    return tuple(
        use._replace(ran=any(count and _names(use.states, rule) for rule, count in checked.items())) for use in waivers
    )


def note(waiver: Waiver) -> str:
    """Why a finding is waived, in one sentence."""
    by = f" by the {waiver.granted_by}" if waiver.granted_by else ""
    until = f" until {waiver.expires}" if waiver.expires else ""
    called = f" ({waiver.id})" if waiver.id else ""
    return f"waived{by}{until}{called}: {waiver.reason}"


def _names(waiver: Waiver, rule: str) -> bool:
    return any(fnmatchcase(rule, pattern) for pattern in waiver.rules)
