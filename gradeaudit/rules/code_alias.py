"""A code that goes by another spelling than the policy's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.errors import visible
from gradeaudit.grading.policy_marks import folded_marks
from gradeaudit.grading.real import real
from gradeaudit.marks import STATES
from gradeaudit.policy.names import UNKNOWN
from gradeaudit.rules._steps import MARK
from gradeaudit.rules._tables import located, texts
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="A code goes by an alias",
    family="marks",
    severity="warning",
    needs={"scores": ["mark"]},
    policy="missing_work.codes.*.aliases",
    per=["assignment", "key"],
    what="A score cell holds a spelling that the policy understands but doesn't want.",
    why="Families meet several words for one thing, and other systems know only the policy's code.",
    fix="Type the policy's own code.",
    steps=MARK,
    message="“{alias}” in {cells} is another spelling of the policy's code {code}",
    example="missing, where the policy's code is MI",
    instead="MI",
    not_a_finding="The policy's code in other case.",
    fixable="codes",
)
def code_alias(books: Gradebooks, policy: Policy) -> Rows:
    """Each distinct text is looked up once; the cells follow by its number."""
    marks, form = books.scores["mark"].cat, books.scores["form"]
    matches = [policy.code_names.get(folded, UNKNOWN) for folded in folded_marks(books)]
    is_alias = np.array([match.how == "alias" for match in matches] + [False], bool)
    state, number = books.scores["state"].cat.codes.to_numpy(), marks.codes.to_numpy()
    coded = (state == STATES.index("coded")) | (state == STATES.index("scored"))
    wrong = np.flatnonzero(is_alias.take(number) & coded & (form != "number").to_numpy() & real(books))
    shown = [visible(text.strip(), 40) for text in texts(books, wrong)]
    names = [matches[one].name for one in number[wrong].tolist()]
    return Rows(
        located(
            books,
            "scores",
            wrong,
            key=[text.casefold() for text in shown],
            alias=shown,
            observed=shown,
            code=names,
            expected=names,
            fix="codes",
            fix_text=names,
            policy_key=[f"missing_work.codes.{name}.aliases" for name in names],
        )
    )
