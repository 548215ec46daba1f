"""The policies that come with the tool: each loads without a mistake, and breaking one of its clauses is caught."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gradeaudit import discovery
from gradeaudit.gradebook import Book
from gradeaudit.policy.check import check_policy
from gradeaudit.policy.load import load
from tests.tables import book, check

POLICIES = Path(__file__).parents[1] / "policies"
GRADES = "\n".join(f"S{number} | {{0}} | {{1}}" for number in range(5))


def two(first: str, second: str, marks: tuple[str, str] = ("9", "9"), **more: object) -> Book:
    """A gradebook of two columns and five students, all with the same two marks."""
    return book(f"Student | {first} | {second}\n" + GRADES.format(*marks), **more)  # type: ignore[arg-type]


# policy, rule, a gradebook that breaks the clause, one that keeps it
CASES = [
    (
        "eighty-twenty", "weight-differs",
        two("T 1 /10 @Summative", "Q 1 /10 @Formative", weights={"Summative": 70, "Formative": 30}),
        two("T 1 /10 @Summative Assessments", "Q 1 /10 @Formative", weights={"Summative Assessments": 80, "Formative": 20}),
    ),
    (
        "eighty-twenty", "category-banned",
        two("T 1 /10 @Summative", "Effort 1 /10 @Effort", weights={"Summative": 80, "Effort": 20}),
        two("T 1 /10 @Summative", "Q 1 /10 @Formative", weights={"Summative": 80, "Formative": 20}),
    ),
    (
        "eighty-twenty", "total-below-floor",
        two("T 1 /10 @Summative", "Q 1 /10 @Formative", totals={"final": ["49"] * 5}),
        two("T 1 /10 @Summative", "Q 1 /10 @Formative", totals={"final": ["50"] * 5}),
    ),
    (
        "eighty-twenty", "code-unknown",
        two("T 1 /10 @Summative", "Q 1 /10 @Formative", ("abs", "9")),
        two("T 1 /10 @Summative", "Q 1 /10 @Formative", ("M", "L")),
    ),
    (
        "counts-and-deadlines", "weight-out-of-bounds",
        two("T 1 /10 @All Tasks", "P 1 /10 @Practice Prep", weights={"All Tasks": 85, "Practice Prep": 15}),
        two("T 1 /10 @All Tasks", "P 1 /10 @Practice Prep", weights={"All Tasks": 90, "Practice Prep": 10}),
    ),
    (
        "counts-and-deadlines", "due-missing",
        two("T 1 /10 @All Tasks", "T 2 /10 @All Tasks due=2026-10-01"),
        two("T 1 /10 @All Tasks due=2026-09-24", "T 2 /10 @All Tasks due=2026-10-01"),
    ),
    (
        "counts-and-deadlines", "tag-missing",
        two("T 1 [R] /10 @All Tasks", "T 2 /10 @All Tasks"),
        two("T 1 [R] /10 @All Tasks", "T 2 [R] /10 @All Tasks"),
    ),
    (
        "counts-and-deadlines", "score-above-maximum",
        two("T 1 /10 @All Tasks", "T 2 /10 @All Tasks", ("11", "9")),
        two("T 1 /10 @All Tasks", "T 2 /10 @All Tasks", ("10", "9")),
    ),
    (
        "major-minor", "code-unknown",
        two("T 1 /10 @Major", "Q 1 /10 @Minor", ("Z", "9")),
        two("T 1 /10 @Major", "Q 1 /10 @Minor", ("MSG", "EX")),
    ),
    (
        "major-minor", "score-above-maximum",
        two("T 1 /10 @Major", "Q 1 /10 @Minor", ("10.5", "9")),
        two("T 1 /10 @Major", "Q 1 /10 @Minor", ("10", "9")),
    ),
    (
        "elementary-standards", "mark-format",
        two("Reads aloud @Evidence", "Counts to 100 @Evidence", ("85", "M")),
        two("Reads aloud @Evidence", "Counts to 100 @Evidence", ("P", "M")),
    ),
    (
        "elementary-standards", "category-banned",
        two("Reads aloud @Evidence", "Kind @Behavior", ("P", "3"), weights={"Evidence": 80, "Behavior": 20}),
        two("Reads aloud @Evidence", "Counts @Practice", ("P", "M")),
    ),
    (
        "elementary-standards", "title-duplicate",
        two("Reads aloud @Evidence", "Reads aloud @Evidence", ("P", "M")),
        two("Reads aloud @Evidence", "Counts to 100 @Evidence", ("P", "M")),
    ),
    (
        "elementary-standards", "code-unknown",
        two("Reads aloud @Evidence", "Counts to 100 @Evidence", ("abs", "M")),
        two("Reads aloud @Evidence", "Counts to 100 @Evidence", ("NE", "B")),
    ),
    (
        "district", "weight-out-of-bounds",
        two("HW 1 /10 @Homework", "T 1 /10 @Summative", weights={"Homework": 20, "Formative": 30, "Summative": 50}),
        two("HW 1 /10 @Homework", "T 1 /10 @Summative", weights={"Homework": 15, "Formative": 30, "Summative": 55}),
    ),
    (
        "district", "total-overridden",
        two("HW 1 /10 @Homework", "T 1 /10 @Summative", totals={"final": ["80"] * 5, "override": ["90"] * 5}),
        two("HW 1 /10 @Homework", "T 1 /10 @Summative", totals={"final": ["80"] * 5, "override": [""] * 5}),
    ),
]  # fmt: skip


@pytest.mark.parametrize("path", sorted(POLICIES.glob("*.yaml")), ids=lambda path: path.stem)
def test_it_has_no_mistake(path: Path) -> None:
    rules = discovery.rules()
    source = load(path, path.name, {name: rule.parameters for name, rule in rules.items()})
    assert [str(problem) for problem in check_policy(source, date(2026, 11, 24), list(rules), None)] == []


@pytest.mark.parametrize(("name", "rule", "breaks", "keeps"), CASES, ids=[f"{case[0]}:{case[1]}" for case in CASES])
def test_a_broken_clause_is_caught_and_a_kept_one_is_not(name: str, rule: str, breaks: Book, keeps: Book) -> None:
    text = (POLICIES / f"{name}.yaml").read_text("utf-8")
    caught, kept = check(rule, text, breaks), check(rule, text, keeps)
    assert caught.found != [] and caught.not_checked == []
    assert (kept.found, kept.not_checked) == ([], [])
