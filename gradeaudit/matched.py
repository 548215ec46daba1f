"""Two exports with everything in them that is the same in both: gradebooks, categories, assignments, students."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from gradeaudit.changes import EVIDENCE, count
from gradeaudit.gradebook import Array, Gradebooks
from gradeaudit.likeness import alike_assignments, alike_books
from gradeaudit.pairing import Partners, Side, names, partners, same_books, unmatched


@dataclass(frozen=True)
class Matched:
    """Two exports with the pairs of gradebooks, assignments, categories and students that are the same in both.

    ``matched_by`` and ``evidence`` have an entry a pair of gradebooks: a key of ``changes.EVIDENCE``, and what it rests
    on in words. ``strangers`` are the gradebooks, before and after, that share a name and nothing else.
    """

    before: Gradebooks
    after: Gradebooks
    books: Partners
    matched_by: tuple[str, ...]
    evidence: tuple[str, ...]
    strangers: tuple[frozenset[int], frozenset[int]]
    categories: Partners
    renamed: Partners
    """Those of ``categories`` that are called anew."""
    assignments: Partners
    likeness: tuple[str, ...]
    """For each of ``assignments`` the scores that show it, in words; "" where its id or title does."""
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

    def sides(self, table: str, column: str) -> tuple[Side, Side]:
        """The rows of a table on both sides, each in its pair of gradebooks and going by a column's text."""
        return _sides(self.before, self.after, self.books, table, column)

    def ids(self) -> list[tuple[Side, Side]]:
        """The real students of both sides by their student ids, and by the LMS's own ids where it is the same LMS."""
        return _ids(self.before, self.after, self.books)

    def unmatched_categories(self) -> tuple[Side, Side]:
        """Categories without a match, where both exports carry any: an export without categories hasn't lost them."""
        carried = np.append(self.carried("categories.name"), False)
        old, new = unmatched(*self.sides("categories", "name"), self.categories)
        return old.only(carried[old.pair]), new.only(carried[new.pair])

    def unmatched_assignments(self) -> tuple[Side, Side]:
        """Assignments without a match, where both exports carry any: a history holds none."""
        carried = np.append(self.carried("assignments.title"), False)
        old, new = unmatched(*self.sides("assignments", "title"), self.assignments)
        return old.only(carried[old.pair]), new.only(carried[new.pair])


def matched(before: Gradebooks, after: Gradebooks) -> Matched:
    """What is the same in both: by ids first, then by names, then by the scores that stand in it; never by guessing."""
    books, by = same_books(before, after)
    evidence = [EVIDENCE[kind] for kind in by]
    alike = _related(before, after, books)
    strangers = frozenset(books.before[~alike].tolist()), frozenset(books.after[~alike].tolist())
    books = Partners(books.before[alike], books.after[alike])
    by, evidence = ([text for text, kept in zip(texts, alike.tolist()) if kept] for texts in (by, evidence))
    more, same, cells = alike_books(before, after, books)
    books += more
    by += ["likeness"] * len(same)
    evidence += [EVIDENCE["likeness"].format(same=same, cells=cells) for same, cells in zip(same, cells)]
    people = _students(before, after, books)
    tasks, likeness = _assignments(before, after, books, people)
    groups = _sides(before, after, books, "categories", "name")
    named = partners(*groups)
    renamed = _renamed(before, after, unmatched(*groups, named), tasks)
    return Matched(
        before, after, books, tuple(by), tuple(evidence), strangers, named + renamed, renamed, tasks, likeness, people
    )


def _sides(before: Gradebooks, after: Gradebooks, books: Partners, table: str, column: str) -> tuple[Side, Side]:
    old, new = getattr(before, table), getattr(after, table)
    return (
        Side(books.of_before(len(before))[old["book"].to_numpy()], names(old[column].tolist())),
        Side(books.of_after(len(after))[new["book"].to_numpy()], names(new[column].tolist())),
    )


def _one_system(before: Gradebooks, after: Gradebooks, books: Partners) -> Array:
    """For each pair, and a last entry for none, whether both exports are of one format: only then are ids the same."""
    old, new = before.books["format"].to_numpy()[books.before], after.books["format"].to_numpy()[books.after]
    return np.append(old == new, False)


def _named_assignments(before: Gradebooks, after: Gradebooks, books: Partners) -> Partners:
    """Assignments that are the same: by the LMS's id, then by title."""
    same = _one_system(before, after, books)
    old, new = _sides(before, after, books, "assignments", "key")
    found = partners(old.only(same[old.pair]), new.only(same[new.pair]))
    return found + partners(*unmatched(*_sides(before, after, books, "assignments", "title"), found))


def _assignments(
    before: Gradebooks, after: Gradebooks, books: Partners, people: Partners
) -> tuple[Partners, tuple[str, ...]]:
    """Assignments that are the same: by id, by title, then by the scores in them, with those in words.

    Two that have ids of one LMS, and not the same, are two assignments whatever scores they hold.
    """
    found = _named_assignments(before, after, books)
    same = _one_system(before, after, books)
    left = unmatched(*_sides(before, after, books, "assignments", "title"), found)
    free = [
        side.only(~same[side.pair] | (key.name == ""))
        for side, key in zip(left, _sides(before, after, books, "assignments", "key"))
    ]
    more, equal, cells = alike_assignments(before, after, (free[0], free[1]), books, people)
    words = [f"{count(int(one), 'score')} of {int(all_)} in it are the same" for one, all_ in zip(equal, cells)]
    return found + more, (*[""] * len(found.before), *words)


def _ids(before: Gradebooks, after: Gradebooks, books: Partners) -> list[tuple[Side, Side]]:
    same = _one_system(before, after, books)
    real = [~gradebooks.students["is_test_student"].to_numpy() for gradebooks in (before, after)]
    sides = []
    for column in ("sis_id", "local_id"):
        old, new = (side.only(kept) for side, kept in zip(_sides(before, after, books, "students", column), real))
        sides.append((old, new) if column == "sis_id" else (old.only(same[old.pair]), new.only(same[new.pair])))
    return sides


def _students(before: Gradebooks, after: Gradebooks, books: Partners) -> Partners:
    by_sis, by_lms = _ids(before, after, books)
    found = partners(*by_sis)
    return found + partners(*unmatched(*by_lms, found))


def _related(before: Gradebooks, after: Gradebooks, books: Partners) -> Array:
    """Whether the two gradebooks of each pair share an assignment or a student, or one of them is empty."""
    tasks, people = _named_assignments(before, after, books), _students(before, after, books)
    pairs = len(books.before)
    shared = np.zeros(pairs, bool)
    held = [np.zeros(pairs, bool), np.zeros(pairs, bool)]
    for table, found in (("assignments", tasks), ("students", people)):
        pair = books.of_before(len(before))[getattr(before, table)["book"].to_numpy()]
        shared[pair[found.before]] = True
        held[0][pair[pair >= 0]] = True
        pair = books.of_after(len(after))[getattr(after, table)["book"].to_numpy()]
        held[1][pair[pair >= 0]] = True
    return shared | ~held[0] | ~held[1]


def _renamed(before: Gradebooks, after: Gradebooks, left: tuple[Side, Side], tasks: Partners) -> Partners:
    """Categories without a namesake in which exactly the same assignments lie, of those that both exports hold."""
    lies, lies_now = (gradebooks.assignments["category"].to_numpy() for gradebooks in (before, after))
    pairs = np.unique(np.stack([lies[tasks.before], lies_now[tasks.after]], axis=1), axis=0)
    known = (pairs >= 0).all(axis=1)
    single = [
        np.isin(column, [row for row, times in Counter(column.tolist()).items() if times == 1]) for column in pairs.T
    ]
    first, second = pairs[known & single[0] & single[1]].T
    free = (left[0].pair[first] >= 0) & (left[1].pair[second] >= 0)
    return Partners(first[free], second[free])
