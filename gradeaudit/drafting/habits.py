"""What gradebooks do, counted over all of them: names, weights, codes, titles and points."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import numpy as np

from gradeaudit.drafting.lines import writable
from gradeaudit.drafting.titles import shape_of
from gradeaudit.gradebook import Gradebooks
from gradeaudit.policy.names import fold_code
from gradeaudit.policy.suggest import spelt_out

LONGEST_NAME, LONGEST_CODE = 100, 12
FEWEST_TITLES = 3
"""A gradebook of fewer titles shows no convention."""
_FLAGS = ("missing", "excused", "incomplete", "late")


def _commonest(spellings: Counter[str]) -> str:
    """The spelling met most; of equals the first in the alphabet."""
    return min(spellings, key=lambda text: (-spellings[text], text))


@dataclass
class Group:
    """Names that are one name but for their spelling: in how many gradebooks each, and the weight in each of them."""

    spellings: Counter[str] = field(default_factory=Counter)
    books: int = 0
    weights: Counter[float] = field(default_factory=Counter)

    @property
    def name(self) -> str:
        return _commonest(self.spellings)


@dataclass
class CodeUse:
    """One code, whatever its case: its spellings, its gradebooks, and what the LMS says of its cells, each counted."""

    spellings: Counter[str] = field(default_factory=Counter)
    books: int = 0
    said: Counter[str] = field(default_factory=Counter)

    @property
    def cells(self) -> int:
        return self.spellings.total()

    @property
    def name(self) -> str:
        return _commonest(self.spellings)


@dataclass
class Habits:
    """What was counted over all gradebooks; codes by their folded text. ``unwritten`` names are too long.

    ``shapes`` counts titles by their shape, ``shape_books`` the gradebooks in which most titles have it, of the
    ``titled`` ones that have some titles.
    """

    books: int = 0
    with_categories: int = 0
    unwritten: int = 0
    groups: defaultdict[str, Group] = field(default_factory=lambda: defaultdict(Group))
    codes: defaultdict[str, CodeUse] = field(default_factory=lambda: defaultdict(CodeUse))
    titles: int = 0
    titled: int = 0
    shapes: Counter[str] = field(default_factory=Counter)
    shape_books: Counter[str] = field(default_factory=Counter)
    points: Counter[float] = field(default_factory=Counter)
    names: set[str] = field(default_factory=set)


def count(books: Gradebooks, habits: Habits) -> None:
    """Adds what some gradebooks do, their weights recovered, to what is known of others."""
    habits.books += len(books)
    _count_categories(books, habits)
    _count_codes(books, habits)
    _count_titles(books, habits)
    points = books.assignments["points_possible"]
    habits.points.update(points[points.notna()].tolist())
    for name in books.students["name"].unique():
        habits.names |= {fold_code(name), *(word for word in re.findall(r"\w+", fold_code(name)) if len(word) > 2)}


def _count_categories(books: Gradebooks, habits: Habits) -> None:
    categories = books.categories
    seen: dict[tuple[int, str], list[tuple[str, float]]] = defaultdict(list)
    for book, name, weight in zip(*(categories[column].tolist() for column in ("book", "name", "weight"))):
        if name.strip() and len(name) <= LONGEST_NAME and writable(name):
            seen[book, spelt_out(name)].append((" ".join(name.split()), weight))
        else:
            habits.unwritten += bool(name.strip())
    habits.with_categories += len({book for book, _ in seen})
    for (_, key), several in seen.items():
        group = habits.groups[key]
        group.books += 1
        group.spellings.update({name for name, _ in several})
        weight = sum(weight for _, weight in several)
        if weight == weight:
            group.weights[round(weight, 2)] += 1


def _count_codes(books: Gradebooks, habits: Habits) -> None:
    """Texts that stand for no score; the LMS's own words for work that waits or wasn't assigned need no policy."""
    scores = books.scores
    coded = scores[((scores["form"] == "code") & scores["state"].isin(["coded", "excused", "blank"])).to_numpy()]
    said = np.select([coded[flag].to_numpy() for flag in _FLAGS], _FLAGS, "")
    said = np.where((coded["state"] == "excused").to_numpy(), "excused", said)
    cells = Counter(zip(coded["book"].tolist(), coded["mark"].astype(object).tolist(), said.tolist()))
    where: set[tuple[int, str]] = set()
    for (book, mark, meaning), number in cells.items():
        text = " ".join(mark.split())
        if len(text) <= LONGEST_CODE and writable(text):
            use = habits.codes[fold_code(text)]
            use.spellings[text] += number
            use.said[meaning] += number
            where.add((book, fold_code(text)))
    for _, code in where:
        habits.codes[code].books += 1


def _count_titles(books: Gradebooks, habits: Habits) -> None:
    assignments = books.assignments
    by_book: defaultdict[int, list[str]] = defaultdict(list)
    for book, title in zip(assignments["book"].tolist(), assignments["title"].tolist()):
        by_book[book].append(title)
    known: dict[str, str] = {}
    for titles in by_book.values():
        shapes = Counter(known.setdefault(title, shape_of(title)) for title in titles)
        habits.titles += len(titles)
        habits.shapes.update({shape: number for shape, number in shapes.items() if shape})
        if len(titles) >= FEWEST_TITLES:
            habits.titled += 1
            habits.shape_books.update(shape for shape, number in shapes.items() if shape and number * 2 > len(titles))
