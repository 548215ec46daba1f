"""Which totals their class's own method doesn't reproduce, of the systems other than Canvas, each by its arithmetic.

A system has one or several documented ways to make a total. The way that reproduces most of a class is the class's
method, when it reproduces nearly all of it; only then is a total that it doesn't reproduce called wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.grading import (
    blackboard,
    brightspace,
    edx,
    google_classroom,
    moodle,
    sakai,
    sakai_gradebook2,
    schoology,
    student_systems,
)
from gradeaudit.grading.exempt import with_exempt
from gradeaudit.grading.gaps import Standing, excused, extra_credit, own_weights, scope_of, typed_over
from gradeaudit.grading.membership import MOST_OFF, made_otherwise
from gradeaudit.grading.own_weights import in_words
from gradeaudit.grading.worked import Worked, classes, from_scores, none, within

if TYPE_CHECKING:
    from gradeaudit.policy.effective import Policy

ARITHMETIC: Mapping[str, Callable[[Gradebooks], Worked]] = {
    "blackboard": from_scores(blackboard.methods),
    "brightspace": from_scores(brightspace.methods, readings=brightspace.readings),
    "edx": from_scores(edx.methods, edx.LACKS),
    "generic": from_scores(student_systems.methods),
    "google_classroom": from_scores(google_classroom.methods),
    "moodle": from_scores(moodle.methods, room=moodle.ROOM, readings=moodle.in_text, stops=True),
    "moodle_backup": from_scores(moodle.methods, stops=True),
    "sakai": from_scores(sakai.methods),
    "sakai_gradebook2": from_scores(sakai_gradebook2.methods),
    "schoology": from_scores(schoology.methods, readings=schoology.readings),
}
"""The arithmetic of each format whose totals can be worked out; Canvas's is ``following``."""

NO_ARITHMETIC = {
    "edx_problems": "edX's problem report carries no weights of assignment types, so its grades can't be worked out",
    "edfi": "the LMS Toolkit carries the LMS's grades without weights or rules, so they can't be worked out",
    "synergy": "a Synergy file shows one student alone, so no class shows how its totals are made",
}
"""Why the totals of other formats can't be worked out."""
OTHER = "the totals don't follow from the listed scores for most students, so the method is another than is known"
FEW = "too few totals show by which method this class's are made"
_ENOUGH = 3
"""So many totals, other than 0 and 100, must be reproduced before one of several ways is the class's method."""
_FAR = 1e9
"""Farther than this no total can be from another, in percentage points or points."""
_COARSE, _FINE, _COARSE_MOST, _COARSE_ENOUGH = 0.051, 2, 0.05, 8
"""Totals are printed coarsely, so that many are reproduced by chance, unless two of a class show finer than this; then
only one may be off, or this share, and so many must be reproduced."""

_SEVERAL = {1: "one of several scores", 2: "two of several scores"}
_ROUNDS = 3
"""So often are totals judged anew when items have shown themselves to be extra credit."""


class Judged(NamedTuple):
    """Every total that can be worked out, by the method of its class; arrays have an element for each.

    ``rows`` are rows of ``totals``; ``expected`` what it should be; ``off``: it is another; ``method`` the position
    of the class's method among its system's, of several the nearest (-1: not known). ``causes`` has, by position, what
    closes the gap, in words; ``left_out`` are those that leaving out a score, or two, closes, ``varied`` those that
    another method makes. ``why_not`` says, by reason, which gradebooks can't be judged. ``worked`` is, by format, what
    its gradebooks alone were held against: its ``rows`` are theirs, and ``value`` is NaN for what isn't the method of a
    class whose method is known.
    """

    rows: Array
    expected: Array
    off: Array
    method: Array
    causes: Mapping[int, str]
    left_out: frozenset[int]
    varied: frozenset[int]
    why_not: Mapping[str, Array]
    worked: Mapping[str, Worked]


def judged_by(gradebooks: Gradebooks, policy: Policy) -> Judged:
    """All printed totals of a batch by the policy's tolerance, judged once for all that ask."""
    return gradebooks.shared(_by_policy, policy)


def _by_policy(gradebooks: Gradebooks, policy: Policy) -> Judged:
    return judged(gradebooks, policy.settings.totals.tolerance if policy.settings.totals else 0.1)


def judged(gradebooks: Gradebooks, tolerance: float) -> Judged:
    """All printed totals of a batch against the method of their class; ``tolerance`` in percentage points or points."""
    parts = []
    names = gradebooks.books["format"].to_numpy()
    for name in dict.fromkeys(names.tolist()):
        mask = names == name
        if name in ARITHMETIC:
            parts.append(_placed(gradebooks, mask, _judge(gradebooks.only(mask), name, tolerance)))
    return _together(parts)


def _placed(gradebooks: Gradebooks, mask: Array, part: Judged) -> Judged:
    """The same with rows and books numbered as in the whole batch."""
    rows = np.flatnonzero(mask[gradebooks.totals["book"].to_numpy()])[part.rows]
    books = np.flatnonzero(mask)
    why_not = {reason: books[numbers] for reason, numbers in part.why_not.items()}
    return part._replace(rows=rows, why_not=why_not)


def _together(parts: list[Judged]) -> Judged:
    empty = np.zeros(0, np.int64)
    starts = np.cumsum([0, *(len(part.rows) for part in parts)]).tolist()
    why_not: dict[str, Array] = {}
    for part in parts:
        for reason, books in part.why_not.items():
            why_not[reason] = np.append(why_not.get(reason, empty), books)
    return Judged(
        np.concatenate([empty, *(part.rows for part in parts)]),
        np.concatenate([none(empty), *(part.expected for part in parts)]),
        np.concatenate([empty > 0, *(part.off for part in parts)]),
        np.concatenate([empty, *(part.method for part in parts)]),
        {start + at: words for start, part in zip(starts, parts) for at, words in part.causes.items()},
        frozenset(start + at for start, part in zip(starts, parts) for at in part.left_out),
        frozenset(start + at for start, part in zip(starts, parts) for at in part.varied),
        why_not,
        {name: worked for part in parts for name, worked in part.worked.items()},
    )


def _judge(gradebooks: Gradebooks, name: str, tolerance: float) -> Judged:
    """The totals of one system; an item that shows itself to be extra credit, which few exports mark, is taken so."""
    found, extra = _held(gradebooks, name, tolerance)
    for _ in range(_ROUNDS):
        if not len(extra):
            break
        table = gradebooks.assignments
        marked = table["extra_credit"].to_numpy() | np.isin(np.arange(len(table)), extra)
        gradebooks = replace(gradebooks, assignments=table.assign(extra_credit=marked))
        found, extra = _held(gradebooks, name, tolerance)
    return found


def _held(gradebooks: Gradebooks, name: str, tolerance: float) -> tuple[Judged, Array]:
    """The totals as judged, and the assignments that show themselves to be extra credit."""
    worked = ARITHMETIC[name](gradebooks)
    totals = gradebooks.totals
    printed = totals["value"].to_numpy()[worked.rows]
    book = totals["book"].to_numpy()[worked.rows]
    group = classes(gradebooks, worked.rows)
    groups = int(group.max(initial=-1)) + 1
    wide = worked.slack + tolerance
    gap = np.abs(printed - worked.value)
    able = ~np.isnan(gap)
    legal = within(printed, worked.low, worked.high, worked.ends, wide)
    if worked.stops:  # the highest total of a class, a whole number, may be the maximum
        top = np.full(groups, -np.inf)
        np.maximum.at(top, group, printed)
        legal |= (printed == top[group]) & (printed == np.floor(printed)) & (worked.value > printed)
    off = able & (gap > wide) & ~legal
    fits = able & (gap <= worked.slack)
    missed = able & ~fits & ~legal
    telling = fits & (printed != 0) & (np.abs(printed - 100.0) > worked.slack)

    def count(chosen: Array) -> Array:
        """By method and class, how many of its totals are chosen."""
        return np.stack([np.bincount(group[one], minlength=groups) for one in chosen])

    judged, wrong, hits = count(able), count(missed), count(fits)
    other = made_otherwise(wrong, judged)
    coarse = np.bincount(group[worked.slack <= _COARSE], minlength=groups) < _FINE
    other |= (judged == 0) | (coarse & (wrong > np.maximum(1, _COARSE_MOST * judged)))
    wild = other.copy()
    other |= count(telling) < np.where(coarse, _COARSE_ENOUGH, _ENOUGH)
    score = np.where(other, -1, hits)
    most = score.max(axis=0, initial=-1)
    known = most[group] >= 0
    best = np.asarray(score == most)[:, group] & known  # several may reproduce equally many: then the nearest is told
    # or nearly as many, two or a quarter fewer, even if too few to be taken for it: then nobody knows which it is
    near = hits >= np.minimum((1.0 - MOST_OFF) * most, most - 2)
    likely = np.asarray(~wild & near)
    at = np.arange(len(group))
    method = np.where(best & able, gap, np.where(best, _FAR, np.inf)).argmin(axis=0)
    bad = known & np.where(likely[:, group], off, True).all(axis=0)
    whole = (wrong == 0) & (hits * 2 > judged)
    bad &= ~(fits & whole[:, group]).any(axis=0)  # the whole class may be made so, where some blanks are exempt
    right = fits[method, at] & known
    student = totals["student"].to_numpy()[worked.rows]
    # for want of extra credit more may be off than a method's class has
    held = Standing(
        worked, printed, student, group, np.where(known, method, -1), best | likely[:, group], bad, right, near, {}
    )
    held = with_exempt(held, able & likely[:, group], wide)
    value = held.worked.value
    expected = np.where(known & ~(best & np.isnan(value)).any(axis=0), value[method, at], np.nan)
    extra = extra_credit(gradebooks, held)
    causes, left, varied = _causes(gradebooks, held)
    told = np.asarray(judged.max(axis=0, initial=0) > 0)[group]
    unsure, hopeless = told & ~known, np.asarray(wild.all(axis=0))[group]
    why_not = {
        OTHER: np.unique(book[unsure & hopeless]),
        FEW: np.unique(book[unsure & ~hopeless]),
        worked.lacks: np.unique(book[~told]),
    }
    own = worked._replace(value=np.where(best | ~known, worked.value, np.nan))
    return Judged(worked.rows, expected, held.bad, held.method, causes, left, varied, why_not, {name: own}), extra


def _causes(gradebooks: Gradebooks, held: Standing) -> tuple[dict[int, str], frozenset[int], frozenset[int]]:
    """What closes each gap: one score or two left out, another documented method, weights of one's own, or a hand."""
    worked, bad = held.worked, np.flatnonzero(held.bad)
    if not len(bad):
        return {}, frozenset(), frozenset()
    titles = gradebooks.assignments["title"].to_numpy()
    out = excused(held)
    causes = {}
    for at, sets in out.items():
        those = " and ".join(f"“{titles[item]}”" for item in sets[0])
        causes[at] = f"as if {those if len(sets) == 1 else _SEVERAL[len(sets[0])]} didn't count"
    scope = np.unique(scope_of(held)[bad], return_inverse=True)[1]
    for way, value in zip(worked.ways, worked.value[:, bad]):
        # of a total in points and in percent both must be as the method makes them
        near = np.abs(value - held.printed[bad]) <= worked.slack[bad]
        else_made = np.bincount(scope, weights=~near & ~np.isnan(value)) > 0
        for at in bad[near & ~else_made[scope]].tolist():
            causes.setdefault(at, f"as if {way.words}")
    names = gradebooks.categories["name"].to_numpy()
    first = np.searchsorted(gradebooks.categories["book"].to_numpy(), gradebooks.students["book"].to_numpy())
    for at, own in own_weights(held).items():
        causes.setdefault(at, in_words(own, names[first[held.student[at]] :]))
    varied = frozenset(causes.keys() - out.keys())
    for at in typed_over(held).tolist():
        causes.setdefault(at, "typed over: the student's other totals follow from the scores")
    return causes, frozenset(out), varied
