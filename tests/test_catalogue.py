"""What is promised of one rule holds for all: words, needs, messages, purity, and a test with a near miss."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pandas as pd
import pytest

from gradeaudit import discovery, words
from gradeaudit.gradebook import COLUMNS
from gradeaudit.rules.base import FAMILIES, FIXES, Rule
from tests.tables import book, compared, gradebooks, policy

RULES = list(discovery.rules().values())
TESTS = Path(__file__).parent / "rules"
README = Path(__file__).parents[1] / "README.md"
SENTENCE = re.compile(r"[A-Z“].*[.!?”)]", re.DOTALL)
SMALL = """
    Student | HW 1 /10 @Homework | Test 1 /100 @Tests
    Ada     | 9                  | 85
    Ben     |                    | MI
"""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_words_are_whole_sentences(rule: Rule) -> None:
    for text in (rule.what, rule.why, rule.fix):
        assert SENTENCE.fullmatch(text), text
    assert rule.not_a_finding, "say what is deliberately not a finding"
    assert rule.example and rule.instead
    assert rule.family in FAMILIES
    assert rule.severity in {"error", "warning", "info"}
    assert rule.scope in {"gradebook", "peers", "drift", "run"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_it_needs_real_columns(rule: Rule) -> None:
    for table, columns in rule.needs.items():
        assert set(columns) <= set(COLUMNS[table])


@pytest.mark.parametrize("rule", [r for r in RULES if r.scope == "gradebook"], ids=lambda rule: rule.name)
def test_it_runs_on_empty_tables(rule: Rule) -> None:
    rows = rule.check(gradebooks(), policy("district: X"))
    assert len(rows.found) == 0
    empty = rule.check(gradebooks(book("Student | HW 1 /10 @Homework")), policy("district: X"))
    assert len(empty.found) == 0 or "book" in empty.found


@pytest.mark.parametrize("rule", [r for r in RULES if r.scope == "drift"], ids=lambda rule: rule.name)
def test_a_rule_of_drift_runs_on_empty_tables_and_leaves_its_input_unchanged(rule: Rule) -> None:
    assert len(rule.check(compared(gradebooks(), gradebooks()), policy("district: X")).found) == 0
    earlier = gradebooks(book(SMALL, weights={"Homework": 40, "Tests": 60}))
    later = gradebooks(book(SMALL.replace("85", "MI").replace("Test", "Exam"), weights={"Homework": 50, "Exams": 50}))
    tables = compared(earlier, later)
    before = {name: getattr(tables, name).copy(deep=True) for name in (*COLUMNS, "changes")}
    rule.check(tables, policy("freeze: {setup: 2026-09-15, scores: 2026-09-15}"))
    for name, table in before.items():
        pd.testing.assert_frame_equal(getattr(tables, name), table)


@pytest.mark.parametrize("rule", [r for r in RULES if r.scope == "gradebook"], ids=lambda rule: rule.name)
def test_it_leaves_its_input_unchanged(rule: Rule) -> None:
    tables = gradebooks(book(SMALL, weights={"Homework": 40, "Tests": 60}, totals={"final": ["88", "12"]}))
    before = {name: getattr(tables, name).copy(deep=True) for name in COLUMNS}
    rule.check(tables, policy("district: X"))
    for name, table in before.items():
        pd.testing.assert_frame_equal(getattr(tables, name), table)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_it_has_a_test_with_a_finding_and_a_near_miss(rule: Rule) -> None:
    path = TESTS / f"test_{rule.name.replace('-', '_')}.py"
    assert path.is_file(), f"write {path.name}"
    text = path.read_text("utf-8")
    assert re.search(r"found == \[\s*[(\[]|found == \[\n|findings", text), "show a finding with its whole answer"
    assert re.search(r"found == \[\]", text), "show a near miss that is no finding"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_what_fix_does_is_said(rule: Rule) -> None:
    told = words.explanation(rule, [])
    assert all(FIXES[fix] in " ".join(told.split()) for fix in rule.fixable)
    assert ("Corrected by gradeaudit fix" in told) == bool(rule.fixable or rule.steps)


def test_a_correction_is_one_of_its_rule_s_own() -> None:
    held = policy(
        "marks: {forms: [points]}\nmissing_work: {codes: {MI: {means: missing, aliases: [abs]}}, zero: needs_code,"
        " blank: forbidden}"
    )
    marks = ["9", "8,5", "85%", "9/10", "0", "abs", "", "7", "8", "6.5"]
    tables = gradebooks(book("Student | HW 1 /10\n" + "\n".join(f"S{n} | {mark}" for n, mark in enumerate(marks))))
    seen = set()
    for rule in (one for one in RULES if one.scope == "gradebook" and one.fixable):
        rows = rule.check(tables, held).found
        fixes = {fix for fix, text in zip(rows.get("fix", ()), rows.get("fix_text", ())) if text}
        assert fixes <= set(rule.fixable), rule.name
        seen |= fixes
    assert seen >= {"codes", "numbers", "percents", "fractions", "zeros"}


def test_the_messages_name_their_fields_in_words() -> None:
    for rule in RULES:
        fields = [name for _, name, _, _ in string.Formatter().parse(rule.message) if name is not None]
        assert all(field.isidentifier() for field in fields), rule.name


def test_readme_has_the_catalogue_of_the_code() -> None:
    assert words.catalogue_markdown(RULES) in README.read_text("utf-8"), "run python -m tests.readme"


def test_readme_has_the_table_of_formats_of_the_code() -> None:
    table = words.readers_markdown(list(discovery.readers().values()), RULES)
    assert table in README.read_text("utf-8"), "run python -m tests.readme"
