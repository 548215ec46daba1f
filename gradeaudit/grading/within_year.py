"""Whether a policy itself asks for a change of set-up within the year: by an amendment, or by what differs by term."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gradeaudit.policy.names import fold

if TYPE_CHECKING:
    import datetime

    from gradeaudit.policy.effective import Policy


def asks_anew(policy: Policy, since: datetime.date, *path: str) -> bool:
    """Whether an amendment in force that holds from ``since`` or later, or an override for a term, sets this key.

    A path may end in a category as a gradebook calls it: ``categories``, ``Homework``.
    """
    return any(_sets(policy, stated, path) for stated in _stated(policy, since))


def _stated(policy: Policy, since: datetime.date) -> Iterator[Any]:
    for amendment in policy.settings.amendments:
        if since <= amendment.from_ <= policy.as_of:
            yield amendment.set
    for override in policy.settings.overrides:
        if override.when.term:
            yield override.set


def _sets(policy: Policy, stated: Any, path: tuple[str, ...]) -> bool:
    if not path:
        return True
    if not isinstance(stated, dict):
        return False
    return any(_same(policy, str(key), path[0]) and _sets(policy, value, path[1:]) for key, value in stated.items())


def _same(policy: Policy, key: str, name: str) -> bool:
    known = policy.category(key).name
    return fold(key) == fold(name) or bool(known and known == policy.category(name).name)
