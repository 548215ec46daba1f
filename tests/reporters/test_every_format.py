"""What holds for every format at once: the same totals, hidden students nowhere, what concerns no gradebook told."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from gradeaudit import discovery
from gradeaudit.findings import Change, Place, PolicyRef, Report
from gradeaudit.flow import Order, audited, finished, found
from gradeaudit.packs import index, mail, packs
from gradeaudit.policy.load import load
from gradeaudit.reading import read
from tests.reporters.reports import ALGEBRA, CODE, HOSTILE_TEXTS, ONE, SEVERAL, finding, hostile, look

ROOT = Path(__file__).parents[2]
FORMATS = sorted(discovery.reporters())


@pytest.fixture(scope="module")
def district() -> Report:
    """Every sample export held against the secondary policy with every rule."""
    return audit_of("sample_exports", "hidden")


def audit_of(folder: str, students: str) -> Report:
    order = Order(
        paths=(ROOT / folder,),
        students=students,
        source=load(ROOT / "policies/secondary.yaml", "policies/secondary.yaml"),
        as_of=datetime.date(2026, 11, 24),
        rules=tuple(discovery.rules()),
    )
    return finished(order, [audited(order, found(order))])


def written(report: Report, format: str) -> bytes:
    return discovery.reporters()[format].render(report)


def shown_by(content: bytes) -> str:
    """Everything that a format's bytes hold as text, what is compressed too, but for a workbook's colours and fonts."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [name for name in archive.namelist() if not name.endswith(("theme1.xml", "styles.xml"))]
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in members)


@pytest.fixture(scope="module")
def people() -> tuple[set[str], set[str]]:
    """Every student's name, in both orders, and every id of at least five characters, in the samples."""
    names, ids = set(), set()
    for batch in read([ROOT / "sample_exports"], discovery.readers()):
        students = batch.gradebooks.students
        for name in students["name"].tolist():
            last, comma, first = name.partition(", ")
            names |= {name, f"{first} {last}"} if comma else {name}
        ids |= {text for column in ("local_id", "sis_id") for text in students[column].tolist() if len(text) > 4}
    return names - {""}, ids


@pytest.mark.parametrize("format", FORMATS)
def test_hidden_students_are_in_no_format(district: Report, people: tuple[set[str], set[str]], format: str) -> None:
    names, ids = people
    assert len(names) > 300 and len(ids) > 300 and "Abara, Kaia" in names
    for view in ("teacher", "coordinator"):
        text = shown_by(written(look(district, view=view, verbose=True), format))
        assert [name for name in names if name in text] == []
        assert ids & set(re.findall(r"[\w.@-]+", text)) == set()


def test_students_are_where_they_were_asked_for(people: tuple[set[str], set[str]]) -> None:
    """The same search finds students in a report that shows them, so that finding none above means something."""
    shown = look(audit_of("sample_exports/north-hs", "name"), students="name")
    assert any(name in written(shown, "json").decode() for name in people[0])
    for format in ("html", "markdown", "text", "xlsx"):
        text = shown_by(written(shown, format))
        assert "This report names students. Treat it as a student record." in text


@pytest.mark.parametrize("by", ["teacher", "school", "gradebook"])
def test_hidden_students_are_in_no_pack(district: Report, people: tuple[set[str], set[str]], by: str) -> None:
    names, ids = people
    made = packs(district, by)
    texts = [index(made, ".html").decode(), *(pack.stem for pack in made), *(mail(pack, "r.html") for pack in made)]
    texts += [written(pack.report, "html").decode() for pack in made]
    for text in texts:
        assert [name for name in names if name in text] == []
        assert ids & set(re.findall(r"[\w.@-]+", text)) == set()


def test_packs_of_the_district_are_the_district(district: Report) -> None:
    prints = Counter(entry.fingerprint for entry in district.findings)
    for by in ("teacher", "school", "gradebook"):
        made = packs(district, by)
        assert Counter(entry.fingerprint for pack in made for entry in pack.report.findings) == prints
        teachers = [{book.teacher for book in pack.report.gradebooks} for pack in made]
        assert by == "school" or all(len(names) == 1 for names in teachers)
    named = {book.teacher for book in district.gradebooks if book.teacher}
    for pack in packs(district, "teacher"):
        others = named - {book.teacher for book in pack.report.gradebooks}
        text = written(pack.report, "html").decode() + mail(pack, "r.html")
        assert [name for name in others if name in text] == []


def test_totals_are_the_same_in_every_format(district: Report) -> None:
    told = json.loads(written(district, "json"))["summary"]
    new = told["findings"]
    counts = told["by_severity"]
    assert new == sum(counts.values()) > 100 and told["waived"] == told["known"] == 0
    lines = [json.loads(line) for line in written(district, "jsonl").splitlines()]
    assert sum("fingerprint" in line for line in lines) == new
    rows = list(csv.DictReader(io.StringIO(written(district, "csv").decode("utf-8-sig"))))
    causes = {(row["fingerprint"], row["gradebook"], row["message"]) for row in rows}
    assert len({entry[:2] for entry in causes}) <= new
    assert len(rows) == sum(max(1, len(entry["places"])) for entry in json.loads(written(district, "json"))["findings"])
    book = openpyxl.load_workbook(io.BytesIO(written(district, "xlsx")), read_only=True)
    figures = dict(book["Summary"].iter_rows(min_row=2, max_col=2, values_only=True))
    assert {name: figures[name] for name in ("error", "warning", "info")} == counts
    for name in ("files", "gradebooks", "findings", "waived", "known", "not_checked", "broken"):
        assert figures[name.replace("_", " ")] == told[name]
    by_rule = {row[0]: row[4] for row in book["By rule"].iter_rows(min_row=2, values_only=True)}
    assert by_rule == told["by_rule"]
    assert sum(1 for _ in book["Findings"].iter_rows(min_row=2)) == len(rows)
    page = written(district, "html").decode()
    cards = dict(re.findall(r"<dt>([A-Z][a-z ]+)</dt><dd>([\d,]+)</dd>", page))
    assert [cards[name] for name in ("Gradebooks audited", "Errors", "Warnings", "Notes")] == [
        f"{count:,}" for count in (told["gradebooks"], *counts.values())
    ]
    (data,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page)
    assert len(json.loads(data)["findings"]) == new
    words = f"{counts['error']} errors, {counts['warning']} warnings, {counts['info']} notes"
    assert words in written(district, "markdown").decode() and words in written(district, "text").decode()
    results = json.loads(written(district, "sarif"))["runs"][0]["results"]
    assert len(results) == new
    assert len(json.loads(written(district, "gitlab"))) >= 1
    assert len(ElementTree.fromstring(written(district, "junit")).findall(".//testcase")) >= 1


@pytest.mark.parametrize("format", ["html", "markdown", "text", "xlsx", "csv", "json"])
@pytest.mark.parametrize("report", [ONE, SEVERAL, replace(SEVERAL, gradebooks=(), findings=())], ids=["1", "3", "0"])
def test_what_concerns_no_gradebook_is_told(report: Report, format: str) -> None:
    expired = finding(
        CODE,
        ALGEBRA._replace(id="", file="policies/secondary.yaml"),
        "The waiver for lincoln expired in June",
        Place(0, 0),
        policy_ref=PolicyRef("policies/secondary.yaml", 40, "until: 2026-06-30"),
    )
    text = shown_by(written(replace(report, findings=(expired, *report.findings)), format))
    assert "The waiver for lincoln expired in June" in text


@pytest.mark.parametrize("format", ["html", "markdown"])
def test_what_changed_is_told(format: str) -> None:
    text = written(replace(SEVERAL, change=Change("2026-10-01", 7, 3, 11, 2)), format).decode()
    assert "Since 2026-10-01: 7 new, 3 fixed, 11" in text


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_every_format_takes_hostile_texts_and_can_be_read_back(text: str, format: str) -> None:
    content = written(hostile(text), format)
    if format in {"json", "sarif", "gitlab"}:
        json.loads(content)
    elif format == "jsonl":
        assert all(json.loads(line) for line in content.decode().splitlines())
    elif format == "junit":
        ElementTree.fromstring(content)
    elif format == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert len({len(row) for row in rows}) == 1
    elif format == "xlsx":
        openpyxl.load_workbook(io.BytesIO(content))
    else:
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", content.decode("utf-8"))
