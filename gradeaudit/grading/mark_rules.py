"""Which of the policy's rules about marks holds for each assignment: its category's own, or the general ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy
    from gradeaudit.policy.keys.marks import MarkRules

Array = np.ndarray[Any, Any]

UNKNOWN = (
    "the policy's rules about marks depend on the category, and this export doesn't say each assignment's category"
)


class AssignmentRules(NamedTuple):
    """The rules about marks of each assignment.

    ``number`` is a position in ``rules`` for each assignment; ``own`` gives for each entry of ``rules`` the policy's
    path and the keys that are set there.
    ``undecided`` are assignments whose category isn't known while the policy has rules for single categories.
    """

    rules: tuple[MarkRules, ...]
    own: tuple[tuple[str, frozenset[str]], ...]
    number: Array
    undecided: Array

    def numbers(self, key: str) -> Array:
        """A numeric setting for each assignment, NaN where none holds."""
        values = [getattr(rules, key) for rules in self.rules]
        return np.array([value if isinstance(value, (int, float)) else np.nan for value in values])[self.number]

    def path(self, assignment: Array, key: str) -> list[str]:
        """The policy's path of a setting for each of some assignments (rows)."""
        paths = [f"{path}.{key}" if key in keys else f"marks.{key}" for path, keys in self.own]
        return [paths[number] for number in self.number[assignment].tolist()]

    def unjudged(self, book: Array) -> dict[str, Array]:
        """The reason why some assignments aren't held against the rules, with their gradebooks."""
        return {UNKNOWN: book[self.undecided]}


def mark_rules(gradebooks: Gradebooks, policy: Policy) -> AssignmentRules:
    """The rules about marks of each assignment of a batch, settled once for all the rules that ask."""
    return gradebooks.shared(_settle, policy)


def _settle(gradebooks: Gradebooks, policy: Policy) -> AssignmentRules:
    marks = policy.settings.marks
    category = gradebooks.assignments["category"].to_numpy()
    by_category = (marks.by_category if marks else None) or {}
    if not by_category:
        nothing = np.zeros(len(category), bool)
        return AssignmentRules((policy.marks(),), (("marks", frozenset()),), np.zeros(len(category), np.int64), nothing)
    from gradeaudit.policy.names import fold

    special = {fold(policy.category(name).name or name): at for at, name in enumerate(by_category, 1)}
    names = gradebooks.categories["name"].to_list()
    known = [special.get(fold(match.name or name), 0) for match, name in zip(policy.category_matches(names), names)]
    rules = [policy.marks(), *(policy.marks(name) for name in by_category)]
    own = [(f"marks.by_category.{name}", frozenset(block.model_fields_set)) for name, block in by_category.items()]
    number = np.array([*known, 0], np.int64)[category]
    return AssignmentRules(tuple(rules), (("marks", frozenset()), *own), number, category < 0)
