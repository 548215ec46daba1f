"""Which marks can only mean one number of points, and how their export writes it."""

from __future__ import annotations

import pytest

from gradeaudit.findings import Correction
from gradeaudit.marks import PLAIN, Dialect
from tests.tables import book, check

POLICY = "marks: {forms: [points]}"
COMMA = Dialect(decimal=",")
THOUSANDS = Dialect(thousands=",")


def correction(text: str, points: str = " /10", dialect: Dialect = PLAIN, others: str = "9 7.5 8") -> Correction | None:
    """What corrects a mark among three others; a mark that isn't found has none either."""
    rows = "\n".join(f"Student {number} | {mark}" for number, mark in enumerate([text, *others.split()]))
    findings = check("mark-format", POLICY, book(f"Student | HW 1{points}\n{rows}", dialect=dialect)).findings
    return next((place.correction for one in findings for place in one.places if place.row == 2), None)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("8,5", "8.5"),
        ("8,50", "8.50"),
        ("-2,5", "-2.5"),
        ("９", "9"),
        ("９．５", "9.5"),
        ("٨", "8"),
        ("8\u200b", "8"),
        ("−3", "-3"),
    ],
)
def test_a_number_in_other_writing_has_one_reading(text: str, points: str) -> None:
    assert correction(text) == Correction("numbers", points)


def test_spaces_that_are_not_seen_as_such_are_no_part_of_a_number() -> None:
    marks = {"text": ["\u00a09", "9", "8\u202f", "8"]}
    tables = book("Student | HW 1 /10\nA | 9\nB | 9\nC | 8\nD | 8", scores=marks)
    places = [place for one in check("mark-format", POLICY, tables).findings for place in one.places]
    assert [(place.row, place.correction) for place in places] == [
        (2, Correction("numbers", "9")),
        (4, Correction("numbers", "8")),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1,234",
        "1.2.3",
        "8,5,5",
        "8 pts",
        "½",
        "8²",
        "1e3",
        "1_000",
        "8-Oct",
        "2026-10-08",
        "1 000",
        "8,",
        ",5",
        "8/5/1",
    ],
)
def test_what_may_be_read_in_two_ways_or_in_none_has_no_correction(text: str) -> None:
    assert correction(text) is None


def test_an_export_with_decimal_commas_gets_commas() -> None:
    assert correction("8.5", dialect=COMMA, others="9 7,5 8") == Correction("numbers", "8,5")
    assert correction("９．５", dialect=COMMA, others="9 7,5 8") == Correction("numbers", "9,5")
    assert correction("85%", dialect=COMMA, others="9 7,5 8") == Correction("percents", "8,5")
    assert correction("8.125", dialect=COMMA, others="9 7,5 8") is None


def test_a_comma_between_thousands_is_no_decimal_comma() -> None:
    others = "1,036.50 900 8.5"
    assert correction("8,5", " /2000", THOUSANDS, others) == Correction("numbers", "8.5")
    assert correction("85%", " /50", THOUSANDS, others) == Correction("percents", "42.5")


def test_a_percent_among_points_becomes_points() -> None:
    assert correction("85%") == Correction("percents", "8.5")
    assert correction("100 %", " /25") == Correction("percents", "25")
    assert correction("0%") == Correction("percents", "0")


def test_a_percent_that_comes_out_uneven_or_stands_among_percents_or_without_points_stays() -> None:
    assert correction("33.33%", " /7") is None
    assert correction("85%", others="90% 70% 8") is None
    assert correction("85%", others="B+ A 8 C") is None
    assert correction("85%", points="") is None
    assert correction("-5%") is None


def test_a_fraction_of_the_points_possible_becomes_points() -> None:
    assert correction("9/10") == Correction("fractions", "9")
    assert correction("8.5 / 10") == Correction("fractions", "8.5")


def test_a_fraction_of_other_points_stays() -> None:
    assert correction("9/12") is None
    assert correction("9/10", " /20") is None


def test_letters_words_and_what_is_right_have_no_correction() -> None:
    assert [correction(text) for text in ("B+", "full", "abs", "9", "+5", "")] == [None] * 6
