"""The most and the least that a score may be, for each assignment, by what the policy says of its category."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.counted import REASONS, counted
from gradeaudit.grading.setup import setup

if TYPE_CHECKING:
    from gradeaudit.gradebook import Array, Gradebooks
    from gradeaudit.policy.effective import Policy
    from gradeaudit.policy.keys.marks import MarkRules


@dataclass(frozen=True)
class Limits:
    """One element an assignment: the most and the least points, and the percents they come from; NaN where none hold.

    ``floor`` binds what was handed in: scores above zero.
    """

    most: Array
    most_percent: Array
    floor: Array
    floor_percent: Array


def limits(gradebooks: Gradebooks, policy: Policy) -> Limits:
    """The limits of a batch's assignments under its policy, worked out once for all the rules that ask."""
    return gradebooks.shared(_limits, policy)


def _limits(gradebooks: Gradebooks, policy: Policy) -> Limits:
    assignments = gradebooks.assignments
    names = [*setup(gradebooks, policy).name, ""]
    rules = {name: policy.marks(name) for name in set(names)}
    category = assignments["category"].to_numpy()
    most = np.array([_most(rules[name]) for name in names])[category]
    floor = np.array([_floor(rules[name]) for name in names])[category]
    extra = counted(gradebooks, policy).why_not == REASONS.index("extra credit")
    allowed = np.array([rules[name].extra_credit != "forbidden" for name in names], bool)[category]
    most = np.where(extra & allowed, np.nan, most)
    points = assignments["points_possible"].to_numpy()
    points = np.where(points > 0, points, np.nan)
    return Limits(points * most / 100.0, most, points * floor / 100.0, floor)


def _most(rules: MarkRules) -> float:
    """The most, in percent of the points possible: the maximum, or what extra credit may add, whichever is more."""
    extra = rules.extra_credit
    if extra == "allowed" and rules.maximum is None:
        return np.nan
    added = [100.0] if extra == "forbidden" else []
    if extra is not None and not isinstance(extra, str):
        added = [100.0 + extra.max]
    given = [rules.maximum] if rules.maximum is not None else []
    return max([*added, *given], default=np.nan)


def _floor(rules: MarkRules) -> float:
    return rules.minimum if isinstance(rules.minimum, float) else np.nan
