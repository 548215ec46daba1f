"""A plain text table that is cut all at once has the very cells that csv finds; any other text is left to csv."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradeaudit.export import STANDARD, Limits, PlainRows
from gradeaudit.files.plain import cut

CELLS = st.text('ab1 ,;"\n\r\t€', max_size=4) | st.sampled_from(["9.50", "Incomplete", '"Ng, Ada"', '""', "x" * 9])


def parsed(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def plain(text: str, delimiter: str = ",") -> PlainRows:
    rows = cut(text, delimiter, STANDARD)
    assert rows is not None
    return rows


@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=3), max_size=4), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans()
)
def test_a_text_has_the_rows_that_csv_finds_or_is_not_plain(cells: list[list[str]], end: str, ended: bool) -> None:
    text = end.join(map(",".join, cells)) + end * ended
    rows = cut(text, ",", STANDARD) if text else None
    if rows is not None:
        assert list(rows) == parsed(text)
        assert [rows.column(column) for column in range(len(rows[0]))] == list(map(list, zip(*parsed(text))))
        assert list(rows.texts(slice(None))) == [cell for row in parsed(text) for cell in row]


@pytest.mark.parametrize(
    "text",
    ["a,b\n1,2\n", "a,b\r\n1,2", '"Ng, Ada","9"\n,""\n', "a;b,c\n1,2\n", "ä,€\n1, 2 \n", "\ufeffa,b\n\u2028,\x0b\n"],
)
def test_a_plain_text_is_cut(text: str) -> None:
    assert plain(text) == parsed(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a,b\n1\n", "a short row"),
        ("a,b\n\n1,2\n", "a blank row"),
        ("a\n1\n", "one column"),
        (',\n"",\n', "nothing but empty cells"),
        ('a,b\n"1\n2",3\n', "a line break in a cell"),
        ('a,b\n"6"" pipe",2\n', "a doubled quotation mark"),
        ('a,b\n6" pipe,2" pipe\n', "quotation marks inside cells"),
        ('a,b\n"1"x,2\n', "text after a quoted cell"),
        ('a,b\n"1,2\n', "a quotation mark left open"),
        ("a,b\r1,2\r", "lines that end as on an old Macintosh"),
    ],
)
def test_a_text_that_wants_care_is_not_plain(text: str, why: str) -> None:
    assert cut(text, ",", STANDARD) is None, why


@pytest.mark.parametrize("limits", [Limits(cells=10), Limits(columns=2), Limits(cell_size=3)])
def test_a_text_that_passes_a_limit_is_left_to_be_told_of(limits: Limits) -> None:
    text = "abcd,b,c\n1,2,3\n"
    assert (cut(text, ",", STANDARD) is None, cut(text, ",", limits) is None) == (False, True)


def test_the_first_rows_are_there_as_one_text() -> None:
    for euro in ("e", "€"):
        rows = plain(f'"{euro},b",2\nc,d\n3,4\n')
        assert (rows.top(2), rows.top(20)) == (f'"{euro},b",2\nc,d', f'"{euro},b",2\nc,d\n3,4')


def test_rows_are_used_like_a_list() -> None:
    rows = plain("a,b\n1,2\n3,4\n")
    assert (len(rows), rows[0], rows[-1], rows[1:]) == (3, ["a", "b"], ["3", "4"], [["1", "2"], ["3", "4"]])
    assert rows[0] is rows[0]
    with pytest.raises(IndexError):
        rows[3]


def test_some_rows_and_columns_are_taken_from_it() -> None:
    rows = plain('Name,HW 1,HW 2\n"Ng, Ada",9,Incomplete\nBo,8,7\n').some([2, 1])
    assert list(rows) == [["Bo", "8", "7"], ["Ng, Ada", "9", "Incomplete"]]
    assert rows.column(0) == ["Bo", "Ng, Ada"]
    texts = rows.texts([2, 1])
    assert (texts.numbers.shape, list(texts), texts.long) == ((2, 2), ["7", "8", "Incomplete", "9"], ("Incomplete",))
