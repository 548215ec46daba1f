"""An export that is only a part of a gradebook isn't held against rules that need all of it."""

from dataclasses import replace

import pandas as pd

from gradeaudit.audit import audit
from gradeaudit.findings import NotChecked, Run
from gradeaudit.readers.base import partial
from gradeaudit.rules.base import Rows, Rule
from tests.tables import book, gradebooks, policy


def test_a_partial_export_is_not_checked_for_counts_but_for_marks():
    whole = book("Student | HW 1\nAda | 9", file="whole.csv")
    part = book("Student | HW 1\nAda | 9", file="part.csv")._replace(lacks=partial("this is one assignment"))

    def check(books, policy):
        return Rows(books.books[["book", "place"]], {"nothing to count": books.books["book"].to_numpy()})

    words = {"title": "", "severity": "error", "what": "", "why": "", "fix": "", "message": "", "needs": {}}
    counts = Rule(name="too-few", family="counts", check=check, **words)
    marks = Rule(name="too-odd", family="marks", check=check, **words)
    report = audit(gradebooks(whole, part), policy("district: X"), [counts, marks], Run("0", "2026-11-24"))
    assert [(found.rule, found.gradebook) for found in report.findings] == [
        ("too-odd", "part.csv"),
        ("too-few", "whole.csv"),
        ("too-odd", "whole.csv"),
    ]
    assert report.not_checked == (
        NotChecked("too-few", "nothing to count", ("whole.csv",)),
        NotChecked("too-few", "this is one assignment", ("part.csv",)),
        NotChecked("too-odd", "nothing to count", ("whole.csv", "part.csv")),
    )


def test_an_export_may_say_why_a_single_rule_cannot_be_held_against_it():
    computed = book("Student | HW 1\nAda | 9", file="computed.csv")._replace(lacks={"rules.too-long": "it is computed"})
    words = {"title": "", "severity": "error", "what": "", "why": "", "fix": "", "message": "", "needs": {}}
    rule = Rule(name="too-long", family="marks", check=lambda books, policy: Rows(pd.DataFrame()), **words)
    other = replace(rule, name="too-odd")
    report = audit(gradebooks(computed), policy("district: X"), [rule, other], Run("0", "2026-11-24"))
    assert report.not_checked == (NotChecked("too-long", "it is computed", ("computed.csv",)),)
