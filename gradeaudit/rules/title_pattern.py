"""An assignment's title that doesn't follow the policy's convention."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.errors import visible
from gradeaudit.grading.title_text import matches, words
from gradeaudit.grading.titles import titles
from gradeaudit.rules._steps import RETITLE
from gradeaudit.rules._titles import titled
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

_UNKNOWN = "the policy's title pattern depends on the category, and this export doesn't say each assignment's category"


@rule(
    title="A title doesn't follow the naming convention",
    family="naming",
    severity="warning",
    needs={"assignments": ["title"]},
    policy=["naming.assignment", "naming.by_category"],
    per="assignment",
    what="An assignment's title matches none of the patterns that the policy gives for it.",
    why="Families and colleagues find an assignment by its title, and reports that sort by title miss this one.",
    fix="Rename the assignment so that its title follows the convention.",
    message="“{shown}” doesn't follow the naming convention{among}",
    example="fractions, in a gradebook whose titles must look like HW 3: Fractions",
    instead="HW 3: Fractions",
    not_a_finding="Stray spaces or invisible characters in a title that otherwise fits, which title-untidy reports;"
    " a title whose category has a pattern of its own and that follows it.",
    steps=RETITLE,
)
def title_pattern(books: Gradebooks, policy: Policy) -> Rows:
    """A category's own patterns take the place of the general ones; without a category any of them will do."""
    naming = policy.settings.naming
    general = tuple((naming.assignment if naming else None) or ())
    by_category = (naming.by_category if naming else None) or {}
    special = {policy.category(name).name or words(name): name for name in by_category}
    patterns = list(dict.fromkeys([*general, *(pattern for several in by_category.values() for pattern in several)]))
    assignments, told = books.assignments, titles(books)
    category = assignments["category"].to_numpy()
    fits = matches(told.texts, patterns)

    kinds = ["", *by_category]  # "": a category without a pattern of its own
    names = books.categories["name"].to_list()
    known = [special.get(match.name or words(name), "") for match, name in zip(policy.category_matches(names), names)]
    kind = np.array([*map(kinds.index, known), 0])[category]
    unknown = (category < 0) & bool(special)
    kind[unknown] = len(kinds)  # any pattern will do
    allowed = np.array([[pattern in by_category.get(name, general) for pattern in patterns] for name in kinds], bool)
    allowed = np.append(allowed, np.ones((1, len(patterns)), bool), axis=0)
    fitting = np.asarray((fits & allowed[:, None]).any(axis=2))  # by kind and title
    wrong = np.asarray(allowed.any(axis=1))[kind] & ~fitting[kind, told.number]
    unjudged = wrong & unknown & (not general)  # it may lie in a category without a convention
    found = np.flatnonzero(wrong & ~unjudged)
    own = [["", *by_category, ""][number] for number in kind[found].tolist()]
    return Rows(
        titled(
            books,
            found,
            among=[f" of {visible(name, 60)}" if name else "" for name in own],
            expected=[" or ".join(by_category.get(name, general)) for name in own],
            policy_key=[f"naming.by_category.{name}" if name else "naming.assignment" for name in own],
        ),
        {_UNKNOWN: assignments["book"].to_numpy()[unjudged]},
    )
