"""Settings that a policy may state and no rule reads yet: reports say so, for silence would look like a pass."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gradeaudit.policy.effective import Policy
from gradeaudit.policy.load import Source

UNREAD = {
    "totals.added_points": "totals.added_points",
    "counts.pace.max": "pace-behind",
    "retakes": "retakes",
    "comments": "comments",
    "missing_work.codes.*.comment": "comments",
    "late_work.window": "late_work.window",
    "late_work.closes": "late_work.closes",
    "late_work.at_least": "late_work.at_least",
    "late_work.penalty_limit": "late_work.penalty_limit",
    "late_work.by_category.*.window": "late_work.window",
    "late_work.by_category.*.closes": "late_work.closes",
    "late_work.by_category.*.at_least": "late_work.at_least",
    "late_work.by_category.*.penalty_limit": "late_work.penalty_limit",
    "roster.enrolled_days": "student-thin",
    "peers.same_majors": "peers.same_majors",
    "peers.late_work": "peers.late_work",
}
"""Each setting with the rule that is to read it: the catalogue's name for it, or the setting's own."""
UNREAD_FLOORS = ("category", "exam", "final")
"""What ``totals.minimum`` may hold up and no rule looks at: they judge terms, alone and as they are averaged."""


def unread(source: Source, policy: Policy) -> list[tuple[str, str]]:
    """The rules that are missing for what a policy states, also in an override or amendment, each with the reason."""
    stated = [(rule, path) for path, rule in UNREAD.items() if states(source, policy, path)]
    floors = set(_floors(source))
    stated += [("total-below-floor", f"totals.minimum at {place}") for place in UNREAD_FLOORS if place in floors]
    return [(rule, f"the policy sets {path}, and gradeaudit has no rule for that yet") for rule, path in stated]


def states(source: Source, policy: Policy, path: str) -> bool:
    """Whether a policy says anything at a dotted path, be it in an override or amendment."""
    varied = [change.path for step in source.steps for change in step.changes]
    return policy.is_set(path) or any(_inside(other, path.split(".")) for other in varied)


def _inside(path: tuple[str | int, ...], block: list[str]) -> bool:
    return len(path) >= len(block) and all(name in ("*", str(part)) for name, part in zip(block, path))


def _floors(source: Source) -> Iterator[str]:
    """What the floors of a policy hold up, those of its overrides and amendments too."""
    totals = source.settings.totals
    yield from (floor.at for floor in (totals.minimum if totals else None) or ())
    for change in (change for step in source.steps for change in step.changes):
        if change.path == ("totals", "minimum"):
            several: list[Any] = change.value if isinstance(change.value, list) else [change.value]
            yield from (str(one.get("at")) for one in several if isinstance(one, dict))
        elif change.path == ("totals", "minimum", "at"):  # a single floor, without the list
            yield str(change.value)
