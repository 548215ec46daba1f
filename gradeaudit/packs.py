"""Cuts one report into packs: what concerns one teacher, school or gradebook, and nothing of anyone else's."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gradeaudit.errors import visible
from gradeaudit.escape import spreadsheet
from gradeaudit.findings import SEVERITIES, Finding, Gradebook, Report
from gradeaudit.summary import Tally, group_of, shown, tally, tasks
from gradeaudit.wording import SEVERITY_NOUNS, book_title, counted, people, policy_name

KINDS = ("teacher", "school", "gradebook")
TASKS = 10
"""The most things to do that a mail lists for one gradebook; the report it goes with has all."""
INDEX = (
    "for", "school", "gradebooks", "without a finding", "errors", "warnings", "notes", "waived", "known", "report",
    "mail",
)  # fmt: skip


@dataclass(frozen=True)
class Pack:
    """One report for one reader: ``who`` as people say it, and ``stem``, the name of its files without a suffix."""

    who: str
    school: str
    stem: str
    report: Report

    @property
    def tally(self) -> Tally:
        """Its new findings by severity."""
        return tally(self.report.findings)


def packs(report: Report, by: str) -> tuple[Pack, ...]:
    """A pack for each teacher, school or gradebook (``by``), sorted by name; together they hold every gradebook.

    Teachers of the same name at two schools are taken for two. A gradebook that names no teacher is a pack of its
    own; one that names no school is in its folder's. What concerns no gradebook (a file that can't be read, a waiver)
    is in none.
    """
    members: dict[tuple[str, str, str], list[Gradebook]] = defaultdict(list)
    for book in report.gradebooks:
        members[_owner(book, by)].append(book)
    made = []
    for (who, school, key), books in sorted(members.items()):
        digest = hashlib.sha256("\0".join((by, who, school, key)).encode("utf-8", "replace")).hexdigest()[:6]
        made.append(Pack(who, school, f"{_plain(who)}-{digest}", cut(report, {book.id for book in books})))
    return tuple(made)


def _owner(book: Gradebook, by: str) -> tuple[str, str, str]:
    """Who a gradebook belongs to, at which school, and what tells it from others of that name."""
    if by == "school":
        return group_of(book, "school or folder") or "No school named", "", ""
    if by == "teacher" and book.teacher:
        return book.teacher, book.school or "", ""
    return book_title(book), book.school or "", book.id


def cut(report: Report, ids: set[str]) -> Report:
    """The report as if only these gradebooks had been audited, but for what holding them against others found."""
    books = tuple(book for book in report.gradebooks if book.id in ids)
    files = {book.file for book in books}
    others = {book.file for book in report.gradebooks} - files
    unchecked = tuple(
        entry._replace(gradebooks=kept)
        for entry in report.not_checked
        if (kept := tuple(book for book in entry.gradebooks if book in ids))
    )
    skipped = Counter(entry.rule for entry in unchecked for _ in entry.gradebooks)
    rules = [replace(rule, checked=max(0, min(rule.checked, len(books) - skipped[rule.name]))) for rule in report.rules]
    return replace(
        report,
        inputs=tuple(entry for entry in report.inputs if entry.file in files),
        gradebooks=books,
        findings=tuple(_own(found, others) for found in report.findings if found.gradebook in ids),
        not_checked=unchecked,
        broken=tuple(entry for entry in report.broken if entry.file in files),
        rules=tuple(rules),
        change=None,
    )


def _own(found: Finding, others: set[str]) -> Finding:
    """A finding without the places that stand in another's gradebook."""
    if not any(place.file in others for place in found.places if place.file):
        return found
    return found._replace(places=tuple(place for place in found.places if place.file not in others))


def mail(pack: Pack, attachment: str) -> str:
    """A text to send with the report: a subject, the figures, what to do first; rules and counts, never a cell."""
    report = pack.report
    lines = [f"Subject: Gradebook audit for {_line(pack.who)}, {report.run.as_of}", "", f"{_line(pack.who)}:", ""]
    held = f"{counted(len(report.gradebooks), 'gradebook')} held against it, {_figures(pack.tally)}"
    lines.append(f"{_line(policy_name(report))}: {held}.")
    listed: dict[str, list[Finding]] = defaultdict(list)
    for found in shown(report):
        listed[found.gradebook].append(found)
    for book in report.gradebooks:
        todo = tasks(report, listed[book.id])
        if not todo:
            continue
        lines += ["", _line(book_title(book))]
        lines += [f"  - {SEVERITY_NOUNS[task.severity]}: {task.title}{_times(task.findings)}" for task in todo[:TASKS]]
        if len(todo) > TASKS:
            lines.append(f"  - and {counted(len(todo) - TASKS, 'thing')} more, in the report")
    cells = "the cells, why each matters and how to put it right" if listed else "what was checked and what was not"
    lines += ["", f"The report, {attachment}, has {cells}.", people(report), ""]
    return "\n".join(lines)


def _times(findings: Sequence[Finding]) -> str:
    return f" ({len(findings)} times)" if len(findings) > 1 else ""


def _figures(counts: Tally) -> str:
    numbers = [counted(getattr(counts, name), SEVERITY_NOUNS[name]) for name in SEVERITIES if getattr(counts, name)]
    return ", ".join(numbers) or "nothing found"


def index(made: Sequence[Pack], suffix: str) -> bytes:
    """The coordinator's list of the packs as CSV in UTF-8 with a byte-order mark: figures and file names of each."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(INDEX)
    for pack in made:
        counts, status = pack.tally, Counter(found.status for found in pack.report.findings)
        at_fault = {found.gradebook for found in pack.report.findings if found.status == "new"}
        books = len(pack.report.gradebooks)
        figures = (books, books - len(at_fault), counts.error, counts.warning, counts.info)
        settled = (status["waived"], status["known"])
        names = (f"{pack.stem}{suffix}", f"{pack.stem}.txt")
        table.writerow((spreadsheet(pack.who), spreadsheet(pack.school), *figures, *settled, *names))
    return ("\ufeff" + out.getvalue()).encode("utf-8", "replace")


def _line(text: str) -> str:
    """A name on one line of a mail, whatever is in it."""
    return visible(text, 200)


def _plain(text: str) -> str:
    """A name in the letters that every file system has: ``R. Ortega`` becomes ``r-ortega``."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", ascii_only).strip("-")[:50].strip("-") or "pack"
