"""Markdown: figures, findings and reasons, and no text that becomes a link, a tag or a mention."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from gradeaudit.reporters.markdown import markdown
from tests.reporters.reports import CLEAN, HOSTILE_TEXTS, ONE, SEVERAL, hostile, large


def test_several_gradebooks_are_rolled_up_by_rule_and_school() -> None:
    text = markdown.render(SEVERAL).decode()
    assert "**4 errors, 1 warning, 1 note** in 3 gradebooks, as of 2026-11-24." in text
    assert "| error | A code isn't in the policy | `code-unknown` | 1 | 2 |" in text
    assert "## By school" in text
    assert "| this export carries no due dates | `due-missing` | 3 |" in text
    assert "* lincoln/notes.txt: no reader recognises this file" in text


def test_one_gradebook_lists_its_findings_with_cells_and_fixes() -> None:
    text = markdown.render(ONE).decode()
    assert "* **error** “abs” in 4 cells is no code of the policy (H2, H7:H9)" in text
    assert "By rule" not in text


def test_a_clean_report_and_what_is_left_out() -> None:
    assert "**0 errors, 0 warnings, 0 notes** in 1 gradebook" in markdown.render(CLEAN).decode()
    assert "more gradebooks with findings are in the CSV and JSON reports." in markdown.render(large(500, 200)).decode()


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_hostile_text_stays_text(text: str) -> None:
    source = markdown.render(hostile(text)).decode("utf-8")
    rendered = MarkdownIt("commonmark").enable("table").render(source)
    assert not re.search(r"<(?!/?(?:h1|h2|p|ul|li|strong|table|thead|tbody|tr|th|td|code)\b)", rendered)
    assert "@everyone" not in source
