"""A bare zero where the policy wants a code that says what kind of zero it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.cells import cells
from gradeaudit.rules._steps import MARK
from gradeaudit.rules._tables import located
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="A zero stands without a code",
    family="marks",
    severity="warning",
    needs={"scores": ["mark", "points"], "assignments": ["title"]},
    policy="missing_work.zero",
    per=["assignment"],
    what="A score is 0, and nothing says whether the work is missing or earned nothing, as the policy wants it said.",
    why="A family can't tell from a bare zero whether there is still something to hand in.",
    fix="Type the policy's code for what happened; where the work really earned nothing, use the code for that.",
    steps=MARK,
    message="{cells} on “{title}” with a bare zero{wanted}",
    example="0",
    instead="MI, the policy's code for missing work",
    not_a_finding="A zero that the export marks as missing, late, excused or incomplete; a zero on work of 0 points; a"
    " code that counts as 0.",
    fixable="zeros",
)
def zero_uncoded(books: Gradebooks, policy: Policy) -> Rows:
    """Zeros in any form that carry neither a code of the policy nor a mark of the LMS."""
    work = policy.settings.missing_work
    wants = work.zero if work is not None else None
    assignments, look = books.assignments, cells(books, policy)
    bare = look.scored & (books.scores["number"].to_numpy() == 0) & (look.marks.meaning < 0)
    zeros = np.flatnonzero(bare & (wants in {"needs_code", "forbidden"}))
    zeros = zeros[(assignments["points_possible"].to_numpy() != 0)[look.assignment[zeros]]]
    of = look.assignment[zeros]
    # an export without the LMS's own mark for missing work can't show that the zero has one
    flagged = np.array(["scores.missing" in offers for offers in books.offers], bool)
    codes = [name for name, code in policy.codes.items() if code.means in {"missing", "absent", "cheated"}]
    missing = [name for name in codes if policy.codes[name].means == "missing"]
    return Rows(
        located(
            books,
            "scores",
            zeros,
            title=assignments["title"].to_numpy()[of],
            wanted=", which the policy forbids" if wants == "forbidden" else ", where the policy wants a code",
            confidence=np.where(flagged[assignments["book"].to_numpy()[of]], "certain", "likely"),
            observed="0",
            expected=f"one of {', '.join(codes)}" if codes else "a code",
            fix="zeros",
            fix_text=missing[0] if len(missing) == 1 else "",
        )
    )
