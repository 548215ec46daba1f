"""Recovers which assignment is in which category: the runs of columns whose scores add up to the categories' scores.

Canvas lists assignments by group, in the groups' order, unless the teacher moved them (gradebook_exporter.rb), and a
group's final score is the sum of the scores over the sum of the points, blanks counting 0, excused and unassigned work
left out (grade_calculator.rb). With t a student's printed score of a group, the sum of score − t × points over the
right run of columns is 0, up to rounding; after dropping the lowest, 0 without the smallest of these differences, since
what Canvas keeps makes the ratio as large as it can be.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gradeaudit.gradebook import Array
from gradeaudit.grading.grid import rows_of, runs

ROUNDING = 0.005
"""The most that rounding to two decimals moves a printed score."""
PROBES = 5
"""Students of each class that are looked at first, to rule out most runs."""
ANYTHING = 1e6
"""So much slack has a mark whose points nobody can tell: far more than rounding ever makes."""
FEWEST = 4
"""Students that must fit before a run is believed."""
DROPS = ((0, 0), (1, 0), (2, 0), (0, 1), (0, 2))
"""How many of the lowest and of the highest are dropped, from the plainest on."""

OK, FEW, NO_FIT, SEVERAL = range(4)
"""What came of a gradebook: one partition; too few students; none gives the scores; several do."""


class Marks(NamedTuple):
    """Scores of whole gradebooks, a student down and an assignment across, without columns that count for nothing.

    ``points`` and ``possible`` (students, assignments) are 0 where the cell takes no part; ``there`` says where it
    does; ``slack`` is how far rounding of the scores and of the printed share may move the points, ``ANYTHING`` where
    a mark stands whose points nobody can tell. ``group`` (students, slots): printed category scores, NaN where blank.
    ``starts`` (books + 1,): where a book's students begin; ``width`` (books,): its assignments; ``slots`` (books,): its
    categories.
    """

    points: Array
    possible: Array
    there: Array
    slack: Array
    group: Array
    starts: Array
    width: Array
    slots: Array


class Partition(NamedTuple):
    """``ends`` (books, slots): where each category's run ends, counted in columns; ``drops`` (books, slots): a position
    in ``DROPS``, -1 where it can't be told; ``outcome`` (books,): OK or why not.
    """

    ends: Array
    drops: Array
    outcome: Array


class _Sums(NamedTuple):
    """Running sums over the columns: what a run holds is the difference of two."""

    points: Array
    possible: Array
    slack: Array


class _Level(NamedTuple):
    """Where the runs so far may end: gradebook, column, in how many ways, from which state before, by which drops."""

    book: Array
    end: Array
    ways: Array
    before: Array
    drops: Array


def partition(marks: Marks) -> Partition:
    """The one way to cut each gradebook's columns into runs that give its category scores, or why there is none."""
    books = len(marks.slots)
    sums = _Sums(_running(marks.points), _running(marks.possible), _running(marks.slack))
    answer = Partition(
        np.full((books, marks.group.shape[1]), -1), np.full((books, marks.group.shape[1]), -1), np.full(books, NO_FIT)
    )
    told = ~np.isnan(marks.group).all(axis=1)
    students = np.add.reduceat(np.append(told, False), marks.starts[:-1]) if books else np.zeros(0, int)
    students = np.where(np.diff(marks.starts) > 0, students, 0)
    answer.outcome[students < FEWEST] = FEW
    todo = np.flatnonzero((answer.outcome != FEW) & (marks.slots > 0))
    for drops in (DROPS[:1], DROPS):
        todo = todo[answer.outcome[todo] == NO_FIT]
        if len(todo):
            _search(marks, sums, todo, drops, answer)
    return answer


def _running(values: Array) -> Array:
    sums = np.zeros((len(values), values.shape[1] + 1))
    for column in range(values.shape[1]):  # in half the time of numpy's own, which goes along each short row
        np.add(sums[:, column], values[:, column], out=sums[:, column + 1])
    return sums


def _search(marks: Marks, sums: _Sums, books: Array, drops: tuple[tuple[int, int], ...], answer: Partition) -> None:
    """Goes through the categories in order, keeping every column where the runs so far may end."""
    none = np.zeros(len(books), np.int64)
    levels = [_Level(books, none, none + 1, none - 1, none - 1)]
    for slot in range(int(marks.slots[books].max())):
        at = levels[-1]
        going = np.flatnonzero(marks.slots[at.book] > slot)
        state, end, kind, ways = _runs(marks, sums, at.book[going], at.end[going], slot, drops)
        state = going[state]
        # A gradebook's last run must reach its last column.
        last = marks.slots[at.book[state]] == slot + 1
        kept = ~last | (end == marks.width[at.book[state]])
        levels.append(_merged(at, state[kept], end[kept], kind[kept], ways[kept]))
        _finish(marks, levels, slot + 1, answer)


def _merged(at: _Level, state: Array, end: Array, kind: Array, ways: Array) -> _Level:
    """The next level: one state for each gradebook and column, with the number of ways that lead there."""
    width = int(end.max(initial=0)) + 1
    key, first, which = np.unique(at.book[state] * width + end, return_index=True, return_inverse=True)
    total = np.bincount(which, at.ways[state] * ways, minlength=len(key))
    return _Level(key // width, key % width, np.minimum(total, 2).astype(np.int64), state[first], kind[first])


def _finish(marks: Marks, levels: list[_Level], slots: int, answer: Partition) -> None:
    """Writes down the gradebooks whose last category has been placed, following each run back to the first."""
    at = levels[-1]
    done = np.flatnonzero(marks.slots[at.book] == slots)
    book = at.book[done]
    answer.outcome[book] = np.where(at.ways[done] == 1, OK, SEVERAL)
    state = done[at.ways[done] == 1]
    book = at.book[state]
    for slot in range(slots - 1, -1, -1):
        level = levels[slot + 1]
        answer.ends[book, slot], answer.drops[book, slot] = level.end[state], level.drops[state]
        state = level.before[state]


def _runs(
    marks: Marks, sums: _Sums, book: Array, start: Array, slot: int, drops: tuple[tuple[int, int], ...]
) -> tuple[Array, Array, Array, Array]:
    """Every run from each state that gives the category's scores: state, end, drops and in how many ways it does."""
    students = marks.starts[book + 1] - marks.starts[book]
    probe = np.minimum(students, PROBES)
    which = np.repeat(np.arange(len(book)), probe)
    turn = runs(np.zeros_like(probe), probe)
    row = marks.starts[book[which]] + turn * students[which] // probe[which]
    # One column of ends more than assignments; a run may also be empty.
    ends = np.arange(sums.points.shape[1])
    reachable = (ends >= start[:, None]) & (ends <= marks.width[book][:, None])
    tables = _misses(marks, sums, row, start[which], slot, drops)
    few = np.minimum(allowed(students), 2)[:, None]
    bounds = np.cumsum(probe) - probe
    maybe = reachable & np.any([np.add.reduceat(missed, bounds, axis=0) <= few for missed in tables], axis=0)
    state, end = np.nonzero(maybe)
    if len(drops) == 1:
        fits = _fits(marks, sums, book[state], start[state], end, slot)[:, None]
    else:
        # With drops, whole rows are worked out again for all students of the few states that are left.
        some, again = np.unique(state, return_inverse=True)
        rows, of = rows_of(marks.starts, book[some])
        counted = (
            np.stack(
                [
                    np.add.reduceat(missed, np.searchsorted(of, np.arange(len(some))), axis=0)
                    for missed in _misses(marks, sums, rows, start[some][of], slot, drops)
                ],
                axis=2,
            )
            if len(some)
            else np.zeros((0, len(ends), len(drops)))
        )
        fits = counted[again, end] <= allowed(students)[state][:, None]
    found = fits.any(axis=1)
    plainest = fits.argmax(axis=1)
    told = np.where(fits.sum(axis=1) == 1, plainest, -1)
    return state[found], end[found], told[found], np.ones(int(found.sum()), np.int64)


def allowed(students: Array) -> Array:
    """How many students needn't fit what is looked for among many ways: a tenth, where there are enough to tell."""
    few: Array = np.where(students < 2 * FEWEST, 0, np.maximum(1, students // 10))
    return few


MOST_OFF = 0.25
"""This share of a class's totals may be off by a way that its LMS documents: with a tenth, as for ways that are sought,
hardly any would be told in classes where every eighth total is wrong, and none fewer wrongly."""


def made_otherwise(wrong: Array, judged: Array) -> Array:
    """Where so many of the judged totals are off that they are made in another way, and nobody's is wrong."""
    otherwise: Array = (wrong * 2 >= np.maximum(judged, 1)) | ((wrong > 2) & (wrong > MOST_OFF * judged))
    return otherwise


def _misses(
    marks: Marks, sums: _Sums, row: Array, start: Array, slot: int, drops: tuple[tuple[int, int], ...]
) -> list[Array]:
    """Whether each student (row) contradicts each end of a run (column) from ``start``, under each kind of drops."""
    printed = marks.group[row, slot]
    blank = np.isnan(printed)
    share = np.nan_to_num(printed)[:, None] / 100.0
    take = (row, start)
    possible = sums.possible[row]
    off = sums.points[row] - share * possible
    off -= off[np.arange(len(row)), start][:, None]
    slack = sums.slack[row]
    slack += 1e-7 - sums.slack[take][:, None]
    told = slack < ANYTHING / 2
    slack[blank] = np.inf
    # A blank category score means that nothing could be earned; a printed one that something could.
    wrong = (possible <= sums.possible[take][:, None]) != blank[:, None]
    misses = []
    for lowest, highest in drops:
        dropped = _dropped(marks, row, start, share, lowest, highest) if lowest or highest else 0.0
        missed = (wrong | (np.abs(off - dropped) > slack)) & told
        misses.append(missed.astype(np.int32))
    return misses


def _dropped(marks: Marks, row: Array, start: Array, share: Array, lowest: int, highest: int) -> Array:
    """The sum of the smallest (or largest) one or two differences in each run.

    Where a run has too few, fewer of the lowest are dropped, and none of the highest (grade_calculator.rb).
    """
    columns = np.arange(marks.points.shape[1])
    inside = marks.there[row] & (columns >= start[:, None])
    sign = 1.0 if lowest else -1.0
    apart = np.where(inside, sign * (marks.points[row] - share * marks.possible[row]), np.inf)
    count = np.cumsum(inside, axis=1)
    least = np.minimum.accumulate(apart, axis=1)
    total = np.where(count > max(highest, 1), least, 0.0)
    if max(lowest, highest) == 2:
        before = np.concatenate([np.full((len(row), 1), np.inf), least[:, :-1]], axis=1)
        second = np.minimum.accumulate(np.maximum(before, apart), axis=1)
        total = np.where(count > 2, total + second, total)
    return np.concatenate([np.zeros((len(row), 1)), sign * total], axis=1)


def _fits(marks: Marks, sums: _Sums, book: Array, start: Array, end: Array, slot: int) -> Array:
    """Whether all but a few students of the gradebook agree that the category is the columns from start to end."""
    row, which = rows_of(marks.starts, book)
    printed = marks.group[row, slot]
    blank = np.isnan(printed)
    begin = row * sums.points.shape[1]
    first, after = begin + start[which], begin + end[which]
    points, possible, slack = (kind.reshape(-1).take(after) - kind.reshape(-1).take(first) for kind in sums)
    off = np.abs(points - np.nan_to_num(printed) / 100.0 * possible) > slack + 1e-7
    wrong = np.where(blank, possible > 0, (possible <= 0) | off) & (slack < ANYTHING / 2)
    missed = np.bincount(which, wrong, minlength=len(book))
    fits: Array = missed <= allowed(marks.starts[book + 1] - marks.starts[book])
    return fits
