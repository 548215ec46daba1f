"""What closes a gap between a total and its scores that the export doesn't show: excused work, extra credit, a hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.grading.grid import runs
from gradeaudit.grading.left_out import left_out, parts
from gradeaudit.grading.own_weights import Weights
from gradeaudit.grading.own_weights import own_weights as sought
from gradeaudit.grading.work import percent
from gradeaudit.grading.worked import Worked, within

_SAME = 1e-6
_PAIRS = 450
"""More sets of two scores than this are too many, with every choice of exempt blanks: some would explain any total."""


class Choices(NamedTuple):
    """Which blanks of a student may be exempt: ``cells`` (choices, blanks) of the work, -1 for one that isn't; what the
    student's totals (``rows``, n) are by each method and choice (``value``: methods, choices, n)."""

    cells: Array
    rows: Array
    value: Array


class Standing(NamedTuple):
    """The totals of some gradebooks beside the methods of their classes; arrays have an element for each of ``worked``.

    ``printed`` is what the export says, ``student`` whose it is, ``group`` the number of its class (the totals that are
    made alike), ``method`` the position of its method, of several the nearest (-1: not known), and ``best`` (methods,
    n) all that may be it. ``bad`` ones are off by them, ``right`` ones are as one of them makes them.
    ``likely`` (methods, groups) may be a class's method if some of its work is extra credit. ``exempt`` are, for some
    students, the choices of blanks that may be exempt.
    """

    worked: Worked
    printed: Array
    student: Array
    group: Array
    method: Array
    best: Array
    bad: Array
    right: Array
    likely: Array
    exempt: Mapping[int, Choices]


Sets = list[tuple[int, ...]]


def excused(held: Standing) -> dict[int, Sets]:
    """For each bad total the assignments (rows) without whose scores all the student's totals would be right.

    Each set that would do is told: those of one, or those of two if no one does; of two scores neither is in a category
    whose total is right, since that would hardly be right without.
    """
    found: dict[int, Sets] = {}
    among, graded = _doubtful(held), held.worked.works[0].graded
    for number, cells in ((1, graded), (2, among & graded)):
        open_ = np.setdiff1d(np.flatnonzero(held.bad), list(found))
        students = np.unique(held.student[open_])
        many = np.bincount(held.worked.works[0].student[cells], minlength=int(students.max(initial=0)) + 1)
        choices = np.array([len(held.exempt[one].cells) if one in held.exempt else 1 for one in students.tolist()])
        copies = choices * (many if number == 1 else many * (many - 1) // 2)[students]
        if number == 2:
            students, copies = students[copies <= _PAIRS], copies[copies <= _PAIRS]
        for part in parts(copies.tolist()):
            found |= _explained(held, students[part], cells, number)
    return found


def _doubtful(held: Standing) -> Array:
    """The cells of students with a bad total, without those in categories whose totals are right."""
    worked, within = held.worked, held.worked.slot >= 0
    among = np.isin(worked.works[0].student, held.student[held.bad])
    for method in np.unique(held.method[held.right & within]).tolist():
        work = worked.works[method]
        right = np.zeros(work.shape, bool)
        for side, value in ((held.right, True), (held.bad, False)):
            rows = side & within & (held.method == method)
            right[held.student[rows], worked.slot[rows]] = value
        among &= ~right[work.student, work.slot]
    return among


def _explained(held: Standing, students: Array, among: Array, out: int) -> dict[int, Sets]:
    """The bad totals of some students that leaving out a number of scores explains, and which."""
    exempt = {student: chosen.cells for student, chosen in held.exempt.items()}
    changed = held.worked.changed(lambda work: left_out(work, students, among, out, exempt=exempt))
    judged = np.flatnonzero((held.bad | held.right) & np.isin(held.student, students))
    judged = judged[np.argsort(held.student[judged], kind="stable")]
    start, end = (np.searchsorted(held.student[judged], students, side=side) for side in ("left", "right"))
    many = (end - start)[changed.owner]
    copy = np.repeat(np.arange(len(changed.owner)), many)
    row = judged[runs(start[changed.owner], many)]
    low, high = changed.between(copy, row)
    settled = np.isin(held.student[row], list(held.exempt))
    low, high = (np.where(settled, changed.value(copy, row), end) for end in (low, high))
    fits = within(held.printed[row], low, high, held.worked.ends[row], held.worked.slack[row]) & held.best[:, row]
    made, told = fits.any(axis=0), (held.best[:, row] & ~np.isnan(low)).any(axis=0)
    number = len(changed.owner)
    explains = np.bincount(copy[told & ~made], minlength=number) == 0
    explains &= np.bincount(copy[made & held.bad[row]], minlength=number) > 0
    found: dict[int, Sets] = {}
    for at in np.flatnonzero(explains).tolist():
        own = judged[start[changed.owner[at]] : end[changed.owner[at]]]
        items = tuple(changed.items[at].tolist())
        for bad in own[held.bad[own]].tolist():
            if items not in found.setdefault(bad, []):
                found[bad].append(items)
    return found


def scope_of(held: Standing) -> Array:
    """Numbers the totals by whose they are and what of: a category or the course."""
    return held.student.astype(np.int64) * (held.worked.works[0].shape[1] + 1) + held.worked.slot + 1


def typed_over(held: Standing) -> Array:
    """The bad totals (positions) that rest on nothing but scores on which the student's other totals rest rightly."""
    scope, bad = scope_of(held), np.flatnonzero(held.bad)
    scopes, first = np.unique(scope[bad], return_index=True)
    student, course = held.student[bad[first]], held.worked.slot[bad[first]] < 0
    alone = np.bincount(student, minlength=int(student.max(initial=0)) + 1)[student] == 1
    work = held.worked.works[0]
    doubtful = np.isin(student, work.student[_doubtful(held) & work.graded])
    whole = np.isin(student, held.student[held.right & (held.worked.slot < 0)])
    typed = alone & np.where(course, ~doubtful, whole)
    return bad[np.isin(scope[bad], scopes[typed])]


def own_weights(held: Standing) -> dict[int, list[Weights]]:
    """For each bad total of a course that is weighed the sets of weights of the student's own that make it.

    They aren't looked for where a category's total is off, from which the course's may follow.
    """
    worked, found = held.worked, dict[int, list[Weights]]()
    course = held.bad & (worked.slot < 0) & ~np.isin(held.student, held.student[held.bad & (worked.slot >= 0)])
    for method in np.flatnonzero(held.best[:, course].any(axis=1)).tolist():
        cases = [
            case for row in np.flatnonzero(course & held.best[method]).tolist() for case in _cases(held, row, method)
        ]
        rows = np.array([row for row, _, _ in cases])
        total, group = np.array([total for _, total, _ in cases]), np.stack([group for _, _, group in cases])
        weight = worked.works[method].weight[worked.works[method].book[held.student[rows]]]
        weighs = np.abs(_stretched(weight, group) - total) <= _SAME
        sets = sought(weight, group[None], held.printed[None, rows], worked.slack[rows], _stretched)
        for row, own in ((row, own) for row, own, so in zip(rows.tolist(), sets, weighs.tolist()) if so and own):
            found.setdefault(row, []).extend(one for one in own if one not in found[row])
    return found


def _cases(held: Standing, row: int, method: int) -> Iterator[tuple[int, float, Array]]:
    """What a method makes of a course's total (``row``), and of the student's categories, for each choice of exempt
    blanks."""
    student, worked = int(held.student[row]), held.worked
    group = worked.ways[method].group[student]
    if student not in held.exempt:
        yield row, float(worked.value[method, row]), group
        return
    _, rows, value = held.exempt[student]
    part = worked.slot[rows] >= 0
    for choice in value[method]:
        own = group.copy()
        own[worked.slot[rows][part]] = choice[part]
        yield row, float(choice[rows == row][0]), own


def _stretched(weight: Array, group: Array) -> Array:
    """The course's percent of categories with scores, by their weights."""
    there = ~np.isnan(group)
    part = np.where(there, np.nan_to_num(weight), 0.0)
    whole = part.sum(axis=-1)
    return percent((part * np.where(there, group, 0.0)).sum(axis=-1) / 100.0, whole, whole <= 0)


def extra_credit(gradebooks: Gradebooks, held: Standing) -> Array:
    """Assignments (rows) that as extra credit close gaps while hardly a right total of any kind would be off so."""
    hidden = np.array(["assignments.extra_credit" not in offers for offers in gradebooks.offers], bool)
    book = gradebooks.totals["book"].to_numpy()[held.worked.rows]
    bad = np.flatnonzero(held.bad & hidden[book])
    if not len(bad):
        return bad
    items, closes, group = _as_extra(held, bad, None)
    work = held.worked.works[0]
    candidates = np.unique(items[(closes & held.likely[:, group]).any(axis=0)])
    has = np.isin(work.item, candidates)
    right = np.flatnonzero(held.right & np.isin(held.student, work.student[has & work.graded]))
    against, still, group_against = _as_extra(held, right, has)
    extra = []
    for item in candidates.tolist():
        own, others = items == item, against == item
        holding, gains = True, False
        for number in np.unique(np.append(group[own], group_against[others])).tolist():
            gained = closes[:, own & (group == number)].sum(axis=1)
            lost = (~still)[:, others & (group_against == number)].sum(axis=1)
            able = held.likely[:, number] & (lost * 4 < np.maximum(gained, 1))
            holding &= bool(able.any())
            gains |= bool((able & (gained > 0)).any())
        if holding and gains:
            extra.append(item)
    return np.array(extra, np.int64)


def _as_extra(held: Standing, rows: Array, among: Array | None) -> tuple[Array, Array, Array]:
    """For each of some totals and each score of the student: the assignment, whether as extra credit it makes the total
    (methods, n), and the number of the total's class."""
    work = held.worked.works[0]
    graded = work.graded if among is None else work.graded & among
    number = np.bincount(work.student[graded], minlength=work.shape[0])[held.student[rows]]
    found = [_part_as_extra(held, rows[part], graded) for part in parts(number.tolist())]
    if not found:
        return np.zeros(0, np.int64), np.zeros((len(held.worked.value), 0), bool), np.zeros(0, np.int64)
    items, makes, group = zip(*found)
    return np.concatenate(items), np.concatenate(makes, axis=1), np.concatenate(group)


def _part_as_extra(held: Standing, rows: Array, graded: Array) -> tuple[Array, Array, Array]:
    changed = held.worked.changed(lambda work: left_out(work, held.student[rows], graded, as_extra=True))
    row = rows[changed.owner]
    low, high = changed.between(np.arange(len(row)), row)
    slack, printed = held.worked.slack[row], held.printed[row]
    high = np.where(np.abs(printed - 100.0) <= slack, np.minimum(high, 100.0), high)  # may stop there
    makes = (printed >= np.minimum(low, high) - slack) & (printed <= high + slack)
    return changed.items[:, 0], makes, held.group[row]
