"""What changed in the scores and the class of gradebooks that two exports hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from gradeaudit.changes import Change, count
from gradeaudit.drift import Told
from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.likeness import SAME_POINTS
from gradeaudit.matched import Matched
from gradeaudit.pairing import elsewhere

SCORES = ("entered", "changed", "cleared")


class Cells(NamedTuple):
    """Scores that are not what they were, one element a cell of a matched assignment and student.

    ``kind`` is a position in ``SCORES``; ``assignment`` and ``student`` are positions in those of the match; ``was``
    and ``now`` are rows of scores, or their number where an export has no row for the cell. ``doubled`` counts, for
    each pair of gradebooks, cells with several scores, which are not compared.
    """

    kind: Array
    assignment: Array
    student: Array
    was: Array
    now: Array
    doubled: Array


def changed_cells(held: Matched) -> Cells:
    """The scores of students in both exports that were entered, changed or cleared.

    A score is the same when its text is, or when both are the same points (9 and 9.0; 90% of 10 points), and when it
    is excused in both or in none.
    """
    width = max(len(held.students.before), 1)
    old = _cells(held.before, held.assignments.of_before, held.students.of_before, width)
    new = _cells(held.after, held.assignments.of_after, held.students.of_after, width)
    pair = held.pair_of(held.assignments.after, "assignments")
    carried = held.carried("scores.mark")[pair]
    several = np.union1d(old[1], new[1])
    cells = np.setdiff1d(np.union1d(old[0], new[0]), several, assume_unique=True)
    cells = cells[carried[cells // width]] if len(cells) else cells
    was, now = _read(held.before, cells, old), _read(held.after, cells, new)
    told: dict[str, int] = {"": 0}
    text, text_now = (
        np.array([told.setdefault(word, len(told)) for word in _words(books)], np.int64)[column]
        for books, column in ((held.before, was.text), (held.after, now.text))
    )
    same = (text == text_now) | (np.abs(was.points - now.points) <= SAME_POINTS)
    same &= was.excused == now.excused
    same = np.where(was.blank | now.blank, was.blank == now.blank, same)
    kind = np.where(was.blank, 0, np.where(now.blank, 2, 1))[~same]
    doubled = np.bincount(pair[several // width], minlength=len(held.books.before))
    return Cells(kind, cells[~same] // width, cells[~same] % width, was.row[~same], now.row[~same], doubled)


def score_changes(held: Matched, cells: Cells) -> Iterator[Told]:
    """How many scores were entered, changed or cleared, by assignment."""
    for number, several in enumerate(cells.doubled.tolist()):
        if several:
            yield Told(number, f"{count(several, 'cell')}: more than one score of a student for one assignment")
    pair = held.pair_of(held.assignments.after, "assignments")
    tasks = len(pair)
    counts = np.bincount(cells.assignment * len(SCORES) + cells.kind, minlength=tasks * len(SCORES))
    by_kind = counts.reshape(tasks, len(SCORES))
    title = held.both("assignments", "title")[1]
    for row in np.flatnonzero(by_kind.any(axis=1)).tolist():
        numbers = dict(zip(SCORES, by_kind[row].tolist()))
        words = ", ".join(f"{number:,} {kind}" for kind, number in numbers.items() if number)
        change = Change("scores", title[row], f"scores of “{title[row]}”: {words}", counts=numbers)
        yield Told(int(pair[row]), change, int(held.assignments.after[row]))


def _cells(books: Gradebooks, task_of: Any, student_of: Any, width: int) -> tuple[Array, Array, Array]:
    """The cells of matched assignments and students, those of them with several scores, and a row of scores each."""
    task = task_of(len(books.assignments))[books.scores["assignment"].to_numpy()]
    student = student_of(len(books.students))[books.scores["student"].to_numpy()]
    rows = np.flatnonzero((task >= 0) & (student >= 0))
    cells, first, times = np.unique(task[rows] * width + student[rows], return_index=True, return_counts=True)
    return cells, cells[times > 1], rows[first]


class _Scores(NamedTuple):
    """What each cell says: its row, its text's number, its points (NaN for none), whether blank, whether excused."""

    row: Array
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
        row,
        np.append(scores["mark"].cat.codes.to_numpy().astype(np.int64), -1)[row],
        np.append(scores["points"].to_numpy(), np.nan)[row],
        np.append((scores["state"] == "blank").to_numpy(), True)[row],
        np.append(scores["excused"].to_numpy(), False)[row],
    )


def _words(books: Gradebooks) -> list[str]:
    """The distinct texts of cells as they are compared, and a last one for no row."""
    return [*(text.strip().casefold() for text in books.scores["mark"].cat.categories.tolist()), ""]


class Movers(NamedTuple):
    """The students, by their rows, who are in one export alone, and those of whom no id tells."""

    gone: Array
    unknown: Array


def movers(held: Matched, side: int) -> Movers:
    """Those who left (``side`` 0, rows before) or joined (1, rows after).

    One has left who has an id of a kind that the later export carries too, and whose ids are nowhere in it.
    """
    ids, pairs = held.ids(), len(held.books.before)
    pair = np.max([both[side].pair for both in ids], axis=0, initial=-1)
    free = pair >= 0
    free[(held.students.before, held.students.after)[side]] = False
    free &= np.append(held.carried("scores.mark"), False)[pair]  # a history holds no students
    comparable, again = np.zeros(len(pair), bool), np.zeros(len(pair), bool)
    for both in ids:
        mine, other = both[side], both[1 - side]
        used = np.zeros(pairs + 1, bool)
        used[other.pair[(other.pair >= 0) & (other.name != "")]] = True
        comparable |= (mine.name != "") & used[mine.pair] & (mine.pair >= 0)
        again |= elsewhere(*both)[side]
    gone = free & comparable & ~again
    return Movers(np.flatnonzero(gone), np.flatnonzero(free & ~gone))


def student_changes(held: Matched) -> Iterator[Told]:
    """How many students left and joined each pair of gradebooks, and how many no id tells."""
    pairs = len(held.books.before)
    numbers = held.books.of_before(len(held.before)), held.books.of_after(len(held.after))
    for side, kind, export in ((0, "left", "earlier"), (1, "joined", "later")):
        students = (held.before, held.after)[side].students
        of = numbers[side][students["book"].to_numpy()]
        gone, unknown = movers(held, side)
        for number, people in enumerate(np.bincount(of[gone], minlength=pairs).tolist()):
            if people:
                words = f"{count(people, 'student')} {kind}"
                yield Told(number, Change(f"students-{kind}", "", words, counts={"students": people}))
        for number, people in enumerate(np.bincount(of[unknown], minlength=pairs).tolist()):
            if people:
                words = f"{count(people, 'student')} of the {export} export: no id that both carry tells who they are"
                yield Told(number, words)
