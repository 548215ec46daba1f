"""A code that goes by another spelling than the policy's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.errors import visible
from gradeaudit.rules._steps import MARK
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
    scores = books.scores
    texts = scores["mark"].cat.categories
    matches = [policy.code(str(text)) for text in texts]
    is_alias = np.array([match.how == "alias" for match in matches] + [False], bool)
    coded = scores["state"].isin(["coded", "scored"]).to_numpy() & (scores["form"] != "number").to_numpy()
    real = ~books.students["is_test_student"].to_numpy()[scores["student"].to_numpy()]
    numbers = scores["mark"].cat.codes.to_numpy()
    wrong = is_alias[numbers] & coded & real
    shown = [visible(str(texts[number]).strip(), 40) for number in numbers[wrong].tolist()]
    names = [matches[number].name for number in numbers[wrong].tolist()]
    return Rows(
        scores.loc[wrong, ["book", "assignment", "student", "place"]].assign(
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
