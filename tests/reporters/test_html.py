"""The page for a browser: complete, closed to the network, and safe whatever a gradebook says."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from gradeaudit.findings import Report
from gradeaudit.reporters.html import html
from tests.reporters.reports import CLEAN, HOSTILE_TEXTS, ONE, SEVERAL, hostile, large

VOID = {"meta", "br", "hr", "input", "img", "link", "path", "rect", "line", "circle", "use"}


class Page(HTMLParser):
    """What a browser would see: the elements with their attributes, and the texts outside scripts and styles."""

    def __init__(self, report: Report) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.code: dict[str, list[str]] = {"script": [], "style": []}
        self._inside: list[str] = []
        self.source = html.render(report).decode("utf-8")
        self.feed(self.source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._inside and self._inside[-1] in self.code:
            self.code[self._inside[-1]].append(data)
        elif data.strip():
            self.texts.append(data.strip())

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def test_it_is_one_closed_file() -> None:
    page = Page(SEVERAL)
    policy = next(m["content"] or "" for m in page.named("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy and "unsafe" not in policy
    for script, attributes in zip(page.code["script"], page.named("script")):
        if attributes.get("type") in (None, "module", "text/javascript"):
            digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy
    for _, attributes in page.elements:
        assert not any(name.startswith("on") for name in attributes)
        for name in ("src", "href"):
            assert (attributes.get(name) or "#").startswith("#")
    assert any(m.get("name") == "robots" and m.get("content") == "noindex" for m in page.named("meta"))


def test_every_link_leads_somewhere() -> None:
    page = Page(SEVERAL)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {(link.get("href") or "#")[1:] for link in page.named("a")} <= set(ids) | {""}


def test_one_gradebook_is_a_teacher_s_page_with_cells_and_fixes() -> None:
    text = " ".join(Page(ONE).texts)
    assert "things to fix before you post" in text
    for found in ONE.findings:
        assert found.fix in text
    assert "H2" in text


def test_several_are_an_overview_with_what_was_not_checked_and_what_broke() -> None:
    text = " ".join(Page(SEVERAL).texts)
    for words in ("this export carries no due dates", "lincoln/notes.txt", "until June"):
        assert words in text


def test_a_clean_report_says_so() -> None:
    assert "things to fix" not in " ".join(Page(CLEAN).texts)


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_hostile_text_stays_text(text: str) -> None:
    page, plain = Page(hostile(text)), Page(hostile("plain"))
    assert [name for name, _ in page.elements if name in {"script", "img", "svg", "iframe"}] == [
        name for name, _ in plain.elements if name in {"script", "img", "svg", "iframe"}
    ]
    assert len(page.elements) == len(plain.elements)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e]", page.source)


def test_a_large_district_is_a_page_of_a_few_megabytes() -> None:
    assert len(html.render(large(20_000, 5_000))) < 16_000_000


def test_the_same_report_gives_the_same_bytes() -> None:
    assert html.render(SEVERAL) == html.render(SEVERAL)
