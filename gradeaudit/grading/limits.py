"""The most and the least that a score may be, for each assignment, by what the policy says of its category."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gradeaudit.grading.counted import REASONS, counted
from gradeaudit.grading.mark_rules import mark_rules

if TYPE_CHECKING:
    from gradeaudit.gradebook import Array, Gradebooks
    from gradeaudit.policy.effective import Policy
    from gradeaudit.policy.keys.marks import MarkRules


_OUTSIDE = ("marked as not counting", "not published", "extra credit")
"""Work that no floor holds up."""


class Limits(NamedTuple):
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
    settled = mark_rules(gradebooks, policy)
    rules, of = settled.rules, settled.number
    most = np.array([_most(one) for one in rules])[of]
    floor = np.array([_floor(one) for one in rules])[of]
    why_not = counted(gradebooks, policy).why_not
    extra = why_not == REASONS.index("extra credit")
    allowed = np.array([one.extra_credit != "forbidden" for one in rules], bool)[of]
    most = np.where((extra & allowed) | settled.undecided, np.nan, most)
    outside = np.isin(why_not, [REASONS.index(reason) for reason in _OUTSIDE])
    floor = np.where(outside | settled.undecided, np.nan, floor)
    points = assignments["points_possible"].to_numpy()
    points = np.where(points > 0, points, np.nan)
    return Limits(points * most / 100.0, most, points * floor / 100.0, floor)


def _most(rules: MarkRules) -> float:
    """The most, in percent of the points possible: the maximum, or what extra credit may add, whichever is more."""
    extra = rules.extra_credit
    if extra == "allowed" and (rules.maximum is None or rules.maximum <= 100):
        return np.nan  # a maximum of 100% is what work without extra credit may earn
    added = [100.0] if extra == "forbidden" else []
    if extra is not None and not isinstance(extra, str):
        added = [100.0 + extra.max]
    given = [rules.maximum] if rules.maximum is not None else []
    return max([*added, *given], default=np.nan)


def _floor(rules: MarkRules) -> float:
    return rules.minimum if isinstance(rules.minimum, float) else np.nan
