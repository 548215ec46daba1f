"""One title that stands on two assignments of a gradebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.errors import visible
from gradeaudit.grading.titles import titles
from gradeaudit.rules._steps import RETITLE
from gradeaudit.rules._tables import located, repeated
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="A title stands twice",
    family="naming",
    severity="warning",
    needs={"assignments": ["title"]},
    policy="naming.unique",
    per=["term", "key"],
    what="Two assignments of one gradebook and term have the same title.",
    why="A family can't tell which of the two a grade belongs to, and a re-import may write into the wrong one.",
    fix="Tell the titles apart, by a number, a date or a topic, or delete the one that was made by mistake.",
    message="“{shown}” is the title of {assignments}{when}",
    example="Bellwork, four times in one term",
    instead="Bellwork 9/8, Bellwork 9/15",
    not_a_finding="The same title with a different number, date or topic after it; the same title in another term.",
    steps=RETITLE,
)
def title_duplicate(books: Gradebooks, policy: Policy) -> Rows:
    """Titles are compared tidied, in NFKC and without case; empty titles are title-placeholder's."""
    assignments, told, naming = books.assignments, titles(books), policy.settings.naming
    keys: dict[str, int] = {}
    key_of = np.array([keys.setdefault(text, len(keys)) for text in told.same], np.int64)[told.number]
    terms, distinct = assignments["term"].factorize()
    group = assignments["book"].to_numpy().astype(np.int64) * len(distinct) + terms
    twice = repeated(group * len(keys) + key_of) if naming is not None and naming.unique else np.zeros(0, int)
    found = twice[key_of[twice] != keys.get("", -1)]
    shown = [visible(told.texts[number], 80) for number in told.number[found].tolist()]
    term = assignments["term"].to_numpy()[found]
    texts = list(keys)
    return Rows(
        located(
            books,
            "assignments",
            found,
            term=term,
            key=[texts[number] for number in key_of[found].tolist()],
            shown=shown,
            observed=shown,
            when=[f" in {visible(one, 40)}" if one else "" for one in term.tolist()],
            expected="a title of its own for each assignment",
        )
    )
