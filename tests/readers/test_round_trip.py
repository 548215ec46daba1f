"""Titles, names and marks with delimiters, quotes, line breaks and any letters survive each text format, in place."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.readers import opened

# What stands in a spreadsheet's cell: any letters, and what text formats have to quote; no control characters.
CHARACTERS = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters="\ufeff\u2028\u2029")
TEXTS = st.text(st.one_of(CHARACTERS, st.sampled_from(',;\t"\n|')), min_size=1, max_size=12)
TITLES = TEXTS.map(lambda text: f"A{text}z")  # what surrounds a title in its header is not the teacher's
CLASSES = st.integers(1, 3).flatmap(
    lambda size: st.tuples(
        st.lists(TITLES, min_size=size, max_size=size),
        st.lists(st.tuples(TITLES, st.lists(TITLES, min_size=size, max_size=size)), min_size=1, max_size=3),
    )
)
Row = list[str]
Header = Callable[[list[str]], Row]
Line = Callable[[int, str, list[str]], Row]

# The reader, its file's name and delimiter, the header of some titles, a student's line, and the first mark's column.
FORMATS: dict[str, tuple[str, str, Header, Line, int]] = {
    "blackboard": (
        "gc.csv",
        "\t",
        lambda titles: ["Last Name", "First Name", "Username", *(f"{t} [Total Pts: 9 Score] |7" for t in titles)],
        lambda number, name, marks: [name, "", f"u{number}", *marks],
        4,
    ),
    "moodle": (
        "M Grades.csv",
        ",",
        lambda titles: [
            *"First name|Last name|Email address".split("|"),
            *(f"{title} (Real)" for title in [*titles, "Course total"]),
        ],
        lambda number, name, marks: ["", name, f"{number}@example.org", *marks, "1"],
        4,
    ),
    "sakai": (
        "gradebook_export-S.csv",
        ",",
        lambda titles: ["Student ID", "Name", *(f"{t} [9]" for t in titles)],
        lambda number, name, marks: [f"u{number}", name, *marks],
        3,
    ),
    "edx_problems": (
        "E.csv",
        ",",
        lambda titles: [
            *"Student ID|Email|Username".split("|"),
            *(f"{title} ({part})" for title in titles for part in ("Earned", "Possible")),
        ],
        lambda number, name, marks: [str(number), "", name, *(x for mark in marks for x in (mark, "9"))],
        4,
    ),
    "brightspace": (
        "B.csv",
        ",",
        lambda titles: [
            *"OrgDefinedId|Last Name".split("|"),
            *(f"{title} Points Grade <Numeric MaxPoints:9>" for title in titles),
            "End-of-Line Indicator",
        ],
        lambda number, name, marks: [f"#{number}", name, *marks, "#"],
        3,
    ),
    "schoology": (
        "gradebook-export.csv",
        ",",
        lambda titles: [
            *"First Name|Last Name|Unique User ID".split("|"),
            *(f"{title} (Max Points: 9, Grading Category: Quizzes, short)" for title in titles),
        ],
        lambda number, name, marks: ["", name, str(number), *marks],
        4,
    ),
    "gradescope": (
        "G.csv",
        ",",
        lambda titles: [
            "Name",
            *(title + part for title in titles for part in ("", " - Max Points", " - Submission Time")),
        ],
        lambda number, name, marks: [name, *(cell for mark in marks for cell in (mark, "9", ""))],
        2,
    ),
    "generic": (
        "T.csv",
        ";",
        lambda titles: ["Name", *titles],
        lambda number, name, marks: [name, *marks],
        2,
    ),
}  # fmt: skip


@pytest.mark.parametrize("reader", FORMATS)
@settings(max_examples=40, deadline=None, derandomize=True)
@given(drawn=CLASSES)
def test_what_was_written_is_read_at_its_place(
    reader: str, drawn: tuple[list[str], list[tuple[str, list[str]]]]
) -> None:
    titles, people = drawn
    name, delimiter, header, line, first = FORMATS[reader]
    rows = [header(titles), *(line(number, who, marks) for number, (who, marks) in enumerate(people))]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(rows)
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text.getvalue(), "utf-8", newline="")
        export = opened.load(path)
    if reader == "generic":
        last = len(titles) + 1
        mapping = f"{{student: column A, assignments: columns B to {'ABCD'[last - 1]}, header: 1}}"
        export = opened.mapped(export, mapping)
    books = opened.read(reader, export)
    assert books.assignments["title"].tolist() == titles
    assert books.students["name"].tolist() == [who for who, _ in people]
    step = {"edx_problems": 2, "gradescope": 3}.get(reader, 1)
    assert opened.scores(books).keys() == {
        opened.spot(number + 2, first + step * column) for number in range(len(people)) for column in range(len(titles))
    }
    assert {cell: mark for cell, (mark, _, _) in opened.scores(books).items()} == {
        opened.spot(number + 2, first + step * column): mark
        for number, (_, marks) in enumerate(people)
        for column, mark in enumerate(marks)
    }
