"""Cell texts as whole numbers: every text comes back as it was, and equal texts have equal numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradeaudit.marks import Dialect, settle
from gradeaudit.texts import Numbering, Texts

WORDS = st.lists(st.text(max_size=9) | st.sampled_from(["", "9.50", "EX", "Incomplete", "ä" * 4, "\ud800", "a\0", "a"]))


def numbered(*words: str) -> Texts:
    numbering = Numbering()
    return Texts(numbering.of(words, len(words)), tuple(numbering.long))


@given(WORDS)
def test_any_texts_come_back_as_they_were(words: list[str]) -> None:
    texts = numbered(*words)
    assert list(texts) == words
    assert sorted(texts.distinct()) == sorted(set(words))
    same = texts.numbers[:, None] == texts.numbers
    assert same.tolist() == [[one == other for other in words] for one in words]


def test_a_short_text_is_its_own_number_and_a_long_one_has_the_number_of_its_place() -> None:
    texts = numbered("", "9", "EX", "Submitted", "1234.56", "12345.67", "Submitted")
    assert texts.numbers.tolist()[:3] == [0, ord("9"), ord("E") + 256 * ord("X")]
    assert texts.long == ("Submitted", "12345.67")


def test_texts_of_several_files_get_one_numbering() -> None:
    numbering = Numbering()
    parts = [numbering.of(texts, len(texts)) for texts in (numbered("Submitted", "9"), ["9", "Incomplete"])]
    parts.append(numbering.of(numbered("Incomplete", "Submitted"), 2))
    whole = Texts(np.concatenate(parts), tuple(numbering.long))
    assert list(whole) == ["Submitted", "9", "9", "Incomplete", "Incomplete", "Submitted"]
    assert whole.numbers[0] == whole.numbers[5] and whole.numbers[3] == whole.numbers[4]


def test_texts_in_rows_and_columns_are_counted_and_given_row_by_row() -> None:
    texts = Texts(numbered("a", "b", "c", "d").numbers.reshape(2, 2))
    assert (len(texts), list(texts), list(Texts(texts.numbers[:, 1:]))) == (4, ["a", "b", "c", "d"], ["b", "d"])


def test_equal_texts_are_asked_about_once() -> None:
    asked = []
    texts = numbered("EX", "Submitted", "EX", "")[[[0, 1], [2, 3]]]
    sizes = texts.each(lambda text: asked.append(text) or len(text), int)
    assert (sizes.tolist(), sorted(asked)) == ([[2, 9], [2, 0]], ["", "EX", "Submitted"])
    assert texts[:, 1].each(str.casefold, object).tolist() == ["submitted", ""]
    assert numbered().each(len, int).tolist() == []


def test_a_character_is_found_in_short_and_in_long_texts() -> None:
    held = [numbered(*words).hold(",") for words in (["8,5"], ["8.5", "1.234,50"], ["8.5", "Submitted"], [])]
    assert held == [True, True, False, False]
    columns = numbered("8", "Submitted", "8,5", "9")[np.array([[0, 1], [2, 3]])][:, [1, 0]]
    assert (columns.hold(","), columns[:, [0]].hold(",")) == (True, False)


@pytest.mark.parametrize(
    ("words", "delimiter", "also", "decimal", "thousands"),
    [
        (["8,5", "9"], ",", [], ",", ""),
        (["8.5", "1,234.5"], ",", [], ".", ","),
        (["8", "9"], ";", [], ",", ""),
        (["8", "9"], ",", ["7,5"], ",", ""),
        (["8", "Submitted, late"], ",", [], ".", ""),
    ],
)
def test_a_dialect_is_settled_from_numbered_texts_as_from_texts(
    words: list[str], delimiter: str, also: list[str], decimal: str, thousands: str
) -> None:
    settled = [settle(texts, delimiter, (), also) for texts in (words, numbered(*words))]
    assert settled == [Dialect(decimal, thousands)] * 2
