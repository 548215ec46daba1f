"""What a student's printed totals are made of: the scores or categories that each rests on, and what closes a gap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gradeaudit.gradebook import TOTAL_KINDS, Array, Gradebooks
from gradeaudit.grading import arithmetic
from gradeaudit.grading.canvas import KINDS, recomputed
from gradeaudit.grading.causes import causes
from gradeaudit.grading.following import judged
from gradeaudit.marks import STATES
from gradeaudit.policy.effective import Policy


class Part(NamedTuple):
    """A category that a total weighs: its weight in percent, and its own total in percent (NaN: it has no scores)."""

    name: str
    weight: float
    value: float


class Item(NamedTuple):
    """A score that a total may rest on, as it stands; ``left_out`` says why it doesn't count, if it doesn't."""

    title: str
    mark: str
    possible: float
    left_out: str


@dataclass(frozen=True)
class Trace:
    """One printed total: ``expected`` is what the class's method makes of the scores, NaN where that isn't known.

    ``method`` and ``cause`` are words, empty where there is nothing to say. A total that weighs categories has
    ``parts``, any other ``items``. ``kind`` is one of ``TOTAL_KINDS``; ``category`` is empty for the course.
    """

    kind: str
    category: str
    period: str
    place: int
    printed: float
    expected: float
    off: bool
    method: str
    cause: str
    parts: tuple[Part, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Traced:
    """A student's totals, and why others of the gradebook can't be worked out."""

    totals: tuple[Trace, ...]
    reasons: tuple[str, ...]


def traced(gradebook: Gradebooks, student: int, policy: Policy) -> Traced:
    """The totals of one student (a row of ``students``) of one gradebook."""
    name = gradebook.books["format"].to_numpy()[0]
    canvas = name not in arithmetic.ARITHMETIC
    found = _canvas(gradebook, student, policy) if canvas else _other(gradebook, student, policy)
    if name in arithmetic.NO_ARITHMETIC:
        return Traced(tuple(found), (arithmetic.NO_ARITHMETIC[name],))
    held = judged(gradebook, policy).unjudged if canvas else arithmetic.judged_by(gradebook, policy).why_not
    return Traced(tuple(found), tuple(reason for reason, books in held.items() if len(books)))


def _canvas(gradebook: Gradebooks, student: int, policy: Policy) -> Iterator[Trace]:
    held, again, why = judged(gradebook, policy), recomputed(gradebook), causes(gradebook, policy)
    words = dict(zip(np.flatnonzero(held.off).tolist(), why.words.tolist()))
    points = gradebook.books["method"].to_numpy()[0] == "total_points"
    known = gradebook.books["format"].to_numpy()[0] == "canvas"
    for at in np.flatnonzero(gradebook.totals["student"].to_numpy()[held.rows] == student).tolist():
        row, kind = int(held.rows[at]), int(held.kind[at])
        category = int(gradebook.totals["category"].to_numpy()[row])
        group = again.group[kind, student]
        cause = words.get(at, "").removeprefix(", ")
        expected = float(held.expected[at]) if known else np.nan
        parts = _parts(gradebook, group) if category < 0 and not points else ()
        final, unposted = KINDS[kind].endswith("final"), KINDS[kind].startswith("unposted")
        items = () if parts else _items(gradebook, student, _in(gradebook, category), None, final, unposted)
        drops = _drops(gradebook, category)
        yield _trace(gradebook, row, expected, bool(held.off[at]), drops, cause, parts, items)


def _other(gradebook: Gradebooks, student: int, policy: Policy) -> Iterator[Trace]:
    found = arithmetic.judged_by(gradebook, policy)
    worked = found.worked[gradebook.books["format"].to_numpy()[0]]
    for at in np.flatnonzero(gradebook.totals["student"].to_numpy()[found.rows] == student).tolist():
        row, method = int(found.rows[at]), int(found.method[at])
        way, work = worked.ways[max(method, 0)], worked.works[max(method, 0)]
        slot = int(gradebook.totals["category"].to_numpy()[row])
        own = np.unique(work.item[work.slot == slot]) if slot >= 0 else np.arange(len(gradebook.assignments))
        mine = way.counts & (work.student == student) if way.counts is not None else work.student < 0
        weighs = slot < 0 and bool(work.weighted[0]) and bool(np.isfinite(work.weight).any())
        parts = _parts(gradebook, way.group[student]) if weighs else ()
        items = () if parts else _items(gradebook, student, own, np.unique(work.item[mine]), False, True)
        cause = found.causes.get(at, "")
        words = way.words if method >= 0 else ""
        yield _trace(gradebook, row, float(found.expected[at]), bool(found.off[at]), words, cause, parts, items)


def _trace(
    gradebook: Gradebooks,
    row: int,
    expected: float,
    off: bool,
    method: str,
    cause: str,
    parts: tuple[Part, ...],
    items: tuple[Item, ...],
) -> Trace:
    totals = gradebook.totals
    category = int(totals["category"].to_numpy()[row])
    known = expected == expected
    return Trace(
        kind=TOTAL_KINDS[totals["kind"].cat.codes.to_numpy()[row]],
        category=gradebook.categories["name"].to_numpy()[category] if category >= 0 else "",
        period=totals["period"].to_numpy()[row],
        place=int(totals["place"].to_numpy()[row]),
        printed=float(totals["value"].to_numpy()[row]),
        expected=expected,
        off=off,
        method=method,
        cause=cause,
        parts=parts if known else (),
        items=items if known else (),
    )


def _parts(gradebook: Gradebooks, group: Array) -> tuple[Part, ...]:
    table = gradebook.categories
    return tuple(Part(*part) for part in zip(table["name"].tolist(), table["weight"].tolist(), group.tolist()))


def _drops(gradebook: Gradebooks, category: int) -> str:
    """How many scores a category drops, in words."""
    told = [
        f"{int(number)} of the {side} scores dropped"
        for side in ("lowest", "highest")
        if category >= 0 and (number := gradebook.categories[f"drop_{side}"].to_numpy()[category]) > 0
    ]
    return " and ".join(told)


def _in(gradebook: Gradebooks, category: int) -> Array:
    """The assignments of a category, all of them for the course."""
    of = gradebook.assignments["category"].to_numpy()
    return np.flatnonzero(of == category) if category >= 0 else np.arange(len(of))


def _items(
    gradebook: Gradebooks, student: int, own: Array, counted: Array | None, final: bool, unposted: bool
) -> tuple[Item, ...]:
    """The student's scores on some assignments; ``counted`` are those that a method counts, None for Canvas's way."""
    scores, assignments = gradebook.scores, gradebook.assignments
    rows = (scores["student"].to_numpy() == student) & np.isin(scores["assignment"].to_numpy(), own)
    item = scores["assignment"].to_numpy()[rows]
    state = scores["state"].cat.codes.to_numpy()[rows]
    apart = state == STATES.index("not_assigned")
    excused = scores["excused"].to_numpy()[rows] & ~apart
    aside = ~(assignments["counts"].to_numpy() & assignments["published"].to_numpy())[item]
    empty = (state == STATES.index("blank")) | (state == STATES.index("waiting"))
    hidden = assignments["hidden"].to_numpy()[item] & (not unposted)
    if counted is None:
        used, counted_words = (
            ~empty | final,
            np.where(hidden, "hidden, so it counts as zero" if final else "hidden", ""),
        )
    else:
        used, counted_words = np.isin(item, counted), np.full(len(item), "", object)
    why = np.select(
        [excused, apart, aside, ~used & empty, ~used],
        ["excused", "not assigned", "doesn't count", "no score", "dropped"],
        counted_words,
    )
    marks = [str(mark).strip() for mark in scores["mark"].to_numpy()[rows]]
    columns = (assignments["title"].to_numpy()[item], marks, assignments["points_possible"].to_numpy()[item], why)
    return tuple(Item(str(title), mark, float(most), str(out)) for title, mark, most, out in zip(*columns))
