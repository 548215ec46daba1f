"""What changed within gradebooks that two exports hold: categories, weights, assignments, dates, scores, students."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from gradeaudit.changes import Change, count
from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.pairing import Partners, Side, elsewhere

WEIGHT_POINTS = 0.5
"""Percentage points that a weight may differ by and still be the same: recovered weights are no more exact."""
_EVEN = 1e-9
_SAME_POINTS = 1e-6
Told = tuple[int, Change]
"""The number of a pair of gradebooks, and a change in it."""


@dataclass(frozen=True)
class Matched:
    """Two exports with the pairs of gradebooks, assignments, categories and students that are the same in both."""

    before: Gradebooks
    after: Gradebooks
    books: Partners
    categories: Partners
    renamed: Partners
    """Those of ``categories`` that are called anew."""
    assignments: Partners
    students: Partners

    def pair_of(self, rows: Array, table: str) -> Array:
        """The pair of gradebooks that rows of a table of ``after`` are in."""
        numbers: Array = self.books.of_after(len(self.after))[getattr(self.after, table)["book"].to_numpy()[rows]]
        return numbers

    def both(self, table: str, column: str) -> tuple[Array, Array]:
        """A column of the matched categories or assignments, before and after."""
        found = getattr(self, table)
        old, new = (getattr(books, table)[column].to_numpy() for books in (self.before, self.after))
        return old[found.before], new[found.after]

    def carried(self, column: str) -> Array:
        """For each pair, whether both exports carry a column."""
        offered = [
            column in self.before.offers[old] and column in self.after.offers[new]
            for old, new in zip(self.books.before.tolist(), self.books.after.tolist())
        ]
        return np.array(offered, bool)


def renamed_categories(old: tuple[Side, Array], new: tuple[Side, Array], tasks: Partners) -> Partners:
    """Categories without a namesake in which exactly the same assignments lie, of those that both exports hold.

    ``old`` and ``new`` are the categories that are left, and the category of every assignment (a row, or -1).
    """
    (left, lies), (right, lies_now) = old, new
    pairs = np.stack([lies[tasks.before], lies_now[tasks.after]], axis=1)
    pairs = np.unique(pairs, axis=0)
    known = (pairs >= 0).all(axis=1)
    single = [
        np.isin(column, [row for row, times in Counter(column.tolist()).items() if times == 1]) for column in pairs.T
    ]
    chosen = known & single[0] & single[1]
    first, second = pairs[chosen].T
    free = (left.pair[first] >= 0) & (right.pair[second] >= 0)
    return Partners(first[free], second[free])


def come_and_gone(kind: str, old: Side, new: Side, texts: tuple[Array, Array]) -> Iterator[tuple[int, Change | str]]:
    """Rows that only one side holds; of several with one name, how many more or fewer, and that they can't be told."""
    there, here = elsewhere(old, new)
    for side, shared, title, what in ((old, there, texts[0], "removed"), (new, here, texts[1], "added")):
        for row in np.flatnonzero((side.pair >= 0) & ~shared & (side.name != "")).tolist():
            name = str(title[row])
            yield int(side.pair[row]), Change(f"{kind}-{what}", name, f"{kind} {what}: “{name}”")
    titles: dict[tuple[int, str], str] = {}
    more: Counter[tuple[int, str]] = Counter()
    for side, shared, title, sign in ((old, there, texts[0], -1), (new, here, texts[1], 1)):
        for row in np.flatnonzero((side.pair >= 0) & (shared | (side.name == ""))).tolist():
            key = int(side.pair[row]), str(side.name[row])
            titles[key] = str(title[row])
            more[key] += sign
    for pair, name in sorted(titles):
        shown, number = titles[pair, name], more[pair, name]
        called = f"called “{shown}”" if name else "without a name"
        if number:
            what, word = ("added", "more") if number > 0 else ("removed", "fewer")
            words = f"{kind} {what}: {abs(number)} {word} {called}"
            yield pair, Change(f"{kind}-{what}", shown, words, counts={kind: abs(number)})
        yield pair, f"the {kind} {called}: nothing tells which is which in the two exports"


def setup_changes(held: Matched) -> Iterator[Told]:
    """What changed in categories and assignments that both exports hold."""
    yield from _method(held)
    names = held.before.categories["name"].to_numpy(), held.after.categories["name"].to_numpy()
    pairs = held.pair_of(held.renamed.after, "categories").tolist()
    for pair, old, new in zip(pairs, names[0][held.renamed.before], names[1][held.renamed.after]):
        words = f"category renamed: “{old}” is now “{new}”; the same assignments lie in it"
        yield pair, Change("category-renamed", new, words, old, new)
    yield from _weights(held)
    pair = held.pair_of(held.assignments.after, "assignments")
    old, new = held.both("assignments", "title")
    for row in np.flatnonzero(_squeezed(old) != _squeezed(new)).tolist():
        words = f"assignment renamed: “{old[row]}” is now “{new[row]}”"
        yield int(pair[row]), Change("assignment-renamed", new[row], words, old[row], new[row])
    yield from _moved(held, pair, new)
    yield from _points(held, pair, new)
    yield from _due(held, pair, new)


def _squeezed(titles: Array) -> Array:
    """Titles without regard to spaces at their ends and doubled ones."""
    return np.array([" ".join(title.split()) for title in titles.tolist()], object)


def _method(held: Matched) -> Iterator[Told]:
    old, new = (
        held.before.books["method"].to_numpy()[held.books.before],
        held.after.books["method"].to_numpy()[held.books.after],
    )
    for pair in np.flatnonzero((old != new) & (old != "unknown") & (new != "unknown")).tolist():
        was, now = (str(word[pair]).replace("_", " ") for word in (old, new))
        yield pair, Change("method", "", f"how grades are worked out: {was} → {now}", was, now)


def _weights(held: Matched) -> Iterator[Told]:
    pair = held.pair_of(held.categories.after, "categories")
    old, new = held.both("categories", "weight")
    doubt = sum(np.nan_to_num(error) for error in held.both("categories", "weight_error"))
    source, source_now = held.both("categories", "weight_source")
    _, name = held.both("categories", "name")
    differ = np.isnan(old) != np.isnan(new)
    differ |= np.abs(old - new) > np.maximum(WEIGHT_POINTS, doubt) + _EVEN
    for row in np.flatnonzero(differ & held.carried("categories.weight")[pair]).tolist():
        was, now = _number(old[row]), _number(new[row])
        recovered = " (recovered from totals)" if "recovered" in (source[row], source_now[row]) else ""
        words = f"weight of “{name[row]}”: {_figure(was, '%')} → {_figure(now, '%')}{recovered}"
        yield int(pair[row]), Change("weight", name[row], words, was, now)


def _moved(held: Matched, pair: Array, title: Array) -> Iterator[Told]:
    old, new = held.both("assignments", "category")
    same = np.append(held.categories.of_before(len(held.before.categories)), -1)[old]
    same_now = np.append(held.categories.of_after(len(held.after.categories)), -1)[new]
    names = held.before.categories["name"].to_numpy(), held.after.categories["name"].to_numpy()
    for row in np.flatnonzero((old >= 0) & (new >= 0) & ((same != same_now) | (same < 0))).tolist():
        was, now = names[0][old[row]], names[1][new[row]]
        if was == now:
            continue  # two categories of one name can't be told apart
        words = f"“{title[row]}” moved from “{was}” to “{now}”"
        yield int(pair[row]), Change("assignment-moved", title[row], words, was, now)


def _points(held: Matched, pair: Array, title: Array) -> Iterator[Told]:
    old, new = held.both("assignments", "points_possible")
    same = (np.isnan(old) & np.isnan(new)) | (np.abs(old - new) <= _EVEN)
    for row in np.flatnonzero(~same & held.carried("assignments.points_possible")[pair]).tolist():
        was, now = _number(old[row]), _number(new[row])
        words = f"points possible of “{title[row]}”: {_figure(was)} → {_figure(now)}"
        yield int(pair[row]), Change("points-possible", title[row], words, was, now)


def _due(held: Matched, pair: Array, title: Array) -> Iterator[Told]:
    """Due dates; the time of day counts where both exports are of one format, since others may leave it out."""
    old, new = held.both("assignments", "due_on")
    formats = [books.books["format"].to_numpy() for books in (held.before, held.after)]
    one = formats[0][held.books.before] == formats[1][held.books.after]
    day, day_now = old.astype("datetime64[D]"), new.astype("datetime64[D]")
    differ = (day != day_now) | ((old != new) & one[pair])
    differ &= ~(np.isnat(old) & np.isnat(new)) & held.carried("assignments.due_on")[pair]
    for row in np.flatnonzero(differ).tolist():
        unit = "m" if day[row] == day_now[row] else "D"
        was, now = (
            None if np.isnat(at) else str(at.astype(f"datetime64[{unit}]")).replace("T", " ")
            for at in (old[row], new[row])
        )
        words = f"due date of “{title[row]}”: {was or 'none'} → {now or 'none'}"
        yield int(pair[row]), Change("due-date", title[row], words, was, now)


def _number(value: Any) -> float | None:
    return None if np.isnan(value) else round(float(value), 4)


def _figure(value: float | None, unit: str = "") -> str:
    return "none" if value is None else f"{value:g}{unit}"


def score_changes(held: Matched) -> Iterator[tuple[int, Change | str]]:
    """How many scores of students in both exports were entered, changed or cleared, by assignment.

    A score is the same when its text is, or when both are the same points (9 and 9.0; 90% of 10 points), and when it
    is excused in both or in none.
    """
    width = max(len(held.students.before), 1)
    old = _cells(held.before, held.assignments.of_before, held.students.of_before, width)
    new = _cells(held.after, held.assignments.of_after, held.students.of_after, width)
    pair = held.pair_of(held.assignments.after, "assignments")
    carried = held.carried("scores.mark")[pair]
    doubled = np.union1d(old[1], new[1])
    for number, several in enumerate(np.bincount(pair[doubled // width], minlength=len(held.books.before)).tolist()):
        if several:
            yield number, f"{count(several, 'cell')}: more than one score of a student for one assignment"
    cells = np.setdiff1d(np.union1d(old[0], new[0]), doubled, assume_unique=True)
    task = cells // width
    was, now = _read(held.before, cells, old), _read(held.after, cells, new)
    told: dict[str, int] = {"": 0}
    text, text_now = (
        np.array([told.setdefault(word, len(told)) for word in _words(books)], np.int64)[column]
        for books, column in ((held.before, was.text), (held.after, now.text))
    )
    same = (text == text_now) | (np.abs(was.points - now.points) <= _SAME_POINTS)
    same &= was.excused == now.excused
    same = np.where(was.blank | now.blank, was.blank == now.blank, same)
    kinds = {
        "entered": ~same & was.blank,
        "changed": ~same & ~was.blank & ~now.blank,
        "cleared": ~same & now.blank,
    }
    counts = {kind: np.bincount(task[rows], minlength=len(pair)) for kind, rows in kinds.items()}
    title = held.both("assignments", "title")[1]
    for row in np.flatnonzero((sum(counts.values()) > 0) & carried).tolist():
        numbers = {kind: int(column[row]) for kind, column in counts.items()}
        words = ", ".join(f"{number:,} {kind}" for kind, number in numbers.items() if number)
        yield int(pair[row]), Change("scores", title[row], f"scores of “{title[row]}”: {words}", counts=numbers)


def _cells(books: Gradebooks, task_of: Any, student_of: Any, width: int) -> tuple[Array, Array, Array]:
    """The cells of matched assignments and students, those of them with several scores, and a row of scores each."""
    task = task_of(len(books.assignments))[books.scores["assignment"].to_numpy()]
    student = student_of(len(books.students))[books.scores["student"].to_numpy()]
    rows = np.flatnonzero((task >= 0) & (student >= 0))
    cells, first, times = np.unique(task[rows] * width + student[rows], return_index=True, return_counts=True)
    return cells, cells[times > 1], rows[first]


class _Scores(NamedTuple):
    """What each cell says: its text's number, its points (NaN for none), whether it is blank, whether excused."""

    text: Array
    points: Array
    blank: Array
    excused: Array


def _read(books: Gradebooks, cells: Array, held: tuple[Array, Array, Array]) -> _Scores:
    """What an export says of each cell; one that it has no row for is blank."""
    known, _, rows = held
    at = np.searchsorted(known, cells)
    scores = books.scores
    row = np.where(np.append(known, -1)[at] == cells, np.append(rows, 0)[at], len(scores))
    return _Scores(
        np.append(scores["mark"].cat.codes.to_numpy().astype(np.int64), -1)[row],
        np.append(scores["points"].to_numpy(), np.nan)[row],
        np.append((scores["state"] == "blank").to_numpy(), True)[row],
        np.append(scores["excused"].to_numpy(), False)[row],
    )


def _words(books: Gradebooks) -> list[str]:
    """The distinct texts of cells as they are compared, and a last one for no row."""
    return [*(text.strip().casefold() for text in books.scores["mark"].cat.categories.tolist()), ""]


def student_changes(ids: list[tuple[Side, Side]], found: Partners, pairs: int) -> Iterator[tuple[int, Change | str]]:
    """How many students joined and left each pair of gradebooks, and how many no id tells.

    ``ids`` are the students of both sides by each kind of id. One has left who has an id of a kind that the later
    export carries too, and whose ids are nowhere in it.
    """
    held = [elsewhere(old, new) for old, new in ids]
    for side, kind, export in ((0, "left", "earlier"), (1, "joined", "later")):
        pair = np.max([both[side].pair for both in ids], axis=0, initial=-1)
        free = pair >= 0
        free[(found.before, found.after)[side]] = False
        comparable, again = np.zeros(len(pair), bool), np.zeros(len(pair), bool)
        for both, shared in zip(ids, held):
            mine, other = both[side], both[1 - side]
            used = np.zeros(pairs + 1, bool)
            used[other.pair[(other.pair >= 0) & (other.name != "")]] = True
            comparable |= (mine.name != "") & used[mine.pair] & (mine.pair >= 0)
            again |= shared[side]
        gone = free & comparable & ~again
        for number, people in enumerate(np.bincount(pair[gone], minlength=pairs).tolist()):
            if people:
                words = f"{count(people, 'student')} {kind}"
                yield number, Change(f"students-{kind}", "", words, counts={"students": people})
        for number, people in enumerate(np.bincount(pair[free & ~gone], minlength=pairs).tolist()):
            if people:
                yield (
                    number,
                    f"{count(people, 'student')} of the {export} export: no id that both carry tells who they are",
                )
