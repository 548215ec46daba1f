"""Gathers the gradebooks that readers yield and types their tables once for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

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
    Columns,
    Gradebooks,
    Source,
)
from gradeaudit.marks import FORMS, STATES, Dialect, interpret


class _Codes(dict[str, int]):
    """Distinct cell texts numbered in the order of their first appearance."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number


class Assembly:
    """Gathers gradebooks one by one and types their tables once for all of them."""

    def __init__(self) -> None:
        self._codes = _Codes()
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
            self._marks[name].append(np.fromiter(map(self._codes.__getitem__, texts), np.int32, len(texts)))
            self.cells += len(texts)
        letters = book.scores.get("letter")
        self._letters.append(None if letters is None else self._lettered(letters))
        for source in book.sources:
            self._sources.setdefault(source, len(self._sources))
        self._books.append(
            replace(
                book,
                scores={name: column for name, column in book.scores.items() if name not in ("text", "letter")},
                totals={name: column for name, column in book.totals.items() if name != "text"},
            )
        )

    def _lettered(self, letters: Sequence[str] | Array) -> Array:
        codes = np.fromiter(map(self._codes.__getitem__, letters), np.int32, len(letters))
        return np.where(codes == self._codes[""], -1, codes)

    def finish(self) -> Gradebooks:
        """The canonical tables of all gradebooks added."""
        books = self._books
        starts = {name: _starts([_length(getattr(book, name)) for book in books]) for name in SINGULAR}
        starts["book"] = np.arange(len(books))
        tables = {"books": self._about()}
        for name, defaults in (("categories", CATEGORIES), ("assignments", ASSIGNMENTS), ("students", STUDENTS)):
            tables[name] = self._table(name, defaults, starts)
        texts = list(self._codes)
        for name, defaults in (("scores", SCORES), ("totals", TOTALS)):
            tables[name] = self._table(name, defaults, starts)
            self._interpret(tables[name], name, texts)
        scores, assignments = tables["scores"], tables["assignments"]
        scores["points"] = _points(scores, assignments["points_possible"].to_numpy())
        scores["excused"] |= scores["state"] == "excused"
        return Gradebooks(
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

    def _table(self, name: str, defaults: Mapping[str, Any], starts: Mapping[str, Array]) -> pd.DataFrame:
        lengths = [_length(getattr(book, name), marks) for book, marks in zip(self._books, self._lengths(name))]
        numbers = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        columns: dict[str, Any] = {"book": numbers}
        for column, default in defaults.items():
            parts = [getattr(book, name).get(column) for book, length in zip(self._books, lengths) if length]
            sizes = [length for length in lengths if length]
            joined = _joined(parts, sizes, default)
            if column in ("category", "assignment", "student"):
                table = {"category": "categories", "assignment": "assignments", "student": "students"}[column]
                shift = starts[table][numbers]
                joined = np.where(joined < 0, -1, joined + shift).astype(np.int32)
            elif column == "place":
                joined = self._placed(joined, numbers)
            elif isinstance(default, str):
                joined = pd.Series(joined, dtype=object)
            elif column == "kind":
                joined = pd.Categorical.from_codes(joined, categories=pd.Index(TOTAL_KINDS))
            columns[column] = joined
        return pd.DataFrame(columns)

    def _lengths(self, name: str) -> list[int]:
        if name in self._marks:
            return [len(marks) for marks in self._marks[name]]
        return [0] * len(self._books)

    def _placed(self, places: Array, numbers: Array) -> Array:
        """Places whose file numbers count within a book, made to count within all books."""
        width = max((len(book.sources) for book in self._books), default=1)
        local = np.zeros((len(self._books), width), np.int64)
        for number, book in enumerate(self._books):
            local[number, : len(book.sources)] = [self._sources[source] for source in book.sources]
        source = places >> 44
        placed: Array = (places & ((1 << 44) - 1)) | (local[numbers, source] << 44)
        return placed

    def _interpret(self, table: pd.DataFrame, name: str, texts: list[str]) -> None:
        """Adds the columns that say what each cell's text means; every distinct text is read once a dialect."""
        marks = self._marks[name]
        codes = np.concatenate(marks) if marks else np.zeros(0, np.int32)
        number = np.full(len(codes), np.nan)
        form = np.zeros(len(codes), np.int8)
        state = np.zeros(len(codes), np.int8)
        dialects: dict[Dialect, list[int]] = {}
        for position, book in enumerate(self._books):
            dialects.setdefault(book.dialect, []).append(position)
        ends = np.cumsum([len(part) for part in marks]) if marks else np.zeros(0, int)
        for dialect, positions in dialects.items():
            used = np.zeros(len(texts), bool)
            for position in positions:
                used[marks[position]] = True
            numbers, forms, states = (np.zeros(len(texts), kind) for kind in (float, np.int8, np.int8))
            for code in np.flatnonzero(used):
                mark = interpret(texts[code], dialect)
                numbers[code] = mark.number
                forms[code] = FORMS.index(mark.form)
                states[code] = STATES.index(mark.state)
            if len(dialects) == 1:
                number, form, state = numbers[codes], forms[codes], states[codes]
                continue
            for position in positions:
                part = slice(ends[position] - len(marks[position]), ends[position])
                number[part], form[part], state[part] = (values[codes[part]] for values in (numbers, forms, states))
        table["mark"] = pd.Categorical.from_codes(codes, categories=pd.Index(texts, dtype=object))
        if name == "scores":
            sizes = [len(part) for part in marks]
            given = _joined([book.scores.get("state") for book in self._books], sizes, -1)
            letters = _joined(self._letters, sizes, -1)
            table["number"] = number
            table["form"] = pd.Categorical.from_codes(form, categories=pd.Index(FORMS))
            table["state"] = pd.Categorical.from_codes(np.where(given < 0, state, given), categories=pd.Index(STATES))
            table["letter"] = pd.Categorical.from_codes(letters, categories=table["mark"].cat.categories)
            return
        is_number = (form == FORMS.index("number")) | (form == FORMS.index("percent"))
        given = table["value"].to_numpy()  # a reader gives a value where the text alone doesn't tell it
        table["value"] = np.where(is_number & np.isnan(given), number, given)
        is_text = ~is_number & (form != FORMS.index("blank"))
        table["letter"] = pd.Categorical.from_codes(
            np.where(is_text, codes, -1), categories=table["mark"].cat.categories
        )


def _points(scores: pd.DataFrame, possible: Array) -> Array:
    """Points of each score: numbers as they stand, percents of the points possible; NaN for everything else.

    A number that stands beside a state other than scored, such as the 0 of an exempt result, is no points.
    """
    form = np.where(scores["state"] == "scored", scores["form"].cat.codes.to_numpy(), -1)
    points = np.where(form == FORMS.index("number"), scores["number"].to_numpy(), np.nan)
    percent = np.flatnonzero(form == FORMS.index("percent"))
    if len(percent):
        whole = possible[scores["assignment"].to_numpy()[percent]]
        points[percent] = scores["number"].to_numpy()[percent] * whole / 100.0
    return points


def _length(columns: Columns, marks: int = 0) -> int:
    return max([len(column) for column in columns.values()], default=0) or marks


def _starts(lengths: list[int]) -> Array:
    return np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64) if lengths else np.zeros(0, np.int64)


def _joined(parts: list[Any], sizes: list[int], default: Any) -> Any:
    """One long column of all books' parts; a part that is None stands for the default."""
    if isinstance(default, str):
        if all(part is None for part in parts):
            return np.full(sum(sizes), default, object)
        whole: list[str] = []
        for part, size in zip(parts, sizes):
            whole.extend([default] * size if part is None else part)
        column = np.empty(len(whole), object)
        column[:] = whole
        return column
    kind: Any = {bool: bool, float: np.float64, int: np.int64}.get(type(default), "datetime64[s]")
    if all(part is None for part in parts):
        return np.full(sum(sizes), default, kind)
    return np.concatenate(
        [np.full(size, default, kind) if part is None else np.asarray(part, kind) for part, size in zip(parts, sizes)]
    )
