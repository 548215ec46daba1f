"""Each kind of output has one function that makes text safe for it."""

import csv
import io
import json
import xml.etree.ElementTree as ElementTree

import pytest

from gradeaudit import escape
from gradeaudit.errors import quoted
from tests.reporters.reports import HOSTILE_TEXTS


def test_a_terminal_gets_one_line_of_visible_characters():
    assert escape.terminal("a\x1b[31m\r\nb\u202e") == "a\\x1b[31m\\r\\nb\\u202e"
    assert escape.terminal("“José” — ✖", unicode=False) == '"Jos\\xe9" - x'


def test_a_ci_runner_gets_no_command():
    assert escape.terminal("  ::set-output name=a::b") == "\\  ::set-output name=a::b"
    assert escape.terminal("x ##vso[task.complete] ##[group]") == "x #\\x23vso[task.complete] #\\x23[group]"
    assert escape.terminal("C++ std::vector, ## heading") == "C++ std::vector, ## heading"


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+1+1", "-2+3", " =1", "'=1", "＝1+1", "-", "+x", '"=1"'])
def test_a_spreadsheet_gets_no_formula(text):
    assert escape.spreadsheet(text) == "'" + text


@pytest.mark.parametrize("text", ["-5", "-2.5", "+3", "-8,5", "-10%", "007", "Quiz 3 = hard", "a@b.c", ""])
def test_numbers_and_plain_text_stay_as_they_are_in_a_spreadsheet(text):
    assert escape.spreadsheet(text) == text


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=ascii)
def test_what_a_spreadsheet_gets_survives_csv_as_one_line(text):
    line = io.StringIO(newline="")
    csv.writer(line).writerow(["a", escape.spreadsheet(text)])
    assert line.getvalue().count("\n") == 1


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=ascii)
def test_what_xml_gets_can_be_parsed(text):
    element = ElementTree.Element("a")
    element.text = escape.xml(text)
    ElementTree.fromstring(ElementTree.tostring(element, "utf-8"))


def test_a_workbooks_own_escapes_stay_text():
    assert escape.workbook("_x001B_[31m") == "_x005F_x001B_[31m"
    assert escape.workbook("\ufffe") == "\ufffd"


def test_markdown_shows_text_as_it_stands():
    assert escape.markdown("a|b `c` ![i](http://e.x/p.png)") == "a\\|b \\`c\\` !\\[i\\](http:\\//e.x/p.png)"
    assert escape.markdown("<b> @all www.e.x") == "\\<b\\> @\u200ball www\\.e.x"
    assert [escape.markdown(text) for text in ("- a", "1. a", "+ a", "# a")] == ["\\- a", "1\\. a", "\\+ a", "\\# a"]


def test_json_keeps_its_values_and_shows_what_nobody_sees():
    text = json.dumps(["\x9b31m", "\u202ea\u2028", "é 🎓", "\U000e0041", "##vso[x] ## y"], ensure_ascii=False)
    assert escape.json(text) == r'["\u009b31m", "\u202ea\u2028", "é 🎓", "\udb40\udc41", "#\u0023vso[x] ## y"]'
    assert json.loads(escape.json(text)) == json.loads(text)
    assert escape.json('"a\x7fb"') == r'"a\u007fb"'


def test_a_workflow_command_ends_where_it_should():
    assert escape.workflow("100%\r\n::error::x ##[x] ##vso[y]") == "100%25%0D%0A::error::x ##%5Bx] ##vso%5By]"
    assert escape.workflow_property("a,b: c") == "a%2Cb%3A c"


def test_what_is_quoted_in_a_message_stands_as_it_is_written():
    assert quoted(r"^HW \d+") == r"'^HW \d+'"
    assert quoted("Teacher's work") == '"Teacher\'s work"'
    assert quoted("a\x1b[31m" + "b" * 9, 12) == "'a\\x1b[31mbb…'"
