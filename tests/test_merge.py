"""Parts of a run make one report: sorted, whatever the parts were, also where two of them found things in one gradebook."""

from gradeaudit import discovery
from gradeaudit.audit import audit, merge, order
from gradeaudit.findings import Report, Run
from tests.tables import Book, book, gradebooks, policy

POLICY = """
missing_work: {codes: {MI: missing}, zero: needs_code}
marks: {minimum: 50}
"""
RULES = ("code-unknown", "score-below-floor", "zero-uncoded")
ADA = book("Student | One /10 | Two /10\nAda | abs | 3\nBen | 0 | 9", file="a.csv")
CLEO = book("Student | One /10 | Two /10\nCleo | 4 | 0\nDan | 8 | 2", file="b.csv")


def report(rules: tuple[str, ...], *books: Book) -> Report:
    return audit(
        gradebooks(*books), policy(POLICY), [discovery.rules()[name] for name in rules], Run("0", "2026-11-24")
    )


WHOLE = report(RULES, ADA, CLEO).findings


def test_there_is_something_of_each_rule_and_gradebook_to_sort():
    assert {(found.gradebook, found.rule) for found in WHOLE} == {
        ("a.csv", "code-unknown"), ("a.csv", "score-below-floor"), ("a.csv", "zero-uncoded"),
        ("b.csv", "score-below-floor"), ("b.csv", "zero-uncoded"),
    }  # fmt: skip
    assert list(WHOLE) == sorted(WHOLE, key=order)


def test_parts_of_other_gradebooks_are_put_in_order():
    assert merge([report(RULES, CLEO), report(RULES, ADA)]).findings == WHOLE


def test_parts_of_the_same_gradebooks_are_sorted_into_each_other():
    parts = [report((name,), ADA, CLEO) for name in reversed(RULES)]
    assert merge(parts).findings == WHOLE
