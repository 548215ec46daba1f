"""The weights of a student's own that lead from the scores of the categories to the total of the course."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import numpy as np

from gradeaudit.gradebook import Array

Weights = dict[int, float]
"""What some categories (slots) weigh, in percent."""

STEP = 5.0
"""A student's own weights are looked for in steps of this many percent."""
MOST_CATEGORIES = 8
"""They aren't looked for among more categories than this: too many sets of weights would do."""
MOST_NAMED = 2
"""When more sets of weights than this explain a total equally well, none of them is named."""
OTHERWISE = "as if the categories weighed otherwise"


def own_weights(
    weight: Array, group: Array, printed: Array, slack: Array, together: Callable[[Array, Array], Array]
) -> list[list[Weights]]:
    """For each student the sets of weights, one category's share given to another, that make the totals.

    ``weight`` (students, slots) are the class's, ``group`` (kinds, students, slots) the categories' scores, ``printed``
    (kinds, students) the totals, NaN where blank, and ``slack`` how near they must come; ``together`` makes the totals
    of weights and scores.
    """
    found: list[list[Weights]] = [[] for _ in weight]
    weight = np.nan_to_num(weight)
    some = np.flatnonzero((weight > 0).sum(axis=1) <= MOST_CATEGORIES)
    known = ~np.isnan(printed)
    for more, less in permutations(range(weight.shape[1]), 2) if len(some) else ():
        most = weight[some, less].max(initial=0.0)
        for given in np.arange(STEP, most + 1e-6, STEP).tolist():
            able = (weight[:, more] > 0) & (weight[:, less] >= given - 1e-6)
            own = weight.copy()
            own[:, more] += given
            own[:, less] -= given
            near = (np.abs(together(own, group) - printed) <= slack) | ~known
            for unit in np.flatnonzero(able & near.all(axis=0)).tolist():
                found[unit].append({more: float(own[unit, more]), less: float(own[unit, less])})
    return found


def in_words(sets: list[Weights], names: Array) -> str:
    """What the sets of weights say, of categories (slots) with these names."""
    if len(sets) > MOST_NAMED:
        return OTHERWISE
    each = [
        " and ".join(f"“{names[slot]}” weighed {weight:g}%" for slot, weight in sorted(one.items())) for one in sets
    ]
    return "as if " + ", or ".join(each)
