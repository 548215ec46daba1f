"""Work that is marked as missing, late or excused with a score other than the policy's for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.policy_marks import policy_marks
from gradeaudit.grading.real import real
from gradeaudit.rules._tables import located
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="A code counts otherwise than the policy says",
    family="marks",
    severity="error",
    needs={"scores": ["mark", "points"], "assignments": ["points_possible", "title"]},
    policy="missing_work.codes.*.counts_as",
    per=["assignment", "code"],
    what="A cell has a code, or the LMS's own mark for it, and a score other than the percent that the code counts as.",
    why="The code says one thing and the grade counts another, so one code earns two students different grades.",
    fix="Enter the score that the policy gives the code, or take the code out once the work is there.",
    message="{cells} on “{title}” with {code} and {observed}, where it counts as {percent:g}%",
    example="missing, and 35 of 100, where missing counts as 50%",
    instead="missing, and 50 of 100",
    not_a_finding="Late work with its score; a code without a score; a score that is just what the code counts as.",
)
def code_value(books: Gradebooks, policy: Policy) -> Rows:
    """Only codes that have a value and a meaning of their own are judged; late is a mark beside a real score."""
    scores, marks = books.scores, policy_marks(books, policy)
    names = list(marks.codes)
    means: list[str] = [policy.codes[name].means for name in names]
    only = {meaning: place for place, meaning in enumerate(means) if means.count(meaning) == 1 and meaning != "late"}
    own = np.array([*(only.get(meaning, -1) for meaning in marks.meanings), -1])
    code = np.where(marks.code >= 0, marks.code, own.take(marks.meaning))
    late = np.array([meaning == "late" for meaning in means] + [True], bool)
    points = scores["points"].to_numpy()
    rows = np.flatnonzero(~(np.isnan(marks.worth) | late).take(code) & ~np.isnan(points) & real(books))
    # flagged missing and late: it came in after all
    rows = rows[(marks.code[rows] >= 0) | ~scores["late"].to_numpy()[rows]]
    of, percent = scores["assignment"].to_numpy()[rows], marks.worth[code[rows]]
    expected = percent / 100.0 * books.assignments["points_possible"].to_numpy()[of]
    wrong = np.abs(points[rows] - expected) > 1e-6
    rows, number = rows[wrong], code[rows[wrong]].tolist()
    return Rows(
        located(
            books,
            "scores",
            rows,
            title=books.assignments["title"].to_numpy()[of[wrong]],
            code=[names[one] for one in number],
            observed=[f"{value:g}" for value in points[rows]],
            expected=[f"{value:g}" for value in expected[wrong]],
            percent=percent[wrong],
            policy_key=[f"missing_work.codes.{names[one]}.counts_as" for one in number],
        )
    )
