"""How a class's totals of the course are rounded, told from what its system's arithmetic makes before rounding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gradeaudit.grading.arithmetic import judged_by
from gradeaudit.grading.canvas import recomputed, weigh
from gradeaudit.grading.following import positions
from gradeaudit.grading.left_out import left_out
from gradeaudit.grading.letters import to_digits
from gradeaudit.grading.membership import FEWEST, ROUNDING, allowed
from gradeaudit.grading.worked import Worked, classes, precision, units

if TYPE_CHECKING:
    from gradeaudit.gradebook import Array, Gradebooks
    from gradeaudit.policy.effective import Policy
    from gradeaudit.policy.keys.totals import Rounding

MODES = {"half_up": "halves up", "half_even": "halves to the even digit", "up": "up", "down": "down"}
FIRST = "each category first"
LAST = "no category first"
FINER = "the totals are printed with more decimals than the policy keeps, so they aren't rounded yet"
UNKNOWN = "no way of rounding leads from what gradeaudit can work out to this class's totals"
_SURE = 0.05
"""One student's total is judged where it is known to this share of the last digit that the policy keeps."""
_HAIR = 1e-7
_TELLING = 2
"""So many totals must show a way of rounding that another way would make otherwise."""


class Otherwise(NamedTuple):
    """Totals (``rows`` of ``totals``) that another way of rounding made than the policy's: ``how`` in words, and what
    they are by the policy. ``right``: the policy's way, in words. ``why_not``: gradebooks that can't be judged."""

    rows: Array
    how: Array
    expected: Array
    right: str
    why_not: Mapping[str, Array]


class _Before(NamedTuple):
    """Totals of the course before rounding: ``value`` (methods, n) by each documented method, ``by_category`` the same
    after rounding each category (NaN where that can't be told); ``room`` (n,): how far off either may be. ``excusable``
    says which of some (positions) would be as printed if one score had been excused, which the export wouldn't show.
    """

    rows: Array
    value: Array
    by_category: Array
    room: Array
    excusable: Callable[[Array], Array]


def rounded_otherwise(gradebooks: Gradebooks, policy: Policy) -> Otherwise:
    """The totals of a batch that are rounded otherwise than the policy says, worked out once for all that ask."""
    return gradebooks.shared(_judge, policy)


def _judge(gradebooks: Gradebooks, policy: Policy) -> Otherwise:
    totals = policy.settings.totals
    rounding = totals.rounding if totals else None
    empty = np.zeros(0, np.int64)
    if rounding is None or rounding.mode == "none" or rounding.stage in {"assignment", "letter"}:
        return Otherwise(empty, empty.astype(object), empty.astype(float), "", {})
    right = FIRST if rounding.stage == "category" else MODES[rounding.mode]
    parts = [_of(gradebooks, before, rounding, right) for before in _before(gradebooks, policy, rounding)]
    why_not = {
        reason: np.unique(np.concatenate([empty, *(part.why_not[reason] for part in parts)]))
        for reason in (FINER, UNKNOWN)
    }
    return Otherwise(
        np.concatenate([empty, *(part.rows for part in parts)]),
        np.concatenate([empty.astype(object), *(part.how for part in parts)]),
        np.concatenate([empty.astype(float), *(part.expected for part in parts)]),
        right,
        why_not,
    )


def _before(gradebooks: Gradebooks, policy: Policy, rounding: Rounding) -> Iterator[_Before]:
    """The totals of the course of each system before rounding."""
    formats = gradebooks.books["format"].to_numpy()
    totals = gradebooks.totals
    canvas = formats == "canvas"
    canvas[totals["book"].to_numpy()[(totals["period"] != "").to_numpy()]] = False
    course = (
        (totals["category"] < 0).to_numpy() & totals["value"].notna().to_numpy() & (totals["student"] >= 0).to_numpy()
    )
    if canvas.any():
        again, kind = recomputed(gradebooks), positions(totals)
        rows = np.flatnonzero(course & canvas[totals["book"].to_numpy()] & (kind >= 0))
        at = kind[rows], totals["student"].to_numpy()[rows]
        points = (gradebooks.books["method"] == "total_points").to_numpy()[totals["book"].to_numpy()[rows]]
        weight, error, _ = again.weights
        first = weigh(weight, to_digits(again.known, rounding.mode, rounding.digits))[0]
        first[:, (error > 0).any(axis=1)] = np.nan
        first[(again.group_slack > 0).any(axis=2)] = np.nan
        gap = again.group - again.printed
        follows = (np.abs(gap) <= ROUNDING + 1e-6 + again.group_slack) | np.isnan(gap)
        value = np.where(points, again.course[at], again.exact[at])
        value[~follows.all(axis=2)[at]] = np.nan  # the total may follow a category's score that is wrong
        room = np.where(points, again.course_slack[at], again.exact_slack[at] - ROUNDING - 1e-6)
        yield _Before(rows, value[None], np.where(points | np.isnan(value), np.nan, first[at])[None], room, _none)
    for name, worked in judged_by(gradebooks, policy).worked.items():
        rows = np.flatnonzero((formats == name)[totals["book"].to_numpy()])[worked.rows]
        keep = course[rows] & np.isin(totals["kind"].astype(str).to_numpy()[rows], ["current", "final"])
        percents = np.abs(units(gradebooks, rows[keep]) - 1.0) < 1e-9  # points earned aren't rounded as percents are
        value = np.where(percents, worked.value[:, keep], np.nan)
        room = np.maximum(worked.slack[keep] - precision(gradebooks, rows[keep]), 0.0)
        excusable = partial(_excusable, gradebooks, worked, rows, np.flatnonzero(keep))
        yield _Before(rows[keep], value, np.full_like(value, np.nan), room, excusable)


def _none(some: Array) -> Array:
    return np.zeros(len(some), bool)


def _excusable(gradebooks: Gradebooks, worked: Worked, rows: Array, kept: Array, some: Array) -> Array:
    """Which of some (positions in ``kept``) of a system's totals one excused score would explain; ``rows`` are those of
    ``worked`` among all totals."""
    book, student, printed = (
        gradebooks.totals[name].to_numpy()[rows[kept[some]]] for name in ("book", "student", "value")
    )
    hidden = np.array(["scores.excused" not in offers for offers in gradebooks.offers], bool)
    alike = gradebooks.books["format"].to_numpy() == gradebooks.books["format"].to_numpy()[book[0]]
    number = np.cumsum(alike[gradebooks.students["book"].to_numpy()]) - 1  # among the students of that system
    changed = worked.changed(lambda work: left_out(work, number[student]))
    row = kept[some][changed.owner]
    low, high = changed.between(np.arange(len(row)), row)
    shown, slack = printed[changed.owner], worked.slack[row]
    near = (shown >= low - slack) & (shown <= high + slack) & ~np.isnan(worked.value[:, row])
    explained: Array = hidden[book] & (np.bincount(changed.owner[near.any(axis=0)], minlength=len(some)) > 0)
    return explained


class _Way(NamedTuple):
    """What a way of rounding makes of the totals (methods, n): the least, what is most likely, and the most."""

    low: Array
    value: Array
    high: Array

    def makes(self, printed: Array) -> Array:
        """Which totals are among what it makes."""
        made: Array = (printed >= self.low - 1e-9) & (printed <= self.high + 1e-9)
        return made


def _ways(before: _Before, near: Array, rounding: Rounding) -> dict[str, _Way]:
    """All ways of rounding, by their words."""
    if rounding.stage == "category":
        some = {FIRST: (before.by_category, near), LAST: (before.value, near + before.room)}
        return {way: _Way(value - room, value, value + room) for way, (value, room) in some.items()}
    room = before.room + (_HAIR if rounding.digits > 1 else 0.0)  # no LMS's hundredths are exact at a half
    ways = {FIRST: _Way(*(to_digits(before.by_category, rounding.mode, rounding.digits),) * 3)}
    for mode, words in MODES.items():
        ways[words] = _Way(*(to_digits(before.value + side * room, mode, rounding.digits) for side in (-1.0, 0.0, 1.0)))
    return ways


def _of(gradebooks: Gradebooks, before: _Before, rounding: Rounding, right: str) -> Otherwise:
    """Settles each class's way and method; then finds the totals that the policy's way doesn't make."""
    totals = gradebooks.totals
    printed, book = (totals[name].to_numpy()[before.rows] for name in ("value", "book"))
    group = classes(gradebooks, before.rows)
    groups = int(group.max(initial=-1)) + 1
    number = np.bincount(group[~np.isnan(before.value).all(axis=0)], minlength=groups)
    finer = np.abs(printed - np.round(printed, rounding.digits)) > 1e-9
    early = (np.bincount(group[finer], minlength=groups) > 0) & (rounding.stage != "category")
    near = precision(gradebooks, before.rows)
    ways = _ways(before, near, rounding)
    hits = {name: way.makes(printed) for name, way in ways.items()}
    # A half may be a hair less in the system's own arithmetic: one half alone shows nothing.
    unsure = _ways(before._replace(room=before.room + _HAIR), near, rounding)[right].makes(printed)
    counts = {way: np.stack([np.bincount(group[one], minlength=groups) for one in hit]) for way, hit in hits.items()}
    enough = (number >= FEWEST) & ~early
    needed = number - allowed(number)
    follows = enough & (counts[right].max(axis=0) >= needed)
    at = np.arange(len(group))
    exact = before.room <= _SURE * 10.0**-rounding.digits
    how = np.full(len(group), "", object)
    expected = np.full(len(group), np.nan)
    unsettled = enough & ~follows
    for way in (name for name in ways if name != right):
        method = counts[way].argmax(axis=0)
        mine = hits[way][method[group], at] & ~hits[right][method[group], at]
        told = np.bincount(group[mine], minlength=groups) >= _TELLING
        settled = unsettled & told & (counts[way].max(axis=0) >= needed)
        chosen = mine & settled[group]
        how[chosen], expected[chosen] = way, ways[right].value[method[group], at][chosen]
        unsettled &= ~settled
        # In a class that follows the policy, a total that none of its likely methods makes so, but this way does.
        method = counts[right].argmax(axis=0)
        best = counts[right] == counts[right].max(axis=0)
        missed = ~(unsure & best[:, group]).any(axis=0) & follows[group] & exact & (how == "")
        chosen = missed & hits[way][method[group], at]
        if chosen.any():
            chosen[chosen] = ~before.excusable(np.flatnonzero(chosen))
        how[chosen], expected[chosen] = way, ways[right].value[method[group], at][chosen]
    bad = how != ""
    hopeless = unsettled | (~enough & ~early & (number > 0)) | ((number == 0) & ~early)
    why_not = {FINER: np.unique(book[early[group]]), UNKNOWN: np.unique(book[hopeless[group]])}
    return Otherwise(before.rows[bad], how[bad], expected[bad], right, why_not)
