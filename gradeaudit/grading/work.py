"""Scores as a system's arithmetic sees them: which cells count, for how much, and in which category."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.grading.counted import is_extra
from gradeaudit.grading.grid import MOST_CATEGORIES
from gradeaudit.grading.titles import folded_titles, holding
from gradeaudit.marks import STATES

_EXTRA = ("extra credit", "extra-credit", "extracredit", "bonus")


class Method(NamedTuple):
    """One documented way to make totals, worked out for every student.

    ``words`` say what it does, to follow “as if”. ``course`` (students,) and ``group`` (students, slots) are percents,
    ``course_points`` and ``group_points`` points, NaN where nothing can be told. ``excused`` is the same method had
    every blank been excused: where an export shows excused work as a blank, a total between the two may be right.
    ``counts`` (cells) are those that the course's total rests on, of its categories where it weighs them.
    """

    words: str
    course: Array
    group: Array
    course_points: Array | None = None
    group_points: Array | None = None
    excused: Method | None = None
    counts: Array | None = None


class Dropped(NamedTuple):
    """The ``cells`` that are dropped. Nobody says what becomes of a category that would drop all that there is: of
    several scores nobody knows which are left (``unsure``: students, slots), while a category's total shows that a
    single one is; and the ``course`` (students,) may do without the category.
    """

    cells: Array
    unsure: Array
    course: Array


@dataclass(frozen=True)
class Work:
    """The cells of some gradebooks that may count; excused, unassigned and uncounted ones are left out.

    ``book`` (students,) is each student's gradebook. ``weight``, ``drop_lowest`` (books, slots) and ``weighted``
    (books,) are its set-up; a slot counts from its first category, weights are percents, NaN for none.
    The others have an element for each cell: ``slot`` (the number of slots stands for no category), ``earned`` and
    ``size``, points earned and possible times what the item counts; ``points`` and ``possible`` without that;
    ``graded`` (a number stands there), ``extra`` (extra credit), ``called_extra`` (called so), ``missing`` (marked so),
    ``shares`` (written as a percent), ``unclear`` (a mark that nobody can turn into points), ``unsized`` (points, but
    nobody knows of how many), ``begun`` (someone has points for the item). ``item`` is the row of the assignment.
    """

    book: Array
    weight: Array
    drop_lowest: Array
    weighted: Array
    student: Array
    item: Array
    slot: Array
    earned: Array
    size: Array
    points: Array
    possible: Array
    graded: Array
    extra: Array
    called_extra: Array
    missing: Array
    shares: Array
    unclear: Array
    unsized: Array
    begun: Array

    @property
    def shape(self) -> tuple[int, int]:
        """Students down, slots across, the last of them for cells without a category."""
        return len(self.book), self.weight.shape[1] + 1

    @cached_property
    def cell(self) -> Array:
        """Each cell's position in an array of that shape."""
        flat: Array = self.student.astype(np.int64) * self.shape[1] + self.slot
        return flat

    def sums(self, values: Array, chosen: Array) -> Array:
        """The sum of the chosen cells' values, by student and slot."""
        total = np.bincount(self.cell[chosen], weights=values[chosen], minlength=self.shape[0] * self.shape[1])
        return total.reshape(self.shape)

    def number(self, chosen: Array) -> Array:
        """How many cells are chosen, by student and slot."""
        return np.bincount(self.cell[chosen], minlength=self.shape[0] * self.shape[1]).reshape(self.shape)

    def unequal(self, chosen: Array) -> Array:
        """Whether the chosen cells differ in size, by student and slot."""
        low, high = np.full(self.shape, np.inf).reshape(-1), np.full(self.shape, -np.inf).reshape(-1)
        np.minimum.at(low, self.cell[chosen], self.size[chosen])
        np.maximum.at(high, self.cell[chosen], self.size[chosen])
        return (high > low * (1.0 + 1e-9)).reshape(self.shape)

    def lowest(self, key: Array, chosen: Array, many: Array) -> Array:
        """The chosen cells with the lowest keys, of equals the larger: ``many`` (students, slots) of each."""
        if not many.any():
            return np.zeros(len(self.cell), bool)
        at = np.flatnonzero(chosen)
        cell = self.cell[at]
        order = np.lexsort((-self.size[at], key[at], cell))
        starts = np.searchsorted(cell[order], cell[order])
        lowest = np.zeros(len(self.cell), bool)
        lowest[at[order]] = np.arange(len(order)) - starts < many.reshape(-1)[cell[order]]
        return lowest

    def dropped(self, share: Array, chosen: Array, drops: Array | None = None) -> Dropped:
        """What the categories drop of the chosen cells: those with the lowest shares, never extra credit; ``drops``
        (students, slots) replaces how many."""
        drops = self.of_student(self.drop_lowest) if drops is None else drops
        own = chosen & ~self.extra
        number = self.number(own)
        few = (number > 0) & (number <= drops)
        return Dropped(self.lowest(share, own, np.where(few, 0.0, drops)), few & (number > 1), across(few))

    def of_student(self, of_book: Array) -> Array:
        """A set-up (books, slots) as (students, slots + 1); cells without a category have 0."""
        return np.append(of_book, np.zeros((len(of_book), 1)), axis=1)[self.book]

    def ranked(self, values: Array, chosen: Array) -> tuple[Array, Array, Array]:
        """The chosen values' lowest, median and highest, by student and slot."""
        at = np.flatnonzero(chosen)
        cell = self.cell[at]
        sorted_values = np.append(values[at][np.lexsort((values[at], cell))], np.nan)
        number = np.bincount(cell, minlength=self.shape[0] * self.shape[1])
        start, end = np.cumsum(number) - number, np.cumsum(number) - 1

        def at_place(place: Array) -> Array:
            return sorted_values[np.where(number > 0, place, -1)].reshape(self.shape)

        middle = (at_place(start + (number - 1) // 2) + at_place(start + number // 2)) / 2.0
        return at_place(start), middle, at_place(end)

    def unread(self) -> Array:
        """Where a mark that nobody can read makes the sum of points unknown, by student and slot."""
        return self.number(self.unclear) > 0

    def doubt(self) -> Array:
        """Where such a mark, or an item whose maximum isn't known, makes the percent unknown."""
        return self.number(self.unclear | self.unsized) > 0


def across(marked: Array) -> Array:
    """Whether anything of a student is marked: (students, slots) → (students,)."""
    return np.asarray(marked.any(axis=1))


def percent(earned: Array, whole: Array, doubt: Array) -> Array:
    """Earned of whole in percent, NaN where nothing is possible or a mark is in doubt."""
    with np.errstate(invalid="ignore", divide="ignore"):
        share: Array = np.where((whole > 0) & ~doubt, 100.0 * earned / whole, np.nan)
    return share


def weighed(work: Work, group: Array, doubt: Array) -> tuple[Array, Array]:
    """The weighted sum of categories (students, slots) in percent points, and the weights of those that have a score.

    NaN where a category with scores has no known weight, or one is in doubt.
    """
    there = ~np.isnan(group)
    weight = work.weight[work.book]
    unsure = np.asarray((np.isnan(weight) & there).any(axis=1)) | across(doubt)
    part = np.where(there, np.nan_to_num(weight), 0.0)
    total = np.where(unsure, np.nan, (part * np.where(there, group, 0.0)).sum(axis=1))
    return total, part.sum(axis=1)


def lay_out_work(gradebooks: Gradebooks) -> Work:
    """The cells of all gradebooks that may count, and their set-up."""
    assignments, scores, table = gradebooks.assignments, gradebooks.scores, gradebooks.categories
    first = np.searchsorted(table["book"].to_numpy(), np.arange(len(gradebooks) + 1))
    many = np.diff(first) > MOST_CATEGORIES
    slots = int(np.diff(first)[~many].max(initial=0))
    at = first[:-1, None] + np.arange(slots)
    inside = (np.arange(slots) < np.diff(first)[:, None]) & ~many[:, None]

    def setup(name: str) -> Array:
        values = np.append(table[name].to_numpy(), np.nan)
        of_book: Array = np.where(inside, values[np.where(inside, at, len(table))], np.nan)
        return of_book

    item, student = scores["assignment"].to_numpy(), scores["student"].to_numpy()
    state = scores["state"].cat.codes.to_numpy()
    counts = assignments["counts"].to_numpy() & assignments["published"].to_numpy()
    counted = counts[item] & (state != STATES.index("not_assigned")) & ~scores["excused"].to_numpy() & (student >= 0)
    kept = np.flatnonzero(counted)
    item, student, state = item[kept], student[kept], state[kept]
    category, book = assignments["category"].to_numpy(), assignments["book"].to_numpy()
    slot = np.where((category < 0) | many[book], slots, category - first[book])[item]
    points = scores["points"].to_numpy()[kept]
    possible = assignments["points_possible"].to_numpy()[item]
    multiplier = assignments["multiplier"].to_numpy()[item]
    graded = ~np.isnan(points)
    called = np.zeros(len(assignments), bool)
    called[holding(folded_titles(assignments["title"].tolist()), _EXTRA)] = True
    worded = (state == STATES.index("coded")) | (state == STATES.index("scored"))
    pending = (state == STATES.index("waiting")) & scores["number"].notna().to_numpy()[kept]  # an earlier grade stands
    return Work(
        book=gradebooks.students["book"].to_numpy(),
        weight=setup("weight"),
        drop_lowest=np.nan_to_num(setup("drop_lowest")),
        weighted=(gradebooks.books["method"] == "weighted").to_numpy(),
        student=student,
        item=item,
        slot=slot,
        earned=np.nan_to_num(points * multiplier),
        size=np.nan_to_num(possible * multiplier),
        points=np.nan_to_num(points),
        possible=np.nan_to_num(possible),
        graded=graded,
        extra=assignments["extra_credit"].to_numpy()[item],
        called_extra=(called | np.append(is_extra(table["name"]), False)[category])[item],
        missing=scores["missing"].to_numpy()[kept],
        shares=(scores["form"] == "percent").to_numpy()[kept],
        unclear=(worded & ~graded) | pending | many[book[item]],
        unsized=graded & np.isnan(possible),
        begun=np.isin(item, item[graded]),
    )


def picked(way: Method, student: Array, slot: Array, points: Array) -> Array:
    """The total of each row by one method: of its category or the course, in points or percent."""
    picked = np.full(len(student), np.nan)
    for wanted, course, group in ((~points, way.course, way.group), (points, way.course_points, way.group_points)):
        whole, part = wanted & (slot < 0), wanted & (slot >= 0)
        if course is not None:
            picked[whole] = course[student[whole]]
        if group is not None:
            picked[part] = group[student[part], slot[part]]
    return picked
