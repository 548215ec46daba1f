"""Graded work whose title says that it may not be graded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.errors import visible
from gradeaudit.grading.counted import REASONS, counted
from gradeaudit.grading.title_text import words
from gradeaudit.grading.titles import titles
from gradeaudit.rules._titles import titled
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy

# "iReady lesson practice" grades the practice, not the iReady test: with such a word after it, it is only mentioned.
_MENTION = (
    " practice ", " practise ", " prep ", " preparation ", " review ", " correction ", " reflection ", " note ",
)  # fmt: skip
_UNGRADED = [
    "marked as not counting", "not published", "worth no points", "in a category without weight",
]  # fmt: skip


@rule(
    title="Graded work is of a banned kind",
    family="naming",
    severity="error",
    needs={"assignments": ["title"]},
    policy="naming.banned_words",
    per="assignment",
    confidence="likely",
    what="An assignment that counts is called by a word that the policy bans from graded work.",
    why="The policy keeps such work out of grades, so here a grade says something that it may not say.",
    fix="Take the assignment out of the grade (weight 0, no points, or marked as not counting), or delete it.",
    message="“{shown}” is graded, and the policy bans “{word}” from grades",
    example="Signed syllabus, 10 points, where the policy bans syllabus",
    instead="the same assignment in a category of weight 0, or none",
    not_a_finding="Work that doesn't count: weight 0, no points, not published; a banned word inside another word; a"
    " mention, such as benchmark review or iReady lesson practice.",
    steps={
        "canvas": "In Canvas edit the assignment and tick “Do not count this assignment towards the final grade”.",
    },
)
def title_banned(books: Gradebooks, policy: Policy) -> Rows:
    """Words are compared whole, without case, punctuation or a plural s; a hyphen may be written or not."""
    naming, told = policy.settings.naming, titles(books)
    banned = [(word, words(word), words(_closed(word))) for word in (naming.banned_words if naming else None) or ()]
    names = {at: word for at, title in enumerate(told.texts) if (word := _banned(title, told.words[at], banned))}
    ungraded = np.isin(counted(books, policy).why_not, [REASONS.index(reason) for reason in _UNGRADED])
    found = np.flatnonzero(told.are(names) & ~ungraded)
    numbers = told.number[found].tolist()
    return Rows(
        titled(
            books,
            found,
            word=[visible(names[number], 60) for number in numbers],
            expected="no graded work of this kind",
        )
    )


def _closed(title: str) -> str:
    return title.replace("-", "").replace("‐", "")


def _banned(title: str, spaced: str, banned: list[tuple[str, str, str]]) -> str:
    """The first of the policy's banned words that a title (``spaced``: its words) holds other than as a mention,
    or the empty text."""
    closed = words(_closed(title))
    for word, open_word, closed_word in banned:
        for text, wanted in ((spaced, open_word), (closed, closed_word)):
            _, there, after = text.partition(wanted)
            if there.strip() and not any(mention in f" {after}" for mention in _MENTION):
                return word
    return ""
