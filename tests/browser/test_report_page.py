"""The HTML report in headless Chromium: filters, sorting, deep links, no scripts, no network, quick when large."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from gradeaudit.reporters._pages import anchor
from gradeaudit.reporters.html import html
from tests.reporters.reports import ALGEBRA, CHEMISTRY, HOSTILE_TEXTS, ONE, SEVERAL, hostile, large, look

sync = pytest.importorskip("playwright.sync_api", reason="Playwright isn't installed: pip install playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium: apt-get install chromium")


@dataclass
class Visit:
    """A page that is open, with what it asked of the network and what it complained of."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync.sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield started
        started.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    found = {"one": ONE, "several": SEVERAL, "large": large(20_000, 5_000)}
    for name, report in found.items():
        (folder / f"{name}.html").write_bytes(html.render(report))
    return {name: folder / f"{name}.html" for name in found}


def visit(browser: Any, file: Path, scripts: bool = True, place: str = "", width: int = 1280) -> Visit:
    page = browser.new_page(java_script_enabled=scripts, viewport={"width": width, "height": 800})
    seen = Visit(page)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("console", lambda message: seen.complaints.append(message.text))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.goto(file.as_uri() + place)
    return seen


def rows(page: Any, table: str = "findings") -> list[str]:
    found: list[str] = page.locator(f"#{table}-table tbody tr").all_inner_texts()
    return [" | ".join(text.split("\t")) for text in found]


@pytest.mark.parametrize("name", ["one", "several", "large"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_asks_for_nothing_complains_of_nothing_and_fits(
    browser: Any, files: dict[str, Path], name: str, width: int
) -> None:
    seen = visit(browser, files[name], width=width)
    assert seen.requests == [files[name].as_uri()] and seen.complaints == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    seen.page.close()


def test_filters_keep_what_they_say(browser: Any, files: dict[str, Path]) -> None:
    page = visit(browser, files["several"]).page
    assert page.inner_text("#findings-count") == "6 findings"
    page.select_option("#filter-severity", label="warnings")
    assert [row.split(" | ")[0] for row in rows(page)] == ["warning"]
    assert page.inner_text("#findings-count") == "1 finding of 6"
    page.select_option("#filter-severity", label="all")
    page.fill("#filter-text", "CHEMISTRY kim")
    assert ["Chemistry, Period 2" in row for row in rows(page)] == [True]
    page.click("button[type=reset]")
    sync.expect(page.locator("#findings-count")).to_have_text("6 findings")  # the page's policy forbids polling by eval
    page.select_option("#filter-group", label="Jefferson MS")
    assert len(rows(page)) == 5 and len(rows(page, "gradebooks")) == 1
    page.close()


def test_a_column_sorts_down_and_up(browser: Any, files: dict[str, Path]) -> None:
    page = visit(browser, files["several"]).page
    head = page.locator("#gradebooks-table button[data-sort='0']")
    names = []
    for _ in range(2):
        head.click()
        names.append([row.split(" | ")[0] for row in rows(page, "gradebooks")])
    assert names[0] == ["Algebra 1, Period 3", "Biology, Period 1", "Chemistry, Period 2"]
    assert names[1] == names[0][::-1]
    assert page.get_attribute("#gradebooks-table th:first-child", "aria-sort") == "descending"
    page.close()


def test_a_link_to_a_gradebook_opens_its_page(browser: Any, files: dict[str, Path]) -> None:
    page = visit(browser, files["several"], place=f"#{anchor(CHEMISTRY.id)}").page
    assert page.locator(f"#{anchor(CHEMISTRY.id)}").is_visible()
    assert not page.locator(f"#{anchor(ALGEBRA.id)}").is_visible()
    page.close()


def test_a_gradebook_that_is_not_written_out_is_drawn_when_it_is_asked_for(
    browser: Any, files: dict[str, Path]
) -> None:
    clean = "school-00/teacher-0000/section-00000.csv"
    assert f'id="{anchor(clean)}"' not in files["large"].read_text("utf-8")
    page = visit(browser, files["large"], place=f"#{anchor(clean)}").page
    assert "Nothing to fix." in page.locator(f"#{anchor(clean)}").inner_text()
    page.close()


def test_it_says_everything_with_scripts_off(browser: Any, files: dict[str, Path]) -> None:
    page = visit(browser, files["several"], scripts=False).page
    assert not page.locator("#findings").is_visible()
    assert page.locator("#gradebooks-table tbody tr").count() == 3
    page.locator("details.page summary").first.click()
    assert page.locator(f"#{anchor(ALGEBRA.id)}").is_visible()
    page.close()


def test_twenty_thousand_findings_are_filtered_in_a_moment(browser: Any, files: dict[str, Path]) -> None:
    page = visit(browser, files["large"]).page
    took = page.evaluate(
        """() => { const field = document.getElementById("filter-text"); const times = [];
        for (const words of ["teacher 0107", "blank", "school 07 case 3"]) {
          field.value = words; const start = performance.now();
          field.dispatchEvent(new Event("input", { bubbles: true })); times.push(performance.now() - start); }
        return times; }"""
    )
    assert max(took) < 200, took
    assert 0 < len(rows(page)) <= 100
    page.close()


def test_it_can_be_used_with_the_keyboard_alone(browser: Any, files: dict[str, Path]) -> None:
    page = visit(browser, files["several"]).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the report"
    page.focus("details.rule summary")
    page.keyboard.press("Enter")
    assert page.locator("details.rule[open]").count() == 1
    page.close()


def test_everything_has_a_name_and_headings_go_down_one_by_one(browser: Any, files: dict[str, Path]) -> None:
    for name in ("one", "several"):
        page = visit(browser, files[name]).page
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map((node) => Number(node.tagName[1]))")
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        unnamed = page.evaluate(
            """[...document.querySelectorAll("a,button,select,input,summary")].filter((node) =>
            !(node.textContent.trim() || node.getAttribute("aria-label") || node.labels?.length)).length"""
        )
        assert unnamed == 0
        assert page.locator("th:not([scope])").count() == 0
        page.close()


@pytest.mark.parametrize("dark", ["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(browser: Any, files: dict[str, Path], dark: str) -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1, for every text that is not large."""
    page = browser.new_page(color_scheme=dark)
    page.goto(files["several"].as_uri())
    page.evaluate("for (const node of document.querySelectorAll('details')) node.open = true")
    low = page.evaluate(
        """() => { const part = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
        const light = (c) => 0.2126 * part(c[0]) + 0.7152 * part(c[1]) + 0.0722 * part(c[2]);
        const color = (text) => text.match(/[\\d.]+/g).map(Number);
        const behind = (node) => { for (; node; node = node.parentElement) {
          const c = color(getComputedStyle(node).backgroundColor); if (c.length < 4 || c[3] === 1) return c; }
          return [255, 255, 255]; };
        const found = new Set();
        for (const node of document.querySelectorAll("body *:not(svg *)")) {
          if (![...node.childNodes].some((c) => c.nodeType === 3 && c.textContent.trim())) continue;
          if (!node.checkVisibility() || node.closest("script,style,:disabled,.skip")) continue;
          const [a, b] = [light(color(getComputedStyle(node).color)), light(behind(node))].sort((x, y) => y - x);
          const ratio = (a + 0.05) / (b + 0.05);
          if (ratio < 4.5) found.add(`${node.tagName}.${node.className} ${ratio.toFixed(2)}`);
        } return [...found]; }"""
    )
    assert low == []
    page.close()


def test_hostile_texts_run_nothing(browser: Any, tmp_path: Path) -> None:
    page = browser.new_page()
    alerts: list[str] = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: alerts.append(request.url) if not request.url.startswith("file:") else None)
    page.on("pageerror", lambda error: alerts.append(str(error)))
    for number, text in enumerate(HOSTILE_TEXTS):
        for view in ("coordinator", "teacher") if "<" in text else ("coordinator",):
            file = tmp_path / f"{number}{view}.html"
            file.write_bytes(html.render(look(hostile(text), view=view)))
            page.goto(file.as_uri())
    assert alerts == []
    page.close()


def test_it_prints(browser: Any, files: dict[str, Path]) -> None:
    page = visit(browser, files["one"]).page
    assert page.pdf(print_background=True).startswith(b"%PDF")
    page.emulate_media(media="print")
    assert not page.locator(".skip").is_visible()
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["one", "several"])
def test_axe_finds_no_fault(browser: Any, files: dict[str, Path], name: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python")
    page = browser.new_page(color_scheme=scheme)
    page.goto(files[name].as_uri())
    page.evaluate("for (const node of document.querySelectorAll('details')) node.open = true")
    found = axe.Axe().run(page).response["violations"]
    assert [(entry["id"], entry["impact"], entry["nodes"][0]["html"]) for entry in found] == []
    page.close()


def test_no_word_of_the_weights_is_broken_on_a_telephone(browser: Any, files: dict[str, Path]) -> None:
    page = visit(browser, files["one"], width=390).page
    heights = page.locator(".weights tbody th").evaluate_all(
        "cells => cells.map(cell => cell.querySelector('bdi').offsetHeight)"
    )
    assert len(heights) == 2 and max(heights) < 40  # one line; broken into letters, Homework takes eight
    page.close()
