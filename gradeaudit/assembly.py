"""Gathers the gradebooks that readers yield and types their tables once for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from gradeaudit import places
from gradeaudit.gradebook import (
    ASSIGNMENTS,
    BOOK_TEXTS,
    CATEGORIES,
    SCORES,
    SINGULAR,
    STUDENTS,
    TOTAL_KINDS,
    TOTALS,
    Array,
    Book,
    Cells,
    Columns,
    Crossing,
    Gradebooks,
    Source,
)
from gradeaudit.marks import FORMS, STATES, Dialect, interpret
from gradeaudit.texts import Numbering, Texts

_DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "categories": CATEGORIES,
    "assignments": ASSIGNMENTS,
    "students": STUDENTS,
    "scores": SCORES,
    "totals": TOTALS,
}
_REFERS = {singular: name for name, singular in SINGULAR.items()}
_NUMBER, _PERCENT, _BLANK = (FORMS.index(form) for form in ("number", "percent", "blank"))
_DISTINCT = 1 << 14
"""About how many distinct texts a batch has: a table made for as many as it has cells is slow to go through."""
_SCORED = STATES.index("scored")
_NOWHERE = Crossing(np.zeros(0, np.int64), np.zeros(0, np.int64), {})
"""That of a gradebook without a single total."""


class Assembly:
    """Gathers gradebooks one by one and types their tables once for all of them."""

    def __init__(self) -> None:
        self._numbering = Numbering()
        self._books: list[Book] = []
        self._marks: dict[str, list[Array]] = {"scores": [], "totals": []}
        self._letters: list[Array | None] = []
        self._sources: dict[Source, int] = {}
        self.cells = 0

    def add(self, book: Book) -> None:
        """Takes a gradebook in; its cells' texts are replaced by their numbers at once, so they can be let go."""
        for name in ("scores", "totals"):
            columns: Columns = getattr(book, name)
            texts = columns.get("text", ())
            self._marks[name].append(self._numbering.of(texts, len(texts)))
            self.cells += len(texts)
        letters = book.scores.get("letter")
        self._letters.append(None if letters is None else self._numbering.of(letters, len(letters)))
        for source in book.sources:
            self._sources.setdefault(source, len(self._sources))
        self._books.append(
            book._replace(
                scores={name: column for name, column in book.scores.items() if name not in ("text", "letter")},
                totals={name: column for name, column in book.totals.items() if name != "text"},
            )
        )

    def finish(self) -> Gradebooks:
        """The canonical tables of all gradebooks added, whose cells are let go: it is asked for once."""
        books = self._books
        lengths = {name: [_length(getattr(book, name)) for book in books] for name in SINGULAR}
        lengths |= {name: list(map(len, marks)) for name, marks in self._marks.items()}
        columns = {name: self._columns(name, lengths) for name in _DEFAULTS}
        self._interpret(columns["scores"], columns["totals"], lengths)
        _give_points(columns["scores"], columns["assignments"]["points_possible"])
        tables = {name: pd.DataFrame(table, copy=False) for name, table in columns.items()}
        return Gradebooks(
            books=self._about(),
            **tables,
            sources=tuple(self._sources),
            offers=tuple(book.offers for book in books),
            lacks=tuple(book.lacks for book in books),
        )

    def _about(self) -> pd.DataFrame:
        columns: dict[str, Any] = {"book": np.arange(len(self._books), dtype=np.int32)}
        for name in BOOK_TEXTS:
            empty = "unknown" if name == "method" else ""
            columns[name] = pd.Series([book.about.get(name, empty) or empty for book in self._books], dtype=object)
        never = np.datetime64("NaT", "s")
        columns["exported_at"] = np.array([b.about.get("exported_at", never) for b in self._books], "datetime64[s]")
        columns["place"] = np.array([self._sources[book.sources[0]] << 44 for book in self._books], np.int64)
        return pd.DataFrame(columns)

    def _columns(self, name: str, lengths: Mapping[str, list[int]]) -> dict[str, Any]:
        """A table's columns: those of all books one below the other, and defaults where a book gives none."""
        given: list[Cells] = [getattr(book, name) for book in self._books]
        written, given = _crossed(given, _DEFAULTS[name])
        known = set().union(*given)
        sizes = lengths[name]
        columns: dict[str, Any] = {"book": np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)}
        for column, default in _DEFAULTS[name].items():
            parts = [each.get(column) for each in given] if column in known else []
            kind = np.int32 if column in _REFERS else None
            joined = written[column] if column in written else _joined(parts, sizes, default, kind)
            if column in _REFERS:
                shift = np.repeat(_starts(lengths[_REFERS[column]]), sizes)
                np.add(joined, shift, out=joined, where=joined >= 0 if joined.min(initial=0) < 0 else True)
            if column == "place":
                joined = self._placed(joined, sizes)
            elif column == "kind":
                joined = pd.Categorical.from_codes(joined, categories=pd.Index(TOTAL_KINDS))
            columns[column] = joined
        return columns

    def _placed(self, places: Array, sizes: list[int]) -> Array:
        """Places whose file numbers count within a book, made to count within all books."""
        files = [[self._sources[source] for source in book.sources] for book in self._books]
        width = max(map(len, files), default=1)
        local = np.array([own + [0] * (width - len(own)) for own in files], np.int64).reshape(-1, width)
        if width == 1:
            places += np.repeat(local[:, 0] << 44, sizes)
            return places
        numbers = np.repeat(np.arange(len(files)), sizes)
        placed: Array = (places & ((1 << 44) - 1)) | (local[numbers, places >> 44] << 44)
        return placed

    def _interpret(self, scores: dict[str, Any], totals: dict[str, Any], lengths: Mapping[str, list[int]]) -> None:
        """Adds the columns that say what each cell's text means; every distinct text is read once a dialect."""
        sizes = lengths["scores"]
        beside = _joined(self._letters, sizes, 0) if _any(self._letters) else np.zeros(0, np.int64)
        every, distinct = pd.factorize(
            np.concatenate([*self._marks.pop("scores"), *self._marks.pop("totals"), beside]), size_hint=_DISTINCT
        )
        every = every.astype(np.int32)  # of the larger ones before it none is kept: memory that is new takes time
        score, total, letter = np.split(every, np.cumsum([sum(sizes), sum(lengths["totals"])]))
        texts = list(Texts(distinct, self._numbering.long))
        dialects = [book.dialect for book in self._books]
        (number, form, state), (value, shape, _) = _meanings(
            texts, dialects, (score, sizes), (total, lengths["totals"])
        )
        said = [book.scores.get("state") for book in self._books]
        if _any(said):
            stated = _joined(said, sizes, -1)
            state = np.where(stated < 0, state, stated)
        marks = pd.CategoricalDtype(pd.Index(texts, dtype=object))
        scores["mark"] = pd.Categorical.from_codes(score, dtype=marks)
        scores["number"] = number
        scores["form"] = pd.Categorical.from_codes(form, categories=pd.Index(FORMS))
        scores["state"] = pd.Categorical.from_codes(state, categories=pd.Index(STATES))
        apart = np.where(beside, letter, -1) if len(beside) else np.full(len(score), -1, np.int8)
        scores["letter"] = pd.Categorical.from_codes(apart, dtype=marks)

        is_number = (shape == _NUMBER) | (shape == _PERCENT)
        told = totals["value"]  # a reader gives a value where the text alone doesn't tell it
        totals["mark"] = pd.Categorical.from_codes(total, dtype=marks)
        totals["value"] = np.where(is_number & np.isnan(told), value, told)
        totals["letter"] = pd.Categorical.from_codes(np.where(is_number | (shape == _BLANK), -1, total), dtype=marks)


def _meanings(
    texts: Sequence[str], dialects: Sequence[Dialect], *cells: tuple[Array, list[int]]
) -> list[tuple[Array, Array, Array]]:
    """What cells say, as number, form and state: each part's texts (positions in ``texts``), and how many a book has.

    ``dialects`` are those of the books.
    """
    kinds = {dialect: number for number, dialect in enumerate(dict.fromkeys(dialects))}
    starts = np.array([kinds[dialect] * len(texts) for dialect in dialects], np.int32)
    read = [codes + np.repeat(starts, sizes) if len(kinds) > 1 else codes for codes, sizes in cells]
    used = np.zeros(len(kinds) * len(texts), bool)
    for positions in read:
        used[positions] = True
    numbers = np.full(len(used), np.nan)
    forms, states = np.full(len(used), _NUMBER, np.int8), np.full(len(used), _SCORED, np.int8)
    for dialect, kind in kinds.items():
        start = kind * len(texts)
        own = np.flatnonzero(used[start : start + len(texts)])
        numbers[start + own] = [dialect.number(texts[code]) for code in own.tolist()]
        for code in own[np.isnan(numbers[start + own])].tolist():
            mark = interpret(texts[code], dialect)
            numbers[start + code] = mark.number
            forms[start + code] = FORMS.index(mark.form)
            states[start + code] = STATES.index(mark.state)
    return [(numbers[at], forms[at], states[at]) for at in read]


def _give_points(scores: dict[str, Any], possible: Array) -> None:
    """Adds the points of each score: numbers as they stand, percents of the points possible; NaN for everything else.

    A number that stands beside a state other than scored, such as the 0 of an exempt result, is no points.
    """
    form, state = scores["form"].codes, scores["state"].codes
    points = np.where((form == _NUMBER) & (state == _SCORED), scores["number"], np.nan)
    percent = np.flatnonzero((form == _PERCENT) & (state == _SCORED))
    if len(percent):
        points[percent] = scores["number"][percent] * possible[scores["assignment"][percent]] / 100.0
    scores["points"] = points
    scores["excused"] |= state == STATES.index("excused")


def _crossed(given: list[Cells], defaults: Mapping[str, Any]) -> tuple[dict[str, Array], list[Cells]]:
    """What the books' crossings say, written out, where all have one; else each book's columns with its own added."""
    if not any("crossing" in cells for cells in given):
        return {}, given
    crossings = [cells.get("crossing", None if cells else _NOWHERE) for cells in given]
    if None not in crossings:
        return _written_out(crossings, defaults), given
    return {}, [
        cells if crossing is None else {**cells, **_written_out([crossing], defaults)}
        for cells, crossing in zip(given, crossings)
    ]


def _written_out(crossings: Sequence[Crossing], defaults: Mapping[str, Any]) -> dict[str, Array]:
    """A row for each cell of all crossings: ``student`` and ``assignment`` (in its book), ``place``, what is across."""
    heights, widths = [len(one.rows) for one in crossings], [len(one.columns) for one in crossings]
    rows = np.concatenate([one.rows for one in crossings])
    columns = np.concatenate([one.columns for one in crossings])
    along = np.repeat(widths, heights)  # how many cells each row has
    starts = (np.cumsum(along) - along).astype(np.int32)
    first = np.repeat(_starts(widths), heights)  # where the columns of a row's crossing start
    cell = np.arange(along.sum(), dtype=np.int32)
    column = cell - np.repeat(starts - first, along)
    person = np.arange(len(rows), dtype=np.int32) - np.repeat(_starts(heights), heights)
    names = set[str]().union(*(one.across for one in crossings))
    across = {
        name: np.concatenate(
            [one.across.get(name, np.full(len(one.columns), defaults[name], np.int32)) for one in crossings]
        )
        for name in names
    }
    place = np.repeat(places.pack(rows, np.zeros_like(rows)), along)
    place += columns[column]
    return {
        "student": np.repeat(person, along),
        "assignment": cell - np.repeat(starts, along),
        "place": place,
        **{name: values[column] for name, values in across.items()},
    }


def _length(columns: Columns) -> int:
    return len(next(iter(columns.values()), ()))


def _starts(lengths: list[int]) -> Array:
    """Where each book's rows start in a table."""
    starts: Array = np.cumsum([0, *lengths], dtype=np.int32)[:-1]
    return starts


def _any(parts: Sequence[Any]) -> bool:
    """Whether any book gives a column."""
    return any(part is not None for part in parts)


def _joined(parts: Sequence[Any], sizes: list[int], default: Any, kind: Any = None) -> Any:
    """One long column of all books' parts; a part that is None stands for the default, as do no parts at all."""
    kind = kind or {str: object, bool: bool, float: np.float64, int: np.int64}.get(type(default), "datetime64[s]")
    if not _any(parts):
        column = np.full(sum(sizes), default, kind)
        return pd.Series(column, dtype=object) if kind is object else column
    if kind is object:
        whole: list[str] = []
        for part, size in zip(parts, sizes):
            whole.extend([default] * size if part is None else part)
        return pd.Series(whole, dtype=object)
    filled = [np.full(size, default, kind) if part is None else part for part, size in zip(parts, sizes)]
    return np.concatenate(filled, dtype=kind, casting="unsafe")
