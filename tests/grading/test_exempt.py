"""Blanks that count as zero, some of which may be exempt: one choice of them must explain all of a student's totals."""

from __future__ import annotations

import numpy as np
import pytest

from gradeaudit.grading.arithmetic import judged
from tests.tables import book, gradebooks

# Blanks count as zero: Ada, Ben and Cy of 60 and 20 points, Di without B 25 of 60, Eve without E 10 of 20.
CLASS = """
    Student | A /10 @Work | B /20 @Work | C /30 @Work | D /10 @Labs | E /10 @Labs
    Ada     | 9           | 15          | 24          | 8           | 7
    Ben     | 6           | 12          | 15          | 9           | 4
    Cy      | 10          | 20          | 27          | 10          | 9
    Di      | 7           |             | 18          | 6           | 8
    Eve     | 5           | 10          | 21          | 10          |
    Gus     | 3           | 10          | 20          | 4           |
    Fay     |             |             | 24          | 7           | 8
"""
WORK = ["80.00", "55.00", "95.00", "41.67", "60.00", "55.00"]
LABS = ["75.00", "65.00", "95.00", "70.00", "50.00", "20.00"]
COURSE = ["78.75", "57.50", "95.00", "48.75", "57.50", "46.25"]


@pytest.mark.parametrize(
    ("work", "labs", "course", "off", "cause"),
    [
        # 24 of 60, 15 of 20, 39 of 80.
        ("40.00", "75.00", "48.75", [], ""),
        # A exempt: 24 of 50 and 39 of 70; B: 24 of 40 and 39 of 60; both: 24 of 30 and 39 of 50.
        ("48.00", "75.00", "55.71", [], ""),
        ("60.00", "75.00", "65.00", [], ""),
        ("80.00", "75.00", "78.00", [], ""),
        # Between them, but of no choice.
        ("55.00", "75.00", "65.00", ["Work"], "typed over: the student's other totals follow from the scores"),
        # Each of some choice, but not of one.
        ("60.00", "75.00", "55.71", ["course"], "typed over: the student's other totals follow from the scores"),
        # A exempt, and without E: 7 of 10, and 31 of 60.
        ("48.00", "70.00", "51.67", ["Labs", "course"], "as if “E” didn't count"),
    ],
)
def test_one_choice_of_exempt_blanks_must_explain_all_totals(
    work: str, labs: str, course: str, off: list[str], cause: str
) -> None:
    totals = {"final Work": [*WORK, work], "final Labs": [*LABS, labs], "final": [*COURSE, course]}
    drawn = book(CLASS, totals=totals, about={"format": "brightspace"}, without=["scores.excused"])
    found = judged(gradebooks(drawn), 0.1)
    bad = np.flatnonzero(found.off).tolist()
    assert [(at // 3, ("Work", "Labs", "course")[at % 3]) for at in bad] == [(6, name) for name in off]
    assert {found.causes[at] for at in bad} == ({cause} if cause else set())
