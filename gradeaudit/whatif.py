"""What a policy would do to grades: how many move and by how much, and who crosses a letter or the pass mark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gradeaudit.findings import Broken
from gradeaudit.flow import Order
from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.grading.grid import lay_out
from gradeaudit.grading.letters import letter_at
from gradeaudit.grading.recover import recover
from gradeaudit.grading.under import under
from gradeaudit.places import row_of
from gradeaudit.policy.effective import Policy
from gradeaudit.policy.identify import identify
from gradeaudit.policy.load import Source
from gradeaudit.policy.resolve import group
from gradeaudit.reading import Batch
from gradeaudit.summaries import gradebook_id

EDGES = (-10.0, -5.0, -2.0, -0.5, 0.5, 2.0, 5.0, 10.0)
"""Where the histogram's bars meet, in percentage points."""
MOVED = 0.05
"""The least change, in percentage points, that counts as one: half of what a total with one decimal shows."""
NO_TOTAL = "this export prints no course total to compare with; name the old policy with --against"
NOBODY = "no student has both a grade now and a grade under the policy"


@dataclass(frozen=True)
class Effect:
    """What becomes of one gradebook, one school or all: numbers of students, and changes in percentage points.

    ``mean`` is over students, also of several gradebooks: a mean of means would count small classes for more. No figure
    is rounded before it is written.

    ``bars`` count the changes between the ``EDGES``, lowest first. ``rows`` are the rows of the students who cross a
    letter or the pass mark, where they were asked for. ``why`` says why nothing could be compared, when so.
    """

    name: str
    school: str
    students: int = 0
    up: int = 0
    down: int = 0
    mean: float = 0.0
    most_up: float = 0.0
    most_down: float = 0.0
    letter_up: int = 0
    letter_down: int = 0
    newly_passing: int = 0
    newly_failing: int = 0
    bars: tuple[int, ...] = (0,) * (len(EDGES) + 1)
    rows: tuple[int, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class WhatIf:
    """Effects by gradebook and by school, of all together, and the files that couldn't be read."""

    gradebooks: tuple[Effect, ...]
    schools: tuple[Effect, ...]
    whole: Effect
    broken: tuple[Broken, ...]


def whatif(order: Order, against: Source | None, batches: Iterable[Batch], places: bool = False) -> WhatIf:
    """Grades under ``order``'s policy beside those under ``against``, or beside the totals that the exports print."""
    effects: list[Effect] = []
    broken: list[Broken] = []
    for batch in batches:
        broken += batch.broken
        effects += _effects(order, against, recover(batch.gradebooks), places)
    schools = sorted({one.school for one in effects if one.students})
    by_school = [together(name, [one for one in effects if one.school == name]) for name in schools]
    return WhatIf(tuple(effects), tuple(by_school), together("all gradebooks", effects), tuple(broken))


def together(name: str, effects: Sequence[Effect]) -> Effect:
    """The effects on several gradebooks as one."""
    some = [one for one in effects if one.students]
    number = sum(one.students for one in some)
    return Effect(
        name=name,
        school=name,
        students=number,
        up=sum(one.up for one in some),
        down=sum(one.down for one in some),
        mean=sum(one.mean * one.students for one in some) / number if number else 0.0,
        most_up=max((one.most_up for one in some), default=0.0),
        most_down=min((one.most_down for one in some), default=0.0),
        letter_up=sum(one.letter_up for one in some),
        letter_down=sum(one.letter_down for one in some),
        newly_passing=sum(one.newly_passing for one in some),
        newly_failing=sum(one.newly_failing for one in some),
        bars=tuple(sum(column) for column in zip(*(one.bars for one in some))) if some else Effect("", "").bars,
    )


@dataclass(frozen=True)
class _Grades:
    """Each student's percent, letter (rank, -1 unknown) and pass (1, 0, -1 unknown); why a gradebook has none."""

    value: Array
    letter: Array
    passes: Array
    why: Array


def _effects(order: Order, against: Source | None, gradebooks: Gradebooks, places: bool) -> list[Effect]:
    after = _graded(order.source, order, gradebooks, lambda some, policy: under(some, policy))
    if against is None:
        before = _graded(order.source, order, gradebooks, _printed)
    else:
        before = _graded(against, order, gradebooks, lambda some, policy: under(some, policy))
    books = identify(gradebooks, order.source, order.paths).books
    starts = np.searchsorted(gradebooks.students["book"].to_numpy(), np.arange(len(gradebooks) + 1))
    row = row_of(gradebooks.students["place"].to_numpy())
    effects = []
    for number, (file, sheet, school) in enumerate(zip(books["file"], books["sheet"], books["school"])):
        chosen = slice(starts[number], starts[number + 1])
        effect = Effect(gradebook_id(file, sheet), str(school) or "no school given")
        change = np.round(after.value[chosen] - before.value[chosen], 6)
        known = ~np.isnan(change)
        why = after.why[number] or before.why[number] or ("" if known.any() else NOBODY)
        if why:
            effects.append(replace(effect, why=str(why)))
            continue
        letters = [grades.letter[chosen] for grades in (before, after)]
        step = np.where(known & (letters[0] >= 0) & (letters[1] >= 0), letters[1] - letters[0], 0)
        passes = [grades.passes[chosen] for grades in (before, after)]
        crossed = np.where(known & (passes[0] >= 0) & (passes[1] >= 0), passes[1] - passes[0], 0)
        some = change[known]
        bars = np.bincount(np.searchsorted(np.array(EDGES), some, side="right"), minlength=len(EDGES) + 1)
        effects.append(
            replace(
                effect,
                students=len(some),
                up=int((some > MOVED).sum()),
                down=int((some < -MOVED).sum()),
                mean=float(some.mean()),
                most_up=max(float(some.max()), 0.0),
                most_down=min(float(some.min()), 0.0),
                letter_up=int((step > 0).sum()),
                letter_down=int((step < 0).sum()),
                newly_passing=int((crossed > 0).sum()),
                newly_failing=int((crossed < 0).sum()),
                bars=tuple(bars.tolist()),
                rows=tuple(row[chosen][(step != 0) | (crossed != 0)].tolist()) if places else (),
            )
        )
    return effects


def _graded(
    source: Source, order: Order, gradebooks: Gradebooks, work: Callable[[Gradebooks, Policy], tuple[Array, Array]]
) -> _Grades:
    """Grades of a batch, each gradebook under the policy that holds for it."""
    known = identify(gradebooks, source, order.paths)
    book = gradebooks.students["book"].to_numpy()
    value, letter = np.full(len(book), np.nan), np.full(len(book), -1)
    passes, why = np.full(len(book), -1), np.full(len(gradebooks), "", object)
    for mask, policy in group(source, known.books, order.as_of):
        here = mask[book]
        value[here], why[mask] = work(known.only(mask), policy)
        totals = policy.settings.totals
        if totals and totals.scale:
            letter[here] = letter_at(np.array(sorted(totals.scale.values())), value[here])
        if totals and totals.passing is not None:
            passes[here] = value[here] >= totals.passing
    return _Grades(value, letter, passes, why)


def _printed(gradebooks: Gradebooks, policy: Policy) -> tuple[Array, Array]:
    """The course total that counts blanks as the policy does: the final one where they are zeros, else the current."""
    totals = policy.settings.totals
    grid = lay_out(gradebooks)
    value, _ = grid.kind("final" if totals and totals.blanks == "zero" else "current")
    has = np.bincount(grid.book[~np.isnan(value)], minlength=len(gradebooks)) > 0
    return value, np.where(has, "", NO_TOTAL).astype(object)
