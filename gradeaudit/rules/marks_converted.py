"""Many marks that became something else at once: blanks that are zeros now, zeros that are a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradeaudit.rules._drift import Array, changed
from gradeaudit.rules.base import Rows, rule

if TYPE_CHECKING:
    from gradeaudit.gradebook import Gradebooks
    from gradeaudit.policy.effective import Policy


@rule(
    title="Many marks were converted at once",
    family="drift",
    severity="info",
    scope="drift",
    needs={"scores": ["mark"]},
    policy="freeze",
    per=["was", "now"],
    parameters={"cells": 10, "share": 50},
    confidence="likely",
    what="Many blanks or codes of work that was graded already became one and the same number, or many such numbers"
    " became blanks or a code.",
    why="An import, a default or a setting of the LMS did in a minute what nobody decided: averages move by much, and"
    " missing work can't be told from a zero.",
    fix="Find out what did it; if nobody meant it, restore the marks from the earlier export.",
    message="{cells}: {was} before, {now} now",
    example="all 40 blanks of a class turned into 0 overnight",
    instead="the policy's code for missing work in each of the cells",
    not_a_finding="Scores of an assignment that fewer than half of the class had a score in; late work that gets"
    " scores of its own; fewer than ten cells, or less than half of the marks of that kind.",
)
def marks_converted(books: Gradebooks, policy: Policy) -> Rows:
    """Kinds of change are counted over a whole gradebook: from one mark to one other."""
    table = changed(books, "score-entered", "score-changed", "score-cleared")
    size = np.bincount(books.students["book"].to_numpy(), minlength=len(books))
    crossed = np.isnan(table["was_points"].to_numpy()) != np.isnan(table["now_points"].to_numpy())
    table = table[crossed & (2 * table["scored"] >= size[table["book"]]).to_numpy()]
    book, assignment = table["book"].to_numpy().astype(np.int64), table["assignment"].to_numpy()
    now_there = np.flatnonzero(np.isin(books.scores["assignment"].to_numpy(), assignment))
    scores = books.scores.take(now_there)
    texts = np.array(scores["mark"].cat.categories, object)[scores["mark"].cat.codes.to_numpy()]
    kind, words = _kinds(
        np.concatenate([table["was"].to_numpy(), table["now"].to_numpy(), texts]),
        np.concatenate([table["was_points"], table["now_points"], scores["points"]]),
        books.assignments["points_possible"].to_numpy()[np.concatenate([assignment, assignment, scores["assignment"]])],
    )
    was, now, still = np.split(kind, [len(table), 2 * len(table)])
    _, group, times = np.unique((book * len(words) + was) * len(words) + now, return_inverse=True, return_counts=True)
    left = np.bincount(scores["book"].to_numpy() * len(words) + still, minlength=len(books) * len(words))
    share = 100.0 * times[group] / np.maximum(times[group] + left[book * len(words) + was], 1)
    found = times[group] >= policy.parameter("marks-converted", "cells", 10.0)
    found &= share >= policy.parameter("marks-converted", "share", 50.0)
    names = np.array(words, object)
    before, after = names[was[found]], names[now[found]]
    return Rows(
        table.loc[found, ["book", "place", "student"]].assign(was=before, now=after, observed=after, expected=before)
    )


def _kinds(texts: Array, points: Array, possible: Array) -> tuple[Array, list[str]]:
    """The number of what each mark says, and that in words: blank, a code, or a share of the points possible."""
    distinct, code = np.unique(texts.astype(str), return_inverse=True)
    plain: dict[str, int] = {}
    number = np.array([plain.setdefault(text.strip().casefold(), len(plain)) for text in distinct.tolist()], np.int64)
    shown: dict[int, str] = {}
    for one, text in zip(number.tolist(), distinct.tolist()):
        shown.setdefault(one, text.strip())
    whole = possible > 0
    tenths = np.where(whole, np.round(1000.0 * points / np.where(whole, possible, 1.0)), np.round(10.0 * points))
    told = ~np.isnan(points)
    column = np.where(told, -1 - whole.astype(np.int64), number[code] if len(code) else 0)
    kinds, of = np.unique(np.stack([column, np.where(told, tenths, 0).astype(np.int64)]), axis=1, return_inverse=True)
    return of.reshape(-1), [_word(shown, *kind) for kind in kinds.T.tolist()]


def _word(shown: dict[int, str], column: int, tenths: int) -> str:
    if column >= 0:
        return f"“{shown[column]}”" if shown[column] else "blank"
    if tenths == 0:
        return "0"
    return f"{tenths / 10:g}% of the points" if column == -2 else f"{tenths / 10:g}"
