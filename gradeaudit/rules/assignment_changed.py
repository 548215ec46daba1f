"""An assignment that was changed after scores had been entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.title_text import distinct, matches
from gradeaudit.policy.names import fold
from gradeaudit.rules._drift import Array, changed, sure, together
from gradeaudit.rules._words import many
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    import pandas as pd

    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="An assignment was changed after it was scored",
    family="drift",
    severity="warning",
    scope="drift",
    needs={"assignments": ["title"], "scores": ["mark"]},
    policy="freeze",
    per="assignment",
    what="The title, points possible, category or due date of an assignment changed after scores were entered in it.",
    why="Scores that stand already mean something else: 8 of 10 points become 8 of 20, homework becomes a test.",
    fix="Set it back, or tell students and families what changed and why.",
    message="{changes}; {scores} already stood in it",
    example="a quiz out of 10 points that is out of 20 once the class has its scores",
    instead="points, category and due date that are settled before the first score is entered",
    not_a_finding="An assignment without scores; a title in another case or spacing; a title that now follows the"
    " policy's naming convention and did not before; a category that was renamed as a whole.",
)
def assignment_changed(books: Gradebooks, policy: Policy) -> Rows:
    """Only assignments in which scores stood in the earlier export."""
    table = changed(books, "assignment-renamed", "assignment-moved", "points-possible", "due-date")
    renamed = (table["kind"] == "assignment-renamed").to_numpy()
    spelling = [fold(was) == fold(now) for was, now in zip(table["was"].tolist(), table["now"].tolist())]
    harmless = renamed & (np.array(spelling, bool) | _now_in_order(table, policy))
    rows = table[(table["scored"] > 0).to_numpy() & ~harmless].reset_index(drop=True)
    source = books.assignments["category_source"].to_numpy()[rows["assignment"].to_numpy()]
    doubtful = rows["likely"].to_numpy(bool) | ((source == "recovered") & (rows["kind"] == "assignment-moved"))
    doubtful = rows.assign(likely=doubtful).groupby("assignment")["likely"].transform("max").to_numpy(bool)
    changes = together(rows, "assignment")
    return Rows(
        rows[["book", "place", "assignment"]].assign(
            changes=changes,
            scores=[many(number, "score") for number in rows["scored"].tolist()],
            observed=changes,
            expected="as it was when the first score was entered",
            confidence=sure(doubtful),
        )
    )


def _now_in_order(table: pd.DataFrame, policy: Policy) -> Array:
    """Whether each new name follows a naming convention of the policy that the old one didn't."""
    naming = policy.settings.naming
    by_category = ((naming.by_category if naming else None) or {}).values()
    patterns = [*((naming.assignment if naming else None) or ()), *(one for several in by_category for one in several)]
    if not patterns:
        return np.zeros(len(table), bool)
    fits = []
    for column in ("was", "now"):
        numbers, titles = distinct(table[column])
        fits.append(matches(titles, patterns).sum(axis=1)[numbers] > 0)
    in_order: Array = fits[1] & ~fits[0]
    return in_order
