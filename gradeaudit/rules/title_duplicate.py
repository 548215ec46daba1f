"""One title that stands on two assignments of a gradebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.errors import visible
from gradeaudit.grading.title_text import distinct, same
from gradeaudit.rules._steps import RETITLE
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
    assignments = books.assignments
    naming = policy.settings.naming
    numbers, titles = distinct(assignments["title"])
    keys: dict[str, int] = {}
    key_of = np.array([keys.setdefault(same(title), len(keys)) for title in titles], np.int64)
    titled = np.array([bool(same(title)) for title in titles], bool)[numbers]
    terms, _ = assignments["term"].factorize()
    group = (assignments["book"].to_numpy().astype(np.int64) * (terms.max(initial=0) + 1) + terms) * (len(keys) + 1)
    _, back, counts = np.unique(group + key_of[numbers], return_inverse=True, return_counts=True)
    wanted = naming is not None and bool(naming.unique)
    found = assignments[(counts[back] > 1) & titled & wanted]
    texts = list(keys)
    return Rows(
        found[["book", "place", "term"]].assign(
            assignment=found.index.to_numpy(),
            key=[texts[number] for number in key_of[numbers[found.index.to_numpy()]].tolist()],
            shown=[visible(title, 80) for title in found["title"]],
            observed=[visible(title, 80) for title in found["title"]],
            when=[f" in {visible(term, 40)}" if term else "" for term in found["term"]],
            expected="a title of its own for each assignment",
        )
    )
