"""A gradebook far from its peers in blanks, zeros, exemptions or floors."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.rules._peers import teams
from gradeaudit.rules._words import percents
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

_SAID = {
    "blank": "blank",
    "zero": "zeros without a code",
    "exempt": "exempt",
    "half": "exactly half of the points",
}
"""The figures that are compared, in words that follow a percent of cells."""
_NORMAL = 1.4826
"""What a median absolute deviation is multiplied with to estimate a standard deviation of normal data."""
_LEAST_SPREAD = 1.0
"""The least spread that peers are taken to have, in percentage points, however alike they are."""


@rule(
    title="A gradebook is unlike its peers",
    family="peers",
    severity="info",
    confidence="possible",
    scope="peers",
    needs={"scores": ["mark"]},
    policy="peers",
    per=["figure"],
    parameters={"distance": 5.0, "difference": 15.0},
    what="The share of blank cells, bare zeros, exemptions or scores of exactly half is far from what it is in the"
    " other sections of the course.",
    why="Such a difference is often a habit that nobody has talked about, such as leaving missing work blank; it says"
    " nothing of the teaching.",
    fix="Look at the cells together, and agree on how the course records such work.",
    message="{observed} of the cells are {said}; in the middle of its {peers} peers it is {expected}",
    example="38% of the cells blank, where the other sections have about 3%",
    instead="codes for missing and excused work, as in the other sections",
    not_a_finding="A course with fewer than five other sections; a gradebook without graded work; a difference that"
    " is small, or small beside the peers' own spread.",
)
def gradebook_outlier(books: Gradebooks, policy: Policy) -> Rows:
    """Robust distances: from the peers' median, in their median absolute deviations."""
    team, unknown = teams(books, policy)
    far = policy.parameter("gradebook-outlier", "distance", 5.0)
    apart = policy.parameter("gradebook-outlier", "difference", 15.0)
    sections: dict[str, list[int]] = defaultdict(list)
    for book, name in enumerate(team):
        if name:
            sections[name].append(book)
    found: list[tuple[int, str, float, float, int]] = []
    few: list[int] = []
    for members in sections.values():
        if len(members) < _FEWEST:
            few += members
            continue
        for figure in _SAID:
            values = books.books[figure].to_numpy()
            known = [book for book in members if not np.isnan(values[book])]
            for book in known if len(known) >= _FEWEST else ():
                others = [float(values[other]) for other in known if other != book]
                middle = median(others)
                spread = max(_NORMAL * median(abs(value - middle) for value in others), _LEAST_SPREAD)
                distance = abs(float(values[book]) - middle)
                if distance > apart and distance > far * spread:
                    found.append((book, figure, float(values[book]), middle, len(others)))
    return Rows(
        books.books[["book", "place"]]
        .take([one[0] for one in found])
        .assign(
            figure=[one[1] for one in found],
            said=[_SAID[one[1]] for one in found],
            observed=percents(round(one[2]) for one in found),
            expected=percents(round(one[3]) for one in found),
            peers=[str(one[4]) for one in found],
        ),
        {**unknown, "its course has fewer than five other sections": np.array(few, np.int64)},
    )


_FEWEST = 6
"""A gradebook and five peers."""
