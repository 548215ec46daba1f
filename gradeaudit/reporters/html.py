"""The report as one page for a browser: self-contained, without network, readable without scripts, and printable."""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

from gradeaudit.errors import visible
from gradeaudit.findings import SEVERITIES, Finding, Report, RuleWords
from gradeaudit.reporters._pages import (
    anchor,
    book_page,
    changed,
    grid,
    headline,
    references,
    strip,
    table_json,
    tally_words,
)
from gradeaudit.reporters.base import reporter
from gradeaudit.summary import (
    by_gradebook,
    by_group,
    by_rule,
    by_worst,
    checks,
    group_of,
    shown,
    summary,
    unchecked,
    weights,
)
from gradeaudit.wording import (
    SEVERITY_NOUNS,
    book_title,
    counted,
    named,
    people,
    percent,
    policy_name,
    things,
    where,
)

TEMPLATES = Path(__file__).parent / "templates"
PAGES = 300
"""Gradebooks whose pages are written out; a page's script draws the others when they are asked for."""
CHANGES = 100
"""Changed gradebooks, and changes of one, that are written out."""
WORDS = {"error": "with errors", "warning": "with warnings", "info": "with notes only", "clean": "without a finding"}
SECTIONS = {"error": "Fix before you post", "warning": "Look at", "info": "Worth knowing"}


@reporter(title="a page for the browser, no network, printable", suffixes=(".html", ".htm"))
def html(report: Report) -> bytes:
    """A teacher's page for one gradebook, an overview for many (``look.view`` decides otherwise), as UTF-8."""
    view = report.look.view
    if not report.gradebooks or (view != "teacher" and (len(report.gradebooks) > 1 or view == "coordinator")):
        return _rendered("overview.html.j2", _overview(report))
    if len(report.gradebooks) == 1:
        return _rendered("teacher.html.j2", _teacher(report))
    return _rendered("overview.html.j2", _overview(report))


def _common(report: Report) -> dict[str, Any]:
    listed = shown(report)
    return {
        "report": report,
        "unchecked": unchecked(report),
        "settled": [found for found in report.findings if found.status != "new"],
        "hidden": summary(report)["findings"] - len(listed),
        "data": "",
    }


def _teacher(report: Report) -> dict[str, Any]:
    (line,) = by_gradebook(report)
    page = book_page(report, line, shown(report))
    first = page.groups[0] if page.groups else None
    return {
        **_common(report),
        "book": page,
        "picture": grid(page),
        "headline": things(len(first[1]), first[0]) if first else "Nothing to fix",
        "rules_checked": sum(entry.checked > 0 for entry in report.rules),
    }


def _overview(report: Report) -> dict[str, Any]:
    by_book: dict[str, list[Finding]] = defaultdict(list)
    by_name: dict[str, list[Finding]] = defaultdict(list)
    for found in shown(report):
        by_book[found.gradebook].append(found)
        by_name[found.rule].append(found)
    words = {entry.name: entry for entry in report.rules}
    books = by_gradebook(report)
    kind, groups = by_group(report)
    rules = [
        {"line": line, "words": words.get(line.name) or _wordless(by_name[line.name][0]), "found": by_name[line.name]}
        for line in by_rule(report)
        if line.name in by_name
    ]
    names = [line.name for line in by_rule(report) if line.name in by_name]
    return {
        **_common(report),
        "headline": headline(report),
        "most": max(1, len(report.gradebooks)),
        "figures": summary(report),
        "worst": by_worst(report),
        "checks": checks(report),
        "rules": rules,
        "kind": kind,
        "groups": groups,
        "no_group": "the folder itself",
        "weights": [strip(line) for line in weights(report)],
        "books": books,
        "book_titles": {book.id: book_title(book) for book in report.gradebooks},
        "static": PAGES,
        "pages": [book_page(report, line, by_book[line.gradebook.id]) for line in books[:PAGES]],
        "data": table_json(report, names, [group.name for group in groups], kind, books),
    }


def _wordless(found: Finding) -> RuleWords:
    """What can be said of a rule whose words the report doesn't carry."""
    return RuleWords(found.rule, found.rule, found.family, found.severity, "", found.why, found.fix)


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader  # only needed once a page is written
    from markupsafe import Markup

    def shown_text(value: object) -> object:
        """Control, bidi and invisible characters become visible; what the templates made themselves stays."""
        return visible(value, 4000) if isinstance(value, str) and not isinstance(value, Markup) else value

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True, finalize=shown_text
    )
    style, script = ((TEMPLATES / name).read_text("utf-8") for name in ("page.css", "page.js"))
    environment.globals |= {
        "style": Markup(style),
        "script": Markup(script),
        "style_hash": _hash(style),
        "script_hash": _hash(script),
        "limit": 25,
        "static_changes": CHANGES,
        "nouns": {**SEVERITY_NOUNS, "clean": "clean"},
        "severities": SEVERITIES,
        "worst_words": WORDS,
        "sections": SECTIONS,
        "anchor": anchor,
        "changed": changed,
        "refs": references,
        "title": book_title,
        "safe": Markup,
    }
    for function in (counted, group_of, named, people, percent, policy_name, tally_words, things, where):
        environment.globals[function.__name__] = function
    return environment


def _hash(text: str) -> str:
    """The name by which the page's own policy lets a style or script in. Source: W3C, CSP level 3, hash sources."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _rendered(template: str, context: dict[str, Any]) -> bytes:
    rendered: str = _environment().get_template(template).render(context)
    return rendered.encode("utf-8", "replace")
