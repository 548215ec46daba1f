"""What is the same in two exports by the scores that stand in it, where neither ids nor names tell."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.pairing import Partners, Side, names

SHARE = 0.9
"""The share of the scores that both hold which must be the same: some are corrected between two exports."""
BOOK_SCORES, BOOK_STUDENTS, TASK_SCORES, DISTINCT = 10, 3, 8, 3
"""The fewest scores that show anything, the fewest students, and the fewest different scores among them."""
SAME_POINTS = 1e-6


class Alike(NamedTuple):
    """Matched rows with the evidence: of ``cells`` scores that both hold, ``same`` are the same."""

    found: Partners
    same: Array
    cells: Array


def alike_books(before: Gradebooks, after: Gradebooks, found: Partners) -> Alike:
    """Gradebooks without a match in which the same students have the same scores under the same titles.

    Both must be each other's only likeness. Scores decide, for one class may have many a “HW 1” in other courses.
    """
    left = found.of_before(len(before)) < 0, found.of_after(len(after)) < 0
    if not (left[0].any() and left[1].any()):
        return Alike(Partners(*[np.zeros(0, np.int64)] * 2), *[np.zeros(0, np.int64)] * 2)
    people: dict[str, int] = {"": -1}
    titles: dict[str, int] = {"": -1}
    texts: dict[str, int] = {}
    sides = []
    for books, free in zip((before, after), left):
        scores = books.scores
        student = _numbered([*_who(books), ""], people)[scores["student"].to_numpy()]
        title = _numbered([*names(books.assignments["title"].tolist()).tolist(), ""], titles)
        marks = _marks(books, texts).assign(
            group=scores["book"].to_numpy(), student=student, title=title[scores["assignment"].to_numpy()]
        )
        chosen = marks[free[marks["group"].to_numpy()] & marks["given"].to_numpy() & (student >= 0)]
        chosen = chosen[chosen["title"] >= 0]
        sides.append(chosen.drop_duplicates(["group", "student", "title"], keep=False))
    return _each_other((sides[0], sides[1]), ["student", "title"], BOOK_SCORES, BOOK_STUDENTS)


def alike_assignments(
    before: Gradebooks, after: Gradebooks, left: tuple[Side, Side], books: Partners, people: Partners
) -> Alike:
    """Assignments without a match, ``left`` on both sides, in which the same students have the same scores."""
    texts: dict[str, int] = {}
    sides = []
    numbers = people.of_before(len(before.students)), people.of_after(len(after.students))
    for gradebooks, side, number in zip((before, after), left, numbers):
        scores = gradebooks.scores
        task = scores["assignment"].to_numpy()
        student = np.append(number, -1)[scores["student"].to_numpy()]
        marks = _marks(gradebooks, texts).assign(group=task, student=student)
        chosen = marks[np.append(side.pair >= 0, False)[task] & marks["given"].to_numpy() & (student >= 0)]
        sides.append(chosen.drop_duplicates(["group", "student"], keep=False))
    return _each_other((sides[0], sides[1]), ["student"], TASK_SCORES, TASK_SCORES)


def _who(books: Gradebooks) -> list[str]:
    """What each real student goes by: the student id, the LMS's own within that LMS, or, for want of both, the name."""
    students = books.students
    systems = books.books["format"].to_numpy()[students["book"].to_numpy()].tolist()
    real = ~students["is_test_student"].to_numpy()
    columns = [names(students[column].tolist()).tolist() for column in ("sis_id", "local_id", "name")]
    return [
        (sis or (local and f"{system}:{local}") or (name and f"name:{name}")) if is_real else ""
        for sis, local, name, system, is_real in zip(*columns, systems, real.tolist())
    ]


def _numbered(texts: list[str], known: dict[str, int]) -> Array:
    return np.array([known.setdefault(text, len(known)) if text else -1 for text in texts], np.int64)


def _marks(books: Gradebooks, texts: dict[str, int]) -> pd.DataFrame:
    """What each cell says: the number of its text over both exports, its points, and whether it says anything."""
    mark = books.scores["mark"].cat
    number = [texts.setdefault(text.strip().casefold(), len(texts)) for text in mark.categories.tolist()]
    return pd.DataFrame(
        {
            "text": np.array([*number, -1], np.int64)[mark.codes.to_numpy()],
            "points": books.scores["points"].to_numpy(),
            "given": (books.scores["state"] != "blank").to_numpy(),
        }
    )


def _each_other(sides: tuple[pd.DataFrame, pd.DataFrame], keys: list[str], scores: int, students: int) -> Alike:
    """Groups of cells that are alike enough, and like no other group of the other side."""
    old, new = sides
    both = old.merge(new, on=keys, suffixes=("", "_now"))
    points, points_now = both["points"].to_numpy(), both["points_now"].to_numpy()
    same = (both["text"] == both["text_now"]).to_numpy() | (np.abs(points - points_now) <= SAME_POINTS)
    both = both.assign(same=same, shown=both["text"].where(same))
    pairs = both.groupby(["group", "group_now"], sort=True).agg(
        cells=("same", "size"), same=("same", "sum"), students=("student", "nunique"), shown=("shown", "nunique")
    )
    first, second = (pairs.index.get_level_values(level).to_numpy().astype(np.int64) for level in (0, 1))
    whole = np.minimum(_sizes(old)[first], _sizes(new)[second])
    cells, equal = pairs["cells"].to_numpy(), pairs["same"].to_numpy().astype(np.int64)
    enough = (cells >= scores) & (equal >= SHARE * cells) & (2 * cells >= whole)
    enough &= (pairs["students"].to_numpy() >= students) & (pairs["shown"].to_numpy() >= DISTINCT)
    first, second, cells, equal = first[enough], second[enough], cells[enough], equal[enough]
    alone = (np.bincount(first)[first] == 1) & (np.bincount(second)[second] == 1) if len(first) else enough[enough]
    return Alike(Partners(first[alone], second[alone]), equal[alone], cells[alone])


def _sizes(cells: pd.DataFrame) -> Array:
    """How many scores each group holds, by its number."""
    return np.bincount(cells["group"].to_numpy().astype(np.int64), minlength=1)
