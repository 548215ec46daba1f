"""Scores that were changed after the policy closed them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.grading.freeze import scores_frozen
from gradeaudit.rules._drift import Array, changed, sure
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

_KINDS = {"score-entered": "entered", "score-changed": "changed", "score-cleared": "cleared"}


@rule(
    title="Scores were changed after they were closed",
    family="drift",
    severity="warning",
    scope="drift",
    needs={"scores": ["mark"]},
    policy="freeze.scores",
    per="assignment",
    what="Scores of a term were entered, changed or cleared after the day from which the policy lets them stay.",
    why="Grades that were reported no longer follow from the scores they were made of.",
    fix="Set them back, or correct the reported grade by the district's way of changing one.",
    message="scores of “{title}” were changed after they were closed: {kinds} since the export of {day}, closed from"
    " {since} on",
    example="a test of the first quarter raised by ten points in January",
    instead="a change-of-grade form, and scores that stay as they were reported",
    not_a_finding="Work of a term that is still open; an incomplete that was made up; a change that may have been made"
    " before the scores were closed; 9 and 9.0.",
)
def score_changed_after_close(books: Gradebooks, policy: Policy) -> Rows:
    """A change is one after the close only if the earlier export was made after it."""
    frozen = scores_frozen(books, policy)
    table = changed(books, *_KINDS)
    table = table[~_made_up(table["was"].tolist(), policy)].reset_index(drop=True)
    assignment = table["assignment"].to_numpy()
    owner = books.assignments["book"].to_numpy()
    touched = np.bincount(assignment, minlength=len(owner)) > 0
    rows = table[frozen.sure[assignment]]
    assignment, book = rows["assignment"].to_numpy(), rows["book"].to_numpy()
    kinds = _counted(assignment, rows["kind"].tolist())
    since = frozen.since[assignment].astype(str)
    return Rows(
        rows[["book", "place", "assignment", "student"]].assign(
            title=books.assignments["title"].to_numpy()[assignment],
            kinds=kinds,
            since=since,
            day=books.books["earlier_at"].to_numpy().astype("datetime64[D]").astype(str)[book],
            observed=kinds,
            expected=[f"no change from {day} on" for day in since.tolist()],
            confidence=sure(frozen.guessed[assignment]),
        ),
        frozen.unjudged(owner, touched),
    )


def _made_up(marks: list[str], policy: Policy) -> Array:
    """Whether each mark stood for work that was still to come in."""
    codes = {text: policy.code(text).name for text in set(marks)}
    pending = {text: bool(code) and policy.codes[code].means == "incomplete" for text, code in codes.items()}
    return np.array([pending[text] for text in marks], bool)


def _counted(assignment: Array, kinds: list[str]) -> list[str]:
    """For each row, how many scores of its assignment were entered, changed and cleared, in words."""
    number = dict(zip(_KINDS, range(len(_KINDS))))
    kind = np.array([number[name] for name in kinds], np.int64)
    _, group = np.unique(assignment, return_inverse=True)
    counts = np.bincount(group * len(_KINDS) + kind, minlength=(int(group.max(initial=-1)) + 1) * len(_KINDS))
    words = [
        ", ".join(f"{times} {word}" for times, word in zip(row, _KINDS.values()) if times)
        for row in counts.reshape(-1, len(_KINDS)).tolist()
    ]
    return [words[one] for one in group.tolist()]
