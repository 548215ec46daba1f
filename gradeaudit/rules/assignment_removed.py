"""An assignment with scores that is no longer there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.rules._drift import changed, from_earlier
from gradeaudit.rules._words import many
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

_TWINS = "several assignments have one title, and nothing tells which of them is gone"
_OTHER_TERM = "most of the assignments with scores are gone: the later export may be of another term"


@rule(
    title="An assignment with scores was removed",
    family="drift",
    severity="warning",
    scope="drift",
    needs={"assignments": ["title"], "scores": ["mark"]},
    policy="freeze",
    per=["name"],
    confidence="likely",
    what="An assignment in which scores stood in the earlier export is not in the later one.",
    why="Work that students did no longer counts, and nothing in the gradebook says that it ever did.",
    fix="Put it back; if it should not count, excuse the students or set its weight, and say so in a comment.",
    message="“{name}” is gone; {scores} stood in it",
    example="a test that went badly, deleted with its 28 scores",
    instead="the test kept, with a retake beside it",
    not_a_finding="An assignment without scores; one that was renamed; an export of another term, in which most"
    " assignments are others.",
)
def assignment_removed(books: Gradebooks, policy: Policy) -> Rows:
    """Its place is the one that it had in the earlier export."""
    table = changed(books, "assignment-removed")
    book, row = table["book"].to_numpy(), table["scored"].to_numpy() > 0
    gone = np.bincount(book[row], minlength=len(books))
    added = np.bincount(changed(books, "assignment-added")["book"].to_numpy(), minlength=len(books))
    kept = np.bincount(books.assignments["book"].to_numpy(), minlength=len(books)) - added
    replaced = gone > kept
    twins = table["place"].to_numpy() == books.books["place"].to_numpy()[book]
    rows = table[row & ~replaced[book]]
    told = rows[["book", "place", "name"]].assign(
        scores=[many(number, "score") for number in rows["scored"].tolist()],
        observed="not there",
        expected=rows["name"],
    )
    return Rows(
        from_earlier(books, told, "name"),
        {_OTHER_TERM: np.flatnonzero(replaced), _TWINS: np.unique(book[twins])},
    )
