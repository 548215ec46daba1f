"""Settings that a policy may state and no rule reads yet: reports say so, for silence would look like a pass."""

from __future__ import annotations

from gradeaudit.policy.effective import Policy
from gradeaudit.policy.load import Source

UNREAD = {
    "totals.added_points": "totals.added_points",
    "freeze.setup": "setup-changed",
    "freeze.scores": "score-changed-after-close",
    "counts.pace.max": "pace-behind",
    "retakes": "retakes",
    "comments": "comments",
    "peers.same_majors": "peers.same_majors",
    "peers.late_work": "peers.late_work",
}
"""Each setting with the rule that is to read it: the catalogue's name for it, or the setting's own."""


def unread(source: Source, policy: Policy) -> list[tuple[str, str]]:
    """The rules that are missing for what a policy states, also in an override or amendment, each with the reason."""
    varied = [".".join(map(str, change.path)) for step in source.steps for change in step.changes]
    stated = [
        path
        for path in UNREAD
        if policy.is_set(path) or any(other == path or other.startswith(f"{path}.") for other in varied)
    ]
    return [(UNREAD[path], f"the policy sets {path}, and gradeaudit has no rule for that yet") for path in stated]
